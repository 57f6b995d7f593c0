"""The ruleset of the plugin, as its users find it."""

from __future__ import annotations

from gipaudit.authoring.examples import run_examples
from gipaudit.scoring.rulesets import load_ruleset

RULE = "text.enumeration"


def test_it_is_shandong_with_one_rule_for_another() -> None:
    plus, shandong = load_ruleset("shandong-plus"), load_ruleset("shandong")
    assert set(plus.rules) - set(shandong.rules) == {RULE}
    assert set(shandong.rules) - set(plus.rules) == {"text.numbering"}
    assert set(plus.rules[RULE].forms) == set(shandong.forms)


def test_the_rule_has_what_a_unit_must_be_told() -> None:
    rule = load_ruleset("shandong-plus").rules[RULE]
    assert rule.title
    assert rule.title_en
    assert rule.basis
    assert rule.remedy
    assert rule.dimension == "quality"


def test_its_examples_come_out_as_they_say_on_every_form() -> None:
    failures = run_examples(load_ruleset("shandong-plus"))
    assert [str(failure) for failure in failures if failure.rule == RULE] == []
