"""Whatever offices do to the official tables: a number that is read is the number printed for that cell."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.formats import FORMATS, PAGED, document
from support.habits import HABITS, Habit

from gipaudit.forms.binding import Binding, bind
from gipaudit.forms.form import Form
from gipaudit.forms.library import forms
from gipaudit.forms.sections import find_sections

KEEPS_BLANKS = ("docx", "html", "tabs", "lines", *PAGED)
TRUE_TO_COLUMNS = ("docx", "html", "tabs", *PAGED)
GENERATIONS = ("2019", "2021")
seeds = st.integers(0, 10**6)
few = settings(max_examples=4, deadline=None)

every_habit = pytest.mark.parametrize("name", HABITS)


def made(habit: Habit, generation: str, format: str, seed: int) -> tuple[Binding, dict[str, str], set[str]]:
    printed = habit.make(forms()[generation].standard, Random(seed))
    return bind(document(printed.blocks, format), forms()[generation], 2023), printed.figures, printed.gone


@every_habit
@few
@given(seed=seeds, generation=st.sampled_from(GENERATIONS), data=st.data())
def test_what_is_read_is_what_is_printed(name: str, seed: int, generation: str, data: st.DataObject) -> None:
    """No number is wrong, few cells stay unread, and no unit is accused of a row that it prints."""
    habit = HABITS[name]
    format = data.draw(st.sampled_from(habit.formats))
    binding, figures, gone = made(habit, generation, format, seed)
    for address, reading in binding.readings.items():
        if reading.state == "number":
            assert address not in gone, f"{address} is not printed, read as {reading.text}"
            assert figures[address], f"{address} is blank, read as {reading.text}"
            assert reading.low == reading.high == Decimal(figures[address]), address
    assert {address for address, reading in binding.readings.items() if reading.state == "missing"} <= gone
    printed = [address for address in figures if address not in gone]
    unread = [
        address
        for address in printed
        if address not in binding.readings or binding.readings[address].state in ("text", "missing")
    ]
    allowed = habit.unread if format in TRUE_TO_COLUMNS else habit.converted
    assert len(unread) <= allowed * len(printed), unread[:8]


@few
@given(seed=seeds, generation=st.sampled_from(GENERATIONS), format=st.sampled_from(KEEPS_BLANKS))
def test_a_blank_cell_is_blank(seed: int, generation: str, format: str) -> None:
    binding, figures, _ = made(HABITS["blank cells"], generation, format, seed)
    for address, text in figures.items():
        assert binding.readings[address].state == ("number" if text else "blank"), address


@few
@given(seed=seeds, generation=st.sampled_from(GENERATIONS))
def test_a_blank_cell_of_a_converted_document_may_have_been_lost(seed: int, generation: str) -> None:
    binding, figures, _ = made(HABITS["blank cells"], generation, "markdown", seed)
    for address, text in figures.items():
        assert binding.readings[address].state == ("number" if text else "text"), address


@few
@given(seed=seeds, format=st.sampled_from(FORMATS))
def test_a_row_left_out_is_missing_unless_a_conversion_may_have_lost_it(seed: int, format: str) -> None:
    binding, _, gone = made(HABITS["rows missing"], "2021", format, seed)
    states = {binding.readings[address].state for address in gone if address in binding.readings}
    whole = [address for address in gone if address.startswith("applications.other.")]
    assert states == {"text" if format == "markdown" else "missing"} or len(whole) == len(gone)


@pytest.mark.parametrize("format", FORMATS)
def test_a_doubled_table_makes_the_report_uncertain(format: str) -> None:
    binding, _, _ = made(HABITS["last year's table above"], "2021", format, 5)
    assert "tables.applications" in {item.what for item in binding.uncertain}
    assert "/" in binding.readings["applications.new.total"].text, "both candidates are kept"


@pytest.mark.parametrize("format", FORMATS)
def test_sections_are_found_behind_a_list_of_contents(format: str) -> None:
    form: Form = forms()["2021"]
    printed = HABITS["contents first"].make(form.standard, Random(1))
    read = document(printed.blocks, format)
    found = find_sections(read, form, bind(read, form, 2023).tables)
    assert {section.state for id, section in found.items() if id != "preamble"} == {"present"}
    assert found["problems"].text.startswith("存在的问题是")
