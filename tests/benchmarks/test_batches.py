"""Reading many reports: how many a second one core reads, and what a second process brings."""

from __future__ import annotations

import os
import resource
import time
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median

import pytest
from formats.samples import random_sample
from pytest_benchmark.fixture import BenchmarkFixture
from support import formats
from support.pages import to_pdf

from gipaudit.documents.contents import Opener
from gipaudit.documents.finding import find_files
from gipaudit.documents.limits import Limits
from gipaudit.forms.library import forms
from gipaudit.intake import take_in
from gipaudit.workers.files import File, Reader, read_files
from gipaudit.workers.jobs import usable_jobs

COUNT, ROUNDS = 72, 5
UNTIMED = 4
"""So many reports where nothing is timed, and the tests only ask whether it works."""
LIMITS = Limits()
WRITERS: dict[str, Callable[[Sequence[formats.Block]], bytes]] = {
    "docx": formats.to_docx,
    "html": formats.to_html,
    "pdf": to_pdf,
}


@pytest.fixture(scope="module", params=WRITERS)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of one format, no two alike."""
    path = tmp_path_factory.mktemp(request.param)
    for seed in range(UNTIMED if request.config.getoption("benchmark_disable") else COUNT):
        (path / f"{seed:03}.{request.param}").write_bytes(WRITERS[request.param](random_sample(seed).blocks))
    return path


def test_reports_a_second_on_one_core(benchmark: BenchmarkFixture, folder: Path) -> None:
    """From the file to the report bound to its form and packed, in this process, by its processor time."""
    reader = Reader(forms(), None, LIMITS, Opener(LIMITS))
    files = [File(path, path.name) for path in sorted(folder.iterdir())]

    def read_all() -> None:
        deque(map(reader.read, files), maxlen=0)

    benchmark.pedantic(read_all, rounds=1, warmup_rounds=1)
    if benchmark.stats is not None:
        each = median(_processor_time(read_all) for _ in range(ROUNDS)) / COUNT
        benchmark.extra_info["reports_a_second"] = round(1 / each, 1)


def test_two_processes_against_one(benchmark: BenchmarkFixture, folder: Path) -> None:
    """Baseline: one worker process. All that an audit does before it judges, by turns, and the share that is its own.

    On fewer cores than two nothing is gained; on cores that others use as well, less.
    """
    found = find_files([folder], LIMITS)

    def taken(jobs: int) -> int:
        return len(take_in(found, forms(), None, LIMITS, partial(read_files, jobs=jobs)).reports)

    assert benchmark.pedantic(taken, (2,), rounds=1, warmup_rounds=1) == len(list(folder.iterdir()))
    if benchmark.stats is None:
        return
    rounds = [(_seconds(partial(taken, 1)), _seconds(partial(taken, 2))) for _ in range(ROUNDS)]
    own, all_ = _processor_times(partial(taken, 2))
    benchmark.extra_info["cores"] = usable_jobs(1)
    benchmark.extra_info["load"] = round(os.getloadavg()[0], 1)
    benchmark.extra_info["times_as_fast"] = round(median(one / two for one, two in rounds), 2)
    benchmark.extra_info["best"] = round(max(one / two for one, two in rounds), 2)
    benchmark.extra_info["own_share"] = round(own / all_, 3)


def _processor_time(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _processor_times(work: Callable[[], object]) -> tuple[float, float]:
    """What this process takes, and what it takes with its workers."""
    before = [_used(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    work()
    own, others = (
        _used(who) - start
        for who, start in zip((resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN), before, strict=True)
    )
    return own, own + others


def _used(who: int) -> float:
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime
