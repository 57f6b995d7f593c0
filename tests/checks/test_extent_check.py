"""Sections that are asked to keep to a length: what is counted, and when nothing can be said."""

from __future__ import annotations

import pytest
from support.reports import judge, problems, report

from gipaudit.authoring.specimen import Draft
from gipaudit.rules.checks.extent import CHECK


def verdict(draft: Draft | str, *, lossy: bool = False, **options: int) -> str:
    made = report(sections={"problems": draft}, lossy=lossy)
    return judge(CHECK, made, section="problems", **options)["problems"].verdict


@pytest.mark.parametrize(
    ("length", "most", "least", "expected"),
    [(100, 100, 1, "pass"), (101, 100, 1, "fail"), (40, 100, 40, "pass"), (39, 100, 40, "fail")],
)
def test_the_bounds_themselves_are_kept(length: int, most: int, least: int, expected: str) -> None:
    assert verdict("甲" * length, at_most=most, at_least=least) == expected


def test_blanks_and_line_ends_are_not_counted_and_punctuation_is() -> None:
    assert verdict("甲 乙\u3000丙\n丁。", at_most=5) == "pass"
    assert verdict("甲乙丙丁。，", at_most=5) == "fail"


def test_what_stands_in_tables_is_not_counted() -> None:
    made = report(sections={"requests": Draft(text="见下表。")})
    assert judge(CHECK, made, section="requests", at_most=4)["requests"].verdict == "pass"


def test_a_section_that_is_not_there_is_left_to_other_rules() -> None:
    assert verdict(Draft(state="missing"), at_least=5) == "not_applicable"
    assert verdict(Draft(text="", state="empty"), at_least=5) == "not_applicable"


def test_what_may_have_been_lost_accuses_nobody() -> None:
    assert verdict(Draft(state="unknown"), at_least=5) == "not_assessable"
    assert verdict(Draft(state="missing"), lossy=True, at_least=5) == "not_assessable"
    assert verdict(Draft(text="见图。", pictures=1), at_least=50) == "not_assessable"


def test_it_says_how_long_it_is_and_how_long_it_may_be() -> None:
    outcome = judge(CHECK, report(sections={"problems": "甲乙丙丁戊"}), section="problems", at_most=4)["problems"]
    assert outcome.evidence.message == "“存在的主要问题及改进情况”共5字，超过4字"


def test_bounds_that_nothing_can_meet_and_unknown_sections_are_told() -> None:
    assert any("任何报告都不能符合" in told for told in problems(CHECK, section="problems", at_least=5, at_most=4))
    assert problems(CHECK, section="porblems", at_most=4)
