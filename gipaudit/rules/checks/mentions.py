"""Whether a part of the report speaks of what it must speak of, and not of what it must not.

Patterns are google-re2 on text folded to one width, without blanks and line breaks (:mod:`gipaudit.rules.patterns`).
A part that is missing or empty is left to the rules on sections; one that may have been lost is not assessable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gipaudit.errors import Message
from gipaudit.forms.form import Form, FormSection, Label
from gipaudit.forms.report import Report, Section
from gipaudit.rules.check import Check, OptionProblem, WrittenPattern, per_report
from gipaudit.rules.passages import Hits, Prose, whole_prose
from gipaudit.rules.patterns import LONGEST, PatternError, compile_pattern
from gipaudit.rules.rule import Rule
from gipaudit.rules.targets import find_section, outline, section_problems
from gipaudit.rules.wording import fold
from gipaudit.scorecard import Evidence, Outcome, Verdict

WHOLE, PREAMBLE = "report", "preamble"
_NAMES = {WHOLE: "全文", PREAMBLE: "引言"}

Term = str | Sequence[str]
"""A pattern, or several of which any will do."""


@dataclass(frozen=True)
class _Part:
    """The part of a report that a rule searches. ``obstacle`` says why it cannot be searched for good."""

    key: str
    name: str
    prose: Prose
    obstacle: tuple[Verdict, str] | None


def _judge(rule: Rule, report: Report) -> Iterator[Outcome]:
    if rule.options.get("strands"):
        yield from _strands(rule, report)
    if any(rule.options.get(key) for key in ("all_of", "any_of", "none_of")):
        yield _terms(rule, _part(report, _sections(rule)))


def _sections(rule: Rule) -> Sequence[str]:
    asked = rule.options.get("section", WHOLE)
    return [asked] if isinstance(asked, str) else list(asked)


def _part(report: Report, asked: Sequence[str]) -> _Part:
    """Gather what the named sections say; several are searched as one."""
    if WHOLE in asked:
        prose = whole_prose(report)
        obstacle: tuple[Verdict, str] | None = None
        if not prose.text:
            obstacle = ("not_assessable", "文件中没有读出文字")
        return _Part(WHOLE, _NAMES[WHOLE], prose, obstacle)
    form = outline(report)
    keys, names, found = [], [], []
    for name in asked:
        described = find_section(form, name) if form is not None else None
        key = described.id if described is not None else name
        keys.append(key)
        names.append(described.label.title if described is not None else _NAMES.get(name, name))
        found.append(report.sections.get(key))
    name = "、".join(names)
    prose = Prose((section.id, section.blocks) for section in found if section is not None)
    return _Part("+".join(keys), name, prose, _obstacle(report, found, name, prose))


def _obstacle(report: Report, found: Sequence[Section | None], name: str, prose: Prose) -> tuple[Verdict, str] | None:
    """Why words not found in these sections prove nothing, or ``None`` where they are held against the unit."""
    present = [section for section in found if section is not None and section.state in ("present", "untitled")]
    if len(present) == len(found):
        if not prose.text and any(section.pictures for section in present):
            return "not_assessable", f"“{name}”只有图片，没有读出文字"
        if report.document.lossy and any(section.state == "untitled" for section in present):
            return "not_assessable", f"文件经过转换，“{name}”的起止不能确定"
        return None
    if outline(report) is None and PREAMBLE not in {section.id for section in found if section is not None}:
        return "not_assessable", f"没有认出所用格式，找不到“{name}”"
    if report.document.lossy or any(section is not None and section.state == "unknown" for section in found):
        return "not_assessable", f"文件经过转换或有残缺，“{name}”可能已丢失"
    return None if present else ("not_applicable", f"报告没有“{name}”或其下没有内容")


def _terms(rule: Rule, part: _Part) -> Outcome:
    """Judge all_of, any_of and none_of together: one instance."""
    options = rule.options
    text = part.prose.text
    wanted: Sequence[Term] = options.get("all_of", ())
    absent = [_words(term) for term in wanted if not _occurs(term, text)]
    choice: Sequence[str] = options.get("any_of", ())
    if choice and not _occurs(choice, text):
        absent.append(_words(choice))
    hits = part.prose.find(compile_pattern(pattern) for pattern in options.get("none_of", ()))
    if hits.words or (absent and part.obstacle is None):
        return Outcome(part.key, part.name, "fail", _evidence(part, absent if part.obstacle is None else [], hits))
    if part.obstacle is not None and (absent or options.get("none_of")):
        verdict, why = part.obstacle
        return Outcome(part.key, part.name, verdict, Evidence(why=why))
    return Outcome(part.key, part.name, "pass")


def _occurs(term: Term, text: str) -> bool:
    patterns = [term] if isinstance(term, str) else term
    return any(compile_pattern(pattern).search(text) is not None for pattern in patterns)


_SIGNS = re.compile(r"[\\.*+?()|\[\]{}^$]")


def _words(term: Term) -> str:
    """A term as people read it: of several patterns only those that are plain words, where there are any."""
    patterns = [term] if isinstance(term, str) else list(term)
    plain = [pattern for pattern in patterns if not _SIGNS.search(pattern)]
    return "或".join(f"“{pattern}”" for pattern in plain or patterns)


def _evidence(part: _Part, absent: Sequence[str], hits: Hits) -> Evidence:
    said = []
    if absent:
        said.append(f"“{part.name}”没有提到{'、'.join(absent)}")
    found = "、".join(f"“{word}”" for word in hits.words)
    if hits.words:
        said.append(f"“{part.name}”不应有这样的表述：{found}")
    return Evidence(
        values={
            "section": part.name,
            "expected": "、".join(absent),
            "found": found,
            "count": str(len(absent) + len(hits.words)),
        },
        message="；".join(said),
        passages=hits.passages,
    )


def _strands(rule: Rule, report: Report) -> Iterator[Outcome]:
    """Judge, for each section asked for, whether it speaks of each part that the form asks for inside it."""
    form = outline(report)
    if form is None:
        why = "没有认出所用格式，无法核对应写的各方面内容"
        yield Outcome("strands", "应写的各方面内容", "not_assessable", Evidence(why=why))
        return
    for described in _with_strands(rule, form):
        part = _part(report, [described.id])
        for strand in described.strands:
            wordings = (strand.name, *strand.wordings)
            yield _strand(part, strand, any(_speaks_of(wording, part.prose.text) for wording in wordings))


def _speaks_of(wording: str, text: str) -> bool:
    """Whether a text has a wording, a few characters put before its last word allowed: 平台载体建设, 监督和保障."""
    folded = fold(wording)
    if len(folded) < 4:
        return folded in text
    head, tail = re.escape(folded[:-2]), re.escape(folded[-2:])
    return re.search(f"{head}[^。;,:!?]{{0,4}}{tail}", text) is not None


def _with_strands(rule: Rule, form: Form) -> Sequence[FormSection]:
    if "section" not in rule.options:
        return [section for section in form.sections if section.strands]
    found = (find_section(form, name) for name in _sections(rule))
    return [section for section in found if section is not None and section.strands]


def _strand(part: _Part, strand: Label, spoken_of: bool) -> Outcome:
    instance, label = f"{part.key}:{strand.name}", f"{part.name}：{strand.title}"
    if spoken_of:
        return Outcome(instance, label, "pass")
    if part.obstacle is not None:
        return Outcome(instance, label, part.obstacle[0], Evidence(why=part.obstacle[1]))
    evidence = Evidence(
        values={"section": part.name, "expected": strand.title},
        message=f"“{part.name}”没有写到“{strand.title}”方面的情况",
    )
    return Outcome(instance, label, "fail", evidence)


def _validate(rule: Rule, forms: Mapping[str, Form]) -> Iterator[OptionProblem]:
    options = rule.options
    asked = options.get("section", ())
    if isinstance(asked, str):
        yield from section_problems(("section",), asked, forms, _NAMES)
    else:
        for index, name in enumerate(asked):
            yield from section_problems(("section", index), name, forms, _NAMES)
    for pattern in _patterns(rule):
        yield from _pattern_problems(pattern.path, pattern.text)
    if options.get("strands") and not any(_with_strands(rule, form) for form in forms.values()):
        message = Message("所指章节没有规定须写的几个方面", "no section named here has strands")
        yield OptionProblem(("strands",), message)


def _patterns(rule: Rule) -> Iterator[WrittenPattern]:
    for key in ("all_of", "any_of", "none_of"):
        for place, term in enumerate(rule.options.get(key, ())):
            if isinstance(term, str):
                yield WrittenPattern((key, place), term, "" if key == "all_of" else key)
            else:
                for inner, pattern in enumerate(term):
                    yield WrittenPattern((key, place, inner), pattern, f"{key}.{place}")


def _pattern_problems(path: tuple[str | int, ...], pattern: str) -> Iterator[OptionProblem]:
    try:
        compile_pattern(pattern)
    except PatternError as error:
        yield OptionProblem(path, error.message)


def _explain(rule: Rule, form: Form | None) -> str:
    options = rule.options
    names = []
    for name in _sections(rule):
        described = find_section(form, name) if form is not None else None
        names.append(described.label.title if described is not None else _NAMES.get(name, name))
    said = []
    if options.get("strands"):
        sections = _with_strands(rule, form) if form is not None else ()
        listed = "；".join(
            f"“{section.label.title}”须写到{'、'.join(strand.title for strand in section.strands)}"
            for section in sections
        )
        said.append(listed or "章节须写到格式规定的各个方面")
    where = f"“{'、'.join(names)}”"
    if options.get("all_of"):
        said.append(f"{where}必须提到{'、'.join(_words(term) for term in options['all_of'])}")
    if options.get("any_of"):
        said.append(f"{where}必须提到{_words(options['any_of'])}")
    if options.get("none_of"):
        said.append(f"{where}不得出现{'、'.join(_words(term) for term in options['none_of'])}")
    return (
        "；".join(said)
        + "。空格、换行和全角半角不计较；章节缺失由有关章节的规则处理，可能在转换中丢失的记为无法判断。"
    )


_PATTERN: Mapping[str, Any] = {"type": "string", "minLength": 1, "maxLength": LONGEST}
_PATTERNS: Mapping[str, Any] = {"type": "array", "items": _PATTERN, "minItems": 1, "maxItems": 50}

CHECK = Check(
    name="mentions",
    title=Message("文字是否提到应有的内容", "Whether the text says what it must"),
    options={
        "type": "object",
        "properties": {
            "section": {
                "oneOf": [
                    {"type": "string", "minLength": 1},
                    {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1, "maxItems": 20},
                ],
                "description": "在哪里找：章节的代号或标题，可列几个（合起来找）；report 全文（默认）、preamble 引言",
            },
            "all_of": {
                "type": "array",
                "items": {"oneOf": [_PATTERN, _PATTERNS]},
                "minItems": 1,
                "maxItems": 50,
                "description": "每一项都要提到；一项写成列表时，提到其中任何一个即可，如 [考核, [社会评议, 评议]]",
            },
            "any_of": {**_PATTERNS, "description": "至少提到其中一个"},
            "none_of": {**_PATTERNS, "description": "不得出现其中任何一个"},
            "strands": {
                "const": True,
                "description": "写 true：章节须写到格式规定的各个方面（如总体情况的五个方面），每一方面作一项判断",
            },
        },
        "anyOf": [{"required": [key]} for key in ("all_of", "any_of", "none_of", "strands")],
        "additionalProperties": False,
    },
    judge=per_report(_judge),
    validate=_validate,
    explain=_explain,
    patterns=_patterns,
)
