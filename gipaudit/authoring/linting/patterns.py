"""Patterns that find nothing, that find the form's own words, or that another pattern makes needless."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from gipaudit.authoring.linting.emptiness import never_matches
from gipaudit.authoring.linting.finding import LintFinding
from gipaudit.authoring.places import Places
from gipaudit.authoring.specimen import Draft, Specimen, make_report
from gipaudit.errors import Message
from gipaudit.forms.arrays import Reports
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.rules.check import CODES, Check, WrittenPattern
from gipaudit.rules.patterns import compile_pattern, fold_pattern
from gipaudit.rules.rule import Rule, Ruleset

_SIGNS = re.compile(r"[\\.*+?()|\[\]{}^$]")

ASKED = ("all_of", "any_of")
"""Options of ``mentions`` that want a pattern to be found; ``none_of`` wants it not to be."""


def patterns(
    ruleset: Ruleset, checks: Mapping[str, Check], forms: Mapping[str, Form], places: Places
) -> Iterator[LintFinding]:
    """Tell what is doubtful in the patterns of all rules."""
    templates = {key: _template(form) for key, form in forms.items()}
    for rule in ruleset.rules.values():
        written = list(checks[rule.check].patterns(rule))
        for pattern in written:
            if never_matches(fold_pattern(pattern.text)):
                message = Message(f"“{pattern.text}”永远匹配不到", f"{pattern.text!r} never matches")
                yield LintFinding("pattern-never-matches", places.rule(rule, *pattern.path), rule.id, message)
        yield from _contained(rule, written, places)
        if rule.check == "mentions":
            for pattern in written:
                yield from _on_template(rule, pattern, checks["mentions"], templates, places)


def _contained(rule: Rule, written: list[WrittenPattern], places: Places) -> Iterator[LintFinding]:
    """Plain words that another pattern of the same group finds wherever they stand."""
    for pattern in written:
        if not pattern.group or _SIGNS.search(pattern.text):
            continue
        for other in written:
            free = not re.search(r"[\^$]|\\[AbBz]", other.text)
            within = other.group == pattern.group and other is not pattern and free
            word = fold_pattern(pattern.text)
            if (
                within
                and compile_pattern(other.text).search(word)
                and (other.text != pattern.text or _first(other, pattern))
            ):
                zh = f"写“{other.text}”就够了，“{pattern.text}”不必再写"
                message = Message(zh, f"{other.text!r} covers {pattern.text!r}")
                yield LintFinding("pattern-contained", places.rule(rule, *pattern.path), rule.id, message)
                break


def _first(one: WrittenPattern, other: WrittenPattern) -> bool:
    return list(map(str, one.path)) < list(map(str, other.path))


def _template(form: Form) -> Report:
    """A report in which there is nothing but what the form itself prints: headings and the labels of rows."""
    empty = {section.id: Draft(text="") for section in form.sections}
    return make_report(form, Specimen(sections=empty))


def _on_template(
    rule: Rule, pattern: WrittenPattern, check: Check, templates: Mapping[str, Report], places: Places
) -> Iterator[LintFinding]:
    """What a pattern alone says of a form that nobody has filled in."""
    option = str(pattern.path[0])
    if option not in (*ASKED, "none_of"):
        return
    section = {"section": rule.options["section"]} if "section" in rule.options else {}
    alone = replace(rule, options={**section, "any_of": [pattern.text]})
    met = [
        key for key, report in templates.items() if report.generation in rule.forms and _found(alone, check, report)
    ]
    if met:
        listed, at = "、".join(met), places.rule(rule, *pattern.path)
        if option in ASKED:
            message = Message(
                f"格式 {listed} 自己的标题或栏目就有“{pattern.text}”", f"form {listed} itself has {pattern.text!r}"
            )
            yield LintFinding("pattern-matches-template", at, rule.id, message)
        else:
            message = Message(
                f"格式 {listed} 自己的标题或栏目就有“{pattern.text}”，每份报告都不符合",
                f"form {listed} itself has {pattern.text!r}: no report can be right",
            )
            yield LintFinding("against-template", at, rule.id, message)


def _found(rule: Rule, check: Check, report: Report) -> bool:
    verdicts = check.judge(rule, Reports([report])).verdicts
    return bool((verdicts == CODES.index("pass")).any())
