"""A rule on a row that only a variant of its form prints is explained like any other."""

from __future__ import annotations

from gipaudit.cli.rule_words import asked
from gipaudit.scoring.rulesets import load_ruleset


def test_every_rule_can_be_explained() -> None:
    silent = [rule.id for rule in load_ruleset("national").rules.values() if len(list(asked(rule))) < 2]
    assert silent == []
