"""Beyond three wrong cells a solver is asked: what it says mends the table and is no larger than need be."""

from __future__ import annotations

from itertools import combinations, product
from random import Random
from unittest.mock import patch

import pytest
from conftest import need
from hypothesis import given, settings
from hypothesis import strategies as st

from gipaudit.rules import solver
from gipaudit.rules.smallest import MOST_SETS, smallest_sets
from gipaudit.rules.solver import Solver
from gipaudit.rules.system import Row, System, Variable


@pytest.fixture(autouse=True)
def _solver() -> None:
    need(solver.find_spec("highspy") is not None, "highspy is not installed")


PATIENT = (1_000_000, 100_000)
"""Work and branches that are never used up: these tests ask for answers, not for where they end."""

# Two rows and two columns with their totals; cell 3 · row + column, the totals last.
EQUATIONS = [{3 * row: 1, 3 * row + 1: 1, 3 * row + 2: -1} for row in range(3)]
EQUATIONS += [{column: 1, 3 + column: 1, 6 + column: -1} for column in range(3)]
GREATEST = 8


def square(cells: list[int | None]) -> System:
    variables = [Variable(f"t.{index}.n", value, (0, GREATEST), 1) for index, value in enumerate(cells)]
    return System(variables, [Row(terms, 0, 0) for terms in EQUATIONS])


def mends(cells: list[int | None], chosen: tuple[int, ...]) -> bool:
    unknown = [index for index, value in enumerate(cells) if value is None or index in chosen]
    for trial in product(range(GREATEST + 1), repeat=len(unknown)):
        tried = dict(zip(unknown, trial, strict=True))
        values = [tried.get(index, value or 0) for index, value in enumerate(cells)]
        if all(sum(factor * values[index] for index, factor in terms.items()) == 0 for terms in EQUATIONS):
            return True
    return False


def tried_out(cells: list[int | None], most: int) -> set[frozenset[int]] | None:
    read = [index for index, value in enumerate(cells) if value is not None]
    for size in range(1, most + 1):
        found = {frozenset(chosen) for chosen in combinations(read, size) if mends(cells, chosen)}
        if found:
            return found
    return None


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(0, 4), min_size=9, max_size=9), st.none() | st.integers(0, 8))
def test_the_solver_finds_what_trying_everything_finds(values: list[int], unread: int | None) -> None:
    cells: list[int | None] = [None if index == unread else value for index, value in enumerate(values)]
    system = square(cells)
    if not system.broken():
        return
    expected, found = tried_out(cells, 2), Solver(*PATIENT).smallest_sets(system, 1)
    if expected is None:
        assert found.least >= 3
        assert all(len(each) >= 3 for each in found.sets)
    elif len(expected) <= MOST_SETS:
        assert (set(found.sets), found.complete) == (expected, True)
    else:
        assert set(found.sets) < expected
        assert not found.complete


def table(
    random: Random, rows: int = 10, columns: int = 6, greatest: int = 300
) -> tuple[list[int], list[dict[int, int]]]:
    """A table with totals of rows and columns that add up, and its equations; cell columns+1 · row + column."""
    width = columns + 1
    grid = [[random.randint(1, greatest) for _ in range(columns)] for _ in range(rows)]
    grid.append([sum(column) for column in zip(*grid, strict=True)])
    values = [value for row in grid for value in (*row, sum(row))]
    equations = [
        {**{width * row + column: 1 for column in range(columns)}, width * row + columns: -1}
        for row in range(rows + 1)
    ]
    equations += [
        {**{width * row + column: 1 for row in range(rows)}, width * rows + column: -1} for column in range(width)
    ]
    return values, equations


def system_of(values: list[int], equations: list[dict[int, int]], scale: int = 1, step: int = 1) -> System:
    variables = [Variable(f"t.{index}.n", value * scale, (0, None), step) for index, value in enumerate(values)]
    return System(variables, [Row(terms, 0, 0) for terms in equations])


@pytest.mark.parametrize("seed", range(3))
def test_four_wrong_cells_apart_from_one_another_are_found(seed: int) -> None:
    random = Random(seed)
    values, equations = table(random)
    wrong = {7 * number + number for number in range(4)}
    for index, much in zip(sorted(wrong), (5, 11, 23, 47), strict=True):
        values[index] += much
    system = system_of(values, equations)
    assert not smallest_sets(system).sets
    found = Solver(*PATIENT).smallest_sets(system, 4)
    assert (set(found.sets), found.complete) == ({frozenset(wrong)}, True)


