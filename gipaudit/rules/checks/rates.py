"""Whether a rate that the text names, or a growth, is that of the tables: 办结率100%, 申请量同比增长20%.

A rate is held to ``part`` over any of ``wholes``; a rate with one of the words ``without`` (按期办结率) is another
one. A growth (``growth_of``) is told right behind a number that this year's cell has, and is held to last year's
report; without one it does not apply. Both fail only where no reading of the words fits, and rules tell it as a
warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from gipaudit.errors import Message
from gipaudit.forms.arrays import Reports
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.rules.check import Check, OptionProblem, Outcomes, per_report
from gipaudit.rules.counts import Count, counted
from gipaudit.rules.formula.errors import UnknownNameError
from gipaudit.rules.formula.figures import plain
from gipaudit.rules.narrative_options import CELL, WORDS, cell_problems
from gipaudit.rules.narrative_quantities import Value, quantity, value
from gipaudit.rules.previous import doubt
from gipaudit.rules.rule import Rule
from gipaudit.rules.shares import fits
from gipaudit.scorecard import Evidence, Outcome, Passage, Verdict

_WHOLE = "report"
_LAST = re.compile(
    r"(?:同比|较上年(?:度|同期)?|比上年(?:度|同期)?|较去年(?:同期)?|比去年(?:同期)?|与(?:上年|去年)(?:度|同期)?相比|较[0-9]{4}年)[,]?"
    r"(?:显著|大幅|略有|小幅|均|约)?(?P<up>增长|增加|上升|提高|上涨)?(?P<down>下降|减少|降低|下滑)?(?:了|约|率|幅度?|为|达){0,3}$"
)
Judgement = tuple[Verdict, Evidence]


def _judge(rule: Rule, reports: Reports) -> Outcomes:
    return per_report(lambda rule, report: _told(rule, report, reports))(rule, reports)


def _told(rule: Rule, report: Report, reports: Reports) -> Iterator[Outcome]:
    number = 0
    for sentence, found in counted(report):
        if not any(word in sentence.around for word in rule.options.get("about", ("",))):
            continue
        for index, count in enumerate(found):
            if count.found.unit != "%":
                continue
            judged = (
                _growth(rule, report, reports, found, index)
                if "growth_of" in rule.options
                else _rate(rule, report, found, count)
            )
            if judged is not None:
                number += 1
                yield Outcome(f"{sentence.section or _WHOLE}:{number}", f"第{number}处", *judged)
    if not number:
        yield Outcome(_WHOLE, "", "not_applicable", Evidence(why="文字中没有写到这一比率"))


def _rate(rule: Rule, report: Report, found: Sequence[Count], count: Count) -> Judgement | None:
    options = rule.options
    label = count.label
    named = next((word for word in options["named"] if re.search(f"{re.escape(word)}.{{0,4}}$", label)), None)
    if named is None or any(word in count.between for word in options.get("without", ())):
        return None
    passage = count.sentence.passage(max(count.start - len(label), 0), count.end)
    if report.form is None:
        return "not_assessable", Evidence(why="没有读出统计表，无法核对", passages=(passage,))
    part = _value(options["part"], report)
    wholes = [_value(written, report) for written in options["wholes"]]
    unsure = next((each.why for each in (part, *wholes) if each.why), "")
    if unsure:
        return "not_assessable", Evidence(why=f"{unsure}，无法核对“{named}”", passages=(passage,))
    share, quantum = count.interval, count.found.quantum
    if any(not each.high or fits(share, quantum, part.interval, each.interval) for each in wholes):
        return "pass", Evidence()
    counts = [each for each in found if not each.share and each.unit]
    if any(
        one.unit == other.unit and fits(share, quantum, one.interval, other.interval)
        for number, other in enumerate(counts)
        for one in counts[number + 1 :]
    ):
        return "pass", Evidence()
    computed = _percent(part.low, wholes[0].high)
    said = f"文中写{named}{count.printed}，按表中“{options['part']}”与“{options['wholes'][0]}”计算为{computed}"
    return "fail", _evidence(count, named, computed, f"{said}；另有口径的（如按期办结率）请写明", passage)


def _growth(rule: Rule, report: Report, reports: Reports, found: Sequence[Count], index: int) -> Judgement | None:
    """Judge a growth: of the number before it, where this year's table has that number."""
    count = found[index]
    way = _LAST.search(count.between.lstrip(","))
    if way is None or bool(way["up"]) == bool(way["down"]) or index == 0 or report.form is None:
        return None
    number = found[index - 1]
    if number.share or number.bracket != count.bracket or number.found.inexact:
        return None
    for written in rule.options["growth_of"]:
        now = _value(written, report)
        if now.why or now.low != number.found.low or now.low != now.high:
            continue
        passage = count.sentence.passage(number.start, count.end)
        neighbour = reports.context.previous(report)
        if neighbour.report is None:
            return "not_applicable", Evidence(why=neighbour.why)
        why = doubt(report, neighbour.report)
        before = _value(written, neighbour.report)
        if why or before.why or not before.low or before.low != before.high:
            return "not_assessable", Evidence(why=why or before.why or "上年的数为0或没有读出", passages=(passage,))
        grown = (now.low or Decimal(0)) - before.low
        change = grown if way["up"] else -grown
        if fits(count.interval, count.found.quantum, (change, change), before.interval):
            return "pass", Evidence()
        computed = _percent(change, before.low)
        both = f"上年报告“{written}”为{plain(before.low)}，本年{plain(now.low or Decimal(0))}"
        said = f"文中写{way[0]}{count.printed}，{both}，应为{computed}"
        return "fail", _evidence(count, written, computed, said, passage)
    return None


