"""Sections that repeat last year's report, or another unit's: 内容雷同.

Basis: 国办公开办函〔2021〕30号 一（四） names 内容雷同、敷衍塞责 among what leads to accountability. What is told is
a suspicion: the share of the text that stands in the other report, and one passage of both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from gipaudit.errors import Message
from gipaudit.forms.arrays import Reports
from gipaudit.forms.context import Context
from gipaudit.forms.form import Form, FormSection
from gipaudit.forms.report import Report
from gipaudit.rules.check import Check, OptionProblem, Outcomes, per_report
from gipaudit.rules.likeness import Likeness, Text
from gipaudit.rules.previous import doubt
from gipaudit.rules.rule import Rule
from gipaudit.rules.shelves import Shelf, shelf
from gipaudit.rules.targets import NAMES_SCHEMA, choice_schema, chosen_sections, outline, section_problems
from gipaudit.scorecard import Evidence, Outcome, Passage, Verdict

AGAINST: Mapping[str, str] = {"previous": "与上年报告", "others": "与其他单位的报告"}
"""What a section may be held against, and how it is called."""

_SECTIONS = ("overview", "problems")
_AT_LEAST, _CHARACTERS, _YEARS = 0.9, 60, 1


def _judge(rule: Rule, reports: Reports) -> Outcomes:
    return per_report(lambda rule, report: _outcomes(rule, report, reports.context))(rule, reports)


def _outcomes(rule: Rule, report: Report, context: Context) -> Iterator[Outcome]:
    form = outline(report)
    for against in _against(rule):
        if form is None:
            why = "没有认出所用格式，找不到要比较的章节"
            yield Outcome(against, AGAINST[against], "not_applicable", Evidence(why=why))
            continue
        for described in _sections(rule, form):
            yield _section(rule, report, context, described, against)


def _section(rule: Rule, report: Report, context: Context, described: FormSection, against: str) -> Outcome:
    instance, label = f"{described.id}:{against}", f"{described.label.title}：{AGAINST[against]}"
    place = shelf(context, described.id)
    text = place.text(report)
    if text is None:
        why = f"没有“{described.label.title}”一节的文字"
        return Outcome(instance, label, "not_applicable", Evidence(why=why))
    least = int(rule.options.get("characters", _CHARACTERS))
    length = sum(len(sentence.text) for sentence in text.sentences if sentence.text not in place.common)
    if length < least:
        why = f"“{described.label.title}”除通用表述外不足{least}字，未作比较"
        return Outcome(instance, label, "not_applicable", Evidence(why=why))
    judge = _previous if against == "previous" else _others
    verdict, evidence = judge(rule, text, place, context, described.label.title)
    return Outcome(instance, label, verdict, evidence)


Judgement = tuple[Verdict, Evidence]


def _previous(rule: Rule, text: Text, place: Shelf, context: Context, title: str) -> Judgement:
    """Fail where the text stands in the reports of so many years before; more years are told."""
    years, report = int(rule.options.get("years", _YEARS)), text.report
    found: list[tuple[Text, Likeness]] = []
    last = report
    while True:
        neighbour = context.previous(last)
        if neighbour.report is None:
            if len(found) < years:
                return "not_applicable", Evidence(why=neighbour.why)
            break
        last = neighbour.report
        before = place.text(last)
        likeness = text.likeness(before, _least(rule), place.common, figures=True) if before else None
        if before is None or likeness is None:
            break
        found.append((before, likeness))
    if len(found) < years:
        return "pass", Evidence()
    for before, _ in found[:years]:
        if why := doubt(report, before.report):
            return "not_assessable", Evidence(why=why)
    nearest, likeness = found[0]
    running = f"，已连续{len(found) + 1}年相同" if len(found) > 1 else ""
    message = (
        f"“{title}”有{_percent(likeness)}的文字与{nearest.report.identity.year}年度报告相同{running}"
        "（不计数字有变的句子和通用表述），请核实是否照搬"
    )
    return "fail", _evidence(text, nearest, likeness, title, message, len(found) + 1)


def _others(rule: Rule, text: Text, place: Shelf, context: Context, title: str) -> Judgement:
    """Fail where the text stands in another unit's report; the likest is shown, the number of others told."""
    found: list[tuple[Text, Likeness]] = []
    compared = False
    for other in place.like(text.report):
        compared = True
        likeness = text.likeness(other, _least(rule), place.common)
        if likeness is not None:
            found.append((other, likeness))
    if not found:
        if not compared and not _has_others(text.report, context):
            return "not_applicable", Evidence(why="没有其他单位的报告可比")
        return "pass", Evidence()
    found.sort(key=lambda pair: (-pair[1].share, pair[0].report.identity.unit or "", pair[0].report.source))
    other, likeness = found[0]
    whose = f"{other.report.identity.unit}{other.report.identity.year or ''}年度报告"
    more = f"，另与至少{len(found) - 1}份报告相同" if len(found) > 1 else ""
    message = (
        f"“{title}”有{_percent(likeness)}的文字与{whose}相同{more}（不计数字、单位名称和通用表述），"
        "谁先写的由此不能断定，请核实"
    )
    return "fail", _evidence(text, other, likeness, title, message, len(found) + 1)


