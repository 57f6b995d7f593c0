"""What the way over a cluster costs beside the reading itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cluster.conftest import EXAMPLES, Machines, scheduler
from pytest_benchmark.fixture import BenchmarkFixture

from gipaudit.cluster.reading import Cluster
from gipaudit.documents.limits import Limits
from gipaudit.forms.library import forms
from gipaudit.workers.files import File, read_files

from .conftest import seconds

REPORTS = 96


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    """A scheduler with one worker of one thread."""
    made = scheduler(tmp_path, ())
    made.worker("--no-nanny")
    yield made
    made.end()


def test_a_cluster_of_one_against_one_process(
    benchmark: BenchmarkFixture, machines: Machines, tmp_path: Path
) -> None:
    """Baseline: the same files read by one worker process of this machine."""
    page = min(EXAMPLES.glob("*.html")).read_bytes()
    files = []
    for number in range(REPORTS):
        path = tmp_path / f"{number:03}.html"
        path.write_bytes(page + b"<p>%d" % number)
        files.append(File(path, path.name))
    limits, known = Limits(), forms()
    with Cluster(machines.address) as cluster:
        list(cluster(files[:1], known, None, limits))  # its host is started, as one of ours would be
        benchmark.pedantic(lambda: list(cluster(files, known, None, limits)), rounds=3)
    benchmark.extra_info["baseline"] = "one worker process of this machine"
    if benchmark.stats is not None:
        baseline = seconds(lambda: list(read_files(files, known, None, limits)))
        benchmark.extra_info["ratio"] = round(benchmark.stats.stats.median / baseline, 2)
