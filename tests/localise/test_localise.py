"""Wrong cells are named where they are certain, and never where they are not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gipaudit.forms.report import Reading
from gipaudit.rules import smallest, solver
from gipaudit.rules.linear import Constraint, LinearForm, Operator
from gipaudit.rules.localise import Instance, causes
from gipaudit.scorecard import Cause

Values = dict[str, Any]


def asks(rule: str, instance: str, terms: Mapping[str, int], operator: Operator = "=", constant: int = 0) -> Instance:
    form = LinearForm({address: Fraction(factor) for address, factor in terms.items()}, Fraction(constant))
    return rule, instance, Constraint(form, operator)


def sums(rule: str, instance: str, parts: Iterable[str], total: str) -> Instance:
    return asks(rule, instance, {**dict.fromkeys(parts, 1), total: -1})


def read(values: Mapping[str, Any]) -> dict[str, Reading]:
    """Numbers as printed; ``None`` is a blank, ``~`` a cell that could not be read."""
    readings = {}
    for address, value in values.items():
        if value in (None, "~"):
            readings[address] = Reading("text" if value else "blank", Decimal(0), None)
        else:
            number = Decimal(str(value))
            quantum = Decimal(1).scaleb(min(0, int(number.as_tuple().exponent)))
            readings[address] = Reading("number", number, number, str(value), quantum=quantum)
    return readings


def fails(instance: Instance, readings: Mapping[str, Reading]) -> bool:
    """Whether the interval of an equation's difference leaves out nought (or a bound cannot hold)."""
    form, operator = instance[2].form, instance[2].operator
    low = high = float(form.constant)
    for address, factor in form.terms.items():
        reading = readings[address]
        ends = [
            float(factor) * (float(end) if end is not None else side * float("inf"))
            for end, side in ((reading.low, -1), (reading.high, 1))
        ]
        low, high = low + min(ends), high + max(ends)
    return {"=": low > 0 or high < 0, "≤": low > 0, "≥": high < 0}[operator]


def explain(constraints: Sequence[Instance], values: Values, **more: Any) -> tuple[Cause, ...]:
    readings = read(values)
    failing = {each[:2] for each in constraints if fails(each, readings)}
    return causes("t", constraints, readings, failing, **more)


COLUMNS = ("natural", "business", "research", "welfare", "legal", "other")
PARTS = tuple(f"part{number}" for number in range(21))
ROWS = ("new", "carried_in", *PARTS, "total", "carried_out")


def at(row: str, column: str) -> str:
    return f"applications.{row}.{column}"


APPLICATIONS = [
    *(sums("row", row, [at(row, column) for column in COLUMNS], at(row, "total")) for row in ROWS),
    *(sums("column", c, [at(part, c) for part in PARTS], at("total", c)) for c in (*COLUMNS, "total")),
    *(
        asks("balance", c, {at("new", c): 1, at("carried_in", c): 1, at("total", c): -1, at("carried_out", c): -1})
        for c in (*COLUMNS, "total")
    ),
]


def applications(random: Random) -> Values:
    """A table of applications whose identities all hold, mostly zeros as real ones are."""
    values: Values = {}
    for column in COLUMNS:
        parts = {part: random.randint(1, 90) if random.random() < 0.25 else 0 for part in PARTS}
        done, left = sum(parts.values()), random.randint(0, 5)
        before = random.randint(0, min(5, done + left))
        own = {"new": done + left - before, "carried_in": before, **parts, "total": done, "carried_out": left}
        values.update({at(row, column): value for row, value in own.items()})
    for row in ROWS:
        values[at(row, "total")] = sum(values[at(row, column)] for column in COLUMNS)
    return values


def slip(values: Values, random: Random, count: int) -> tuple[Values, set[str]]:
    wrong = set(random.sample(sorted(values), count))
    return {a: v + random.randint(1, 9) if a in wrong else v for a, v in values.items()}, wrong


def test_a_table_whose_identities_hold_has_no_cause() -> None:
    assert explain(APPLICATIONS, applications(Random(1))) == ()


def test_one_wrong_cell_of_the_applications_is_named_with_all_it_breaks() -> None:
    values = applications(Random(2))
    values[at("part3", "business")] += 7
    (cause,) = explain(APPLICATIONS, values)
    assert cause.cells == (at("part3", "business"),)
    assert cause.instances == {("row", "part3"), ("column", "business")}
    assert (cause.table, cause.size, cause.alternatives) == ("t", 1, ())


def test_a_wrong_grand_total_breaks_three_identities_and_is_one_cause() -> None:
    values = applications(Random(3))
    values[at("total", "total")] += 10
    (cause,) = explain(APPLICATIONS, values)
    assert (cause.size, cause.cells, len(cause.instances)) == (1, (at("total", "total"),), 3)


