"""Whatever reading one file does to the process that reads it: it is told, and the other files are read."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from workers.conftest import Bring, says

from gipaudit.documents.limits import Limits
from gipaudit.documents.model import Document
from gipaudit.errors import DocumentError
from gipaudit.forms.library import forms
from gipaudit.forms.report import Report
from gipaudit.workers.files import File, read_files
from gipaudit.workers.losses import lost_error
from gipaudit.workers.serving import Lost

LIMITS = Limits(seconds=60, memory_bytes=300 * 2**20)
HASTY = Limits(seconds=1)
GOOD = "一、总体情况"

Files = Callable[..., list[Path]]


def outcomes(paths: list[Path], limits: Limits = LIMITS, jobs: int = 1) -> list[str]:
    """What became of each file: what it says, or the code of its error."""
    told = []
    for outcome in read_files([File(path, path.name) for path in paths], forms(), None, limits, jobs):
        match outcome:
            case Report():
                told.append(next(outcome.document.paragraphs).text)
            case DocumentError():
                told.append(outcome.code)
            case Lost():
                assert lost_error(outcome, limits).code == outcome.code
                told.append(outcome.code)
    return told


def loop(data: bytes, limits: Limits) -> Document:
    while True:
        pass


def loop_in_c(data: bytes, limits: Limits) -> Document:
    ctypes.PyDLL(None).sleep(600)  # holds the interpreter: no signal handler of Python's could run
    return says("")


def fill(data: bytes, limits: Limits) -> Document:
    kept = []
    while True:
        kept.append(bytearray(b"1") * 2**20)


def fill_slowly(data: bytes, limits: Limits) -> Document:
    kept = bytearray(256 * 2**20)
    kept[:] = b"1" * len(kept)
    time.sleep(600)
    return says("")


def fill_in_a_child(data: bytes, limits: Limits) -> Document:
    """Children that each stay within what one process may ask for, and together do not."""
    code = f"kept = bytearray(b'1') * {100 * 2**20}; import time; time.sleep(600)"
    for child in [subprocess.Popen([sys.executable, "-c", code]) for _ in range(4)]:
        child.wait()
    return says("")


def give_up(data: bytes, limits: Limits) -> Document:
    raise MemoryError


def die(number: int) -> Callable[[bytes, Limits], Document]:
    def load(data: bytes, limits: Limits) -> Document:
        os.kill(os.getpid(), number)
        time.sleep(600)
        return says("")

    return load


def read_nowhere(data: bytes, limits: Limits) -> Document:
    ctypes.string_at(0)
    return says("")


def leave(data: bytes, limits: Limits) -> Document:
    os._exit(0)


def exit_politely(data: bytes, limits: Limits) -> Document:
    sys.exit("机密的文字")


def deny(data: bytes, limits: Limits) -> Document:
    raise KeyboardInterrupt


def unsayable(data: bytes, limits: Limits) -> Document:
    return Document(says("").blocks, "made", metadata={"title": lambda: ""})  # type: ignore[dict-item]


LOADERS = {
    "loop": ("too-slow", loop),
    "loop-in-c": ("too-slow", loop_in_c),
    "fill": ("out-of-memory", fill),
    "fill-in-a-child": ("out-of-memory", fill_in_a_child),
    "give-up": ("out-of-memory", give_up),
    "abort": ("crashed", die(signal.SIGABRT)),
    "killed": ("crashed", die(signal.SIGKILL)),
    "segfault": ("crashed", read_nowhere),
    "leave": ("crashed", leave),
    "exit": ("crashed", exit_politely),
    "interrupt": ("crashed", deny),
    "unsayable": ("crashed", unsayable),
}


@pytest.mark.parametrize("name", LOADERS)
def test_a_loader_that_does_this_costs_one_file(name: str, bring: Bring, files: Files) -> None:
    code, load = LOADERS[name]
    bring(name, load)
    bring("good", lambda data, limits: says(GOOD))
    limits = HASTY if code == "too-slow" else LIMITS
    assert outcomes(files("good", name, "good"), limits) == [GOOD, code, GOOD]


def test_memory_that_grows_slowly_and_stays_is_found(bring: Bring, files: Files) -> None:
    bring("fill", fill_slowly)
    assert outcomes(files("fill"), Limits(seconds=60, memory_bytes=200 * 2**20)) == ["out-of-memory"]


def test_what_died_is_told_with_its_place(bring: Bring, files: Files) -> None:
    bring("segfault", read_nowhere)
    (lost,) = read_files([File(files("segfault")[0], "a.x")], forms(), None, LIMITS)
    assert isinstance(lost, Lost)
    assert lost.why == "SIGSEGV"
    assert "test_workers_lose_nothing.py" in lost.frames
    assert "read_nowhere" in lost.frames
    assert not any(line.startswith("/") for line in lost.frames.splitlines())
    assert "_bootstrap" not in lost.frames  # whoever started the process has no part in it: every audit says the same
    assert "SIGSEGV" in lost_error(lost, LIMITS).message.zh


def test_nothing_that_a_loader_says_when_it_exits_is_told(bring: Bring, files: Files) -> None:
    bring("exit", exit_politely)
    (lost,) = read_files([File(files("exit")[0], "a.x")], forms(), None, LIMITS)
    assert isinstance(lost, Lost)
    assert (lost.why, lost.died) == ("SystemExit", False)
    assert "机密" not in repr(lost)


def test_what_a_loader_prints_is_no_output_of_ours(
    bring: Bring, files: Files, capfd: pytest.CaptureFixture[str]
) -> None:
    def load(data: bytes, limits: Limits) -> Document:
        print("打印")
        os.write(1, b"written")
        subprocess.run(["echo", "echoed"], check=True)
        return says(GOOD)

    bring("noisy", load)
    assert outcomes(files("noisy")) == [GOOD]
    out, err = capfd.readouterr()
    assert out == ""
    assert all(word in err for word in ("written", "echoed"))


def test_a_process_that_a_loader_leaves_behind_does_not_outlive_the_audit(
    bring: Bring, files: Files, tmp_path: Path
) -> None:
    def load(data: bytes, limits: Limits) -> Document:
        child = subprocess.Popen(["sleep", "600"])
        (tmp_path / "child").write_text(str(child.pid), encoding="ascii")
        child.returncode = 0  # keeps Popen from complaining of a child that still runs
        return says(GOOD)

    bring("litter", load)
    assert outcomes(files("litter")) == [GOOD]
    child = int((tmp_path / "child").read_text(encoding="ascii"))
    for _ in range(100):
        if not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE:
            return
        time.sleep(0.05)
    pytest.fail("the child still runs")


def test_a_loader_that_comes_back_twice_answers_once(bring: Bring, files: Files) -> None:
    def load(data: bytes, limits: Limits) -> Document:
        return says("父" if os.fork() else "子")

    bring("fork", load)
    bring("good", lambda data, limits: says(GOOD))
    assert outcomes(files("fork", "good", "fork")) == ["父", GOOD, "父"]


def test_a_child_that_holds_the_worker_s_pipes_does_not_hide_its_death(bring: Bring, files: Files) -> None:
    def load(data: bytes, limits: Limits) -> Document:
        if not os.fork():
            time.sleep(600)
        os.abort()

    bring("fork", load)
    assert outcomes(files("fork")) == ["crashed"]


def test_what_a_child_shares_with_the_process_that_started_the_audit_is_not_the_file_s(
    bring: Bring, files: Files
) -> None:
    def load(data: bytes, limits: Limits) -> Document:
        if not os.fork():
            time.sleep(600)
        time.sleep(0.3)  # long enough to be looked at
        os.abort()

    ballast = b"x" * LIMITS.memory_bytes
    bring("fork", load)
    assert outcomes(files("fork")) == ["crashed"]
    del ballast


def test_a_file_is_not_blamed_for_what_an_earlier_one_did(bring: Bring, files: Files) -> None:
    spoilt = []

    def spoil(data: bytes, limits: Limits) -> Document:
        spoilt.append(True)
        return says(GOOD)

    def suffer(data: bytes, limits: Limits) -> Document:
        if spoilt:
            os.abort()
        return says("后")

    bring("spoil", spoil)
    bring("suffer", suffer)
    assert outcomes(files("spoil", "suffer")) == [GOOD, "后"]


def test_what_a_loader_leaves_on_disk_is_removed(bring: Bring, files: Files, tmp_path: Path) -> None:
    def load(data: bytes, limits: Limits) -> Document:
        folder = tempfile.mkdtemp()
        (tmp_path / "where").write_text(f"{folder}\n{os.environ['TMPDIR']}", encoding="utf-8")
        os.abort()

    bring("litter", load)
    assert outcomes(files("litter")) == ["crashed"]
    left, shared = map(Path, (tmp_path / "where").read_text(encoding="utf-8").split("\n"))
    assert left.parent == shared
    assert not shared.exists()
    assert tempfile.gettempdir() != str(shared)


def test_several_workers_give_the_same_in_the_same_order(bring: Bring, files: Files) -> None:
    bring("abort", die(signal.SIGABRT))
    bring("number", lambda data, limits: says(data.decode().split("\n")[1]))
    paths = files(*["number", "number", "abort", "number"] * 4)
    expected = [name if index % 4 != 2 else "crashed" for index, name in enumerate(f"第{n}份" for n in range(16))]
    assert outcomes(paths) == outcomes(paths, jobs=3) == expected


def test_a_crash_is_told_alike_alone_and_among_others(bring: Bring, files: Files) -> None:
    """An audit that is resumed reads alone what another read among others."""
    bring("segfault", read_nowhere)
    bring("broken", exit_politely)
    paths = [File(path, path.name) for path in files("segfault", "broken", "a")]
    among = list(read_files(paths, forms(), None, LIMITS))
    for path, outcome in list(zip(paths, among, strict=True))[:2]:
        assert list(read_files([path], forms(), None, LIMITS)) == [outcome]
