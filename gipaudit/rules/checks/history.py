"""Figures that are many times last year's, or a small part of it.

Such a figure may be right. It is told so that somebody looks: a unit that changed (万元, 元), a cell of the next row,
a count of other things than last year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from gipaudit.errors import Message
from gipaudit.forms.form import Form, FormCell
from gipaudit.forms.report import Reading, Report
from gipaudit.forms.trust import doubtful
from gipaudit.rules.check import Check, OptionProblem
from gipaudit.rules.formula.errors import FormulaError
from gipaudit.rules.formula.figures import plain
from gipaudit.rules.formula.names import scope_of
from gipaudit.rules.formula.tree import Name, Part
from gipaudit.rules.previous import last_years_cell
from gipaudit.rules.rule import Rule
from gipaudit.rules.targets import NAMES_SCHEMA
from gipaudit.rules.yearly import beside_last_year
from gipaudit.scorecard import Evidence, Outcome, Verdict

_TEN_THOUSAND = (Decimal(9900), Decimal(10100))
"""How many times the other a figure is where one year was written in 元 and the other in 万元."""


def _judge(rule: Rule, report: Report, previous: Report) -> Iterator[Outcome]:
    if report.form is None or previous.form is None:
        why = "本年或上年的报告没有找到表格"
        yield Outcome("cells", "", "not_applicable", Evidence(why=why))
        return
    before = _cells(rule, previous.form)
    for written, cells in _cells(rule, report.form).items():
        for cell, last in zip(cells, _aligned(cells, before.get(written, ()), previous.form), strict=True):
            yield _outcome(rule, report, cell, previous, last)


def _cells(rule: Rule, form: Form) -> Mapping[str, Sequence[FormCell]]:
    """The cells that each name of the option means in a form; what this form has not is left out."""
    found = {}
    for written in rule.options["cells"]:
        try:
            found[written] = _named(written, form)
        except FormulaError:  # loading made sure that another form of the rule has it
            continue
    return found


def _named(written: str, form: Form) -> Sequence[FormCell]:
    name = Name(tuple(Part(part.strip("「」 ")) for part in written.split("·")))
    addresses = scope_of(form).resolve(name, None, function=True, alone=True)
    return [form.cells[address] for address in addresses if address in form.cells]


def _aligned(cells: Sequence[FormCell], last: Sequence[FormCell], form: Form) -> Sequence[FormCell | None]:
    """Last year's cell for each: the one of that address, or where one name means one cell in both years, that."""
    if len(cells) == len(last) == 1:
        return last
    return [form.cells.get(cell.address) for cell in cells]


def _outcome(rule: Rule, report: Report, cell: FormCell, previous: Report, last: FormCell | None) -> Outcome:
    now = report.readings[cell.address]
    then = previous.readings.get(last.address) if last is not None else None
    if last is None or then is None:
        return _unasked(cell, "not_applicable", "上年报告的表式没有这一格")
    for reading, whose in ((now, "本年"), (then, "上年")):
        if reading.state in ("blank", "dash"):
            return _unasked(cell, "not_applicable", f"{whose}没有填数")
        if reading.state != "number":
            return _unasked(cell, "not_assessable", f"{whose}的数未能读出")
    factor, least = Decimal(str(rule.options["factor"])), Decimal(str(rule.options["least"]))
    verdict = _verdict(now, then, factor, least)
    if verdict == "pass":
        return Outcome(cell.address, cell.name, "pass")
    if verdict == "fail" and (doubtful(now) or doubtful(then)):
        return _unasked(cell, "not_assessable", "读数存疑")
    if verdict == "not_assessable":
        return _unasked(cell, verdict, "数字不确切")
    return Outcome(cell.address, cell.name, "fail", _evidence(cell, now, previous, last, then))


def _unasked(cell: FormCell, verdict: Verdict, why: str) -> Outcome:
    evidence = Evidence(message=f"{cell.name}：{why}，未与上年比较", why=why, cells=(cell.address,))
    return Outcome(cell.address, cell.name, verdict, evidence)