@pytest.mark.parametrize(("count", "least"), [(1, 1.0), (2, 0.95), (3, 0.9)])
def test_random_wrong_cells_are_named_nearly_always(count: int, least: float) -> None:
    random, named, cases = Random(count), 0, 40
    for _ in range(cases):
        values, wrong = slip(applications(random), random, count)
        found = explain(APPLICATIONS, values)
        named += {cell for cause in found for cell in cause.cells} == wrong
    assert named >= least * cases


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32), st.integers(1, 3))
def test_the_sizes_never_exceed_the_number_of_cells_that_are_wrong(seed: int, count: int) -> None:
    random = Random(seed)
    values, _ = slip(applications(random), random, count)
    found = explain(APPLICATIONS, values)
    assert sum(cause.size for cause in found) <= count
    explained = [key for cause in found for key in cause.instances]
    assert len(explained) == len(set(explained))
    assert set(explained) == {each[:2] for each in APPLICATIONS if fails(each, read(values))}


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32), st.randoms(use_true_random=False))
def test_the_order_of_constraints_and_readings_is_nothing(seed: int, order: Any) -> None:
    random = Random(seed)
    values, _ = slip(applications(random), random, 2)
    shuffled = order.sample(APPLICATIONS, len(APPLICATIONS))
    mixed = dict(order.sample(sorted(values.items()), len(values)))
    assert explain(shuffled, mixed) == explain(APPLICATIONS, values)


def test_two_independent_slips_are_two_causes() -> None:
    values = applications(Random(5))
    values[at("part3", "business")] += 7
    values[at("part9", "legal")] += 2
    found = explain(APPLICATIONS, values)
    assert [(cause.size, cause.cells) for cause in found] == [
        (1, (at("part3", "business"),)),
        (1, (at("part9", "legal"),)),
    ]


DISPUTES = [
    sums("disputes", row, [f"disputes.{row}.{column}" for column in "abcd"], f"disputes.{row}.total")
    for row in ("review", "direct")
]


def test_a_row_with_its_own_total_only_names_nobody_and_tells_three_alternatives() -> None:
    values = {f"disputes.{row}.{column}": 0 for row in ("review", "direct") for column in "abcd"}
    values |= {"disputes.review.a": 3, "disputes.review.total": 4, "disputes.direct.total": 0}
    (cause,) = explain(DISPUTES, values)
    assert (cause.size, cause.cells, len(cause.alternatives)) == (1, (), 3)
    assert cause.instances == {("disputes", "review")}


def test_rows_that_share_nothing_are_explained_apart() -> None:
    values = {f"disputes.{row}.{column}": 1 for row in ("review", "direct") for column in "abcd"}
    found = explain(DISPUTES, {**values, "disputes.review.total": 9, "disputes.direct.total": 9})
    assert [(cause.size, len(cause.instances)) for cause in found] == [(1, 1), (1, 1)]


def test_a_cell_that_would_have_to_fall_below_nought_is_not_to_blame() -> None:
    constraints = [sums("sum", "all", ["t.a.n", "t.b.n"], "t.total.n")]
    (cause,) = explain(constraints, {"t.a.n": 1, "t.b.n": 9, "t.total.n": 3})
    assert set(cause.alternatives) == {("t.b.n",), ("t.total.n",)}


def test_a_signed_cell_may_fall_below_nought() -> None:
    constraints = [sums("sum", "all", ["t.a.n", "t.b.n"], "t.total.n")]
    values = {"t.a.n": 1, "t.b.n": 9, "t.total.n": 3}
    (cause,) = explain(constraints, values, kinds={"t.a.n": "signed"})
    assert ("t.a.n",) in cause.alternatives


def test_a_count_is_never_mended_by_half_a_case() -> None:
    constraints = [asks("double", "x", {"t.a.n": 2, "t.b.n": -1})]
    (cause,) = explain(constraints, {"t.a.n": 3, "t.b.n": 7})
    assert cause.cells == ("t.b.n",)


def test_amounts_are_mended_in_decimals_and_rounding_that_passed_is_left_alone() -> None:
    constraints = [
        sums("sum", "fees", ["t.a.f", "t.b.f"], "t.total.f"),
        asks("same", "fees", {"t.total.f": 1, "t.copy.f": -1}),
        asks("rounded", "fees", {"t.total.f": 1, "t.short.f": -1}),
    ]
    values = read({"t.a.f": "1.25", "t.b.f": "2.50", "t.total.f": "3.85", "t.copy.f": "3.75", "t.short.f": "3.8"})
    found = causes("t", constraints, values, {("sum", "fees"), ("same", "fees")})
    assert [(cause.size, cause.cells) for cause in found] == [(1, ("t.total.f",))]


def test_unread_cells_are_free_and_never_blamed() -> None:
    constraints = [sums("sum", "all", ["t.a.n", "t.b.n"], "t.total.n")]
    (cause,) = explain(constraints, {"t.a.n": 9, "t.b.n": None, "t.total.n": 7})
    assert set(cause.alternatives) == {("t.a.n",), ("t.total.n",)}


