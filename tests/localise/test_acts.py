"""One act over several cells is told only where it alone undoes all that fails, with the values as they were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from gipaudit.forms.report import Reading
from gipaudit.rules.acts import COPIED, LAST_YEAR, MISPLACED, RIGHT, ROW_COPIED, SWAPPED, Surroundings
from gipaudit.rules.linear import Constraint, LinearForm
from gipaudit.rules.localise import NOT_ASKED, causes
from gipaudit.scorecard import Cause

WIDTH, HEIGHT = 5, 4
"""Rows and columns with their totals, the totals last."""

RIGHT_FIGURES = [[31, 4, 12, 0], [57, 18, 6, 0], [23, 40, 9, 0]]


def whole(parts: Sequence[Sequence[int]]) -> list[list[int]]:
    """The parts with the totals of their rows and columns."""
    rows = [[*row, sum(row)] for row in parts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def at(row: int, column: int) -> str:
    return f"t.{row}.{column}"


ACROSS = tuple(tuple(at(row, column) for column in range(WIDTH)) for row in range(HEIGHT))
DOWN = tuple(zip(*ACROSS, strict=True))


def explain(
    grid: Sequence[Sequence[int | None]], previous: Sequence[Sequence[int]] = (), *, search: bool = True
) -> tuple[Cause, ...]:
    values = {at(r, c): value for r, row in enumerate(grid) for c, value in enumerate(row)}
    sums = {
        **{f"row {number}": line for number, line in enumerate(ACROSS)},
        **{f"column {number}": line for number, line in enumerate(DOWN)},
    }
    constraints = [
        ("sum", key, Constraint(LinearForm({**dict.fromkeys(line[:-1], Fraction(1)), line[-1]: Fraction(-1)}), "="))
        for key, line in sums.items()
    ]
    failing = {
        ("sum", key)
        for key, line in sums.items()
        if None not in (known := [values[cell] for cell in line])
        and sum(value or 0 for value in known[:-1]) != known[-1]
    }
    before = {at(r, c): Decimal(value) for r, row in enumerate(previous) for c, value in enumerate(row)}
    readings = {cell: _reading(value) for cell, value in values.items()}
    around = Surroundings(ACROSS, DOWN, before.get)
    return causes("t", constraints, readings, failing, surroundings=around, search=search)


def _reading(value: int | None) -> Reading:
    if value is None:
        return Reading("blank", Decimal(0), None)
    return Reading("number", Decimal(value), Decimal(value), str(value))


def suggested(cause: Cause) -> Mapping[str, Decimal]:
    return {each.address: each.value for each in cause.suggestions}


def test_two_neighbours_that_changed_places_are_told_with_their_values() -> None:
    grid = whole(RIGHT_FIGURES)
    grid[1][0], grid[1][1] = grid[1][1], grid[1][0]
    (cause,) = explain(grid)
    assert (cause.explanation, cause.size) == (SWAPPED, 2)
    assert suggested(cause) == {at(1, 0): 57, at(1, 1): 18}


def test_a_number_written_in_the_next_column_is_told() -> None:
    grid = whole(RIGHT_FIGURES)
    grid[0][3], grid[0][2] = grid[0][2], 0
    (cause,) = explain(grid)
    assert (cause.explanation, suggested(cause)) == (MISPLACED, {at(0, 2): 12, at(0, 3): 0})


def test_a_row_whose_figures_went_one_column_to_the_right_is_told() -> None:
    grid = whole(RIGHT_FIGURES)
    grid[1] = [0, 57, 18, 6, 81]
    (cause,) = explain(grid)
    assert (cause.explanation, suggested(cause)) == (RIGHT, {at(1, n): v for n, v in enumerate((57, 18, 6, 0))})


def test_totals_copied_from_the_row_above_are_told() -> None:
    grid = whole(RIGHT_FIGURES)
    grid[3] = list(grid[2])
    (cause,) = explain(grid)
    assert cause.explanation == ROW_COPIED
    assert suggested(cause) == {at(3, 0): 111, at(3, 1): 62, at(3, 2): 27, at(3, 4): 200}


def test_of_two_equal_rows_neither_is_told_where_each_may_be_the_copy() -> None:
    grid = whole(RIGHT_FIGURES)
    grid[1] = list(grid[0])
    (cause,) = explain(grid)
    assert (cause.explanation, cause.suggestions) == ("", ())


def test_a_row_left_as_it_was_last_year_is_told() -> None:
    grid, before = whole(RIGHT_FIGURES), whole([[31, 3, 2, 1], [14, 22, 5, 1], [9, 8, 7, 6]])
    grid[1] = list(before[1])
    (cause,) = explain(grid, before)
    assert cause.explanation == LAST_YEAR
    assert suggested(cause) == {at(1, 0): 57, at(1, 1): 18, at(1, 2): 6, at(1, 3): 0, at(1, 4): 81}


def test_a_certain_cell_that_holds_last_years_number_says_so() -> None:
    grid = whole(RIGHT_FIGURES)
    grid[0][0] = 44
    (cause,) = explain(grid, [[44]])
    assert (cause.cells, cause.explanation, cause.likely) == ((at(0, 0),), LAST_YEAR, "")
    assert suggested(cause) == {at(0, 0): 31}


def test_a_total_copied_along_says_so() -> None:
    grid = whole(RIGHT_FIGURES)
    grid[2][4] = grid[1][4]
    (cause,) = explain(grid)
    assert (cause.cells, cause.explanation, suggested(cause)) == ((at(2, 4),), COPIED, {at(2, 4): 72})


def test_where_two_swaps_would_mend_the_table_neither_is_told() -> None:
    grid = whole([[23, 20, 7, 1], [23, 20, 8, 2], [9, 9, 9, 9]])
    grid[0][0], grid[0][1] = 20, 23  # the second row, had it been in order, could have been this one
    grid[1][0], grid[1][1] = 20, 23
    grid[3][0], grid[3][1] = grid[3][0] - 3, grid[3][1] + 3
    (cause,) = explain(grid)
    assert (cause.explanation, cause.suggestions) == ("", ())


def test_an_act_that_would_break_another_sum_is_not_told() -> None:
    grid = whole(RIGHT_FIGURES)
    grid[0][0] += 10
    (cause,) = explain(grid)
    assert (cause.cells, cause.explanation) == ((at(0, 0),), "")


def test_a_cell_that_is_certain_has_a_value_even_where_no_act_explains_it() -> None:
    grid = whole(RIGHT_FIGURES)
    grid[0][0] += 10
    grid[2][1] += 3
    found = explain(grid)
    assert [suggested(cause) for cause in found] == [{at(0, 0): 31}, {at(2, 1): 40}]


def test_a_blank_stands_for_nought_where_figures_went_one_cell_too_far() -> None:
    grid: list[list[int | None]] = [list(row) for row in whole(RIGHT_FIGURES)]
    grid[1] = [None, 57, 18, 6, 81]
    (cause,) = explain(grid)
    assert cause.explanation == RIGHT


def test_without_localisation_the_size_is_estimated_and_nothing_is_named() -> None:
    grid = whole(RIGHT_FIGURES)
    grid[0][0] += 10
    (cause,) = explain(grid, search=False)
    assert (cause.cells, cause.alternatives, cause.suggestions, cause.note) == ((), (), (), NOT_ASKED)
    assert (cause.size, len(cause.instances)) == (1, 2)
