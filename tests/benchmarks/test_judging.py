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
from gipaudit.scorecard import Outcome
from gipaudit.scoring.rulesets import load_ruleset

from .conftest import seconds

COUNT = 2000
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


def added(values: NDArray[np.float64], asked: Asked) -> list[tuple[str, str, int]]:
    """Which sums fail, in bare NumPy: one number a cell, a blank is nought, nothing is unread."""
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


def explained(rules: Sequence[Rule], made: Reports) -> list[Outcome]:
    """The same with all that a finding tells of a failure."""
    return [
        outcome
        for rule in rules
        for outcomes in [judge(rule, made)]
        for number in np.flatnonzero((outcomes.verdicts == FAIL).any(axis=0)).tolist()
        for outcome in outcomes.of(number)
        if outcome.verdict == "fail"
    ]


def test_verdicts_against_bare_numpy(
    benchmark: BenchmarkFixture, arrays: Arrays, rules: list[Rule], asked: Asked
) -> None:
    """Baseline: adding the same cells up once; ours add both ends of intervals, and blanks twice."""
    values = np.where(np.isfinite(arrays.high), arrays.low, 0.0)
    told = benchmark.pedantic(failing, setup=lambda: ((rules, reports(arrays)), {}), rounds=9)
    unread = set(np.flatnonzero((~np.isfinite(arrays.high)).any(axis=0)).tolist())
    exact = [each for each in told if each[2] not in unread]
    assert sorted(exact) == sorted(each for each in added(values, asked) if each[2] not in unread)
    assert len(exact) > 100
    if benchmark.stats is None:
        return
    ours, made = benchmark.stats.stats.median, reports(arrays)
    floor, floor_shown = seconds(partial(added, values, asked), 9), seconds(partial(shown, values, asked), 9)
    warm, whole = seconds(partial(failing, rules, made), 9), seconds(partial(explained, rules, made), 9)
    benchmark.extra_info |= {
        "baseline": "the same sums in bare NumPy, blanks as nought",
        "milliseconds": round(1000 * ours, 2),
        "times_the_floor": round(ours / floor, 2),
        "times_the_floor_of_the_next_rules": round(warm / floor, 2),
        "times_the_floor_with_evidence": round(whole / floor_shown, 2),
        "evidence_microseconds_each": round(1e6 * (whole - warm) / len(told)),
    }
