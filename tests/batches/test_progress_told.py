"""What a person sees of a long command, and that nobody else sees anything of it."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gipaudit.cli import progress
from gipaudit.cli.main import run
from gipaudit.cli.progress import BETWEEN_LINES, Progress, middle
from gipaudit.renderers.layout import columns
from gipaudit.renderers.terminal import clean
from gipaudit.workers.jobs import usable_jobs

from .conftest import Folder

HOSTILE = "reports/\x1b[31m\u202e[bold]青溪市" + "极长的" * 40 + "单位.docx"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")


class Screen(io.StringIO):
    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


Begin = Callable[..., tuple[Progress, Screen, Clock]]


@pytest.fixture
def begin(monkeypatch: pytest.MonkeyPatch) -> Begin:
    def made(*, terminal: bool, width: int = 80) -> tuple[Progress, Screen, Clock]:
        screen, clock = Screen(terminal=terminal), Clock()
        monkeypatch.setattr(sys, "stderr", screen)
        monkeypatch.setattr(progress, "time", clock)
        monkeypatch.setenv("COLUMNS", str(width))
        monkeypatch.setenv("TERM", "xterm-256color")
        return Progress(), screen, clock

    return made


def work(bar: Progress, clock: Clock, steps: int, seconds: float, name: str = "a.docx", total: int = 0) -> None:
    bar.begin("读取", total or steps)
    for step in range(1, steps + 1):
        clock.now += seconds
        bar.at(step, name if step < steps else "")
    bar.end()


@pytest.mark.parametrize("terminal", [True, False])
def test_what_takes_a_moment_shows_nothing(begin: Begin, chinese: None, terminal: bool) -> None:
    bar, screen, clock = begin(terminal=terminal)
    work(bar, clock, 40, 0.01)
    assert screen.getvalue() == ""


@pytest.mark.parametrize("terminal", [True, False])
def test_one_file_shows_nothing_however_long_it_takes(begin: Begin, chinese: None, terminal: bool) -> None:
    bar, screen, clock = begin(terminal=terminal)
    work(bar, clock, 1, 50)
    assert screen.getvalue() == ""


def test_without_a_terminal_a_line_comes_now_and_then_and_one_at_the_end(begin: Begin, chinese: None) -> None:
    bar, screen, clock = begin(terminal=False)
    work(bar, clock, 3000, 0.0625)
    lines = screen.getvalue().splitlines()
    assert len(lines) == 3000 * 0.0625 // BETWEEN_LINES + 1
    assert lines[0] == "读取：160/3,000 份，16.0份/秒，剩2:58；在读 a.docx"
    assert lines[-1] == "读取：3,000/3,000 份，用时 3:08"


def test_the_lines_are_in_english_where_the_user_is(begin: Begin, english: None) -> None:
    bar, screen, clock = begin(terminal=False)
    work(bar, clock, 300, 0.125)
    assert screen.getvalue().splitlines()[0] == "读取: 80/300, 8.0/s, 0:28 left; at a.docx"


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("language", ["chinese", "english"])
def test_on_a_terminal_a_bar_with_rate_rest_and_file_stays_on_one_line(
    begin: Begin, request: pytest.FixtureRequest, width: int, language: str
) -> None:
    request.getfixturevalue(language)
    bar, screen, clock = begin(terminal=True, width=width)
    work(bar, clock, 30, 0.3, HOSTILE, 12_000)
    shown = ESCAPE.sub("\n", COLOUR.sub("", screen.getvalue()))
    frames = [frame for frame in shown.split("\n") if frame.strip()]
    assert frames
    assert max(map(columns, frames)) <= width
    assert all(part in frames[0] for part in ("/12,000", "3.3", "位.docx"))
    assert "━" in frames[0]


def test_a_name_neither_steers_nor_deceives_the_terminal(begin: Begin, chinese: None) -> None:
    for terminal in (True, False):
        bar, screen, clock = begin(terminal=terminal, width=120)
        work(bar, clock, 100, 0.2, "a\x1b[31m\u202e[bold]b.docx")
        shown = ESCAPE.sub("", screen.getvalue())
        assert "[bold]b.docx" in shown
        assert "\u202e" not in shown
        assert "\x1b[31m\ufffd" not in screen.getvalue()


def test_the_bar_is_gone_when_the_work_is_over(begin: Begin, chinese: None) -> None:
    bar, screen, clock = begin(terminal=True)
    work(bar, clock, 10, 0.2)
    assert screen.getvalue().rstrip().endswith(("\x1b[2K", "\x1b[?25h"))


@given(st.text(max_size=60).map(clean), st.integers(8, 40))
def test_a_long_name_keeps_its_two_ends(name: str, most: int) -> None:
    shown = middle(name, most)
    assert columns(shown) <= most
    head, _, tail = shown.partition("…") if shown != name else (name, "", "")
    assert name.startswith(head)
    assert name.endswith(tail)


def test_nothing_of_it_is_on_standard_output(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(folder())
    run(["audit", path, "--today", "2026-03-01", "--format", "json", "--jobs", "1"])
    alone = capsys.readouterr()
    run(["audit", path, "--today", "2026-03-01", "--format", "json", "--jobs", "2"])
    assert capsys.readouterr() == alone
    assert alone.out.startswith("{")
    assert alone.err == ""


@pytest.mark.parametrize("text", ["0", "-1", "two", "1.5", "1000", "２", ""])
def test_what_is_no_number_of_processes_is_refused(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", ".", f"--jobs={text}", "--lang", "en"]) == 2
    assert "--jobs must be 1 to 999" in capsys.readouterr().err


def test_as_many_processes_as_processors_and_memory_allow() -> None:
    assert usable_jobs(1 << 60) == 1
    assert 1 <= usable_jobs(1 << 30) <= usable_jobs(1)
