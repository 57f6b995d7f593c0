"""The identities of 表三, against validators of data frames: the same verdicts, and how long each takes.

They are collected where the extra ``compare`` is installed (``make compare``): it is too heavy for every run.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from random import Random

import pytest
from localise.measuring import sheet
from localise.slips import SLIPS
from pytest_benchmark.fixture import BenchmarkFixture

from gipaudit.documents.model import Document
from gipaudit.forms.arrays import Reports
from gipaudit.forms.form import Form
from gipaudit.forms.report import Identity, Reading, Report
from gipaudit.rules.check import FAIL
from gipaudit.rules.checks.identity import judge
from gipaudit.rules.formula.instances import constraints
from gipaudit.rules.rule import Rule
from gipaudit.scorecard import Outcome
from gipaudit.scoring.rulesets import load_ruleset

from . import validators
from .conftest import seconds

COUNT = 400
RULES = ("applications.row_total", "applications.column_total", "applications.balance")


@pytest.fixture(scope="module")
def printed(form: Form) -> list[dict[str, int]]:
    """Tables of applications, every other one with a slip."""
    made, names = [], sorted(SLIPS)
    for number in range(COUNT):
        random = Random(number)
        whole = sheet(form.table("applications"), random)
        ways = list(SLIPS[random.choice(names)](whole, random)) if number % 2 else []
        made.append({**whole.values, **(random.choice(ways) if ways else {})})
    return made


@pytest.fixture(scope="module")
def rules() -> list[Rule]:
    known = load_ruleset("national").rules
    return [known[id] for id in RULES]


@pytest.fixture(scope="module")
def reports(form: Form, printed: list[dict[str, int]]) -> Reports:
    return Reports([_report(form, values) for values in printed])


def _report(form: Form, values: dict[str, int]) -> Report:
    readings = {cell: Reading("number", Decimal(v), Decimal(v), str(v)) for cell, v in values.items()}
    return Report("", "", Document((), ""), Identity(), form, readings, {})


def ours(rules: list[Rule], reports: Reports) -> validators.Failing:
    """What the rules say, as the validators say it."""
    return {
        (f"{rule.id} {found.instances[index]}", number)
        for rule in rules
        for found in [judge(rule, reports)]
        for index, number in zip(*(each.tolist() for each in (found.verdicts == FAIL).nonzero()), strict=True)
    }


def explained(rules: list[Rule], reports: Reports) -> list[Outcome]:
    """What the rules say with the equation, both sides and the cells of each failure."""
    return [
        outcome
        for rule in rules
        for found in [judge(rule, reports)]
        for number in range(len(reports))
        for outcome in found.of(number)
        if outcome.verdict == "fail"
    ]


@pytest.mark.parametrize(
    ("validator", "frame"),
    [
        (validators.pandera, validators.frame),
        (validators.pointblank, validators.frame),
        (validators.polars, validators.columns),
    ],
)
def test_validators_of_data_frames_give_the_same_verdicts(
    benchmark: BenchmarkFixture,
    form: Form,
    printed: list[dict[str, int]],
    rules: list[Rule],
    reports: Reports,
    validator: Callable[..., validators.Failing],
    frame: Callable[[list[dict[str, int]]], object],
) -> None:
    """Baseline: the validator on a data frame that is already made, as our arrays are."""
    asked = {
        f"{rule.id} {instance}": constraint.form.terms
        for rule in rules
        for instance, (constraint,) in constraints(rule, form).items()
    }
    assert len(asked) == len(form.table("applications").sums)
    data = frame(printed)
    told = benchmark(ours, rules, reports)
    assert told
    assert len({number for _, number in told}) < COUNT
    assert told == validator(data, asked)
    assert len(explained(rules, reports)) == len(told)
    if benchmark.stats is not None:
        baseline = seconds(partial(validator, data, asked), rounds=3)
        whole = seconds(partial(explained, rules, reports), rounds=3)
        benchmark.extra_info["baseline"] = f"{validator.__name__}, the same identities on the same data"
        benchmark.extra_info["milliseconds"] = round(1000 * benchmark.stats.stats.median, 1)
        benchmark.extra_info["times_as_fast"] = round(baseline / benchmark.stats.stats.median, 1)
        benchmark.extra_info["times_as_fast_with_evidence"] = round(baseline / whole, 1)
