"""Whether a section says something: more than its title, problems that are definite, a measure for each problem.

Basis: 国办公开办函〔2021〕30号 calls 内容雷同、敷衍塞责 a fault; offices ask for problems that are 明确具体, each
with its measures. What is vague is told only where nothing definite is named at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from gipaudit.errors import Message
from gipaudit.forms.form import Form, FormSection
from gipaudit.forms.report import Report, Section
from gipaudit.rules.check import Check, OptionProblem, per_report
from gipaudit.rules.passages import Prose
from gipaudit.rules.problems import is_vague, take_apart, unanswered
from gipaudit.rules.rule import Rule
from gipaudit.rules.targets import NAMES_SCHEMA, choice_schema, chosen_sections, outline, section_problems
from gipaudit.rules.wording import bare, fold
from gipaudit.scorecard import Evidence, Outcome, Verdict

Judgement = tuple[Verdict, Evidence]

ASKS: Mapping[str, str] = {
    "said": "不只是重复标题",
    "definite": "问题具体",
    "answered": "逐条有改进措施",
}
"""What may be asked, and how it is called."""

_PROBLEMS = "problems"
_FILLING = re.compile(
    r"情况|方面|工作|政府信息公开|本年度|年度|[0-9]+年?|的|及|和|如下(?!表|图)|[^㐀-鿿]|[一二三四五六七八九十](?=[、)])"
)
_NOTHING = re.compile("无|没有|未|零")
_SHOWN = 40


def _judge(rule: Rule, report: Report) -> Iterator[Outcome]:
    asks = rule.options["asks"]
    form = outline(report)
    if form is None:
        why = "没有认出所用格式，找不到各部分的起止"
        yield Outcome("sections", "章节", "not_assessable", Evidence(why=why))
        return
    asked = chosen_sections(form, rule.options["sections"]) if "sections" in rule.options else form.sections
    for ask in asks:
        for described in asked:
            if described.tables or (ask != "said" and described.id != _PROBLEMS):
                continue
            found = report.sections.get(described.id)
            verdict, evidence = _judged(ask, report, described, found)
            yield Outcome(f"{described.id}:{ask}", f"{described.label.title}：{ASKS[ask]}", verdict, evidence)


def _judged(ask: str, report: Report, described: FormSection, found: Section | None) -> Judgement:
    name = described.label.title
    if found is None or found.state in ("missing", "empty"):
        return "not_applicable", Evidence(why=f"报告没有“{name}”或其下没有内容")
    if found.state == "unknown" or (found.state == "untitled" and report.document.lossy):
        return "not_assessable", Evidence(why=f"文件经过转换，“{name}”的起止不能确定")
    prose = Prose([(described.id, found.paragraphs)])
    if not prose.text:
        return "not_assessable", Evidence(why=f"“{name}”没有读出文字")
    return _ASKED[ask](described, prose)


def _said(described: FormSection, prose: Prose) -> Judgement:
    """Whether anything is left when headings are taken away."""
    if _NOTHING.search(prose.text):
        return "pass", Evidence()
    rest = prose.text
    headings = [described.label, *described.strands]
    for heading in sorted({bare(word) for label in headings for word in (label.name, *label.wordings)}, key=len)[
        ::-1
    ]:
        rest = rest.replace(fold(heading), "、")
    if _FILLING.sub("", rest):
        return "pass", Evidence()
    return "fail", _evidence(described, prose, f"“{described.label.title}”只重复了标题，没有写出内容")


def _definite(described: FormSection, prose: Prose) -> Judgement:
    found = take_apart(prose.text)
    vague = is_vague(found.problems)
    if vague is None:
        return "not_applicable", Evidence(why="没有写出问题，由有关规则处理")
    if not vague:
        return "pass", Evidence()
    said = f"“{described.label.title}”所写问题笼统，没有写到具体的事项、环节或对象"
    return "fail", _evidence(described, prose, said, len(found.problems))


def _answered(described: FormSection, prose: Prose) -> Judgement:
    found = take_apart(prose.text)
    if found.looks_back or len(found.items) < 2 or not found.measures:
        return "not_applicable", Evidence(why="没有逐条列出问题，或没有写改进措施，由有关规则处理")
    lacking = unanswered(found)
    if not lacking:
        return "pass", Evidence()
    if not found.answers:
        return "not_applicable", Evidence(why="改进措施没有逐条列出，不能与问题逐条对应")
    shown = "、".join(f"“{item[:_SHOWN]}”" for item in lacking[:3])
    said = f"列出问题{len(found.items)}条、措施{len(found.answers)}条，没有找到与{shown}对应的改进措施"
    at = prose.text.find(lacking[0])
    evidence = Evidence(
        values={"section": described.label.title, "found": shown, "count": str(len(lacking))},
        message=said,
        passages=(prose.passage(at, at + len(lacking[0])),),
    )
    return "fail", evidence


def _evidence(described: FormSection, prose: Prose, said: str, end: int | None = None) -> Evidence:
    stop = max(1, min(len(prose.text) if end is None else end, _SHOWN))
    return Evidence(
        values={"section": described.label.title, "found": prose.text[:stop]},
        message=said,
        passages=(prose.passage(0, stop),),
    )


_ASKED: Mapping[str, Callable[[FormSection, Prose], Judgement]] = {
    "said": _said,
    "definite": _definite,
    "answered": _answered,
}


def _validate(rule: Rule, forms: Mapping[str, Form]) -> Iterator[OptionProblem]:
    for index, name in enumerate(rule.options.get("sections", ())):
        yield from section_problems(("sections", index), name, forms)


def _explain(rule: Rule, form: Form | None) -> str:
    said = {
        "said": "没有统计表的各部分，去掉标题和小标题后还要有内容",
        "definite": "问题部分要写到具体的事项、环节或对象，只有“意识有待增强”“水平有待提高”一类的算笼统",
        "answered": "逐条列出问题的，措施条数少于问题条数时，每条问题都要在措施里有对应的内容",
    }
    return "；".join(said[ask] for ask in rule.options["asks"]) + "。章节缺失由有关规则处理。"


CHECK = Check(
    name="substance",
    title=Message("内容是否具体", "Whether sections say something definite"),
    options={
        "type": "object",
        "required": ["asks"],
        "properties": {
            "asks": choice_schema(
                ASKS, "查什么：said 不只是重复标题，definite 问题具体，answered 逐条有改进措施（后两项只查问题部分）"
            ),
            "sections": {**NAMES_SCHEMA, "description": "查哪些章节（代号或标题）；不写为没有统计表的全部章节"},
        },
        "additionalProperties": False,
    },
    judge=per_report(_judge),
    validate=_validate,
    explain=_explain,
)
