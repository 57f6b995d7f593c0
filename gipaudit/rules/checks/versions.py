"""Whether several copies of one report say the same: the same unit's for the same year, whose figures differ.

A report that was changed after it was published, or that differs from platform to platform, shows itself so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gipaudit.errors import Message
from gipaudit.forms.arrays import Reports
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.forms.trust import doubtful
from gipaudit.rules.check import Check, Outcomes, per_report
from gipaudit.rules.rule import Rule
from gipaudit.scorecard import Evidence, Outcome

INSTANCE, LABEL = "versions", "各份报告"
MOST_TOLD = 5
"""So many differing cells are named; the others are counted."""


def _judge(rule: Rule, reports: Reports) -> Outcomes:
    def one(rule: Rule, report: Report) -> Iterator[Outcome]:
        year = report.identity.year
        if year is None or not report.identity.unit:
            yield _quiet("没有认出单位或年度，不知有没有另一份")
            return
        others = [
            other
            for other in reports.context.of(report, year)
            if other is not report and other.source != report.source and other.generation == report.generation
        ]
        if not others:
            yield _quiet("没有同一单位同一年度的另一份报告")
            return
        for other in others:
            cells = _differing(report, other)
            if cells:
                yield Outcome(INSTANCE, LABEL, "fail", _evidence(report, other, cells))
                return
        yield Outcome(INSTANCE, LABEL, "pass")

    return per_report(one)(rule, reports)


def _quiet(why: str) -> Outcome:
    return Outcome(INSTANCE, LABEL, "not_applicable", Evidence(why=why))


def _differing(report: Report, other: Report) -> list[str]:
    """The cells in which both have a certain number, and not the same."""
    found = []
    for address, mine in report.readings.items():
        its = other.readings.get(address)
        if its is None or not (mine.exact and its.exact) or doubtful(mine) or doubtful(its):
            continue
        if mine.low != its.low:
            found.append(address)
    return found


def _evidence(report: Report, other: Report, cells: list[str]) -> Evidence:
    form = report.form
    names = (
        form.whole.cells if form is not None and form.whole is not None else form.cells if form is not None else {}
    )
    told = "；".join(
        f"{names[address].name if address in names else address}："
        f"{report.readings[address].text}与{other.readings[address].text}"
        for address in cells[:MOST_TOLD]
    )
    more = f"等{len(cells)}格" if len(cells) > MOST_TOLD else ""
    return Evidence(
        values={"found": other.source, "count": str(len(cells))},
        message=f"与同一单位同一年度的另一份报告（{other.source}）有{len(cells)}格不同：{told}{more}",
        cells=tuple(cells),
    )


def _explain(rule: Rule, form: Form | None) -> str:
    return (
        "同一单位同一年度有几份报告时（发布后有变动，或几个平台各有一份），各份统计表的数应当相同；"
        "只比两份都读准了的单元格。只有一份的不适用。"
    )


_OPTIONS: Mapping[str, Any] = {"type": "object", "properties": {}, "additionalProperties": False}

CHECK = Check(
    name="versions",
    title=Message("同一报告的各份是否相同", "Whether copies of one report agree"),
    options=_OPTIONS,
    judge=_judge,
    explain=_explain,
)
