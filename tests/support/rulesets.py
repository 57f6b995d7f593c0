"""Checks, forms and files for tests of rulesets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from gipaudit.errors import Message
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.rules.check import Check, OptionProblem, per_report
from gipaudit.rules.rule import Rule, Ruleset
from gipaudit.rules.ruleset import load_ruleset
from gipaudit.scorecard import Outcome


def _judge(rule: Rule, report: Report) -> Iterable[Outcome]:
    return ()


def _validate(rule: Rule, forms: Mapping[str, Form]) -> Iterable[OptionProblem]:
    formula = rule.options["formula"]
    if "错" in formula:
        yield OptionProblem(("formula",), Message("不认识“错”", "unknown name"), formula.index("错"))


EQUATION = Check(
    name="equation",
    title=Message("等式", "equation"),
    options={
        "type": "object",
        "properties": {
            "formula": {"type": "string", "description": "公式"},
            "each": {"type": ["string", "array"], "items": {"type": "string"}},
            "tolerance": {"type": "number", "minimum": 0},
        },
        "required": ["formula"],
        "additionalProperties": False,
    },
    judge=per_report(_judge),
    validate=_validate,
)
WORDS = Check(
    name="words",
    title=Message("文字", "words"),
    options={
        "type": "object",
        "properties": {
            "section": {"type": "string"},
            "all_of": {
                "type": "array",
                "minItems": 1,
                "items": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
            },
        },
        "required": ["all_of"],
        "additionalProperties": False,
    },
    judge=per_report(_judge),
)
CHECKS = (EQUATION, WORDS)


def _form(id: str) -> Form:
    return Form(id, f"格式{id}", f"form {id}", "", None, None, (), ())


FORMS = {id: _form(id) for id in ("2014", "2019", "2021")}


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files; return the first."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder / next(iter(files))


def load(folder: Path, files: Mapping[str, str], **options: Any) -> Ruleset:
    """Write files and load the first of them."""
    return load_ruleset(write(folder, files), checks=CHECKS, forms=FORMS, folders=[folder], **options)
