"""What a rule of the check ``narrative`` may say: its options, what can be wrong in them, and they in prose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gipaudit.errors import Message
from gipaudit.forms.form import Form
from gipaudit.rules.check import OptionProblem
from gipaudit.rules.formula.errors import FormulaError, UnknownNameError
from gipaudit.rules.narrative_patterns import GAP, LAST, NEXT, PLACEHOLDER, compile_mention
from gipaudit.rules.narrative_quantities import quantity
from gipaudit.rules.patterns import LONGEST, PatternError
from gipaudit.rules.rule import Rule
from gipaudit.rules.targets import NAMES_SCHEMA, section_problems


def validate(rule: Rule, forms: Mapping[str, Form]) -> Iterator[OptionProblem]:
    """Tell which cells, patterns and sections are wrong."""
    yield from cell_problems(("cell",), rule.options["cell"], forms)
    for index, text in enumerate(rule.options.get("also", ())):
        yield from cell_problems(("also", index), text, forms)
    for key in ("patterns", "none"):
        for index, written in enumerate(rule.options.get(key, ())):
            try:
                compile_mention(written, key == "patterns")
            except PatternError as error:
                yield OptionProblem((key, index), error.message)
    for index, name in enumerate(rule.options.get("sections", ())):
        yield from section_problems(("sections", index), name, forms)


def cell_problems(path: tuple[str | int, ...], text: str, forms: Mapping[str, Form]) -> Iterator[OptionProblem]:
    """What is wrong with a sum of cells for a generation: a name need only be known to one of its variants."""
    for generation in dict.fromkeys(form.id for form in forms.values()):
        errors = [_error(text, form) for form in forms.values() if form.id == generation]
        known = [error for error in errors if error is not None]
        bad = next((error for error in known if not isinstance(error, UnknownNameError)), None)
        if bad is None and len(known) == len(errors):
            bad = known[0]
        if bad is not None:
            message = Message(f"格式 {generation}：{bad.message.zh}", f"form {generation}: {bad.message.en}")
            yield OptionProblem(path, message, bad.offset)


def _error(text: str, form: Form) -> FormulaError | None:
    try:
        quantity(text, form)
    except FormulaError as error:
        return error
    return None


def explain(rule: Rule, form: Form | None) -> str:
    """Say in Chinese what is looked for and what it is held to."""
    options = rule.options
    said = (
        [f"在文字中逐句找：{'、'.join(f'“{each}”' for each in options['patterns'])}"] if "patterns" in options else []
    )
    if "none" in options:
        said.append(f"说没有发生的：{'、'.join(f'“{each}”' for each in options['none'])}，按0计")
    also = f"；也可以等于{'或'.join(options['also'])}" if "also" in options else ""
    return (
        f"{'；'.join(said)}。所写的数须与“{options['cell']}”相等{also}。约数、以万计的数按区间比较；"
        "其他年度的数、增减幅度和打算不比；句中另有统计范围的，只作提示。"
    )


_PATTERN: Mapping[str, Any] = {"type": "string", "minLength": 1, "maxLength": LONGEST}
_PATTERNS: Mapping[str, Any] = {"type": "array", "items": _PATTERN, "minItems": 1, "maxItems": 50}
CELL: Mapping[str, Any] = {"type": "string", "minLength": 1, "maxLength": 1000}
"""JSON Schema of a cell or a sum of cells."""
WORDS: Mapping[str, Any] = {
    "type": "array",
    "items": {"type": "string", "minLength": 1, "maxLength": 50},
    "minItems": 1,
    "maxItems": 100,
}
"""JSON Schema of a list of words."""

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "required": ["cell"],
    "properties": {
        "cell": {
            **CELL,
            "description": "表中的数：单元格或几格之和，如 本年新收·总计、予以公开·总计 + 部分公开·总计",
        },
        "also": {
            "type": "array",
            "items": CELL,
            "minItems": 1,
            "maxItems": 10,
            "description": "文字也可能指的数，等于其中之一即可；如含上年结转的：本年新收·总计 + 上年结转·总计",
        },
        "patterns": {
            **_PATTERNS,
            "description": f"文字怎样写这个数：{PLACEHOLDER} 是数（连同单位），{LAST}、{NEXT} 是上年、下年，"
            f"{GAP} 是同一分句里的若干字，如 新收{GAP}申请{PLACEHOLDER}",
        },
        "none": {**_PATTERNS, "description": f"文字怎样写没有发生，如 未收到{GAP}申请；按0计"},
        "without": {**WORDS, "description": "所找到的文字中若有这些词，说的就不是这个数，如 复议、提案"},
        "about": {**WORDS, "description": "本段或其标题须有其中一词，说的才是这个数，如 依申请、公开申请"},
        "scope": {**WORDS, "description": "同一句中若有这些词，统计口径可能不同，只作提示，如 备案"},
        "sections": {**NAMES_SCHEMA, "description": "在哪些章节里找（代号或标题）；不写则找全文"},
        "parts": {
            **WORDS,
            "description": "句中有这些词，写的就只是一部分（如只是网站公开的），不多于表中的数时不比",
        },
        "among": {
            "type": "boolean",
            "description": "这个数是否常写在“其中”之后（如予以公开）；不是的，“其中”的数不与它相比",
        },
    },
    "anyOf": [{"required": ["patterns"]}, {"required": ["none"]}],
    "additionalProperties": False,
}
"""JSON Schema of the options."""
