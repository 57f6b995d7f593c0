"""The check ``figures``: whether a section speaks in numbers, tables left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gipaudit.errors import Message
from gipaudit.forms.figures import find_numbers
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.rules.check import Check, OptionProblem, per_report
from gipaudit.rules.rule import Rule
from gipaudit.rules.targets import find_section, outline, section_problems
from gipaudit.scorecard import Evidence, Outcome


def judge(rule: Rule, report: Report) -> Iterator[Outcome]:
    """Give one outcome: the section asked for."""
    form, asked, least = outline(report), rule.options["section"], rule.options["at_least"]
    described = find_section(form, asked) if form is not None else None
    section = report.sections.get(described.id) if described is not None else None
    if described is None or section is None or section.state in ("missing", "unknown"):
        # That a section is missing is for the rules on sections to say; it is never held against a unit twice.
        yield Outcome(asked, asked, "not_applicable", Evidence(why=f"没有找到“{asked}”"))
        return
    name, count = described.label.title, len(find_numbers(section.text))
    if count >= least:
        yield Outcome(described.id, name, "pass")
    elif report.document.lossy or section.pictures:
        why = f"“{name}”只读出{count}个数，但文件有内容没有读出"
        yield Outcome(described.id, name, "not_assessable", Evidence(why=why))
    else:
        values = {"section": name, "count": str(count), "expected": str(least)}
        message = "“{section}”只写到{count}个数，应不少于{expected}个"
        yield Outcome(described.id, name, "fail", Evidence(values, message))


def validate(rule: Rule, forms: Mapping[str, Form]) -> Iterator[OptionProblem]:
    """Tell, when a ruleset is loaded, that a form has no such section."""
    return section_problems(("section",), rule.options["section"], forms)


def explain(rule: Rule, form: Form | None) -> str:
    """Say what the rule asks, for ``gipaudit explain``."""
    return f"检查“{rule.options['section']}”的文字是否写到不少于{rule.options['at_least']}个数，表格不计。"


CHECK = Check(
    name="figures",
    title=Message("用数据说话", "Numbers in a section"),
    options={
        "type": "object",
        "properties": {
            "section": {"type": "string", "minLength": 1, "description": "章节的代号或标题"},
            "at_least": {"type": "integer", "minimum": 1, "description": "至少几个数"},
        },
        "required": ["section", "at_least"],
        "additionalProperties": False,
    },
    judge=per_report(judge),
    validate=validate,
    explain=explain,
)
