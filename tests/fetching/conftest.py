"""What these tests share: a site of their own, and a way to fetch from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from support.fetched import DAY, QUICK, CountedClock, Get, later, targets
from support.site import Site, served

from gipaudit.fetching.collecting import Collected
from gipaudit.fetching.pacing import Clock
from gipaudit.fetching.running import fetch


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as site:
        yield site


@pytest.fixture
def clock() -> CountedClock:
    return CountedClock()


@pytest.fixture
def get(tmp_path: Path) -> Get:
    """Fetch addresses into ``tmp_path / "out"``, each for a unit of its own."""

    def run(
        *urls: str, clock: Clock | None = None, again: bool = False, day: datetime = DAY, **manners: Any
    ) -> list[Collected]:
        chosen = replace(QUICK, **manners)
        return list(fetch(targets(urls), tmp_path / "out", chosen, again=again, clock=clock, now=later(day)))

    return run
