"""Whether a government's report holds what the units below it report: no less, and where all are there no more.

Basis: a government's report covers its whole region (条例 art. 49, 50; local notices ask the governments of counties
and cities to add up the figures of all units that disclose). Units below are those of the roster (``--units``).
Signed cells have no such order; what a form counts once for all channels (``except``) may be less than the sum. The
report of a government's own office is no 汇总 report, and one that says it speaks for 本级 alone is not held to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gipaudit.errors import Message
from gipaudit.forms.arrays import Reports
from gipaudit.forms.context import Context
from gipaudit.forms.form import Column, Form, FormCell, FormTable
from gipaudit.forms.report import Reading, Report
from gipaudit.forms.trust import doubtful
from gipaudit.rules.below import Below, Bounds, below
from gipaudit.rules.check import Check, OptionProblem, Outcomes, per_report
from gipaudit.rules.names import unknown
from gipaudit.rules.rule import Rule
from gipaudit.rules.targets import NAMES_SCHEMA, chosen_tables, table_problems, tables_in_words
from gipaudit.scorecard import Evidence, Outcome, Verdict

WHOLE = "report"
_SHOWN = 3
_OWN_ALONE = re.compile(r"(?:统计|数据|报告|汇总|范围)[^。;；]{0,30}?(?:本级(?!政府信息公开)|不含|不包括)")


@dataclass(frozen=True)
class _Compared:
    """One cell beside the sum over the units below; ``code`` is its verdict."""

    cell: FormCell
    reading: Reading
    sum: Bounds
    code: Verdict


def _judge(rule: Rule, reports: Reports) -> Outcomes:
    def one(rule: Rule, report: Report) -> Iterator[Outcome]:
        yield from _report(rule, report, reports.context)

    return per_report(one)(rule, reports)


def _report(rule: Rule, report: Report, context: Context) -> Iterator[Outcome]:
    if not report.identity.level.endswith("-government"):
        yield _whole("not_applicable", "只有政府的报告汇总下级单位；这个单位不是政府，或级别未能识别")
        return
    found = below(report, context)
    if isinstance(found, str):
        yield _whole("not_applicable", found)
        return
    if rule.options["relation"] == "at_most" and (why := _not_all(found)):
        yield _whole("not_applicable", why)
        return
    if said := _own_alone(report):
        yield _whole("not_assessable", f"报告写有“{said}”，可能不是汇总报告")
        return
    form = report.form
    for table in chosen_tables(form, rule.options.get("tables")) if form is not None else ():
        for column in table.columns:
            if outcome := _column(rule, report, found, table, column):
                yield outcome


def _not_all(found: Below) -> str:
    """Why the sum may lack something that the government counts: a report, or what its own office handled."""
    if not found.complete:
        return f"下级单位的报告没有收齐：{found.in_words()}"
    if not any(unit.level.endswith("-office") for unit in found.units):
        return "名录中没有列政府的办公室，政府自身办理的不在下级之和中"
    return ""


def _own_alone(report: Report) -> str:
    """Where the report says that its figures are those of the government alone."""
    for id in ("preamble", "overview"):
        section = report.sections.get(id)
        if section is not None and (match := _OWN_ALONE.search(section.text[:600])):
            return match[0]
    return ""


def _column(rule: Rule, report: Report, found: Below, table: FormTable, column: Column) -> Outcome | None:
    """Judge one column: its cells one by one, told as one."""
    left_out, relation = set(rule.options.get("except", ())), rule.options["relation"]
    cells = [
        cell
        for cell in table.cells
        if cell.column == column.id and cell.kind in ("count", "amount") and not (_names(cell, table) & left_out)
    ]
    compared = [
        each
        for cell in cells
        if (each := _compared(cell, report, found.bounds.get(cell.address), relation)) is not None
    ]
    if not compared:
        return None
    instance, label = f"{table.id}.{column.id}", f"{table.label.name} {column.label.name}"
    for verdict in ("fail", "not_assessable"):
        several = [each for each in compared if each.code == verdict]
        if several:
            return Outcome(instance, label, several[0].code, _evidence(label, several, found, relation))
    return Outcome(instance, label, "pass")


def _names(cell: FormCell, table: FormTable) -> set[str]:
    return {cell.row, cell.column, cell.address, table.row(cell.row).label.name}


def _compared(cell: FormCell, report: Report, bounds: Bounds | None, relation: str) -> _Compared | None:
    """A cell and the sum; ``None`` where the cell is not printed, or nothing below says anything of it."""
    reading = report.readings.get(cell.address)
    if reading is None or bounds is None:
        return None
    low, high = bounds
    slack = reading.quantum if cell.kind == "amount" else Decimal(0)
    verdict: Verdict = "not_assessable"
    if relation == "at_most":
        if high is None or reading.low is None:
            return None
        if reading.low > high + slack:
            verdict = "fail"
        elif reading.high is not None and reading.high <= high + slack:
            verdict = "pass"
    elif low is None or low <= 0 or (reading.low is not None and reading.low + slack >= low):
        verdict = "pass"
    elif reading.high is not None and reading.high + slack < low:
        verdict = "fail"
    if verdict == "fail" and doubtful(reading):
        verdict = "not_assessable"
    return _Compared(cell, reading, bounds, verdict)


def _evidence(label: str, cells: Sequence[_Compared], found: Below, relation: str) -> Evidence:
    summed = found.in_words()
    addresses = tuple(each.cell.address for each in cells)
    if cells[0].code == "not_assessable":
        why = f"{label}有{len(cells)}格读数不明或存疑，无法与下级之和比较（{summed}）"
        return Evidence(cells=addresses, why=why)
    first = cells[0]
    left, right = (first.reading.low, first.reading.high), first.sum
    sign, words, end = ("<", "小于", 0) if relation == "at_least" else (">", "大于", 1)

    def equation(each: _Compared) -> str:
        return f"{_number(each.reading.low)} {sign} {_number(each.sum[end])}"

    listed = "；".join(f"{each.cell.name} {equation(each)}" for each in cells[:_SHOWN])
    listed += "等" if len(cells) > _SHOWN else ""
    return Evidence(
        values={
            "column": label,
            "count": str(len(cells)),
            "left": _number(first.reading.low),
            "right": _number(first.sum[end]),
            "cell": first.cell.name,
            "found": listed,
        },
        message=f"{label}有{len(cells)}格{words}下级单位之和：{listed}。{summed}",
        equation=equation(first),
        left=left,
        right=right,
        cells=addresses,
    )


def _number(value: Decimal | None) -> str:
    if value is None:
        return "？"
    return f"{value.normalize():f}"


def _whole(verdict: Verdict, why: str) -> Outcome:
    return Outcome(WHOLE, "", verdict, Evidence(why=why))


def _validate(rule: Rule, forms: Mapping[str, Form]) -> Iterator[OptionProblem]:
    yield from table_problems("tables", rule.options.get("tables"), forms)
    known = {
        name
        for form in forms.values()
        for table in form.tables
        for cell in table.cells
        for name in _names(cell, table)
    }
    for index, name in enumerate(rule.options.get("except", ())):
        if name not in known:
            yield OptionProblem(
                ("except", index), unknown("行、列或单元格", "row, column or cell", name, sorted(known))
            )


def _explain(rule: Rule, form: Form | None) -> str:
    where = tables_in_words(form, rule.options.get("tables"))
    how = "应不小于已收到的下级单位之和"
    if rule.options["relation"] == "at_most":
        how = "应不大于下级单位之和；下级单位的报告没有收齐，或名录没有列政府办公室时不查"
    left_out = rule.options.get("except")
    spared = f"（{'、'.join(left_out)}除外）" if left_out else ""
    return f"给出单位名录（--units）时，政府的汇总报告{where}各格{spared}{how}。每张表的每一列作一项判断。"


CHECK = Check(
    name="hierarchy",
    title=Message("汇总报告与下级单位之和", "A government's report against the sum of the units below it"),
    options={
        "type": "object",
        "required": ["relation"],
        "properties": {
            "relation": {
                "enum": ["at_least", "at_most"],
                "description": "at_least 不小于下级之和（不要求收齐）；at_most 不大于下级之和（只在收齐时查）",
            },
            "tables": {**NAMES_SCHEMA, "description": "查哪些表（表的代号或名称）；不写则查全部表格"},
            "except": {**NAMES_SCHEMA, "description": "不查哪些行、列或单元格（代号、行名或地址）"},
        },
        "additionalProperties": False,
    },
    judge=_judge,
    validate=_validate,
    explain=_explain,
)
