"""The check of the template, and its ruleset's own examples."""

from __future__ import annotations

import pytest
from gipaudit_example.check import CHECK

from gipaudit.authoring.examples import run_examples
from gipaudit.authoring.specimen import Draft, Specimen, make_report
from gipaudit.forms.arrays import Reports
from gipaudit.forms.library import forms
from gipaudit.rules.check import fill
from gipaudit.rules.rule import Rule
from gipaudit.scorecard import Outcome
from gipaudit.scoring.rulesets import load_ruleset

FORM = forms()["2021"]


def rule(section: str = "problems", at_least: int = 2) -> Rule:
    return Rule("t", "数据", CHECK.name, ("2021",), {"section": section, "at_least": at_least})


def judge(draft: Draft, *, lossy: bool = False) -> Outcome:
    made = make_report(FORM, Specimen(sections={"problems": draft}, lossy=lossy))
    (outcome,) = CHECK.judge(rule(), Reports([made])).of(0)
    return outcome


@pytest.mark.parametrize(
    ("draft", "lossy", "verdict"),
    [
        (Draft("公开信息320条，培训2次。"), False, "pass"),
        (Draft("公开信息320条，开展培训。"), False, "fail"),
        (Draft("公开信息320条。"), True, "not_assessable"),
        (Draft("公开信息320条。", pictures=1), False, "not_assessable"),
        (Draft(state="empty", text=""), False, "fail"),
        (Draft(state="missing"), False, "not_applicable"),
    ],
)
def test_too_few_numbers_fail_unless_some_were_lost(draft: Draft, lossy: bool, verdict: str) -> None:
    assert judge(draft, lossy=lossy).verdict == verdict


def test_the_finding_says_how_much_is_there_and_how_much_is_asked() -> None:
    evidence = judge(Draft("公开信息320条。")).evidence
    assert fill(evidence.message, evidence.values) == "“存在的主要问题及改进情况”只写到1个数，应不少于2个"


def test_an_unknown_section_is_answered_with_the_known_ones() -> None:
    assert list(CHECK.validate(rule("problems"), {"2021": FORM})) == []
    (problem,) = CHECK.validate(rule("problem"), {"2021": FORM})
    assert "problems" in problem.message.zh


def test_the_examples_of_the_ruleset_come_out_as_they_say() -> None:
    ruleset = load_ruleset("example-plus")
    assert "overview.figures" in ruleset.rules
    failures = run_examples(ruleset)
    assert [str(failure) for failure in failures if failure.rule == "overview.figures"] == []