def test_an_identity_that_an_unread_cell_could_mend_blames_no_other_for_a_neighbour() -> None:
    constraints = [
        sums("sum", "left", ["t.a.n", "t.b.n"], "t.left.n"),
        sums("sum", "right", ["t.b.n", "t.c.n"], "t.right.n"),
    ]
    values: Values = {"t.a.n": 5, "t.b.n": "~", "t.left.n": 2, "t.c.n": 4, "t.right.n": 6}
    (cause,) = explain(constraints, values)
    assert cause.instances == {("sum", "left")}
    assert set(cause.alternatives) <= {("t.a.n",), ("t.left.n",)}


def test_bounds_that_hold_must_hold_after_the_change() -> None:
    constraints = [
        sums("sum", "all", ["t.a.n", "t.b.n"], "t.total.n"),
        asks("bound", "a", {"t.a.n": 1, "t.top.n": -1}, "≤"),
        asks("bound", "b", {"t.b.n": 1, "t.top.n": -1}, "≤"),
    ]
    (cause,) = explain(constraints, {"t.a.n": 2, "t.b.n": 2, "t.total.n": 9, "t.top.n": 3})
    assert cause.cells == ("t.total.n",)


def test_a_bound_that_the_same_wrong_cell_breaks_needs_no_cause_of_its_own() -> None:
    constraints = [
        sums("sum", "left", ["t.a.n", "t.b.n"], "t.left.n"),
        sums("sum", "right", ["t.a.n", "t.c.n"], "t.right.n"),
        asks("bound", "a", {"t.a.n": 1, "t.top.n": -1}, "≤"),
    ]
    values = {"t.a.n": 50, "t.b.n": 2, "t.left.n": 7, "t.c.n": 1, "t.right.n": 6, "t.top.n": 9}
    (cause,) = explain(constraints, values)
    assert (cause.cells, len(cause.instances)) == (("t.a.n",), 3)


def test_figures_of_monstrous_length_are_left_out_of_the_sums() -> None:
    constraints = [sums("sum", "all", ["t.a.n", "t.b.n"], "t.total.n")]
    readings = read({"t.a.n": "1E+999999", "t.b.n": 9, "t.total.n": 7})
    (cause,) = causes("t", constraints, readings, {("sum", "all")})
    assert set(cause.alternatives) == {("t.b.n",), ("t.total.n",)}


def test_the_work_is_bounded_where_most_of_a_table_is_blank() -> None:
    random = Random(9)
    values, _ = slip(applications(random), random, 3)
    values = {address: value or None for address, value in values.items()}
    first, second = explain(APPLICATIONS, values), explain(APPLICATIONS, values)
    assert first == second
    failing = {each[:2] for each in APPLICATIONS if fails(each, read(values))}
    assert {key for cause in first for key in cause.instances} == failing


def test_a_search_that_gives_up_says_how_many_cells_at_least_and_names_none() -> None:
    random = Random(4)
    values, _ = slip(applications(random), random, 3)
    with patch.object(smallest, "MOST_VISITS", 20), patch.object(solver, "find_spec", return_value=None):
        (cause,) = explain(APPLICATIONS, values)
    failing = {each[:2] for each in APPLICATIONS if fails(each, read(values))}
    assert (cause.cells, cause.alternatives, cause.instances) == ((), (), failing)
    assert -(-len(failing) // 3) <= cause.size <= 3


def test_one_slip_of_the_pen_makes_a_cell_likely_and_its_value_is_suggested() -> None:
    constraints = [sums("sum", "all", ["t.a.n", "t.b.n"], "t.total.n")]
    (cause,) = explain(constraints, {"t.a.n": 231, "t.b.n": 40, "t.total.n": 253})
    assert (cause.cells, cause.likely, cause.size) == ((), "t.a.n", 1)
    (suggestion,) = cause.suggestions
    assert (suggestion.address, suggestion.value) == ("t.a.n", 213)
    assert "颠倒" in suggestion.why


def test_where_no_slip_tells_equal_cells_apart_nothing_is_suggested() -> None:
    constraints = [sums("sum", "all", ["t.a.n", "t.b.n"], "t.total.n")]
    (cause,) = explain(constraints, {"t.a.n": 231, "t.b.n": 40, "t.total.n": 264})
    assert (cause.likely, cause.suggestions) == ("", ())


def test_a_cell_that_is_certain_has_its_value_suggested_in_the_unit_of_the_form() -> None:
    constraints = [
        sums("sum", "fees", ["t.a.f", "t.b.f"], "t.total.f"),
        asks("same", "fees", {"t.total.f": 1, "t.copy.f": -1}),
    ]
    (cause,) = explain(constraints, {"t.a.f": "1.25", "t.b.f": "2.50", "t.total.f": "3.85", "t.copy.f": "3.75"})
    assert cause.cells == ("t.total.f",)
    assert [(each.address, each.value) for each in cause.suggestions] == [("t.total.f", Decimal("3.75"))]


def test_the_same_equation_under_another_name_is_told_under_that_name() -> None:
    _, _, asked = asks("first", "x", {"t.a.x": 1, "t.b.x": -1})
    for rule in ("first", "second"):
        (cause,) = causes("t", [(rule, "x", asked)], read({"t.a.x": 1, "t.b.x": 2}), {(rule, "x")})
        assert cause.instances == {(rule, "x")}
