"""Comparing two audits of a province, against only parsing their JSON."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from gipaudit.comparing.comparison import compare
from gipaudit.pipeline import audit
from gipaudit.recorded.reading import read_audit
from gipaudit.renderers.json import render
from gipaudit.renderers.renderer import Settings

from .conftest import seconds

UNITS = 3000


@pytest.fixture(scope="module")
def audits(word_report: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The JSON of two years' audits of 3,000 units, without readings: the scorecard of one report again and again."""
    made = audit(word_report, today=date(2022, 2, 1))
    head, card, tail = render(made, Settings(readings=False))
    unit = made.scorecards[0].unit or ""
    folder = tmp_path_factory.mktemp("audits")
    files = folder / "2021.json", folder / "2022.json"
    for year, file in zip(("2021", "2022"), files, strict=True):
        same_year = card.replace('"year":2021', f'"year":{year}')
        cards = ",".join(same_year.replace(unit, f"青溪市第{number}局") for number in range(UNITS))
        file.write_text(head + cards + tail, encoding="utf-8")
    return files


def test_comparing_against_parsing(benchmark: BenchmarkFixture, audits: tuple[Path, Path]) -> None:
    """Baseline: ``json.loads`` of the same two files. Both audits are read from their files and compared."""

    def work() -> int:
        return len(compare(*map(read_audit, audits)).units)

    assert benchmark.pedantic(work, rounds=3, iterations=1) == UNITS
    baseline = seconds(lambda: [json.loads(file.read_bytes()) for file in audits], rounds=1)
    benchmark.extra_info["baseline"] = "json.loads of both files"
    benchmark.extra_info["megabytes"] = round(sum(file.stat().st_size for file in audits) / 1e6)
    if benchmark.stats is not None:
        benchmark.extra_info["baseline_seconds"] = round(baseline, 3)
        benchmark.extra_info["ratio"] = round(benchmark.stats.stats.median / baseline, 3)
