"""A failure that something in the report may explain costs nothing for certain."""

from __future__ import annotations

from typing import Any

import pytest

from gipaudit.scorecard import Outcome
from gipaudit.scoring.model import Judged, Result
from gipaudit.scoring.scheme import read_scheme
from gipaudit.scoring.scorers import score_report

SURE = Outcome("sure", "确定", "fail")
DOUBTFUL = Outcome("scope", "口径可能不同", "fail", severity="warning")
DIMENSIONS = {"consistency": {"title": "前后一致", "marks": 100}}


def score(*outcomes: Outcome, **scheme: Any) -> Result:
    block = {"dimensions": DIMENSIONS, "rules": {"text": {"lose": 10, "per": "finding"}}, **scheme}
    return score_report(read_scheme(block), [Judged("text", "consistency", "error", False, outcomes)])


@pytest.mark.parametrize("model", ["deduct", "weighted", "pass-rate"])
def test_the_loss_is_possible_and_not_certain(model: str) -> None:
    marks = score(DOUBTFUL, model=model).score
    assert marks.low < marks.high == 100


def test_what_is_sure_is_lost_at_both_ends() -> None:
    result = score(SURE, DOUBTFUL)
    assert (result.score.low, result.score.high) == (80, 90)
    assert result.finding_lost[("text", "scope")] == result.finding_lost[("text", "sure")] == 10
    assert result.finding_regained[("text", "scope")] == 10


@pytest.mark.parametrize(("policy", "ends"), [("as_pass", (100, 100)), ("as_fail", (90, 90)), ("drop", (100, 100))])
def test_a_scheme_may_decide_it_one_way(policy: str, ends: tuple[int, int]) -> None:
    marks = score(DOUBTFUL, not_assessable=policy).score
    assert (marks.low, marks.high) == ends
