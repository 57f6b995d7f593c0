"""The search finds exactly the sets that trying everything finds."""

from __future__ import annotations

from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from gipaudit.rules.smallest import smallest_sets
from gipaudit.rules.system import Row, System, Variable

# Two rows and two columns with their totals; cell 3 · row + column, the totals last.
EQUATIONS = [{3 * row: 1, 3 * row + 1: 1, 3 * row + 2: -1} for row in range(3)]
EQUATIONS += [{column: 1, 3 + column: 1, 6 + column: -1} for column in range(3)]
GREATEST = 12
"""No value of these tables, nor any that mends them, is greater."""

values = st.lists(st.integers(0, 4), min_size=9, max_size=9)


def system(cells: list[int | None]) -> System:
    variables = [Variable(f"t.{index}.n", value, (0, GREATEST), 1) for index, value in enumerate(cells)]
    return System(variables, [Row(terms, 0, 0) for terms in EQUATIONS])


def true(cells: list[int]) -> bool:
    return all(sum(factor * cells[index] for index, factor in terms.items()) == 0 for terms in EQUATIONS)


def mends(cells: list[int | None], chosen: tuple[int, ...]) -> bool:
    unknown = [index for index, value in enumerate(cells) if value is None or index in chosen]
    for trial in product(range(GREATEST + 1), repeat=len(unknown)):
        tried = dict(zip(unknown, trial, strict=True))
        if true([tried.get(index, value or 0) for index, value in enumerate(cells)]):
            return True
    return False


def tried_out(cells: list[int | None], most: int) -> set[frozenset[int]] | None:
    read = [index for index, value in enumerate(cells) if value is not None]
    for size in range(most + 1):
        found = {frozenset(chosen) for chosen in combinations(read, size) if mends(cells, chosen)}
        if found:
            return found
    return None


@settings(deadline=None, max_examples=40)
@given(values)
def test_all_smallest_sets_are_found_and_no_others(cells: list[int]) -> None:
    expected = tried_out(list(cells), 2)
    found = smallest_sets(system(list(cells)))
    if expected is None:
        assert found.least >= 3
    elif len(expected) <= 10:
        assert (set(found.sets), found.complete) == (expected, True)
    else:
        assert set(found.sets) < expected
        assert not found.complete


@settings(deadline=None, max_examples=40)
@given(values, st.integers(0, 8))
def test_a_cell_that_could_not_be_read_is_free(cells: list[int], unread: int) -> None:
    partly: list[int | None] = [None if index == unread else value for index, value in enumerate(cells)]
    expected = tried_out(partly, 1)
    found = smallest_sets(system(partly))
    if expected is None:
        assert found.least >= 2
    else:
        assert set(found.sets) == expected
        assert all(unread not in each for each in found.sets)


@settings(deadline=None, max_examples=40)
@given(values)
def test_the_values_that_are_told_mend_the_table(cells: list[int]) -> None:
    for chosen, new in smallest_sets(system(list(cells))).sets.items():
        assert set(new) == chosen
        assert true([new.get(index, value) for index, value in enumerate(cells)])
