"""The models that divide: the weighted mean and the pass rate."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from gipaudit.scorecard import Outcome
from gipaudit.scoring.model import Judged
from gipaudit.scoring.scheme import read_scheme
from gipaudit.scoring.scorers import has_marks, score_report

DIMENSIONS = {"accuracy": {"marks": 60}, "completeness": {"marks": 40}}


def rule(id: str, *verdicts: Any, dimension: str = "accuracy") -> Judged:
    outcomes = tuple(Outcome(str(number), "", verdict) for number, verdict in enumerate(verdicts))
    return Judged(id, dimension, "error", False, outcomes)


def ends(model: str, *judged: Judged, **block: Any) -> tuple[Decimal, Decimal]:
    score = score_report(read_scheme({"model": model, "dimensions": DIMENSIONS, **block}), judged).score
    return score.low, score.high


def test_the_weighted_mean_goes_by_weights_in_a_dimension_and_by_marks_between_them() -> None:
    judged = (
        rule("balance", "fail", "pass"),
        rule("totals", "pass"),
        rule("sections", "pass", dimension="completeness"),
    )
    assert ends("weighted", *judged) == (70, 70)
    assert ends("weighted", *judged, rules={"totals": {"weight": 2}}) == (80, 80)


def test_what_does_not_apply_drops_out_of_the_weighted_mean() -> None:
    judged = (
        rule("balance", "fail"),
        rule("totals", "pass"),
        rule("fees", "not_applicable"),
        rule("sections", "not_applicable", dimension="completeness"),
    )
    assert ends("weighted", *judged) == (50, 50)


def test_where_nothing_was_judged_nothing_is_known() -> None:
    assert ends("weighted", rule("balance", "not_applicable")) == (0, 100)
    assert ends("pass-rate", rule("balance", "not_applicable")) == (0, 100)


def test_the_pass_rate_counts_instances() -> None:
    judged = (rule("balance", "pass", "fail", "not_applicable"), rule("sections", "pass", dimension="completeness"))
    result = score_report(read_scheme({"model": "pass-rate", "dimensions": DIMENSIONS}), judged)
    assert (result.score.low, result.score.high) == (Decimal("66.67"), Decimal("66.67"))
    assert [(line.id, line.low) for line in result.dimensions] == [("accuracy", 30), ("completeness", 40)]
    assert result.finding_regained["balance", "1"] == Decimal("33.33")


def test_what_is_not_assessable_gives_both_means_an_interval() -> None:
    judged = (rule("balance", "pass", "not_assessable"),)
    assert ends("pass-rate", *judged) == (50, 100)
    assert ends("weighted", *judged) == (0, 100)
    assert ends("pass-rate", *judged, not_assessable="drop") == (100, 100)


def test_bonus_and_veto_belong_to_every_model() -> None:
    judged = (rule("balance", "pass", "fail"), rule("charts", "pass"), rule("privacy", "fail"))
    assert ends("pass-rate", *judged[:2], bonus={"rules": {"charts": 3}}) == (53, 53)
    assert ends("weighted", rule("totals", "pass"), judged[2], veto=[{"rule": "privacy", "ceiling": 40}]) == (40, 40)


def test_every_rule_has_marks_in_a_mean_but_only_charged_ones_in_deductions() -> None:
    block: dict[str, Any] = {"rules": {"a": {"lose": 1}, "b": {"weight": 0}}, "veto": [{"rule": "c", "ceiling": 1}]}
    told = {
        model: "".join(rule for rule in "abcd" if has_marks(read_scheme({**block, "model": model}), rule))
        for model in ("deduct", "weighted", "pass-rate")
    }
    assert told == {"deduct": "ac", "weighted": "acd", "pass-rate": "abcd"}
