"""Every rule of every shipped ruleset proves itself by its own examples."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from gipaudit.authoring.examples import run_examples
from gipaudit.resources import rulesets_folder
from gipaudit.rules.finding import available
from gipaudit.rules.rule import Rule, Ruleset
from gipaudit.rules.ruleset import load_ruleset

SHIPPED = sorted(available([rulesets_folder() / "national", rulesets_folder() / "provinces"]))


@cache
def national() -> Ruleset:
    return load_ruleset("national")


def asked(rule: Rule | None) -> object:
    """What the verdict on an example hangs on."""
    return rule and (rule.check, rule.forms, rule.options, rule.when, rule.condition, rule.examples)


def unproven(ruleset: Ruleset) -> Ruleset:
    """A ruleset without the rules that it has from ``national`` as they are: these are proven there, once."""
    if ruleset.id == "national":
        return ruleset
    inherited = national().rules if ruleset.rules.keys() >= national().rules.keys() else {}
    own = {id: rule for id, rule in ruleset.rules.items() if asked(rule) != asked(inherited.get(id))}
    return replace(ruleset, rules=own)


@pytest.mark.parametrize("ruleset", SHIPPED)
def test_every_example_comes_out_as_it_says(ruleset: str) -> None:
    assert [str(failure) for failure in run_examples(unproven(load_ruleset(ruleset, recheck=True)))] == []


def test_what_a_place_changes_is_proven_there() -> None:
    assert unproven(load_ruleset("huaihua-2023")).rules.keys() == {"huaihua.length", "huaihua.published_2021"}
