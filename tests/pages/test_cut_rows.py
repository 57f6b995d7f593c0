"""A row that the end of a page cuts through its figures is made whole, where the cut shows."""

from __future__ import annotations

from random import Random

from pages.printing import SIZE, Manner, Printed, printed

from gipaudit.documents.limits import Limits, Meter
from gipaudit.documents.model import Table
from gipaudit.documents.pages.compose import compose

WIDE = 100.0
NARROW = 4 * SIZE / 2 + 8
"""Room for four figures."""


def texts(rows: list[tuple[str, ...]], cut: int, first: float = WIDE) -> list[list[str]]:
    """The rows read back from two pages, of which the first ends before that row."""
    cells = [Printed(text, row, column) for row, line in enumerate(rows) for column, text in enumerate(line)]
    widths = [first, *[NARROW] * (len(rows[0]) - 1)]
    [table] = compose(printed(cells, widths, [cut], Manner(), Random(2)), Meter(Limits()))
    assert isinstance(table, Table)
    return [[cell.text for cell in row] for row in table.rows]


def test_figures_that_break_off_go_on() -> None:
    """The line above is full wherever there is more below, and one that ends above is not full."""
    rows = [
        ("甲类事项", "1", "2", "3"),
        ("乙类", "4143", "7", "8372"),
        ("事项", "20", "", "17"),
        ("丙类事项", "4", "5", "6"),
    ]
    assert texts(rows, 2) == [
        ["甲类事项", "1", "2", "3"],
        ["乙类事项", "414320", "7", "837217"],
        ["丙类事项", "4", "5", "6"],
    ]


def test_a_row_with_a_number_of_its_own_is_another() -> None:
    rows = [("1.甲类", "4143", "7", "8372"), ("2.乙类", "20", "", "17")]
    assert texts(rows, 1) == [list(row) for row in rows]


def test_a_row_with_figures_under_one_that_is_not_full_is_another() -> None:
    rows = [("甲类", "4143", "7", "8"), ("乙类", "20", "", "17")]
    assert texts(rows, 1) == [list(row) for row in rows]


def test_a_row_of_figures_without_any_name_goes_on_too() -> None:
    rows = [("维持", "纠正", "总计"), ("4143", "7", "8372"), ("20", "", "17")]
    assert texts(rows, 2, NARROW) == [list(rows[0]), ["414320", "7", "837217"]]
