"""Holding the rules of a ruleset to their own examples: which ran, and which went wrong and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any

from gipaudit.authoring.examples import ExampleFailure, run_examples
from gipaudit.authoring.places import Places
from gipaudit.errors import Position, UsageError
from gipaudit.rules.names import unknown
from gipaudit.rules.rule import Rule, Ruleset


@dataclass(frozen=True, slots=True)
class Wrong:
    """An example that is lacking or went wrong, and where it stands (lacking: its rule)."""

    failure: ExampleFailure
    position: Position


@dataclass(frozen=True, slots=True)
class Tested:
    """What came of a ruleset's examples."""

    rules: int
    examples: int
    wrong: tuple[Wrong, ...]


def try_examples(ruleset: Ruleset, pattern: str = "*") -> Tested:
    """Run the examples of the rules whose ids fit a pattern (``applications.*``), in the ruleset's order.

    Raises:
        UsageError: no rule fits.
    """
    chosen = chosen_rules(ruleset, pattern)
    places = Places(ruleset)
    wrong = tuple(
        Wrong(failure, places.example(chosen[failure.rule], failure.expected, failure.number))
        for failure in run_examples(replace(ruleset, rules=chosen))
    )
    examples = sum(len(several) for rule in chosen.values() for several in rule.examples.values())
    return Tested(len(chosen), examples, wrong)


def chosen_rules(ruleset: Ruleset, pattern: str) -> Mapping[str, Rule]:
    """The rules that are on and whose ids fit a pattern.

    Raises:
        UsageError: none does.
    """
    chosen = {id: rule for id, rule in ruleset.rules.items() if id == pattern or fnmatchcase(id, pattern)}
    if not chosen:
        message = unknown("规则", "rule", pattern, ruleset.rules)
        raise UsageError(message.zh, message.en)
    return chosen


def tested_record(tested: Tested, ruleset: Ruleset) -> dict[str, Any]:
    """The same as plain values, for other programs."""
    return {
        "schema": "gipaudit/ruleset-test@1",
        "ruleset": ruleset.id,
        "rules": tested.rules,
        "examples": tested.examples,
        "wrong": [
            {
                "rule": wrong.failure.rule,
                "expected": wrong.failure.expected,
                "number": wrong.failure.number or None,
                "form": wrong.failure.form or None,
                "got": wrong.failure.got or None,
                "message": wrong.failure.said or wrong.failure.message.zh,
                "file": str(wrong.position.file),
                "line": wrong.position.line,
                "column": wrong.position.column,
            }
            for wrong in tested.wrong
        ],
    }
