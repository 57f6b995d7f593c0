"""The reports of the year before, beside those that are judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from gipaudit.forms.arrays import Reports
from gipaudit.forms.context import Context
from gipaudit.forms.form import Form, FormCell
from gipaudit.forms.report import Reading, Report
from gipaudit.rules.check import Check
from gipaudit.rules.rule import Ruleset
from gipaudit.scorecard import Passage

_NAMED = 3
"""How many reports a note names."""


@dataclass(frozen=True)
class Pairs:
    """Reports of one layout and last year's of one layout, aligned. ``numbers`` are those of the former among all."""

    numbers: tuple[int, ...]
    now: Reports
    previous: Reports


def pairs(reports: Reports) -> tuple[list[Pairs], Mapping[int, str]]:
    """Each report with the one of the year before, those of one layout together; and why the others have none.

    Last year's report may be on another form, or on another layout of the same one. Many rules ask the same reports:
    what was found is kept as long as they are.
    """
    if reports not in _KEPT:
        _KEPT[reports] = _pairs(reports)
    return _KEPT[reports]


_KEPT: WeakKeyDictionary[Reports, tuple[list[Pairs], Mapping[int, str]]] = WeakKeyDictionary()


def _pairs(reports: Reports) -> tuple[list[Pairs], Mapping[int, str]]:
    gathered: dict[object, list[tuple[int, Report]]] = {}
    lonely: dict[int, str] = {}
    for number, report in enumerate(reports.reports):
        neighbour = reports.context.previous(report)
        if neighbour.report is None:
            lonely[number] = neighbour.why
        else:
            gathered.setdefault(_layout(neighbour.report.form), []).append((number, neighbour.report))
    found = []
    for each in gathered.values():
        numbers = tuple(number for number, _ in each)
        found.append(Pairs(numbers, reports.only(numbers), Reports([before for _, before in each], reports.context)))
    return found, lonely


def _layout(form: Form | None) -> object:
    return form and (form.id, form.variant, form.omitted)


def doubt(report: Report, previous: Report) -> str:
    """Why two reports may not be the same unit's of two years running, in Chinese; empty where they are."""
    for each in (report, previous):
        for uncertain in each.uncertain:
            if uncertain.what in _WORDS and uncertain.what not in each.identity.by_hand:
                what = f"{each.source} 的{_WORDS[uncertain.what]}存疑（{uncertain.why}）"
                return f"{what}，不能确定是同一单位前后两年的报告"
    return ""


def last_years_cell(report: Report, cell: FormCell, reading: Reading, figure: str) -> Passage:
    """What last year's report has in a cell, with its place in that report's file."""
    place = replace(reading.place, source=reading.place.source or report.source)
    section = report.form.table(cell.table).section if report.form else ""
    identity = report.identity
    return Passage("compared", section or "", f"{cell.name}：{figure}", place, identity.unit, identity.year)


_WORDS: Mapping[str, str] = {"unit": "单位", "year": "年度"}


def not_compared(ruleset: Ruleset, checks: Mapping[str, Check], context: Context) -> Iterator[str]:
    """Tell once an audit that there are reports without one of the year before, and what that leaves unasked."""
    asking = [rule for rule in ruleset.rules.values() if checks[rule.check].compares_years(rule)]
    alone = (report for report in context.reports if context.previous(report).report is None)
    lonely = sorted(alone, key=lambda report: (report.identity.unit or "", report.identity.year or 0, report.source))
    if not asking or not lonely:
        return
    yield (
        f"有{len(lonely)}份报告没有可比的上年度报告（{_listed(lonely)}），与上年比较的{len(asking)}条规则对其不适用。"
        "用 --previous 给出往年的报告即可比较。"
    )


def _listed(reports: Sequence[Report]) -> str:
    names = [
        f"{report.identity.unit}{report.identity.year}年度"
        if report.identity.unit and report.identity.year
        else report.source
        for report in reports[:_NAMED]
    ]
    return "、".join(names) + ("等" if len(reports) > _NAMED else "")
