"""What was confirmed outlives kill -9, a full disk and another audit at the same time."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from archive.conftest import DAY, Runs, json_of, page

from gipaudit.archive import open_archive
from gipaudit.archive.problems import ArchiveError
from gipaudit.forms.report import Report
from gipaudit.pipeline import audit
from gipaudit.workers import files
from gipaudit.workers.files import File, Outcome

FILES = 60
MOMENTS = 10

FORK = multiprocessing.get_context("fork")
"""A process that has loaded everything already: what is tested is its end and not its start."""


@pytest.fixture
def many(tmp_path: Path, runs: Runs) -> Path:
    folder = tmp_path / "年报"
    folder.mkdir()
    for number in range(FILES):
        (folder / f"{number:02}.html").write_bytes(page(f"云溪市第{number}中学", more="信" * number))
    runs.without(folder / "00.html")  # so that all is loaded in this process
    return folder


def run(where: Path, folder: Path, rules: Path, marks: Path, result: Path, room: int | None) -> None:
    """Audit in a process of its own; ``marks`` gets a line for each file that is read, and one when it is kept."""
    os.setsid()
    if room is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    def note(line: str) -> None:
        with marks.open("a", encoding="utf-8") as log:
            log.write(line + "\n")

    def marked(reader: files.Reader, file: File) -> Report:
        note(file.source)
        return read(reader, file)

    def watched(*given: Any) -> Iterator[Outcome]:
        for outcome in files.read_files(*given):
            yield outcome  # it is confirmed once the next one is asked for
            note("+" + getattr(outcome, "source", ""))

    read, files.Reader.read = files.Reader.read, marked  # type: ignore[method-assign]
    files._read_or_put_off = files._read
    try:
        with open_archive(str(where)) as archive:
            made = audit(folder, ruleset=rules, today=DAY, read=archive.read(watched))
        result.write_text(json_of(made), encoding="utf-8")
    except ArchiveError as error:
        result.write_text(error.message.zh, encoding="utf-8")
        os._exit(2)


def start(*arguments: Path, room: int | None = None) -> multiprocessing.process.BaseProcess:
    running = FORK.Process(target=run, args=(*arguments, room))
    running.start()
    return running


def ended(running: multiprocessing.process.BaseProcess) -> int | None:
    """The exit code of a process, once it has one."""
    running.join()
    return running.exitcode


def read_twice(marks: Path) -> list[str]:
    """The files that were begun again after they had been confirmed."""
    confirmed: set[str] = set()
    again = []
    for line in marks.read_text(encoding="utf-8").split():
        if line.startswith("+"):
            confirmed.add(line[1:])
        elif line in confirmed:
            again.append(line)
    return again


def test_an_audit_killed_ten_times_ends_with_the_same_bytes(many: Path, rules: Path, tmp_path: Path) -> None:
    marks, result, whole = tmp_path / "marks", tmp_path / "killed.json", tmp_path / "whole.json"
    assert ended(start(tmp_path / "whole.db", many, rules, tmp_path / "other", whole)) == 0
    chance, killed = Random(5), 0
    for _ in range(MOMENTS):
        lines = len(marks.read_bytes().split()) if marks.exists() else 0
        until = lines + chance.randrange(1, 2 * FILES // MOMENTS)
        running = start(tmp_path / "killed.db", many, rules, marks, result)
        while running.is_alive() and (not marks.exists() or len(marks.read_bytes().split()) < until):
            time.sleep(0.001)
        killed += running.is_alive()
        os.killpg(running.pid, signal.SIGKILL)
        ended(running)
    assert ended(start(tmp_path / "killed.db", many, rules, marks, result)) == 0
    assert killed == MOMENTS
    assert result.read_bytes() == whole.read_bytes()
    assert read_twice(marks) == []
    begun = [line for line in marks.read_text(encoding="utf-8").split() if not line.startswith("+")]
    assert len(set(begun)) == FILES
    assert len(begun) <= FILES + 3 * MOMENTS  # each death costs no more than what was in hand


def test_two_audits_at_once_share_one_archive(many: Path, rules: Path, tmp_path: Path) -> None:
    where, results = tmp_path / "gipaudit.db", [tmp_path / "1.json", tmp_path / "2.json"]
    both = [start(where, many, rules, tmp_path / result.stem, result) for result in results]
    assert [ended(running) for running in both] == [0, 0]
    assert results[0].read_bytes() == results[1].read_bytes()
    made, read = Runs(str(where), rules).audit(many)
    assert (len(made.scorecards), read) == (FILES, [])


def test_a_full_disk_is_told_and_loses_nothing(many: Path, rules: Path, tmp_path: Path) -> None:
    where, result = tmp_path / "gipaudit.db", tmp_path / "1.json"
    with open_archive(str(where)):
        pass
    room = where.stat().st_size + 90_000
    assert ended(start(where, many, rules, tmp_path / "marks", result, room=room)) == 2
    assert "写不下" in result.read_text(encoding="utf-8")
    with open_archive(str(where)) as archive, archive.reading_from() as connection:
        kept = connection.exec_driver_sql("SELECT count(*) FROM documents").scalar_one()
    made, read = Runs(str(where), rules).audit(many)
    assert 0 < kept < FILES
    assert (len(made.scorecards), len(read)) == (FILES, FILES - kept)
