"""What stands in a cell is of the kind that the form asks for, told once a table and habit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.reports import judge, problems, report, without_form

from gipaudit.authoring.specimen import CellValue
from gipaudit.forms.report import Reading
from gipaudit.rules.checks.kind import CHECK


def failing(cells: dict[str, CellValue]) -> dict[str, str]:
    return {
        key: outcome.evidence.message
        for key, outcome in judge(CHECK, report(cells)).items()
        if outcome.verdict == "fail"
    }


@pytest.mark.parametrize(
    ("cells", "instance", "said"),
    [
        ({"requests.new.natural": "1.5"}, "requests:integer", "表三有 1 格填写了小数：本年新收·自然人“1.5”"),
        ({"requests.new.natural": -3}, "requests:non_negative", "表三有 1 格填写了负数：本年新收·自然人“-3”"),
        ({"requests.new.natural": "6件"}, "requests:bare", "表三有 1 格带有计量单位：本年新收·自然人“6件”"),
        ({"requests.heading.total": 0}, "requests:heading_blank", "表三有 1 格是标题行，不应填数：申请·总计“0”"),
        ({"requests.new.natural": "约30"}, "requests:exact", "表三有 1 格填写了约数：本年新收·自然人“约30”"),
        ({"fees.fees.amount": -1}, "fees:non_negative", "收费表有 1 格填写了负数：收费金额“-1”"),
        ({"fees.fees.change": "1.5"}, "fees:integer", "收费表有 1 格填写了小数：本年增/减“1.5”"),
    ],
)
def test_each_slip_is_told_with_what_is_printed(cells: dict[str, CellValue], instance: str, said: str) -> None:
    assert failing(cells) == {instance: said}


def test_a_converted_amount_says_so() -> None:
    (message,) = failing({"fees.fees.amount": "251000元"}).values()
    assert message == "收费表有 1 格带有计量单位：收费金额“251000元”（以“元”计，已折算为格式规定的单位）"


def test_what_the_form_allows_is_no_slip() -> None:
    cells: dict[str, CellValue] = {
        "fees.fees.change": "-2",
        "fees.fees.amount": "3.50",
        "requests.new.total": "　　0",
    }
    assert failing(cells) == {}


def test_a_heading_left_blank_passes_and_one_with_a_dash_holds_no_figure() -> None:
    assert judge(CHECK, report())["requests:heading_blank"].verdict == "pass"
    assert failing({"requests.heading.total": "—"}) == {}


def test_blanks_are_left_to_completeness() -> None:
    cells = {"fees.fees.change": "空", "fees.fees.amount": "空"}
    outcomes = judge(CHECK, report(cells), tables=["收费表"], asks=["integer", "non_negative"])
    assert {outcome.verdict for outcome in outcomes.values()} == {"not_applicable"}


def test_a_doubtful_number_is_no_evidence_against_the_unit() -> None:
    doubtful = Reading("number", Decimal(-3), Decimal(-3), "-3", by="order", confidence=0.7)
    outcomes = judge(CHECK, report({"requests.new.natural": doubtful}))
    assert "requests:non_negative" not in outcomes
    outcome = outcomes["requests:unread"]
    assert outcome.verdict == "not_assessable"
    assert outcome.evidence.cells == ("requests.new.natural",)


def test_an_unread_cell_forbids_a_pass() -> None:
    outcomes = judge(CHECK, report({"requests.new.natural": None}), tables=["requests"])
    assert {key: outcome.verdict for key, outcome in outcomes.items()} == {
        "requests:unread": "not_assessable",
        "requests:heading_blank": "pass",
    }


def test_several_slips_of_one_habit_are_one_finding() -> None:
    outcome = judge(CHECK, report({"requests.new.natural": "2件", "requests.new.total": "2件"}))["requests:bare"]
    assert outcome.evidence.values["count"] == "2"
    assert outcome.evidence.cells == ("requests.new.natural", "requests.new.total")


def test_only_what_is_asked_is_judged() -> None:
    assert set(judge(CHECK, report(), asks=["integer"])) == {"requests:integer", "fees:integer"}


def test_without_a_known_table_nothing_can_be_said() -> None:
    (outcome,) = judge(CHECK, without_form(report())).values()
    assert outcome.verdict == "not_assessable"


def test_an_unknown_table_is_a_problem_at_its_place() -> None:
    (problem,) = problems(CHECK, tables=["request"])
    assert problem.startswith("tables.0: ")
    assert "requests" in problem


@given(st.integers(-5, 5), st.integers(-5, 5))
def test_non_negative_fails_exactly_where_a_count_is_below_zero(first: int, second: int) -> None:
    cells: dict[str, CellValue] = {"requests.new.natural": first, "requests.done.total": second}
    outcome = judge(CHECK, report(cells), asks=["non_negative"], tables=["requests"])["requests:non_negative"]
    assert (outcome.verdict == "fail") == (min(first, second) < 0)
    assert len(outcome.evidence.cells) == (first < 0) + (second < 0)
