"""The sums of 表三 and 表四 over 2,000 reports, against the same additions in bare NumPy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray
from pytest_benchmark.fixture import BenchmarkFixture
from scale.arrays import drawn, reports_of, whose

from gipaudit.forms.arrays import Arrays, Reports
from gipaudit.forms.form import Form
from gipaudit.rules.check import FAIL
from gipaudit.rules.checks.identity import judge
from gipaudit.rules.formula.instances import constraints
from gipaudit.rules.rule import Rule
from gipaudit.scorecard import Evidence
from gipaudit.scoring.rulesets import load_ruleset

from .conftest import seconds

COUNT = 2000
ROUNDS = 15
RULES = ("applications.row_total", "applications.column_total", "applications.balance", "disputes.total")

Asked = Mapping[tuple[str, str], Mapping[int, float]]
"""What must add up to nought, by the arrays' rows, for each instance of each rule."""


@pytest.fixture(scope="module")
def arrays(form: Form) -> Arrays:
    return drawn(form, COUNT)


@pytest.fixture(scope="module")
def rules() -> list[Rule]:
    known = load_ruleset("national").rules
    return [known[id] for id in RULES]


@pytest.fixture(scope="module")
def asked(form: Form, rules: list[Rule]) -> Asked:
    rows = {address: row for row, address in enumerate(form.cells)}
    return {
        (rule.id, instance): {rows[cell]: float(factor) for cell, factor in constraint.form.terms.items()}
        for rule in rules
        for instance, (constraint,) in constraints(rule, form).items()
    }


def reports(arrays: Arrays) -> Reports:
    """Reports that were never judged: nothing is known of them but their readings."""
    return Reports(reports_of(arrays, [whose(number) for number in range(COUNT)]), arrays=arrays)


def one_number_each(arrays: Arrays) -> NDArray[np.float64]:
    """What bare NumPy adds up: one number a cell, a blank is nought, nothing is unread."""
    return np.where(np.isfinite(arrays.high), arrays.low, 0.0)


def added(values: NDArray[np.float64], asked: Asked) -> list[tuple[str, str, int]]:
    """Which sums fail, in bare NumPy."""
    failing = []
    for (rule, instance), terms in asked.items():
        total = np.zeros(values.shape[1])
        for row, factor in terms.items():
            total += values[row] * factor
        failing += [(rule, instance, number) for number in np.flatnonzero(total != 0).tolist()]
    return failing


def shown(values: NDArray[np.float64], asked: Asked) -> list[tuple[str, str, int, str]]:
    """The same with an equation for each failure, as short as it can be."""
    told = []
    for rule, instance, number in added(values, asked):
        terms = asked[rule, instance]
        sides = [[f"{values[row, number]:g}" for row in terms if (terms[row] > 0) == left] for left in (True, False)]
        told.append((rule, instance, number, " ≠ ".join(" + ".join(side) for side in sides)))
    return told


def failing(rules: Sequence[Rule], made: Reports) -> list[tuple[str, str, int]]:
    """Which instances fail by the rules."""
    return [
        (rule.id, outcomes.instances[row], number)
        for rule in rules
        for outcomes in [judge(rule, made)]
        for row, number in np.argwhere(outcomes.verdicts == FAIL).tolist()
    ]


def explained(rules: Sequence[Rule], made: Reports) -> list[tuple[str, str, int, Evidence]]:
    """The same with all that a finding tells of a failure."""
    return [
        (rule.id, outcomes.instances[row], number, outcomes.evidence(row, number))
        for rule in rules
        for outcomes in [judge(rule, made)]
        for row, number in np.argwhere(outcomes.verdicts == FAIL).tolist()
    ]


def test_verdicts_against_bare_numpy(
    benchmark: BenchmarkFixture, arrays: Arrays, rules: list[Rule], asked: Asked
) -> None:
    """Baseline: adding the same cells up once; ours add both ends of intervals, and blanks twice.

    Judged for the first time, reports are looked over once for all rules; the floor then makes its one number a cell.
    """
    values = one_number_each(arrays)
    told = benchmark.pedantic(failing, setup=lambda: ((rules, reports(arrays)), {}), rounds=ROUNDS)
    unread = set(np.flatnonzero((~np.isfinite(arrays.high)).any(axis=0)).tolist())
    exact = [each for each in told if each[2] not in unread]
    assert sorted(exact) == sorted(each for each in added(values, asked) if each[2] not in unread)
    assert len(exact) > 100
    assert [each[:3] for each in explained(rules, reports(arrays))] == told
    if benchmark.stats is None:
        return
    made, new = reports(arrays), iter([reports(arrays) for _ in range(ROUNDS)])
    floor = seconds(partial(added, values, asked), ROUNDS)
    floor_first = seconds(lambda: added(one_number_each(arrays), asked), ROUNDS)
    floor_shown = seconds(partial(shown, values, asked), ROUNDS)
    floor_shown_first = seconds(lambda: shown(one_number_each(arrays), asked), ROUNDS)
    next_rules, whole = (
        seconds(partial(failing, rules, made), ROUNDS),
        seconds(partial(explained, rules, made), ROUNDS),
    )
    whole_first = seconds(lambda: explained(rules, next(new)), ROUNDS)
    benchmark.extra_info |= {
        "baseline": "the same sums in bare NumPy, blanks as nought",
        "floor_milliseconds": round(1000 * floor, 2),
        "times_the_floor": round(next_rules / floor, 2),
        "times_the_floor_first_rules": round(benchmark.stats.stats.median / floor_first, 2),
        "times_the_floor_with_evidence": round(whole / floor_shown, 2),
        "times_the_floor_with_evidence_first_rules": round(whole_first / floor_shown_first, 2),
        "evidence_microseconds_each": round(1e6 * (whole - next_rules) / len(told)),
    }
