"""Lines of a rubric that a person decides: marks taken off, grades to choose from, clues that rules give."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from gipaudit.errors import UsageError
from gipaudit.scorecard import Evidence, Outcome, Verdict
from gipaudit.scoring.checking import problems
from gipaudit.scoring.model import Judged, Result
from gipaudit.scoring.schema import SCHEMA
from gipaudit.scoring.scheme import read_scheme
from gipaudit.scoring.scorers import has_marks, score_report

DIMENSIONS = {"report": {"title": "编制年度报告", "marks": 10}}
FILED = {"title": "未及时备案", "lose": 5, "dimension": "report"}
ALIKE = {"title": "内容雷同", "lose": 5, "dimension": "report", "rules": ["copies.*"]}


def rule(id: str, verdict: Verdict) -> Judged:
    return Judged(id, "", "warning", False, (Outcome("1", "", verdict, Evidence()),))


def score(block: dict[str, Any], *judged: Judged, **manual: int) -> Result:
    scheme = read_scheme({"full_marks": 10, "dimensions": DIMENSIONS, **block})
    return score_report(scheme, judged, manual={id: Decimal(marks) for id, marks in manual.items()})


def marks(result: Result) -> tuple[Decimal, Decimal]:
    return result.score.low, result.score.high


def told(block: dict[str, Any], rules: dict[str, str]) -> list[tuple[tuple[str | int, ...], str]]:
    whole = {"full_marks": 10, "dimensions": DIMENSIONS, **block}
    assert list(Draft202012Validator(SCHEMA).iter_errors(whole)) == []
    return [
        (problem.path, problem.message.zh) for problem in problems(whole, rules, ("deduct", "weighted", "pass-rate"))
    ]


def test_a_deduction_nobody_has_decided_spans_the_interval_and_is_named() -> None:
    block = {"manual": {"filed": FILED}}
    assert marks(score(block)) == (5, 10)
    assert score(block).score.pending == ("未及时备案（扣0–5分）",)
    assert [(line.id, line.low, line.high) for line in score(block).dimensions] == [("report", 5, 10)]


@pytest.mark.parametrize("taken", [0, 3, 5])
def test_what_a_person_takes_off_is_taken_off(taken: int) -> None:
    result = score({"manual": {"filed": FILED}}, filed=taken)
    assert marks(result) == (10 - taken, 10 - taken)
    assert result.score.pending == ()


def test_it_falls_under_the_cap_of_its_dimension_like_what_rules_take() -> None:
    block = {"rules": {"late": {"lose": 8, "dimension": "report"}}, "manual": {"filed": FILED}}
    assert marks(score(block, rule("late", "fail"), filed=5)) == (0, 0)


def test_an_event_that_is_only_counted_when_recorded_has_a_default() -> None:
    block = {"manual": {"returned": {"title": "被退回未修改", "lose": 5, "dimension": "report", "default": 0}}}
    assert (marks(score(block)), score(block).score.pending) == ((10, 10), ())
    assert marks(score(block, returned=5)) == (5, 5)


@pytest.mark.parametrize(
    ("verdict", "between", "pending"),
    [
        ("pass", (10, 10), ()),
        ("not_applicable", (10, 10), ()),
        ("fail", (5, 10), ("内容雷同（扣0–5分）",)),
        ("not_assessable", (5, 10), ("内容雷同（扣0–5分）",)),
    ],
)
def test_rules_give_the_clue_and_a_person_decides(
    verdict: Verdict, between: tuple[int, int], pending: tuple[str, ...]
) -> None:
    result = score({"manual": {"alike": ALIKE}}, rule("copies.others", verdict))
    assert (marks(result), result.score.pending) == (between, pending)


def test_a_person_who_cleared_or_confirmed_the_suspicion_settles_it() -> None:
    suspected = rule("copies.others", "fail")
    assert marks(score({"manual": {"alike": ALIKE}}, suspected, alike=0)) == (10, 10)
    assert marks(score({"manual": {"alike": ALIKE}}, suspected, alike=5)) == (5, 5)


def test_mending_the_passage_that_gave_the_clue_regains_the_low_end() -> None:
    result = score({"manual": {"alike": ALIKE}}, rule("copies.others", "fail"))
    assert result.finding_regained["copies.others", "1"] == 5


def test_a_rule_that_gives_a_clue_is_not_charged_itself_besides() -> None:
    block = {"rules": {"copies.*": {"lose": 2, "dimension": "report"}}, "manual": {"alike": ALIKE}}
    assert marks(score(block, rule("copies.others", "fail"))) == (5, 10)
    assert has_marks(read_scheme({"manual": {"alike": ALIKE}}), "copies.others")


def test_a_grade_chosen_from_a_form_gives_its_own_marks_and_no_others() -> None:
    choices = {"优": 10, "良": 8, "一般": 6, "差": 0}
    block = {"dimensions": {}, "manual": {"whole": {"title": "评议", "marks": 10, "choices": choices}}}
    assert marks(score(block, whole=8)) == (8, 8)
    with pytest.raises(UsageError, match="优10分、良8分、一般6分、差0分"):
        score(block, whole=9)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({**FILED, "dimension": "reprot"}, "没有维度"),
        ({"title": "未备案", "lose": 5}, "哪个维度"),
        ({**ALIKE, "rules": ["copys.*"]}, "没有规则"),
        ({**ALIKE, "default": 0}, "只能写一个"),
        ({**FILED, "default": 6}, "最多5分"),
        ({**FILED, "choices": {"是": 5, "否": 0}, "default": 3}, "不是可以评定的分数"),
        ({**FILED, "marks": 5}, "只能写一个"),
        ({"title": "创新", "marks": 5, "rules": ["copies.*"]}, "只用于人工扣分"),
    ],
)
def test_a_slip_in_such_a_line_is_told(entry: dict[str, Any], words: str) -> None:
    found = told({"manual": {"line": entry}}, {"copies.others": ""})
    assert any(path[:2] == ("manual", "line") and words in message for path, message in found)


def test_a_rule_in_an_item_and_in_a_deduction_of_people_would_be_charged_twice() -> None:
    block = {
        "items": {"whole": {"rules": ["copies.*"], "lose": 1, "dimension": "report"}},
        "manual": {"alike": ALIKE},
    }
    assert [message for _, message in told(block, {"copies.others": ""}) if "重复扣分" in message]


def test_only_the_model_that_takes_marks_off_takes_off_what_people_decide() -> None:
    assert any("没有扣分" in message for _, message in told({"model": "weighted", "manual": {"filed": FILED}}, {}))


def test_a_line_gives_marks_or_takes_them_off() -> None:
    assert list(Draft202012Validator(SCHEMA).iter_errors({"manual": {"line": {"title": "甲"}}}))
