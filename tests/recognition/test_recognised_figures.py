"""Figures that a machine read from pictures: when they are numbers, when not, and what the form's sums may settle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.figures import figures
from support.formats import document
from support.sheets import issued

from gipaudit.documents.model import Block, Document, Place, Table
from gipaudit.forms.assembly import assemble
from gipaudit.forms.library import forms
from gipaudit.forms.recognised import CONFIRMED, SURE
from gipaudit.forms.report import Report

FORM = forms()["2021"].standard
TRUTH = figures(FORM, Random(5))
PRINTED = document(issued(FORM, TRUTH), "html")
PLACES = {address: reading.place for address, reading in assemble(PRINTED, forms()).readings.items()}
ROW = ("natural", "business", "research", "welfare", "legal", "other")


def recognised(changes: Mapping[str, tuple[str, float]], elsewhere: float = 0.99) -> Report:
    """The report with every cell read by a machine, some of them differently or less surely."""
    by_place = {PLACES[address]: change for address, change in changes.items()}
    blocks = tuple(_read_again(block, by_place, elsewhere) for block in PRINTED.blocks)
    return assemble(Document(blocks, "scan", converter="an engine 1"), forms())


def _read_again(block: Block, changes: Mapping[Place, tuple[str, float]], elsewhere: float) -> Block:
    if not isinstance(block, Table):
        return block
    rows = tuple(
        tuple(
            replace(cell, text=text, confidence=sure)
            for cell in row
            for text, sure in [changes.get(cell.place, (cell.text, elsewhere))]
        )
        for row in block.rows
    )
    return replace(block, rows=rows)


def other_than(text: str) -> str:
    """Another figure than this, and not one that is easily taken for it."""
    return str(int(text) + 40_404)


LONELY = "documents.normative.issued"
SUMMED = next(
    address
    for address, text in TRUTH.items()
    if address.startswith("applications.refused")
    and not address.endswith(".total")
    and len(text) == 5
    and set(text) & set("38")
)


def test_a_figure_read_surely_is_a_number_with_the_confidence_of_its_cell() -> None:
    reading = recognised({}, elsewhere=0.97).readings[LONELY]
    assert (reading.state, str(reading.low), reading.confidence) == ("number", TRUTH[LONELY], 0.97)


@pytest.mark.parametrize("sure", [0.0, 0.5, SURE - 0.01])
@pytest.mark.parametrize("text", ["37", "—", "三"])
def test_what_is_not_read_surely_is_no_number_no_dash_and_no_word(text: str, sure: float) -> None:
    reading = recognised({LONELY: (text, sure)}).readings[LONELY]
    assert (reading.state, reading.low, reading.high) == ("text", Decimal(0), None)
    assert f"疑为“{text}”" in reading.why
    assert f"{sure:.2f}" in reading.why
    assert reading.confidence < 0.8


def test_sums_confirm_a_doubtful_figure_that_they_demand() -> None:
    reading = recognised({SUMMED: (TRUTH[SUMMED], 0.4)}).readings[SUMMED]
    assert (reading.state, str(reading.low), reading.confidence) == ("number", TRUTH[SUMMED], CONFIRMED)
    assert "经勾稽关系印证" in reading.why


def test_sums_never_turn_a_doubtful_figure_into_another() -> None:
    reading = recognised({SUMMED: (other_than(TRUTH[SUMMED]), 0.4)}).readings[SUMMED]
    assert reading.state == "text"


def test_nothing_is_confirmed_where_two_figures_of_each_sum_are_open() -> None:
    _, _, rest = SUMMED.partition(".")
    row, _, column = rest.rpartition(".")
    beside = f"applications.{row}.{ROW[(ROW.index(column) + 1) % len(ROW)]}"
    below = f"applications.partial.{column}"
    read = recognised({a: (TRUTH[a], 0.4) for a in (SUMMED, beside, below)}).readings
    assert read[SUMMED].state == "text"


def test_a_sum_of_noughts_confirms_nothing() -> None:
    address = "disputes.review.upheld"
    row = [f"disputes.review.{column}" for column in ("upheld", "corrected", "other", "pending", "total")]
    read = recognised({**dict.fromkeys(row, ("0", 0.99)), address: ("0", 0.4)}).readings
    assert read[address].state == "text"


def test_a_sure_figure_is_taken_back_where_a_likely_slip_explains_the_sums() -> None:
    right = TRUTH[SUMMED]
    place = next(i for i, digit in enumerate(right) if digit in "38")
    wrong = right[:place] + {"3": "8", "8": "3"}[right[place]] + right[place + 1 :]
    reading = recognised({SUMMED: (wrong, 0.999)}).readings[SUMMED]
    assert reading.state == "text"
    assert f"若为“{right}”则成立" in reading.why


def test_a_digit_lost_is_a_likely_slip_too() -> None:
    reading = recognised({SUMMED: (TRUTH[SUMMED][1:], 0.999)}).readings[SUMMED]
    assert reading.state == "text"
    assert TRUTH[SUMMED] in reading.why


def test_an_error_that_no_slip_explains_stays_the_unit_s() -> None:
    wrong = other_than(TRUTH[SUMMED])
    reading = recognised({SUMMED: (wrong, 0.999)}).readings[SUMMED]
    assert (reading.state, str(reading.low)) == ("number", wrong)


def test_a_document_that_no_machine_read_is_never_doubted() -> None:
    assert assemble(PRINTED, forms()).uncertain == ()
    report = recognised({SUMMED: (TRUTH[SUMMED][1:], 1.0)}, elsewhere=1.0)
    assert report.readings[SUMMED].state == "number"


def test_the_report_says_how_many_figures_were_recognised_and_how_many_are_not_sure() -> None:
    (uncertain,) = recognised({LONELY: ("37", 0.5)}).uncertain
    assert uncertain.what == "reading"
    assert uncertain.why == f"由图片识别，共{len(TRUTH)}格，其中1格把握不足，请对照原件"


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(TRUTH)), st.floats(0, 1), max_size=12))
def test_however_sure_the_machine_was_no_right_text_becomes_a_wrong_number(sureness: dict[str, float]) -> None:
    readings = recognised({address: (TRUTH[address], sure) for address, sure in sureness.items()}).readings
    for address, text in TRUTH.items():
        if readings[address].state == "number":
            assert readings[address].low == Decimal(text)
        else:
            assert readings[address].state == "text"
            assert sureness[address] < SURE