def test_a_rectangle_of_four_wrong_cells_is_solved() -> None:
    """Each identity that fails has two wrong cells in it, and no three cells can mend what four of them did."""
    values, equations = table(Random(1), rows=3, columns=3, greatest=3)
    for index, much in ((0, 40), (1, 50), (4, 60), (5, 75)):
        values[index] += much
    system = system_of(values, equations)
    first = smallest_sets(system)
    found = first if first.sets else Solver(*PATIENT).smallest_sets(system, first.least)
    assert found.sets
    assert found.least <= 4
    for new in found.sets.values():
        mended = [new.get(index, value) for index, value in enumerate(values)]
        assert all(sum(factor * mended[index] for index, factor in terms.items()) == 0 for terms in equations)


@settings(deadline=None, max_examples=4)
@given(st.integers(0, 2**32), st.integers(4, 5), st.sampled_from([1, 100]))
def test_what_is_told_mends_the_table_and_is_never_larger_than_what_was_done(
    seed: int, count: int, scale: int
) -> None:
    random = Random(seed)
    values, equations = table(random, rows=6, columns=4)
    for index in random.sample(range(len(values)), count):
        values[index] += random.randint(1, 90)
    system = system_of(values, equations, scale, scale)
    if not system.broken():
        return
    found = Solver(*PATIENT).smallest_sets(system, 1)
    assert 1 <= found.least <= count
    for cells, new in found.sets.items():
        assert set(new) == cells
        assert len(cells) == found.least
        assert all(value % scale == 0 and value >= 0 for value in new.values())
        mended = [new.get(index, value * scale) for index, value in enumerate(values)]
        assert all(sum(factor * mended[index] for index, factor in terms.items()) == 0 for terms in equations)


def test_counts_are_never_mended_by_halves() -> None:
    """2a = b and a = c: half a case would do it with one cell, whole cases need two."""
    variables = [
        Variable(f"t.{name}.n", value, (0, None), 1) for name, value in (("a", 3), ("b", 7), ("c", 3), ("d", 7))
    ]
    rows = [Row({0: 2, 1: -1}, 0, 0), Row({0: 2, 3: -1}, 0, 0), Row({0: 1, 2: -1}, 0, 0)]
    found = Solver(*PATIENT).smallest_sets(System(variables, rows), 1)
    assert set(found.sets) == {frozenset({1, 3})}


def test_two_runs_say_the_same() -> None:
    values, equations = table(Random(5))
    for index, much in ((0, 3), (9, 11), (18, 29), (27, 61)):
        values[index] += much
    runs = [Solver(*PATIENT).smallest_sets(system_of(values, equations), 4) for _ in range(2)]
    assert runs[0] == runs[1]


def broken_table() -> System:
    values, equations = table(Random(2))
    for index in (0, 8, 16, 24):
        values[index] += 31
    return system_of(values, equations)


def test_without_work_left_nothing_is_located_and_that_is_said() -> None:
    found = Solver(0).smallest_sets(broken_table(), 4)
    assert (found.sets, found.complete, found.least, found.why) == ({}, False, 4, solver.GAVE_UP)


def test_where_the_work_ends_the_sets_found_so_far_are_told_but_not_as_all_there_are() -> None:
    values, equations = table(Random(4), rows=2, columns=2)
    for index in (0, 4):
        values[index] += 10
    system = system_of(values, equations)
    whole, cut = Solver(*PATIENT).smallest_sets(system, 1), Solver(1).smallest_sets(system, 1)
    assert len(whole.sets) > 1
    assert (len(cut.sets), cut.complete, cut.least) == (1, False, whole.least)
    assert set(cut.sets) < set(whole.sets)


def test_what_hangs_together_in_too_many_cells_is_not_asked_of_the_solver() -> None:
    values, equations = table(Random(6), rows=40, columns=12)
    values[0] += 1
    found = Solver(*PATIENT).smallest_sets(system_of(values, equations), 1)
    assert (found.sets, found.why) == ({}, solver.TOO_MANY)


def test_without_the_solver_nothing_is_located_and_what_to_install_is_said() -> None:
    with patch.object(solver, "find_spec", return_value=None):
        found = Solver().smallest_sets(broken_table(), 4)
    assert (found.sets, found.least) == ({}, 4)
    assert "gipaudit[solve]" in found.why


def test_figures_too_large_for_the_solver_are_not_guessed_at() -> None:
    values, equations = table(Random(3), greatest=10**9)
    values[0] += 1
    found = Solver(*PATIENT).smallest_sets(system_of(values, equations), 1)
    assert (found.sets, found.why) == ({}, solver.TOO_LARGE)