def _verdict(now: Reading, then: Reading, factor: Decimal, least: Decimal) -> Verdict:
    """Whether one is surely so much more than the other, surely not, or may be."""
    (low, high), (low_then, high_then) = ((each.low or Decimal(0), each.high) for each in (now, then))
    surely = _jumps(high_then, low, factor, least) or _jumps(high, low_then, factor, least)
    if surely:
        return "fail"
    perhaps = _open_or_jumps(low_then, high, factor, least) or _open_or_jumps(low, high_then, factor, least)
    return "not_assessable" if perhaps else "pass"


def _jumps(small: Decimal | None, large: Decimal, factor: Decimal, least: Decimal) -> bool:
    """Whether one figure is ``factor`` times another and ``least`` more; from 0 it is counted as from 1."""
    return small is not None and large - small >= least and large >= factor * max(small, Decimal(1))


def _open_or_jumps(small: Decimal, large: Decimal | None, factor: Decimal, least: Decimal) -> bool:
    return large is None or _jumps(small, large, factor, least)


def _evidence(cell: FormCell, now: Reading, previous: Report, last: FormCell, then: Reading) -> Evidence:
    shown, before = _figure(now), _figure(then)
    small, large = sorted(((now.low or Decimal(0)), (then.low or Decimal(0))))
    times = f"{large / small:.1f}".removesuffix(".0") if small > 0 else ""
    grows = (now.low or Decimal(0)) > (then.low or Decimal(0))
    apart = (f"是上年的{times}倍" if grows else f"上年是本年的{times}倍") if times else "一年为0，一年不为0"
    unit = ""
    if cell.kind == "amount" and small > 0 and _TEN_THOUSAND[0] <= large / small <= _TEN_THOUSAND[1]:
        unit = "；相差约一万倍，可能有一年把元填成了万元"
    return Evidence(
        values={"cell": cell.name, "left": before, "right": shown, "found": shown, "count": times},
        message=f"{cell.name}：上年{before}，本年{shown}，{apart}，请核实{unit}",
        left=(then.low, then.high),
        right=(now.low, now.high),
        cells=(cell.address,),
        passages=(last_years_cell(previous, last, then, before),),
    )


def _figure(reading: Reading) -> str:
    if reading.exact and reading.low is not None:
        return plain(reading.low)
    return reading.text.strip()


def _validate(rule: Rule, forms: Mapping[str, Form]) -> Iterable[OptionProblem]:
    for number, written in enumerate(rule.options.get("cells", ())):
        wrong: FormulaError | None = None
        for form in forms.values():
            try:
                _named(written, form.standard)
                wrong = None
                break
            except FormulaError as error:
                wrong = wrong or error
        if wrong is not None:
            yield OptionProblem(("cells", number), wrong.message)


def _explain(rule: Rule, form: Form | None) -> str:
    names = rule.options["cells"]
    if form is not None:
        names = [cell.name for cells in _cells(rule, form.standard).values() for cell in cells]
    return (
        f"与同一单位上一年度的报告比较：{'、'.join(names)}。一年是另一年的{rule.options['factor']}倍以上、"
        f"且相差{rule.options['least']}以上的，提请核实；上年为0的按1算倍数。没有上年报告的不适用。"
    )


CHECK = Check(
    name="history",
    title=Message("与上年相比变化过大", "Figures far from last year's"),
    options={
        "type": "object",
        "required": ["cells", "factor", "least"],
        "additionalProperties": False,
        "properties": {
            "cells": {
                **NAMES_SCHEMA,
                "description": "与上年比较哪些格：行·列，如 行政许可·处理决定数量；某一代格式没有的格，对该格式略过",
            },
            "factor": {"type": "number", "exclusiveMinimum": 1, "description": "一年是另一年的几倍以上"},
            "least": {"type": "number", "minimum": 0, "description": "而且至少相差多少"},
        },
    },
    judge=beside_last_year(_judge),
    validate=_validate,
    explain=_explain,
    compares_years=lambda rule: True,
)
