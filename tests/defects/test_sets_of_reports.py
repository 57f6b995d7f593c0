"""What only several reports together show is told of the right one, and sets in order are accused of nothing."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from defects.measuring import MANY, answer_together, audited_together
from defects.sets import SETS, Together, county, made, two_years

SEEDS = range(2 * MANY)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", SETS)
def test_a_defect_is_told_of_the_right_report_and_nothing_else_is(name: str, seed: int, tmp_path: Path) -> None:
    given = made(name, seed)
    answer = answer_together(given, audited_together(tmp_path, given))
    assert answer.found
    assert answer.others == ()


@pytest.mark.parametrize("seed", range(4 * MANY))
@pytest.mark.parametrize("make", [two_years, county])
def test_reports_in_order_are_accused_of_nothing(make: type[Together], seed: int, tmp_path: Path) -> None:
    given = make(Random(seed))
    assert answer_together(given, audited_together(tmp_path, given)).others == ()
