"""Fetching reports without any pause, against only asking for the same files; and a run that has nothing to do."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import httpx
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from support.fetched import QUICK, later, targets
from support.site import Page, Site, served

from gipaudit.fetching.running import fetch

from .conftest import seconds

REPORTS = 50
EXAMPLE = (
    Path(__file__).resolve().parents[2] / "docs" / "examples" / "青溪市教育体育局2023年政府信息公开工作年度报告.html"
)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """A site with 50 reports: a page of 20 KB with its tables, and a file of 200 KB each."""
    page = EXAMPLE.read_bytes()
    with served() as site:
        for number in range(REPORTS):
            link = f'<a href="/{number}.pdf">附件</a></body>'.encode()
            site.pages[f"/{number}.html"] = Page(page.replace(b"</body>", link))
            site.pages[f"/{number}.pdf"] = Page(b"%PDF-1.7" + bytes(200_000))
        yield site


def asked_only(site: Site) -> None:
    """What any program must do: ask for each file, a connection each, and keep the answer."""
    context = ssl.create_default_context()
    for number in range(REPORTS):
        for path in (f"/{number}.html", f"/{number}.pdf"):
            with httpx.Client(trust_env=False, verify=context) as client:
                assert client.get(site.url(path)).content


def told(benchmark: BenchmarkFixture, site: Site) -> None:
    if benchmark.stats is not None:
        baseline = seconds(lambda: asked_only(site), rounds=3)
        benchmark.extra_info["baseline"] = "httpx: asking for the same files, nothing kept"
        benchmark.extra_info["baseline_seconds"] = round(baseline, 3)
        benchmark.extra_info["ratio"] = round(benchmark.stats.stats.median / baseline, 2)


def test_fetching_against_asking(benchmark: BenchmarkFixture, site: Site, tmp_path: Path) -> None:
    """Links looked for, files and manifest on the disk before the next is asked for."""
    urls, runs = [site.url(f"/{number}.html") for number in range(REPORTS)], count()

    def work() -> int:
        done = fetch(targets(urls), tmp_path / str(next(runs)), QUICK, now=later())
        return sum(collected.asked for collected in done)

    assert benchmark.pedantic(work, rounds=3, iterations=1) == 2 * REPORTS
    told(benchmark, site)


def test_going_on_against_asking(benchmark: BenchmarkFixture, site: Site, tmp_path: Path) -> None:
    """A second run over a folder that has everything: nothing is asked for."""
    urls = [site.url(f"/{number}.html") for number in range(REPORTS)]
    list(fetch(targets(urls), tmp_path, QUICK, now=later()))

    def work() -> int:
        return sum(collected.asked for collected in fetch(targets(urls), tmp_path, QUICK, now=later()))

    assert benchmark.pedantic(work, rounds=3, iterations=1) == 0
    told(benchmark, site)
