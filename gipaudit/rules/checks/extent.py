"""Whether a section keeps to the length that a place sets: ``at_most`` or ``at_least`` so many characters.

Basis: local notices (怀化 2023: the overview in principle not above a thousand characters). Counted is the text as
printed, punctuation included, blanks and what stands in tables left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gipaudit.documents.model import Paragraph
from gipaudit.errors import Message
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report, Section
from gipaudit.rules.check import Check, OptionProblem, per_report
from gipaudit.rules.rule import Rule
from gipaudit.rules.targets import find_section, outline, section_problems
from gipaudit.rules.wording import fold
from gipaudit.scorecard import Evidence, Outcome

_LIMIT = {"type": "integer", "minimum": 1, "maximum": 1_000_000}


def _judge(rule: Rule, report: Report) -> Iterator[Outcome]:
    asked = rule.options["section"]
    form = outline(report)
    described = find_section(form, asked) if form is not None else None
    if form is None:
        yield Outcome(asked, asked, "not_assessable", Evidence(why=f"没有认出所用格式，找不到“{asked}”"))
    elif described is None:
        yield Outcome(asked, asked, "not_applicable", Evidence(why=f"这一格式没有“{asked}”一节"))
    else:
        found = report.sections.get(described.id)
        yield _outcome(rule, described.id, described.label.title, found, lossy=report.document.lossy)


def _outcome(rule: Rule, key: str, name: str, section: Section | None, *, lossy: bool) -> Outcome:
    state = "missing" if section is None else section.state
    if state == "unknown" or (lossy and state in ("missing", "untitled")):
        why = f"文件经过转换或有残缺，“{name}”的起止不能确定"
        return Outcome(key, name, "not_assessable", Evidence(why=why))
    if section is None or state in ("missing", "empty"):
        return Outcome(key, name, "not_applicable", Evidence(why=f"报告没有“{name}”或其下没有内容"))
    count = sum(len(fold(block.text)) for block in section.blocks if isinstance(block, Paragraph))
    most, least = rule.options.get("at_most"), rule.options.get("at_least")
    if least is not None and count < least:
        if section.pictures:
            why = f"“{name}”中有图片，其中的文字没有计入"
            return Outcome(key, name, "not_assessable", Evidence(why=why))
        return _fails(key, name, count, f"少于{least}字", f"不少于{least}字")
    if most is not None and count > most:
        return _fails(key, name, count, f"超过{most}字", f"不超过{most}字")
    return Outcome(key, name, "pass")


def _fails(key: str, name: str, count: int, wrong: str, expected: str) -> Outcome:
    values = {"section": name, "found": f"{count}字", "expected": expected, "count": str(count)}
    return Outcome(key, name, "fail", Evidence(values=values, message=f"“{name}”共{count}字，{wrong}"))


def _validate(rule: Rule, forms: Mapping[str, Form]) -> Iterator[OptionProblem]:
    options = rule.options
    yield from section_problems(("section",), options["section"], forms)
    if options.get("at_least", 0) > options.get("at_most", options.get("at_least", 0)):
        message = Message("at_least 大于 at_most，任何报告都不能符合", "at_least is above at_most: nothing can pass")
        yield OptionProblem(("at_least",), message)


def _explain(rule: Rule, form: Form | None) -> str:
    described = find_section(form, rule.options["section"]) if form is not None else None
    name = described.label.title if described is not None else rule.options["section"]
    bounds = [
        f"{word}{rule.options[key]}字"
        for key, word in (("at_least", "不少于"), ("at_most", "不超过"))
        if key in rule.options
    ]
    return f"“{name}”的文字{'、'.join(bounds)}：标点计入，空格、换行和表格中的文字不计。"


CHECK = Check(
    name="extent",
    title=Message("篇幅是否合乎要求", "Whether a section keeps to a length"),
    options={
        "type": "object",
        "required": ["section"],
        "properties": {
            "section": {"type": "string", "minLength": 1, "description": "章节的代号或标题"},
            "at_most": {**_LIMIT, "description": "最多多少字"},
            "at_least": {**_LIMIT, "description": "至少多少字"},
        },
        "anyOf": [{"required": ["at_most"]}, {"required": ["at_least"]}],
        "additionalProperties": False,
    },
    judge=per_report(_judge),
    validate=_validate,
    explain=_explain,
)
