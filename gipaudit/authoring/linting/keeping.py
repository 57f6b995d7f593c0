"""What every rule should bring beside its question, and what is no longer to be used."""

from __future__ import annotations

import json
from collections.abc import Iterator

from gipaudit.authoring.examples import NEEDED
from gipaudit.authoring.linting.finding import LintFinding
from gipaudit.authoring.places import Places
from gipaudit.errors import Message
from gipaudit.rules.rule import Rule, Ruleset


def keeping(ruleset: Ruleset, places: Places) -> Iterator[LintFinding]:
    """Tell the rules that lack a basis, a remedy or examples, those asked twice, and those to be given up."""
    for rule in ruleset.rules.values():
        at = places.rule(rule)
        if not rule.basis:
            yield LintFinding("no-basis", at, rule.id, Message("没有写依据（basis）", "it names no basis"))
        if not rule.remedy:
            yield LintFinding("no-remedy", at, rule.id, Message("没有写整改建议（remedy）", "it names no remedy"))
        lacking = [needed for needed in NEEDED if not rule.examples.get(needed)]
        if lacking:
            listed = "、".join(lacking)
            message = Message(f"没有 {listed} 的例子", f"it has no {' and no '.join(lacking)} example")
            yield LintFinding("no-example", at, rule.id, message)
        if rule.status == "deprecated":
            message = Message("将停用，以后的版本不再提供", "it is deprecated and will go in a later version")
            yield LintFinding("deprecated-rule", places.rule(rule, "status"), rule.id, message)
    deprecated = {rule.position("status") for rule in ruleset.rules.values() if rule.status == "deprecated"}
    for note in ruleset.notes:
        if note.position not in deprecated:
            yield LintFinding("renamed-rule", note.position, "", note.message)
    yield from _twice(ruleset, places)


def _twice(ruleset: Ruleset, places: Places) -> Iterator[LintFinding]:
    """Rules that ask the very same of the same reports; identities are compared by what they mean, elsewhere."""
    seen: dict[str, Rule] = {}
    for rule in ruleset.rules.values():
        if rule.check == "identity":
            continue
        asked = [rule.check, rule.options, sorted(rule.forms), rule.condition, *_when(rule)]
        first = seen.setdefault(json.dumps(asked, ensure_ascii=False, sort_keys=True, default=str), rule)
        if first is not rule:
            message = Message(f"与 {first.id} 查的相同", f"asks the same as {first.id}")
            yield LintFinding("duplicate", places.rule(rule), rule.id, message)


def _when(rule: Rule) -> tuple[object, ...]:
    return rule.when.levels, rule.when.years, rule.when.units
