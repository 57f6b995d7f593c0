"""However many processes read, whatever breaks among the files: the same audit, byte for byte, and nothing lost."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from workers.conftest import Bring, says

from gipaudit import pipeline
from gipaudit.documents.limits import Limits
from gipaudit.documents.model import Document
from gipaudit.errors import DocumentError
from gipaudit.forms.library import forms
from gipaudit.plugins import Registry, registry
from gipaudit.renderers.renderer import Renderer, Settings
from gipaudit.scorecard import Audit
from gipaudit.workers.files import WINDOW, File, read_files
from gipaudit.workers.serving import Lost

from .conftest import Folder

DAY = date(2026, 3, 1)
LIMITS = Limits(seconds=10, memory_bytes=300 * 2**20)


def as_json(audit: Audit) -> str:
    renderers: Registry[Renderer] = registry("register_renderers", "输出格式", "format")
    return "".join(renderers["json"].render(audit, Settings(language="zh", width=80, color=False, readings=True)))


def abort(data: bytes, limits: Limits) -> Document:
    os.abort()


def segfault(data: bytes, limits: Limits) -> Document:
    ctypes.string_at(0)
    return says("")


def hang(data: bytes, limits: Limits) -> Document:
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    time.sleep(600)
    return says("")


def fill(data: bytes, limits: Limits) -> Document:
    kept = []
    while True:
        kept.append(bytearray(b"1") * 2**20)


def test_one_two_and_three_processes_give_the_same_bytes(bring: Bring, folder: Folder) -> None:
    bring("abort", abort)
    bring("segfault", segfault)
    path = folder("abort", "segfault", "abort")
    audits = [as_json(pipeline.audit(path, today=DAY, read=partial(read_files, jobs=jobs))) for jobs in (1, 2, 3)]
    assert audits[0] == audits[1] == audits[2]
    assert audits[0].count('"crashed"') >= 3


def test_a_crash_a_hang_and_a_glutton_cost_three_files_of_many(bring: Bring, folder: Folder) -> None:
    for name, load in (("abort", abort), ("hang", hang), ("fill", fill)):
        bring(name, load)
    whole = pipeline.audit(
        folder("abort", "hang", "fill"), today=DAY, limits=LIMITS, read=partial(read_files, jobs=2)
    )
    assert {item.source.rpartition(" ")[2]: item.code for item in whole.unreadable} == {
        "abort.txt": "crashed",
        "hang.txt": "too-slow",
        "fill.txt": "out-of-memory",
    }
    assert len(whole.scorecards) == 8


def test_a_file_that_waits_for_others_of_its_kind_holds_up_no_more_than_a_window(
    bring: Bring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read ahead is held in memory: a lone file of a batch must not let that grow with the folder."""
    begun = tmp_path / "begun"
    begun.mkdir()

    def load(data: bytes, limits: Limits) -> Document:
        (begun / data.decode().split("\n")[1]).touch()
        return says("一、总体情况")

    bring("many", load, lambda contents, limits: [load(data, limits) for data in contents])
    bring("one", load)
    assert WINDOW >= 100
    monkeypatch.setattr("gipaudit.workers.files.WINDOW", 4)
    paths = []
    for number in range(12):
        paths.append(tmp_path / f"{number:02}.x")
        paths[-1].write_text(f"{'one' if number else 'many'}\n{number:02}", encoding="utf-8")
    outcomes = read_files([File(path, path.name) for path in paths], forms(), None, Limits(), jobs=2)
    for number, outcome in enumerate(outcomes):
        assert getattr(outcome, "source", None) == f"{number:02}.x"
        assert len(list(begun.iterdir())) <= number + 1 + 4


def test_reading_that_is_stopped_gives_what_was_read_and_says_of_the_rest_that_it_was_not(
    bring: Bring, tmp_path: Path
) -> None:
    bring("one", lambda data, limits: says("一、总体情况"))
    bring("hang", hang)
    words = ("one", "one", "hang", "one", "one")
    for number, word in enumerate(words):
        (tmp_path / f"{number}.x").write_text(word + "\n", encoding="utf-8")
    seen: list[object] = []
    began = time.monotonic()
    files = [File(tmp_path / f"{number}.x", f"{number}.x") for number in range(len(words))]

    def stopped() -> bool:
        return len(seen) >= 2 and time.monotonic() - began > 1

    for outcome in read_files(files, forms(), None, Limits(), 2, stopped):
        seen += [outcome]
    told = [outcome.code if isinstance(outcome, Lost | DocumentError) else "read" for outcome in seen]
    assert told[:3] == ["read", "read", "interrupted"]
    assert len(told) == 5
    assert set(told[3:]) <= {"read", "interrupted"}
