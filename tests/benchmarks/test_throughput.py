"""The steps of an audit, each against the least work that could do it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from gipaudit.documents.reading import read
from gipaudit.forms.arrays import Reports
from gipaudit.forms.assembly import assemble
from gipaudit.forms.form import Form
from gipaudit.forms.library import forms
from gipaudit.rules.checks.identity import judge
from gipaudit.scoring.rulesets import load_ruleset

from .conftest import seconds


def test_binding_against_reading(benchmark: BenchmarkFixture, word_report: Path) -> None:
    """Baseline: reading the same file."""
    document = read(word_report)
    known = forms()
    benchmark(assemble, document, known)
    _tell(benchmark, "reading the same file", seconds(lambda: read(word_report)))


@pytest.mark.parametrize("rule", ["applications.balance", "applications.row_total", "applications.column_total"])
def test_judging_against_bare_numpy(benchmark: BenchmarkFixture, word_report: Path, form: Form, rule: str) -> None:
    """Baseline: summing the same cells of 2,000 reports as plain arrays, without verdicts."""
    report = assemble(read(word_report), forms())
    reports = Reports([report] * 2000)
    asked = load_ruleset("national").rules[rule]
    low = reports.low
    rows = [reports.index[cell.address] for cell in form.table("applications").cells]

    def baseline() -> np.ndarray:
        total = np.zeros(len(reports))
        for row in rows:
            total = total + low[row]
        return total

    benchmark(judge, asked, reports)
    _tell(benchmark, "summing the table's cells in NumPy", seconds(baseline))


def _tell(benchmark: BenchmarkFixture, name: str, baseline: float) -> None:
    benchmark.extra_info["baseline"] = name
    if benchmark.stats is None:
        return
    benchmark.extra_info["baseline_seconds"] = round(baseline, 6)
    benchmark.extra_info["ratio"] = round(benchmark.stats.stats.median / baseline, 3)
