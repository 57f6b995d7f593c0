"""What the tests of fetching share: a visitor without patience, lists of units, and pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gipaudit.errors import Position
from gipaudit.fetching.collecting import Collected
from gipaudit.fetching.pacing import Clock
from gipaudit.fetching.targets import Target
from gipaudit.fetching.visiting import Manners

QUICK = Manners(agent="gipaudit-test/1.0", delay=0.0, pause=0.0, seconds=10.0, allow_private=True)
DAY = datetime(2024, 1, 20, tzinfo=UTC)
Get = Callable[..., list[Collected]]


class CountedClock(Clock):
    """A clock whose waiting takes no time and is written down."""

    def __init__(self) -> None:
        super().__init__()
        self.time = 0.0
        self.waits: list[float] = []

    def now(self) -> float:
        return self.time

    def wait(self, seconds: float) -> None:
        super().wait(0)
        if seconds > 0:
            self.waits.append(seconds)
            self.time += seconds


def targets(urls: Sequence[str]) -> list[Target]:
    here = Position(Path("units.csv"), 1, 1)
    return [Target(f"青溪市第{number}局", 2023, url, here) for number, url in enumerate(urls, 1)]


_RUNS = iter(range(1, 10_000))


def later(day: datetime = DAY) -> Callable[[], datetime]:
    """Return a clock that says another second of a day in each run, so that runs can be told apart."""
    moment = day.timestamp() + next(_RUNS)
    return lambda: datetime.fromtimestamp(moment, UTC)


def manifest(folder: Path) -> list[dict[str, Any]]:
    """The entries of a folder's manifest, without its head."""
    lines = (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines[1:]]


def page(*links: str, head: str = "", title: str = "青溪市水务局2023年政府信息公开工作年度报告") -> bytes:
    """A page with some links."""
    anchors = "".join(f'<p><a href="{link}">{link}</a></p>' for link in links)
    return f"<!DOCTYPE html><html><head>{head}</head><body><h1>{title}</h1>{anchors}</body></html>".encode()