def _has_others(report: Report, context: Context) -> bool:
    return any(
        other is not report and not context.same_unit(report, other) for other in (*context.reports, *context.earlier)
    )


def _evidence(text: Text, other: Text, likeness: Likeness, title: str, message: str, count: int) -> Evidence:
    identity, piece = other.report.identity, likeness.longest
    passages: tuple[Passage, ...] = ()
    if piece is not None:
        passages = (
            text.passage(piece.start, piece.end, "found"),
            other.compared(piece.other_start, piece.other_end),
        )
    return Evidence(
        values={
            "section": title,
            "found": _percent(likeness),
            "expected": f"{identity.unit or ''}{identity.year or ''}年度报告",
            "count": str(count),
        },
        message=message,
        passages=passages,
    )


def _percent(likeness: Likeness) -> str:
    return f"{int(likeness.share * 100)}%"


def _least(rule: Rule) -> float:
    return float(rule.options.get("at_least", _AT_LEAST))


def _against(rule: Rule) -> Sequence[str]:
    return tuple(rule.options.get("against", tuple(AGAINST)))


def _sections(rule: Rule, form: Form) -> Sequence[FormSection]:
    return chosen_sections(form, rule.options.get("sections", _SECTIONS))


def _validate(rule: Rule, forms: Mapping[str, Form]) -> Iterable[OptionProblem]:
    for index, name in enumerate(rule.options.get("sections", ())):
        yield from section_problems(("sections", index), name, forms)
    if "years" in rule.options and "previous" not in _against(rule):
        message = Message("years 只用于与上年报告比较", "years is only for against: [previous]")
        yield OptionProblem(("years",), message)


def _explain(rule: Rule, form: Form | None) -> str:
    asked: Sequence[str] = rule.options.get("sections", _SECTIONS)
    if form is not None:
        asked = [section.label.title for section in _sections(rule, form)]
    years = int(rule.options.get("years", _YEARS))
    running = f"，且连续{years + 1}年如此" if years > 1 else ""
    return (
        f"逐句比较{'、'.join(asked)}，{'、'.join(AGAINST[each] for each in _against(rule))}相同的文字达"
        f"{round(_least(rule) * 100)}%以上{running}的，提请核实。单位名称、年份不计；"
        "与上年比较时，数字有变的句子不算相同；条例和格式的用语、多数单位都写的句子不计；"
        f"除此之外不足{rule.options.get('characters', _CHARACTERS)}字的不比较。"
    )


def _compares_years(rule: Rule) -> bool:
    return "previous" in _against(rule)


_OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "against": choice_schema(AGAINST, "与什么比较：previous 上年报告、others 其他单位的报告；不写则都比较"),
        "sections": {**NAMES_SCHEMA, "description": "比较哪些章节（代号或标题）；不写则为总体情况、存在问题"},
        "at_least": {
            "type": "number",
            "exclusiveMinimum": 0,
            "maximum": 1,
            "description": "相同的文字占多少算雷同（0到1，默认0.9）",
        },
        "characters": {
            "type": "integer",
            "minimum": 1,
            "description": "除通用表述外不足这么多字的章节不比较（默认60）",
        },
        "years": {
            "type": "integer",
            "minimum": 1,
            "maximum": 20,
            "description": "与以前多少个年度的报告都相同才算（默认1，即上年）",
        },
    },
    "additionalProperties": False,
}

CHECK = Check(
    name="copies",
    title=Message("与上年或其他单位雷同", "Text copied from last year or from another unit"),
    options=_OPTIONS,
    judge=_judge,
    validate=_validate,
    explain=_explain,
    compares_years=_compares_years,
)
