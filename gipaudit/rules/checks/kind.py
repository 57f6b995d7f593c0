"""Whether what stands in the cells is of the kind that the form asks for: one finding for each table and habit.

Basis: counts are integers from 0 on, amounts are in the form's unit, a heading row takes no figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gipaudit.errors import Message
from gipaudit.forms.form import Form, FormCell, FormTable, Kind
from gipaudit.forms.report import Reading, Report
from gipaudit.forms.trust import doubtful, lost
from gipaudit.rules.check import Check, OptionProblem, per_report
from gipaudit.rules.rule import Rule
from gipaudit.rules.targets import NAMES_SCHEMA, choice_schema, chosen_tables, table_problems, tables_in_words
from gipaudit.scorecard import Evidence, Outcome

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class _Ask:
    """One thing asked of cells of some kinds. ``breaks`` is only asked of readings that are numbers."""

    title: str
    message: str
    expected: str
    kinds: frozenset[Kind]
    breaks: Callable[[FormCell, Reading], bool]


def _fraction(cell: FormCell, reading: Reading) -> bool:
    return reading.exact and reading.low is not None and reading.low != reading.low.to_integral_value()


def _negative(cell: FormCell, reading: Reading) -> bool:
    return reading.high is not None and reading.high < Decimal(0)


def _carries_unit(cell: FormCell, reading: Reading) -> bool:
    """An amount for which the form fixes no unit may carry one."""
    return reading.unit is not None and not (cell.kind == "amount" and cell.unit is None)


def _inexact(cell: FormCell, reading: Reading) -> bool:
    return not reading.exact


def _holds_figure(cell: FormCell, reading: Reading) -> bool:
    return True


ASKS: Mapping[str, _Ask] = {
    "integer": _Ask("整数", "填写了小数", "整数", frozenset({"count", "signed"}), _fraction),
    "non_negative": _Ask("非负数", "填写了负数", "0或正数", frozenset({"count", "amount"}), _negative),
    "bare": _Ask("只填数字", "带有计量单位", "只填数字", frozenset({"count", "signed", "amount"}), _carries_unit),
    "heading_blank": _Ask("标题行不填数", "是标题行，不应填数", "不填", frozenset({"heading"}), _holds_figure),
    "exact": _Ask("确切的数", "填写了约数", "确切的数", frozenset({"count", "signed", "amount"}), _inexact),
}


def _judge(rule: Rule, report: Report) -> Iterator[Outcome]:
    if report.form is None:
        yield Outcome(
            "tables", "统计表", "not_assessable", Evidence(why="没有找到已知格式的统计表，无法核对填写内容")
        )
        return
    for table in chosen_tables(report.form, rule.options.get("tables")):
        yield from _table(report, table, _asked(rule))


def _asked(rule: Rule) -> Sequence[str]:
    asked = rule.options.get("asks", tuple(ASKS))
    return tuple(name for name in ASKS if name in asked)


def _table(report: Report, table: FormTable, asked: Sequence[str]) -> Iterator[Outcome]:
    """Judge each thing asked of one table. Cells that were not read are one instance more, which forbids a pass."""
    unread: dict[str, None] = {}
    for name in asked:
        ask = ASKS[name]
        cells = [cell for cell in table.cells if cell.kind in ask.kinds and cell.address in report.readings]
        if not any(cell.kind in ask.kinds for cell in table.cells):
            continue
        readings = {cell.address: report.readings[cell.address] for cell in cells}
        numbers = [cell for cell in cells if readings[cell.address].state == "number"]
        breaking = [cell for cell in numbers if ask.breaks(cell, readings[cell.address])]
        guilty = [cell for cell in breaking if not doubtful(readings[cell.address])]
        dark = [address for address, reading in readings.items() if doubtful(reading) or lost(reading, report)]
        instance, label = f"{table.id}:{name}", f"{table.label.name}：{ask.title}"
        if guilty:
            yield Outcome(instance, label, "fail", _evidence(table, ask, guilty, readings))
        elif dark:
            unread.update(dict.fromkeys(dark))
        elif not numbers and name != "heading_blank":
            yield Outcome(instance, label, "not_applicable", Evidence(why=f"{table.label.name}没有填写数字"))
        else:
            yield Outcome(instance, label, "pass")
    if unread:
        why = f"{table.label.name}有 {len(unread)} 格未能可靠读出，无法判断所填内容"
        evidence = Evidence(cells=tuple(unread), why=why)
        yield Outcome(f"{table.id}:unread", f"{table.label.name}未读出的单元格", "not_assessable", evidence)


def _evidence(table: FormTable, ask: _Ask, guilty: Sequence[FormCell], readings: Mapping[str, Reading]) -> Evidence:
    names = [cell.name.removeprefix(table.label.name).strip() or cell.name for cell in guilty]
    shown = [
        f"{name}“{readings[cell.address].text.strip()[:20]}”"
        for name, cell in zip(names[:_SHOWN], guilty[:_SHOWN], strict=True)
    ]
    listed = "、".join(shown) + ("等" if len(guilty) > _SHOWN else "")
    converted = next((readings[cell.address].unit for cell in guilty if readings[cell.address].converted), None)
    note = f"（以“{converted}”计，已折算为格式规定的单位）" if converted else ""
    return Evidence(
        values={
            "count": str(len(guilty)),
            "cell": "、".join(names[:_SHOWN]) + ("等" if len(names) > _SHOWN else ""),
            "found": "、".join(f"“{readings[cell.address].text.strip()[:20]}”" for cell in guilty[:_SHOWN]),
            "expected": ask.expected,
            "section": table.label.name,
        },
        message=f"{table.label.name}有 {len(guilty)} 格{ask.message}：{listed}{note}",
        cells=tuple(cell.address for cell in guilty),
    )


def _validate(rule: Rule, forms: Mapping[str, Form]) -> Iterable[OptionProblem]:
    return table_problems("tables", rule.options.get("tables"), forms)


def _explain(rule: Rule, form: Form | None) -> str:
    where = tables_in_words(form, rule.options.get("tables"))
    return (
        f"检查{where}所填内容是否合乎格式：{'、'.join(ASKS[name].title for name in _asked(rule))}。"
        "每张表的每项要求各作一项判断，同一张表的同一种问题只报一次。"
    )


CHECK = Check(
    name="kind",
    title=Message("所填内容是否合乎格式", "Whether cells hold the kind of number asked for"),
    options={
        "type": "object",
        "properties": {
            "tables": {**NAMES_SCHEMA, "description": "检查哪些表（表的代号或名称）；不写则检查全部表格"},
            "asks": choice_schema(
                ASKS,
                "要求什么：integer 整数、non_negative 非负数、bare 只填数字不带单位、"
                "heading_blank 标题行不填数、exact 确切的数；不写则全部",
            ),
        },
        "additionalProperties": False,
    },
    judge=per_report(_judge),
    validate=_validate,
    explain=_explain,
)
