"""Whether the report uses words that a list calls wrong: misspelt names and terms, names of offices that are no more.

A list is the option ``terms``: what is wrong (google-re2 on folded text) by what is right. Where the words are part
of a longer one that is right, of a quoted title 《…》 or of the unit's own name, they are not wrong; nor is what only
came together because one paragraph or cell ends and the next begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gipaudit.errors import Message
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.rules.check import Check, OptionProblem, WrittenPattern, per_report
from gipaudit.rules.masking import mask
from gipaudit.rules.passages import Prose, whole_prose
from gipaudit.rules.patterns import LONGEST, PatternError, compile_pattern
from gipaudit.rules.rule import Rule
from gipaudit.rules.wording import fold
from gipaudit.scorecard import SEVERITIES, Evidence, Outcome, Severity

OFF = "off"
"""What a ruleset writes for a term of an inherited list that it does not want."""

_TITLE = re.compile("《[^《》]{1,100}》")
_MOST_LOOKED_AT = 200
_MOST_SHOWN = 10

Span = tuple[int, int]


@dataclass(frozen=True)
class Term:
    """One entry of a list: ``wrong`` and ``exceptions`` are patterns, ``right`` and ``why`` are for people.

    ``titles`` tells that quoted titles are looked at too. ``severity`` is given where it is lighter than the rule's.
    """

    wrong: str
    right: str
    why: str = ""
    exceptions: tuple[str, ...] = ()
    titles: bool = False
    severity: Severity | None = None


def read_terms(rule: Rule) -> Iterator[Term]:
    """The terms of a rule that are not turned off, in the order of the list."""
    for wrong, entry in rule.options["terms"].items():
        if entry == OFF:
            continue
        given: Mapping[str, Any] = {"right": entry} if isinstance(entry, str) else entry
        yield Term(
            wrong=wrong,
            right=given["right"],
            why=given.get("why", ""),
            exceptions=(*rule.options.get("except", ()), *given.get("except", ())),
            titles=given.get("titles", False),
            severity=given.get("severity"),
        )


def _judge(rule: Rule, report: Report) -> Iterator[Outcome]:
    prose = whole_prose(report)
    if not prose.text:
        yield Outcome("text", "全文", "not_assessable", Evidence(why="文件中没有读出文字"))
        return
    titles = [match.span() for match in _TITLE.finditer(prose.text)]
    own = list(_occurrences(re.escape(fold(report.identity.unit)), prose.text)) if report.identity.unit else []
    for term in read_terms(rule):
        spared = own if term.titles else [*own, *titles]
        yield _outcome(rule, term, prose, spared)


def _outcome(rule: Rule, term: Term, prose: Prose, spared: Sequence[Span]) -> Outcome:
    found = list(_occurrences(term.wrong, prose.text))
    if found:
        right = [*spared, *(span for each in term.exceptions for span in _occurrences(each, prose.text))]
        found = [span for span in found if not _within(span, right) and _in_one_place(span, prose)]
    if not found:
        return Outcome(term.wrong, term.right, "pass")
    words = list(dict.fromkeys(mask(prose.text[start:end]) for start, end in found))
    listed = "、".join(f"“{word}”" for word in words[:3]) + ("等" if len(words) > 3 else "")
    because = f"：{term.why}" if term.why else ""
    evidence = Evidence(
        values={"found": listed, "expected": term.right, "count": str(len(found))},
        message=f"{listed}宜为“{term.right}”（{len(found)}处）{because}",
        passages=tuple(prose.passage(*span) for span in found[:_MOST_SHOWN]),
    )
    lighter = None if term.severity == rule.severity else term.severity
    return Outcome(term.wrong, term.right, "fail", evidence, lighter)


def _occurrences(pattern: str, text: str) -> Iterator[Span]:
    for number, match in enumerate(compile_pattern(pattern).finditer(text)):
        if number == _MOST_LOOKED_AT:
            return
        yield match.span()


def _within(span: Span, right: Sequence[Span]) -> bool:
    """Whether it is part of something longer that is right."""
    return any(start <= span[0] and span[1] <= end for start, end in right)


def _in_one_place(span: Span, prose: Prose) -> bool:
    """Whether it stands in one paragraph or cell."""
    first, last = prose.passage(span[0], span[0] + 1), prose.passage(span[1] - 1, span[1])
    return first.place == last.place


def _patterns(rule: Rule) -> Iterator[WrittenPattern]:
    for index, each in enumerate(rule.options.get("except", ())):
        yield WrittenPattern(("except", index), each)
    for wrong, entry in rule.options["terms"].items():
        if entry == OFF:
            continue
        yield WrittenPattern(("terms", wrong), wrong)
        if isinstance(entry, Mapping):
            for index, each in enumerate(entry.get("except", ())):
                yield WrittenPattern(("terms", wrong, "except", index), each)


def _validate(rule: Rule, forms: Mapping[str, Form]) -> Iterator[OptionProblem]:
    for pattern in _patterns(rule):
        try:
            compile_pattern(pattern.text)
        except PatternError as error:
            yield OptionProblem(pattern.path, error.message)
    for term in read_terms(rule):
        if term.severity is not None and SEVERITIES.index(term.severity) < SEVERITIES.index(rule.severity):
            zh = f"词条的级别 {term.severity} 重于规则的级别 {rule.severity}；请提高规则的级别"
            en = f"a term of severity {term.severity} in a rule of severity {rule.severity}: raise the rule's"
            yield OptionProblem(("terms", term.wrong, "severity"), Message(zh, en))


def _explain(rule: Rule, form: Form | None) -> str:
    terms = list(read_terms(rule))
    listed = "、".join(f"{term.wrong}→{term.right}" for term in terms[:5]) + ("……" if len(terms) > 5 else "")
    return (
        f"在全文中查找{len(terms)}个词条：{listed}。空格、换行和全角半角不计较；书名号里的文件名称（词条另有说明的除外）、"
        "单位自己的名称和例外中的词语不算。"
    )


_PATTERN = {"type": "string", "minLength": 1, "maxLength": LONGEST}
_EXCEPT = {
    "type": "array",
    "items": _PATTERN,
    "minItems": 1,
    "maxItems": 100,
    "description": "例外：错词只是其中一部分的正确词语，如 发布署名",
}

CHECK = Check(
    name="wording",
    title=Message("有无用错的词语", "Whether words are used that a list calls wrong"),
    options={
        "type": "object",
        "required": ["terms"],
        "properties": {
            "terms": {
                "type": "object",
                "minProperties": 1,
                "maxProperties": 5000,
                "propertyNames": _PATTERN,
                "description": "词表，错词: 正词。错词可用正则表达式；继承来的词条逐条合并，写 off 去掉一条",
                "additionalProperties": {
                    "anyOf": [
                        {"type": "string", "minLength": 1},
                        {
                            "type": "object",
                            "required": ["right"],
                            "properties": {
                                "right": {"type": "string", "minLength": 1, "description": "正确的词语"},
                                "why": {"type": "string", "description": "为什么，依据什么"},
                                "except": _EXCEPT,
                                "titles": {"const": True, "description": "写 true：书名号里的也查"},
                                "severity": {"enum": list(SEVERITIES), "description": "比规则轻的级别"},
                            },
                            "additionalProperties": False,
                        },
                    ]
                },
            },
            "except": _EXCEPT,
        },
        "additionalProperties": False,
    },
    judge=per_report(_judge),
    validate=_validate,
    explain=_explain,
    patterns=_patterns,
)
