"""Comparing two audits of a province, against only parsing their JSON."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from gipaudit.comparing.comparison import compare
from gipaudit.pipeline import audit
from gipaudit.recorded.reading import read_audit
from gipaudit.renderers.json import render
from gipaudit.renderers.renderer import Settings

SIZES = (750, 1500, 3000)
UNTIMED = 50
"""So many units where nothing is timed, and the tests only ask whether it works."""

Audits = Callable[[int], tuple[Path, Path]]


@pytest.fixture(scope="module")
def audits(word_report: Path, tmp_path_factory: pytest.TempPathFactory) -> Audits:
    """Return a function: a number of units → the JSON of two years' audits of them, without readings.

    Each unit has the scorecard of one and the same report.
    """
    made = audit(word_report, today=date(2022, 2, 1))
    head, card, tail = render(made, Settings(readings=False))
    unit = made.scorecards[0].unit or ""
    folder = tmp_path_factory.mktemp("audits")

    def write(units: int) -> tuple[Path, Path]:
        files = folder / "2021.json", folder / "2022.json"
        for year, file in zip(("2021", "2022"), files, strict=True):
            same_year = card.replace('"year":2021', f'"year":{year}')
            cards = ",".join(same_year.replace(unit, f"青溪市第{number}局") for number in range(units))
            file.write_text(head + cards + tail, encoding="utf-8")
        return files

    return write


@pytest.mark.benchmark(timer=time.process_time)  # others' work on the machine is none of ours
@pytest.mark.parametrize("units", SIZES)
def test_comparing_against_parsing(benchmark: BenchmarkFixture, audits: Audits, units: int) -> None:
    """Baseline: ``json.loads`` of the same two files. Both audits are read from their files and compared."""
    units = UNTIMED if benchmark.disabled else units
    files = audits(units)

    def work() -> int:
        return len(compare(*map(read_audit, files)).units)

    assert benchmark.pedantic(work, rounds=3, iterations=1) == units
    if benchmark.stats is None:
        return
    start = time.process_time()
    for file in files:
        json.loads(file.read_bytes())
    baseline = time.process_time() - start
    benchmark.extra_info["baseline"] = "json.loads of both files"
    benchmark.extra_info["megabytes"] = round(sum(file.stat().st_size for file in files) / 1e6)
    benchmark.extra_info["baseline_seconds"] = round(baseline, 3)
    benchmark.extra_info["ratio"] = round(benchmark.stats.stats.median / baseline, 3)
    benchmark.extra_info["milliseconds_a_unit"] = round(1000 * benchmark.stats.stats.median / units, 3)