def _value(written: str, report: Report) -> Value:
    if report.form is None:
        return Value(None, None, Decimal(0), "没有读出统计表")
    try:
        return value(quantity(written, report.form), report)
    except UnknownNameError:  # the other year's form, or another variant, has it
        return Value(None, None, Decimal(0), "那一年的格式没有这一格")


def _percent(part: Decimal | None, whole: Decimal | None) -> str:
    if part is None or not whole:
        return "（无法计算）"
    return f"{plain((part * 100 / whole).quantize(Decimal('0.01')))}%"


def _evidence(count: Count, named: str, computed: str, said: str, passage: Passage) -> Evidence:
    return Evidence(
        values={
            "cell": named,
            "found": count.printed,
            "expected": computed,
            "left": count.printed,
            "right": computed,
        },
        message=said,
        equation=f"{count.printed} ≠ {computed}",
        left=count.interval,
        passages=(passage,),
    )


def _validate(rule: Rule, forms: Mapping[str, Form]) -> Iterator[OptionProblem]:
    options = rule.options
    if "part" in options:
        yield from cell_problems(("part",), options["part"], forms)
    for key in ("wholes", "growth_of"):
        for index, written in enumerate(options.get(key, ())):
            yield from cell_problems((key, index), written, forms)


def _explain(rule: Rule, form: Form | None) -> str:
    options = rule.options
    if "growth_of" in options:
        return (
            f"文中写有“{'”“'.join(options['growth_of'])}”本年的数并紧接着写同比增减百分之几的，用同一单位上年的报告核算；"
            "没有上年报告的不适用。"
        )
    return (
        f"文中写有{'、'.join(options['named'])}的，用“{options['part']}”与“{'”“'.join(options['wholes'])}”核算，"
        "与其中之一相符即可。"
    )


_CELLS: Mapping[str, object] = {"type": "array", "items": CELL, "minItems": 1, "maxItems": 10}

CHECK = Check(
    name="rates",
    title=Message("文字中的比率与表格是否相符", "Whether rates in the text are those of the tables"),
    options={
        "type": "object",
        "properties": {
            "named": {**WORDS, "description": "文中怎样称呼这个比率，如 办结率"},
            "without": {**WORDS, "description": "带有这些词的是另一个比率，如 按期、法定"},
            "part": {**CELL, "description": "分子：单元格或几格之和，如 办理结果总计·总计"},
            "wholes": {**_CELLS, "description": "分母，与其中之一相符即可"},
            "growth_of": {**_CELLS, "description": "核对这些数的同比增减：单元格或几格之和"},
            "about": {**WORDS, "description": "本段或其标题须有其中一词，如 依申请、公开申请"},
        },
        "oneOf": [{"required": ["named", "part", "wholes"]}, {"required": ["growth_of"]}],
        "dependentRequired": {"named": ["part", "wholes"], "part": ["named"], "wholes": ["named"]},
        "additionalProperties": False,
    },
    judge=_judge,
    validate=_validate,
    explain=_explain,
    compares_years=lambda rule: "growth_of" in rule.options,
)
