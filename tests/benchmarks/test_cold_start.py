"""What a person waits for: the command line from a cold start, against a bare interpreter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from .conftest import command, seconds

MAIN = "import sys; from gipaudit.cli.main import main; sys.argv[0] = 'gipaudit'; main()"


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("forms",), ("ruleset", "list")], ids=" ".join)
def test_a_command_against_a_bare_interpreter(benchmark: BenchmarkFixture, arguments: tuple[str, ...]) -> None:
    """Baseline: ``python -c pass``."""
    benchmark.extra_info["baseline"] = "python -c pass"
    benchmark.pedantic(command("-c", MAIN, *arguments), rounds=5, warmup_rounds=1)
    _tell_ratio(benchmark, command("-c", "pass"))


def test_one_word_report_against_its_libraries(benchmark: BenchmarkFixture, word_report: Path) -> None:
    """Baseline: importing the libraries that an audit needs, and nothing else."""
    libraries = "typer, yaml, jsonschema, tabulate, numpy, lxml.etree, rapidfuzz, re2, pluggy"
    benchmark.extra_info["baseline"] = f"python -c 'import {libraries}'"
    run = command("-c", MAIN, "audit", str(word_report), "--fail-on", "never")
    benchmark.pedantic(run, rounds=5, warmup_rounds=1)
    _tell_ratio(benchmark, command("-c", f"import {libraries}"))


def _tell_ratio(benchmark: BenchmarkFixture, least: Callable[[], object]) -> None:
    if benchmark.stats is None:  # benchmarks are switched off: the work ran once and that is all
        return
    baseline = seconds(least)
    benchmark.extra_info["baseline_seconds"] = round(baseline, 4)
    benchmark.extra_info["ratio"] = round(benchmark.stats.stats.median / baseline, 2)
