"""A slip in a realistic 表三 is traced to its cells, no right cell is accused, and what is likely mostly is so."""

from __future__ import annotations

import pytest
from localise.measuring import slipped

ONE_CELL = (
    "two digits transposed",
    "a digit dropped",
    "a digit doubled",
    "a nought added",
    "wrong by 1 to 9",
    "nought instead of a number",
    "copied from the cell before",
    "last year's number left in",
)


def test_one_wrong_cell_is_named_nearly_always() -> None:
    told = [each for slip in ONE_CELL for each in slipped(slip, "applications", 12)]
    assert sum(each.named for each in told) >= 0.95 * len(told)


@pytest.mark.parametrize(
    ("slip", "table"),
    [
        *((slip, "applications") for slip in ("two neighbours swapped", "written one row off")),
        *((slip, "disputes") for slip in ("two digits transposed", "a digit dropped", "wrong by 1 to 9")),
    ],
)
def test_no_right_cell_is_named_as_certain_and_few_as_likely(slip: str, table: str) -> None:
    told = list(slipped(slip, table, 25))
    assert sum(each.wrongly for each in told) == 0
    assert sum(each.likely is False for each in told) <= 0.05 * len(told)


def test_a_swap_of_neighbours_is_mostly_told() -> None:
    told = list(slipped("two neighbours swapped", "applications", 25))
    assert sum(each.likely is True for each in told) >= 0.8 * len(told)
