"""Taking reports from the archive, and keeping them, each against reading their files."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from gipaudit.archive import open_archive
from gipaudit.documents.contents import Opener
from gipaudit.documents.limits import Limits
from gipaudit.forms.library import forms
from gipaudit.workers.files import File, Outcome, Reader

from .conftest import seconds

LIMITS = Limits()
COPIES = 20


@pytest.fixture(scope="module")
def files(word_report: Path, tmp_path_factory: pytest.TempPathFactory) -> list[File]:
    """One report as files of different bytes."""
    folder, made = tmp_path_factory.mktemp("copies"), []
    for number in range(COPIES):
        path = folder / f"{number}.docx"
        path.write_bytes(word_report.read_bytes())
        with zipfile.ZipFile(path, "a") as archive:
            archive.comment = str(number).encode()
        made.append(File(path, path.name))
    return made


def here(files, known, by_hand, limits) -> Iterator[Outcome]:
    """Read in this process: what a worker does, without its pipe."""
    reader = Reader(known, by_hand, limits, Opener(limits))
    return (reader.read(file) for file in files)


def tell(benchmark: BenchmarkFixture, files: list[File], file: Path) -> None:
    if benchmark.stats is None:
        return
    baseline = seconds(lambda: list(here(files, forms(), None, LIMITS)), rounds=3)
    benchmark.extra_info["baseline"] = "reading and binding the files"
    benchmark.extra_info["kilobytes_a_report"] = round(file.stat().st_size / COPIES / 1000, 1)
    benchmark.extra_info["milliseconds_a_report"] = round(1000 * benchmark.stats.stats.median / COPIES, 1)
    benchmark.extra_info["baseline_milliseconds_a_report"] = round(1000 * baseline / COPIES, 1)
    benchmark.extra_info["ratio"] = round(benchmark.stats.stats.median / baseline, 2)


def test_taking_reports_from_the_archive(benchmark: BenchmarkFixture, files: list[File], tmp_path: Path) -> None:
    """Each file is hashed and looked up, and its report made of the archive's bytes."""
    where = tmp_path / "gipaudit.db"
    with open_archive(str(where)) as archive:
        first = list(archive.read(here)(files, forms(), None, LIMITS))
        read = archive.read(lambda *given: iter(()))
        again = benchmark.pedantic(lambda: list(read(files, forms(), None, LIMITS)), rounds=5, iterations=1)
    assert again == first
    tell(benchmark, files, where)


def test_keeping_reports(benchmark: BenchmarkFixture, files: list[File], tmp_path: Path) -> None:
    """Each file is read, its report encoded and confirmed on the disk: what is more than reading is the archive's."""
    numbers = iter(range(100))

    def fresh() -> tuple[tuple[str], dict[str, object]]:
        return (str(tmp_path / f"{next(numbers)}.db"),), {}

    def work(where: str) -> int:
        with open_archive(where) as archive:
            return len(list(archive.read(here)(files, forms(), None, LIMITS)))

    assert benchmark.pedantic(work, setup=fresh, rounds=3, iterations=1) == COPIES
    tell(benchmark, files, tmp_path / "0.db")
