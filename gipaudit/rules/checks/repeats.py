"""Whether a report's figures are those of another report: last year's of the same unit, or another unit's.

Small units have few figures, which may well come again; so only figures greater than two are counted, each value
once, and only tables with many of them prove anything. It is a clue for a person, never a proof.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from weakref import WeakKeyDictionary

from gipaudit.errors import Message
from gipaudit.forms.arrays import Reports
from gipaudit.forms.context import Context
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.forms.trust import doubtful
from gipaudit.rules.check import Check, Outcomes, per_report
from gipaudit.rules.rule import Rule
from gipaudit.scorecard import Evidence, Outcome

LEAST = 6
"""So many different figures must come again, unless a rule says otherwise."""

SMALLEST = 3
"""Figures below this are everywhere the same and are not counted."""

Figures = Mapping[str, Decimal]
Alike = Mapping[int, Sequence[Report]]
_KEPT: WeakKeyDictionary[Context, Alike] = WeakKeyDictionary()


def _judge(rule: Rule, reports: Reports) -> Outcomes:
    least = int(rule.options.get("least", LEAST))
    alike = _alike(reports.context)

    def one(rule: Rule, report: Report) -> Iterator[Outcome]:
        mine = _figures(report)
        if _telling(mine) < least:
            why = f"统计表中大于{SMALLEST - 1}的不同数字不足{least}个，相同也不能说明问题"
            yield Outcome("figures", "统计数字", "not_applicable", Evidence(why=why))
            return
        for other in alike.get(_hash(mine), ()):
            if other is not report and _comparable(report, other, reports) and _figures(other) == mine:
                yield Outcome("figures", "统计数字", "fail", _evidence(other, mine))
                return
        yield Outcome("figures", "统计数字", "pass")

    return per_report(one)(rule, reports)


def _alike(context: Context) -> Alike:
    """The reports of an audit by a hash of their figures, gathered once."""
    if context not in _KEPT:
        found: dict[int, list[Report]] = {}
        for report in (*context.reports, *context.earlier):
            found.setdefault(_hash(_figures(report)), []).append(report)
        _KEPT[context] = found
    return _KEPT[context]


def _hash(figures: Figures) -> int:
    """What equal figures share; they themselves are 40 KB a report, and are looked at again where it is the same."""
    return hash(frozenset(figures.items()))


def _figures(report: Report) -> Figures:
    """All figures but 0, by address; nothing where any of them is not read for certain."""
    figures: dict[str, Decimal] = {}
    for address, reading in report.readings.items():
        if reading.state == "number" and (not reading.exact or doubtful(reading)):
            return {}
        if reading.exact and reading.low:
            figures[address] = reading.low
    return figures


def _telling(figures: Figures) -> int:
    return len({value for value in figures.values() if value >= SMALLEST})


def _comparable(report: Report, other: Report, reports: Reports) -> bool:
    """Whether two reports should differ: of one unit for two years, or of two units that are not one office."""
    if not (report.identity.unit and other.identity.unit) or None in (report.identity.year, other.identity.year):
        return False
    if reports.context.same_unit(report, other):
        return (other.identity.year or 0) < (report.identity.year or 0)
    return report.identity.year == other.identity.year and not reports.context.one_office(report, other)


def _evidence(other: Report, figures: Figures) -> Evidence:
    whose = f"{other.identity.unit}{other.identity.year}年度"
    return Evidence(
        values={"found": whose, "count": str(len(figures))},
        message=f"统计表的{len(figures)}个非零数字与{whose}报告（{other.source}）逐格相同，请核实是否照抄",
        cells=tuple(figures),
    )


def _explain(rule: Rule, form: Form | None) -> str:
    least = rule.options.get("least", LEAST)
    return (
        "统计表的非零数字与本单位往年的报告或别的单位同年的报告逐格相同，"
        f"其中大于{SMALLEST - 1}的不同数字达到{least}个的，提示核实。数字少的单位不适用；是线索，不是结论。"
    )


CHECK = Check(
    name="repeats",
    title=Message("统计数字是否与别的报告雷同", "Whether the figures are another report's"),
    options={
        "type": "object",
        "properties": {
            "least": {
                "type": "integer",
                "minimum": 2,
                "maximum": 100,
                "description": "相同的数字中，大于2的不同数字至少要有几个，默认6",
            }
        },
        "additionalProperties": False,
    },
    judge=_judge,
    explain=_explain,
)
