"""How far a long command has come, on standard error: a bar on a terminal, else a line now and then.

A command that takes no longer than a moment shows nothing.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from gipaudit.cli.language import say
from gipaudit.renderers.layout import columns
from gipaudit.renderers.terminal import clean

if TYPE_CHECKING:
    from rich.live import Live

AT_FIRST, BETWEEN_FRAMES, BETWEEN_LINES = 0.5, 0.1, 10.0
"""Seconds before a bar appears, between two changes of it, and between two lines."""

_BAR, _LEAST_NAME = 16, 8
"""How many columns the bar takes, and how many a file's name needs to be shown at all."""


class Progress:
    """Tells of one piece of work after another: :meth:`begin`, :meth:`at` for each step, :meth:`end`."""

    def __init__(self) -> None:
        self._live: Live | None = None
        self._terminal = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._work = self._unit = ""
        self._total = self._done = 0
        self._began = self._next = 0.0
        self._told = False

    def begin(self, work: str, total: int) -> None:
        """Begin some work of so many steps; ``work`` says in a word what it is."""
        self._work, self._total, self._done, self._told = work, total, 0, False
        self._began = time.monotonic()
        self._next = self._began + (AT_FIRST if self._terminal else BETWEEN_LINES)

    def at(self, done: int, name: str = "") -> None:
        """So many steps are done; ``name`` is what is in hand."""
        self._done = done
        now = time.monotonic()
        if now < self._next or self._total < 2:
            return
        self._next = now + (BETWEEN_FRAMES if self._terminal else BETWEEN_LINES)
        self._told = True
        if self._terminal:
            self._show(name)
        else:
            print(self._line(name), file=sys.stderr, flush=True)

    def end(self) -> None:
        """The work is over, done or not: take the bar away, or tell the last where anything was told."""
        if self._live is not None:
            self._live.stop()
            self._live = None
        if self._told and not self._terminal:
            took = _clock(time.monotonic() - self._began)
            counts = f"{self._done:,}/{self._total:,}"
            print(say(f"{self._work}：{counts} 份，用时 {took}", f"{self._work}: {counts}, {took}"), file=sys.stderr)
        self._told = False

    def _show(self, name: str) -> None:
        from rich.progress_bar import ProgressBar
        from rich.table import Table
        from rich.text import Text

        if self._live is None:
            self._live = _live()
        facts = " ".join((f"{self._done:,}/{self._total:,}", *self._pace()))
        room = self._live.console.width - columns(f"{self._work} {facts} ") - _BAR - 1
        shown = middle(clean(name), room) if room >= _LEAST_NAME else ""
        line = Table.grid(padding=(0, 1, 0, 0))
        texts = [Text(text, no_wrap=True, overflow="crop") for text in (self._work, facts, shown)]
        line.add_row(texts[0], ProgressBar(self._total, self._done, _BAR), *texts[1:])
        self._live.update(line, refresh=True)

    def _line(self, name: str) -> str:
        facts = f"{self._done:,}/{self._total:,}"
        shown = middle(clean(name), 60)
        if say("zh", "en") == "zh":
            return "，".join((f"{self._work}：{facts} 份", *self._pace())) + (f"；在读 {shown}" if shown else "")
        return ", ".join((f"{self._work}: {facts}", *self._pace())) + (f"; at {shown}" if shown else "")

    def _pace(self) -> tuple[str, ...]:
        """The rate and the remaining time, once there is anything to tell them by."""
        if not self._done:
            return ()
        rate = self._done / max(time.monotonic() - self._began, 1e-9)
        left = _clock((self._total - self._done) / rate)
        number = f"{rate:.1f}" if rate < 100 else f"{rate:,.0f}"
        return say(f"{number}份/秒", f"{number}/s"), say(f"剩{left}", f"{left} left")


def _live() -> Live:
    from rich.console import Console
    from rich.live import Live

    # No thread of its own: worker processes may not be forked from a process with threads.
    live = Live(
        console=Console(file=sys.stderr),
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    live.start()
    return live


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def middle(text: str, most: int) -> str:
    """Return a clean text of at most ``most`` columns: of a long path its two ends tell most."""
    if columns(text) <= most:
        return text
    head, tail = "", ""
    for index in range(len(text)):
        if columns(head + text[index]) > (most - 1) // 3:
            break
        head += text[index]
    for character in reversed(text):
        if columns(head + "…" + character + tail) > most:
            break
        tail = character + tail
    return f"{head}…{tail}"
