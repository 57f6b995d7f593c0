"""What is said of identities is certain: held to counting out small cases."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from gipaudit.authoring.linting.algebra import RowSpace
from gipaudit.authoring.linting.emptiness import never_matches
from gipaudit.authoring.linting.feasible import Line, feasible
from gipaudit.rules.patterns import compile_pattern, fold_pattern

CELLS = "abc"
FIGURES = st.integers(-3, 3)
LINES = st.builds(
    lambda values, constant, operator: Line(
        {cell: Fraction(value) for cell, value in zip(CELLS, values, strict=True) if value},
        Fraction(constant),
        operator,
    ),
    st.tuples(FIGURES, FIGURES, FIGURES),
    FIGURES,
    st.sampled_from(["=", "≤", "<"]),
)


def holds(line: Line, point: Mapping[str, Fraction]) -> bool:
    total = sum((value * point[str(key)] for key, value in line.terms.items()), line.constant)
    return {"=": total == 0, "≤": total <= 0, "<": total < 0}[line.operator]


def some_point(lines: Sequence[Line], lowest: int) -> bool:
    """Whether some point of a small grid, halves included, meets all lines."""
    grid = [Fraction(step, 2) for step in range(2 * lowest, 9)]
    points = (dict(zip(CELLS, values, strict=True)) for values in product(grid, repeat=len(CELLS)))
    return any(all(holds(line, point) for line in lines) for point in points)


@given(st.lists(LINES, min_size=1, max_size=4))
def test_what_some_figures_meet_is_never_called_impossible(lines: list[Line]) -> None:
    if some_point(lines, 0):
        assert feasible(lines)


@given(st.lists(LINES, min_size=1, max_size=3))
def test_signed_cells_may_go_below_zero(lines: list[Line]) -> None:
    if some_point(lines, -2):
        assert feasible(lines, frozenset(CELLS))


@given(st.lists(LINES, min_size=1, max_size=4), st.lists(st.integers(0, 4), min_size=4, max_size=4))
def test_a_sum_of_lines_with_its_contrary_is_always_impossible(lines: list[Line], times: list[int]) -> None:
    """Any sum of true lines is true; its contrary beside them is not."""
    terms: dict[Hashable, Fraction] = {}
    constant = Fraction(1)
    for line, factor in zip(lines, times, strict=False):
        constant += factor * line.constant
        for key, value in line.terms.items():
            terms[key] = terms.get(key, Fraction(0)) + factor * value
    above = Line({key: -value for key, value in terms.items() if value}, -constant + 2, "≤")
    assert not feasible([*lines, above])


EQUATIONS = st.lists(st.tuples(FIGURES, FIGURES, FIGURES), min_size=1, max_size=4)


@given(EQUATIONS, st.lists(FIGURES, min_size=4, max_size=4), FIGURES)
def test_a_combination_is_known_as_one_and_with_another_constant_as_a_contradiction(
    equations: list[tuple[int, int, int]], factors: list[int], off: int
) -> None:
    space = RowSpace()
    for number, values in enumerate(equations):
        space.add(number, _terms(values), Fraction(number))
    pairs = list(zip(equations, factors, strict=False))
    combined = tuple(sum(values[index] * factor for values, factor in pairs) for index in range(3))
    right = sum((Fraction(number) * factor for number, (_, factor) in enumerate(pairs)), Fraction(off))
    found = space.add(99, _terms(combined), right)
    assert found is not None
    consistent = all(
        answer is None or not answer.contrary
        for check in [RowSpace()]
        for answer in [check.add(number, _terms(values), Fraction(number)) for number, values in enumerate(equations)]
    )
    if consistent:
        assert found.contrary == (off != 0)
        assert found.on <= set(range(len(equations)))


@given(EQUATIONS)
def test_as_many_equations_bring_something_new_as_the_rank(equations: list[tuple[int, int, int]]) -> None:
    import numpy as np

    space = RowSpace()
    new = [space.add(number, _terms(values), Fraction(0)) is None for number, values in enumerate(equations)]
    assert sum(new) == np.linalg.matrix_rank(np.array(equations))


def _terms(values: Sequence[int]) -> dict[str, Fraction]:
    return {cell: Fraction(value) for cell, value in zip(CELLS, values, strict=True) if value}


PIECES = st.sampled_from(
    ["公", "(开|息)", "[公开]", "^", "$", "开?", "\\s", "\\s*", "(\\n|息)", "息{2}", ".{0,2}", "\\b", "(^公)?"]
)


@given(st.lists(PIECES, min_size=1, max_size=5).map("".join), st.text("公开息", max_size=6))
def test_a_pattern_that_matches_something_is_never_called_empty(pattern: str, text: str) -> None:
    import re2

    if re2.search(fold_pattern(pattern), text) is not None:
        assert not never_matches(fold_pattern(pattern))


def test_a_pattern_that_needs_a_blank_is_empty() -> None:
    assert never_matches(fold_pattern("公\\s开"))
    assert compile_pattern("公\\s开").search("公开") is None
