"""Ctrl-C once: what was read is audited, and what was not is held against nobody. Twice: all ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import psutil
import pytest
from workers.conftest import Bring, says

from gipaudit import pipeline
from gipaudit.renderers.renderer import Settings
from gipaudit.renderers.table import render
from gipaudit.workers.files import File, Outcome, read_files
from gipaudit.workers.serving import Lost

from .conftest import Folder

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 3, 1)
START = """
import subprocess, sys, time
from gipaudit.documents.reading import Loader, loaders
from gipaudit.errors import Message

def load(data, limits):
    subprocess.Popen(["sleep", "600"])
    while True:
        time.sleep(1)

loaders().add(Loader("hang", "1", Message("", ""), lambda data: data.startswith(b"hang"), load, 99))
if "slowly" in sys.argv:
    sys.argv.remove("slowly")
    import gipaudit.judging

    def judge(*given):
        print("judging", file=sys.stderr, flush=True)
        time.sleep(600)

    gipaudit.judging.judge = judge
from gipaudit.cli.main import main
main()
"""


class Running:
    """An audit of a folder in which the last file hangs; everything before it is read."""

    def __init__(self, folder: Path, home: Path, *arguments: str) -> None:
        self.temporary = home / "temporary"
        self.temporary.mkdir()
        self.process = psutil.Popen(
            [sys.executable, "-c", START, "audit", str(folder), "--today", "2026-03-01", "--lang", "en", *arguments],
            env={**os.environ, "TMPDIR": str(self.temporary), "PYTHONPATH": str(ROOT)},
            start_new_session=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.family: list[psutil.Process] = []
        while not any("sleep" in each.name() for each in self.family):
            assert self.process.poll() is None
            time.sleep(0.1)
            self.family = self.process.children(recursive=True)
        time.sleep(1)  # what the other process has in hand is read

    def ended(self) -> tuple[int, str, str]:
        """The exit code, and what it wrote, once it is over."""
        out, err = self.process.communicate(timeout=120)
        return self.process.returncode, out, err

    def left(self) -> list[object]:
        """What it left behind: processes, and files in the folder for temporary ones."""
        _, alive = psutil.wait_procs(self.family, 30)
        running = [each for each in alive if each.status() != psutil.STATUS_ZOMBIE]
        return [*running, *self.temporary.iterdir()]


Run = Callable[..., Running]


@pytest.fixture
def run(folder: Folder, tmp_path: Path) -> Iterator[Run]:
    started: list[Running] = []

    def start(*arguments: str) -> Running:
        path = folder()
        (path / "99 hang.txt").write_text("hang", encoding="utf-8")
        started.append(Running(path, tmp_path, *arguments))
        return started[-1]

    yield start
    for each in started:
        for process in (*each.family, each.process):
            if process.is_running():
                process.kill()
        each.process.communicate()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_what_was_read_is_audited_and_the_rest_is_told(run: Run, number: int, code: int) -> None:
    running = run("--jobs", "2", "--format", "json")
    running.process.send_signal(number)
    ended, out, err = running.ended()
    audit = json.loads(out)
    assert ended == code
    assert len(audit["scorecards"]) == 8
    assert [item["source"] for item in audit["skipped"] if item["code"] == "interrupted"] == ["99 hang.txt"]
    assert audit["unreadable"] == []
    assert any("审核被中断" in note for note in audit["notes"])
    assert err.count("interrupted: 1 files were not read") == 1
    assert "Traceback" not in err
    assert running.left() == []


def test_a_second_interrupt_ends_at_once(run: Run) -> None:
    running = run("slowly", "--format", "json")
    running.process.send_signal(signal.SIGINT)
    told = ""
    while "judging" not in told:
        told += running.process.stderr.readline()
    running.process.send_signal(signal.SIGINT)
    code, out, err = running.ended()
    assert (code, out) == (130, "")
    assert err.count("interrupted, the result is not whole") == 1
    assert "Traceback" not in err
    assert running.left() == []


ROSTER = """units:
- name: 青溪市民政局
- name: 青溪市水务局
- name: 青溪市从来没有报送的局
"""


def test_nobody_is_missing_from_an_audit_that_did_not_read_all(folder: Folder, tmp_path: Path) -> None:
    """A file that was not read may be any unit's report."""
    roster = tmp_path / "units.yaml"
    roster.write_text(ROSTER, encoding="utf-8")

    def half(files: Sequence[File], *given: Any) -> Iterator[Outcome]:
        yield from read_files(files[:4], *given)
        yield from (Lost("interrupted") for _ in files[4:])

    path = folder()
    assert any(card.source is None for card in pipeline.audit(path, today=DAY, units=roster).scorecards)
    audit = pipeline.audit(path, today=DAY, units=roster, read=half)
    assert all(card.source is not None for card in audit.scorecards)
    assert any("也没有核对谁没有报送" in note for note in audit.notes)


def test_thousands_of_files_that_were_not_read_are_one_line_on_the_screen(folder: Folder) -> None:
    def none(files: Sequence[File], *given: Any) -> Iterator[Outcome]:
        return (Lost("interrupted") for _ in files)

    audit = pipeline.audit(folder(), today=DAY, read=none)
    shown = "".join(render(audit, Settings(language="zh", width=80, color=False, readings=False)))
    assert "还有9个文件没有读取" in shown
    assert "林业局" not in shown


def test_a_way_of_reading_that_gives_too_much_is_told(folder: Folder, bring: Bring) -> None:
    bring("one", lambda data, limits: says("一、总体情况"))

    def twice(files: Sequence[File], *given: Any) -> Iterator[Outcome]:
        yield from read_files(files, *given)
        yield Lost("interrupted")

    with pytest.raises(ValueError, match="more outcomes"):
        pipeline.audit(folder("one"), today=DAY, read=twice)
