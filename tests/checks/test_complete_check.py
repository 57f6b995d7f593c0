"""Completeness tells each habit once a table, and accuses only what the unit really printed or left out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.reports import SMALL, judge, problems, report, without_form

from gipaudit.authoring.specimen import Draft
from gipaudit.forms.report import Reading
from gipaudit.rules.checks.complete import CHECK

COUNTABLE = [cell.address for cell in SMALL.standard.countable if cell.table == "requests"]


def test_a_report_with_a_number_in_every_cell_passes_every_instance() -> None:
    outcomes = judge(CHECK, report())
    assert {outcome.verdict for outcome in outcomes.values()} == {"pass"}
    assert set(outcomes) == {
        f"{table}:{state}" for table in ("requests", "fees") for state in ("blank", "dash", "text", "missing")
    }


def test_many_blanks_are_one_finding_that_lists_all_their_cells() -> None:
    blanks = ["requests.new.natural", "requests.new.total", "requests.done.natural", "requests.other.fee.total"]
    outcome = judge(CHECK, report(dict.fromkeys(blanks, "空")))["requests:blank"]
    assert outcome.verdict == "fail"
    assert outcome.evidence.cells == tuple(blanks)
    assert outcome.evidence.message == (
        "表三有 4 格空白：本年新收·自然人、本年新收·总计、办理结果总计·自然人等（没有数据应填“0”）"
    )
    assert outcome.evidence.values["count"] == "4"


def test_an_empty_template_is_one_finding_a_table() -> None:
    made = report({cell.address: "空" for cell in SMALL.standard.countable})
    failing = {key: outcome for key, outcome in judge(CHECK, made).items() if outcome.verdict == "fail"}
    assert set(failing) == {"requests:blank", "fees:blank"}
    assert failing["requests:blank"].evidence.message == "表三全部 8 格空白（没有数据应填“0”）"


def test_rows_that_the_layout_does_not_print_are_not_missing() -> None:
    outcomes = judge(CHECK, report({"requests.other.natural": 1, "requests.other.total": 1}))
    assert outcomes["requests:missing"].verdict == "pass"


def test_a_missing_row_is_told_only_where_the_document_was_read_as_it_is() -> None:
    gone = dict.fromkeys(["requests.new.natural", "requests.new.total"], "缺")
    assert judge(CHECK, report(gone))["requests:missing"].verdict == "fail"
    converted = judge(CHECK, report(gone, lossy=True))
    assert "requests:missing" not in converted
    assert converted["requests:unread"].verdict == "not_assessable"
    assert converted["requests:unread"].evidence.why == "表三有 2 格未能读出，无法判断是否填全"


def test_a_table_that_is_a_picture_is_unread_not_missing() -> None:
    gone = dict.fromkeys(COUNTABLE, "缺")
    made = report(gone, {"requests": Draft(tables=False, pictures=1)})
    outcomes = judge(CHECK, made, tables=["requests"])
    assert {key: outcome.verdict for key, outcome in outcomes.items()} == {"requests:unread": "not_assessable"}
    assert outcomes["requests:unread"].evidence.cells == tuple(COUNTABLE)


def test_words_in_a_cell_are_told_as_printed() -> None:
    outcome = judge(CHECK, report({"fees.fees.amount": "详见附件"}))["fees:text"]
    assert outcome.verdict == "fail"
    assert outcome.evidence.values["found"] == "“详见附件”"


@pytest.mark.parametrize(
    "reading",
    [
        Reading("text", None, None, "", why="表格在转换中丢失"),
        Reading("text", None, None, "12", why="表头互相矛盾"),
        Reading("text", None, None, "见附件", by="position"),
        Reading("text", None, None, "见附件", confidence=0.5),
        Reading("blank", None, None, "", by="order", confidence=0.7),
        Reading("missing", None, None, confidence=0.3),
    ],
    ids=["lost", "doubted-number", "by-position", "unsure", "by-order", "unsure-missing"],
)
def test_what_the_reading_itself_doubts_is_never_held_against_the_unit(reading: Reading) -> None:
    outcomes = judge(CHECK, report({"requests.new.natural": reading}))
    assert "fail" not in {outcome.verdict for outcome in outcomes.values()}
    assert outcomes["requests:unread"].verdict == "not_assessable"
    assert outcomes["requests:unread"].evidence.cells == ("requests.new.natural",)
    assert "requests:blank" not in outcomes


def test_unread_cells_hide_no_blank_that_was_read() -> None:
    outcomes = judge(CHECK, report({"requests.new.natural": None, "requests.new.total": "空"}), tables=["requests"])
    assert {key: outcome.verdict for key, outcome in outcomes.items()} == {
        "requests:blank": "fail",
        "requests:unread": "not_assessable",
    }


def test_a_table_of_which_nothing_was_read_accuses_nobody_of_missing_rows() -> None:
    cells: dict[str, str | None] = dict.fromkeys(COUNTABLE, "缺")
    cells["requests.new.natural"] = None
    outcomes = judge(CHECK, report(cells), tables=["requests"])
    assert {key: outcome.verdict for key, outcome in outcomes.items()} == {"requests:unread": "not_assessable"}
    cells["requests.new.natural"] = "3"
    assert judge(CHECK, report(cells), tables=["requests"])["requests:missing"].verdict == "fail"


def test_dashes_are_a_habit_of_their_own_and_can_be_left_out() -> None:
    made = report({"requests.new.total": "/", "requests.done.total": "—"})
    assert judge(CHECK, made)["requests:dash"].verdict == "fail"
    assert set(judge(CHECK, made, states=["blank"], tables=["表三"])) == {"requests:blank"}
    assert judge(CHECK, made, states=["blank"], tables=["requests"])["requests:blank"].verdict == "pass"


def test_without_a_known_table_nothing_can_be_said() -> None:
    (outcome,) = judge(CHECK, without_form(report())).values()
    assert outcome.verdict == "not_assessable"


def test_an_unknown_table_is_answered_with_the_nearest_name() -> None:
    (problem,) = problems(CHECK, tables=["表三", "收费情况表"])
    assert problem.startswith("tables.1: ")
    assert "收费表" in problem


def test_the_explanation_names_the_tables_in_chinese() -> None:
    from support.reports import rule

    assert "表三、收费表" in CHECK.explain(rule("complete"), SMALL)
    assert "收费表" not in CHECK.explain(rule("complete", tables=["requests"]), SMALL)


@given(st.dictionaries(st.sampled_from(COUNTABLE), st.sampled_from(["空", "—", "缺", "若干", 3])))
def test_every_cell_that_is_not_a_number_is_told_exactly_once(cells: dict[str, str | int]) -> None:
    outcomes = judge(CHECK, report(cells), tables=["requests"])
    told = [address for outcome in outcomes.values() for address in outcome.evidence.cells]
    assert sorted(told) == sorted(address for address, value in cells.items() if value != 3)
    assert {key for key, outcome in outcomes.items() if outcome.verdict == "fail"} == {
        f"requests:{state}"
        for state, value in {"blank": "空", "dash": "—", "missing": "缺", "text": "若干"}.items()
        if value in cells.values()
    }


@given(st.dictionaries(st.sampled_from(COUNTABLE), st.sampled_from(["空", "—", "缺", "若干", None, 3])))
def test_a_converted_document_is_never_accused_of_missing_or_odd_cells(cells: dict[str, str | int | None]) -> None:
    outcomes = judge(CHECK, replace(report(cells), document=report(lossy=True).document))
    failing = {key for key, outcome in outcomes.items() if outcome.verdict == "fail"}
    assert failing <= {"requests:blank", "requests:dash"}
