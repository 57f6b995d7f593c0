"""Marks taken off as a rubric says: by finding, report, cell or cause, through items, under caps and vetoes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from gipaudit.errors import UsageError
from gipaudit.scorecard import Cause, Evidence, Outcome
from gipaudit.scoring.model import Judged, Result
from gipaudit.scoring.scheme import read_scheme
from gipaudit.scoring.scorers import score_report

DIMENSIONS = {"accuracy": {"title": "数据准确", "marks": 60}, "completeness": {"title": "内容完整", "marks": 40}}


def rule(id: str, *verdicts: Any, dimension: str = "accuracy", arithmetic: bool = False) -> Judged:
    """A rule with one instance a verdict, keyed 1, 2, …; a verdict may come with its cells."""
    outcomes = []
    for number, verdict in enumerate(verdicts, 1):
        word, cells = verdict if isinstance(verdict, tuple) else (verdict, ())
        outcomes.append(Outcome(str(number), f"第{number}处", word, Evidence(cells=tuple(cells))))
    return Judged(id, dimension, "error", arithmetic, tuple(outcomes))


def score(block: dict[str, Any], *judged: Judged, **more: Any) -> Result:
    return score_report(read_scheme({"dimensions": DIMENSIONS, **block}), judged, **more)


def marks(result: Result) -> tuple[Decimal, Decimal]:
    return result.score.low, result.score.high


@pytest.mark.parametrize(
    ("per", "left"), [({"per": "finding"}, 94), ({"per": "report"}, 98), ({}, 94), ({"at_most": 3}, 97)]
)
def test_three_findings_cost_by_finding_by_report_or_up_to_the_cap(per: dict[str, Any], left: int) -> None:
    result = score({"rules": {"blank": {"lose": 2, **per}}}, rule("blank", "fail", "fail", "pass", "fail"))
    assert marks(result) == (left, left)


def test_cells_are_charged_alike_however_findings_group_them() -> None:
    block = {"rules": {"blank": {"lose": 1, "per": "cell"}}}
    one = score(block, rule("blank", ("fail", ["t.a.x", "t.b.x", "t.c.x"])))
    three = score(block, rule("blank", ("fail", ["t.a.x"]), ("fail", ["t.b.x", "t.a.x"]), ("fail", ["t.c.x"])))
    assert marks(one) == marks(three) == (97, 97)


def test_a_dimension_is_lost_at_most_whole() -> None:
    result = score(
        {"rules": {"title": {"lose": 30, "per": "finding"}, "order": {"lose": 5}}},
        rule("title", "fail", "fail", dimension="completeness"),
        rule("order", "fail"),
    )
    assert marks(result) == (55, 55)
    assert [(line.id, line.low) for line in result.dimensions] == [("accuracy", 55), ("completeness", 0)]


def test_lose_all_takes_the_whole_dimension() -> None:
    assert marks(score({"rules": {"tables": {"lose": "all"}}}, rule("tables", "fail"))) == (40, 40)


def test_the_most_specific_entry_speaks_for_a_rule_and_may_move_it_to_another_dimension() -> None:
    rules = {
        "sections.*": {"lose": 1},
        "sections.five*": {"lose": 2},
        "sections.five": {"lose": 50, "dimension": "completeness"},
    }
    judged = (rule("sections.one", "fail"), rule("sections.five.order", "fail"), rule("sections.five", "fail"))
    result = score({"rules": rules}, *judged)
    assert [result.lost[each.rule][0] for each in judged] == [1, 2, 40]


def test_numbers_are_taken_as_they_are_written() -> None:
    result = score({"rules": {"blank": {"lose": 0.1}}}, rule("blank", "fail", "fail", "fail"))
    assert result.score.low == Decimal("99.7")


def test_rules_of_an_item_lose_through_it_and_not_by_themselves() -> None:
    item = {"title": "未按要素撰写", "rules": ["sections.*", "mentions.*"], "lose": 5, "dimension": "completeness"}
    judged = (rule("sections.a", "fail", "fail"), rule("mentions.b", "fail"), rule("mentions.c", "pass"))
    by_themselves = {"sections.*": {"lose": 7}}
    once = score({"rules": by_themselves, "items": {"elements": {**item, "once": True}}}, *judged)
    each = score({"rules": by_themselves, "items": {"elements": item}}, *judged)
    capped = score({"items": {"elements": {**item, "at_most": 8}}}, *judged)
    assert [result.score.low for result in (once, each, capped)] == [95, 90, 92]
    assert once.lost["sections.a"][0] + once.lost["mentions.b"][0] == 5


def test_wrong_cells_cost_at_most_the_cap_which_need_be_no_multiple_of_the_loss() -> None:
    causes = [Cause("applications", 1, frozenset({("balance", str(number))})) for number in range(1, 6)]
    judged = rule("balance", *["fail"] * 5, arithmetic=True)
    result = score({"rules": {"balance": {"lose": 3, "at_most": 10}}}, judged, causes=causes)
    assert marks(result) == (90, 90)
    assert result.lost["balance"] == (10, 10)
    assert sum(result.finding_lost.values()) == 10


def test_a_wrong_cell_that_breaks_three_identities_is_charged_once_at_the_dearest() -> None:
    rules = {"balance": {"lose": 2, "at_most": 10}, "row": {"lose": 1, "at_most": 5}, "column": {"lose": 1.5}}
    judged = [rule(id, "fail", "pass", arithmetic=True) for id in rules]
    cause = Cause("applications", 1, frozenset((id, "1") for id in rules))
    result = score({"rules": rules}, *judged, causes=[cause])
    assert marks(result) == (98, 98)
    assert {id: result.lost[id][0] for id in rules} == {"balance": 2, "row": 0, "column": 0}
    assert result.cause_regained == (2,)
    assert {id: result.finding_regained[id, "1"] for id in rules} == {"balance": 2, "row": 0, "column": 0}
    assert {id: result.regained[id] for id in rules} == {"balance": 2, "row": 0, "column": 0}


def test_a_cause_in_two_dimensions_is_still_charged_once() -> None:
    rules = {"balance": {"lose": 2}, "row": {"lose": 3, "dimension": "completeness"}}
    judged = [rule(id, "fail", arithmetic=True) for id in rules]
    cause = Cause("applications", 1, frozenset((id, "1") for id in rules))
    assert marks(score({"rules": rules}, *judged, causes=[cause])) == (97, 97)


def test_a_cause_moves_on_to_a_rule_whose_cap_is_not_used_up_and_mending_never_costs() -> None:
    rules = {"balance": {"lose": 2, "at_most": 2}, "row": {"lose": 2}}
    judged = [rule("balance", "fail", "fail", arithmetic=True), rule("row", "fail", arithmetic=True)]
    causes = [
        Cause("t", 1, frozenset({("balance", "1")})),
        Cause("t", 1, frozenset({("balance", "2"), ("row", "1")})),
    ]
    assert marks(score({"rules": rules}, *judged, causes=causes)) == (96, 96)
    mended = [rule("balance", "pass", "fail", arithmetic=True), judged[1]]
    assert marks(score({"rules": rules}, *mended, causes=causes)) == (98, 98)


def test_a_cause_never_costs_more_than_its_findings_would() -> None:
    judged = rule("row", "fail", arithmetic=True)
    cause = Cause("t", 3, frozenset({("row", "1")}))
    assert marks(score({"rules": {"row": {"lose": 1}}}, judged, causes=[cause])) == (99, 99)


def test_a_failing_identity_without_a_cause_is_charged_by_itself() -> None:
    judged = rule("bound", "fail", "fail", arithmetic=True)
    assert marks(score({"rules": {"bound": {"lose": 2}}}, judged)) == (96, 96)


def test_many_causes_over_many_rules_are_still_charged_within_every_cap() -> None:
    rules = {f"rule{number}": {"lose": 1, "at_most": 3} for number in range(8)}
    judged = [rule(id, *["fail"] * 6, arithmetic=True) for id in rules]
    causes = [Cause("t", 2, frozenset((id, str(number)) for id in rules)) for number in range(1, 7)]
    result = score({"rules": rules}, *judged, causes=causes)
    assert result.score.low == 100 - 12
    assert sum(lost[0] for lost in result.lost.values()) == 12


def test_one_unread_cell_that_leaves_three_identities_open_may_cost_one_mistake_only() -> None:
    cells = ["t.a.x", "t.b.x"]
    judged = [rule(id, ("not_assessable", cells), arithmetic=True) for id in ("balance", "row", "column")]
    block = {"rules": {"balance": {"lose": 2}, "row": {"lose": 1}, "column": {"lose": 1}}}
    assert marks(score(block, *judged, unread=frozenset({"t.a.x"}))) == (98, 100)
    assert marks(score(block, *judged, unread=frozenset(cells))) == (97, 100)
    assert marks(score(block, *judged)) == (96, 100)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [("interval", (90, 95)), ("as_pass", (95, 95)), ("as_fail", (90, 90)), ("drop", (95, 95))],
)
def test_what_is_not_assessable_counts_as_the_scheme_says(policy: str, expected: tuple[int, int]) -> None:
    block = {"rules": {"mention": {"lose": 5}}, "not_assessable": policy}
    assert marks(score(block, rule("mention", "fail", "not_assessable", "pass"))) == expected


def test_a_crash_is_never_held_against_the_unit_for_certain() -> None:
    block = {"rules": {"mention": {"lose": 5, "at_most": 15}}, "not_assessable": "as_fail"}
    assert marks(score(block, rule("mention", "crashed"))) == (85, 100)


def test_what_does_not_apply_or_was_waived_costs_nothing() -> None:
    assert marks(score({"rules": {"mention": {"lose": 5}}}, rule("mention", "not_applicable", "waived"))) == (
        100,
        100,
    )


def test_bonus_is_earned_by_passing_and_stops_at_its_cap_and_at_full_marks() -> None:
    block = {"rules": {"blank": {"lose": 10}}, "bonus": {"at_most": 3, "rules": {"charts": 2, "video": 2}}}
    blank, charts, video = rule("blank", "fail"), rule("charts", "pass"), rule("video", "pass")
    assert marks(score(block, blank, charts)) == (92, 92)
    assert marks(score(block, blank, charts, video)) == (93, 93)
    assert marks(score(block, rule("blank", "pass"), charts)) == (100, 100)
    assert marks(score(block, blank, rule("charts", "not_assessable"))) == (90, 92)
    assert marks(score(block, blank, rule("charts", "not_applicable"))) == (90, 90)


def test_a_veto_holds_the_total_down_and_one_in_doubt_only_the_low_end() -> None:
    block = {"veto": [{"rule": "privacy.*", "ceiling": 59}], "grades": {"优秀": 90, "合格": 60, "不合格": 0}}
    failed = score(block, rule("privacy.id_number", "fail"))
    assert (marks(failed), failed.score.grade, failed.score.vetoed_by) == ((59, 59), "不合格", ("privacy.id_number",))
    assert failed.finding_regained["privacy.id_number", "1"] == 41
    doubted = score(block, rule("privacy.id_number", "not_assessable"))
    assert (marks(doubted), doubted.score.vetoed_by) == ((59, 100), ())
    assert (doubted.score.grade, doubted.score.grade_high) == ("不合格", "优秀")


def test_a_grade_is_told_once_where_both_ends_have_it() -> None:
    result = score({"grades": {"优秀": 90, "合格": 60}}, rule("mention", "pass"))
    assert (result.score.grade, result.score.grade_high) == ("优秀", None)


def test_marks_given_by_people_span_the_interval_until_they_are_given() -> None:
    block = {
        "dimensions": {"accuracy": {"marks": 95}},
        "manual": {"innovation": {"title": "创新", "marks": 5}},
    }
    assert marks(score(block)) == (95, 100)
    assert marks(score(block, manual={"innovation": Decimal(3)})) == (98, 98)


@pytest.mark.parametrize("manual", [{"innovation": Decimal(6)}, {"innovation": Decimal(-1)}, {"charm": Decimal(1)}])
def test_a_mark_that_does_not_fit_the_scheme_is_refused(manual: dict[str, Decimal]) -> None:
    with pytest.raises(UsageError):
        score({"manual": {"innovation": {"marks": 5}}}, manual=manual)


def test_two_findings_under_one_cap_regain_nothing_singly_and_all_together() -> None:
    result = score({"rules": {"blank": {"lose": 5, "at_most": 5}}}, rule("blank", "fail", "fail"))
    assert set(result.finding_regained.values()) == {0}
    assert result.regained["blank"] == 5
    assert sorted(result.finding_lost.values()) == [Decimal("2.5")] * 2


def test_a_rule_without_marks_costs_nothing_and_a_scheme_without_dimensions_has_one_pool() -> None:
    scheme = read_scheme({"rules": {"blank": {"lose": 60}}})
    result = score_report(scheme, [rule("blank", "fail", "fail"), rule("other", "fail")])
    assert marks(result) == (0, 0)
    assert result.lost["other"] == (0, 0)
    assert result.dimensions == ()


def test_an_unknown_model_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="deduct、pass-rate、weighted"):
        score({"model": "deduction"})
