"""What the tests share: where the real reports lie, and the rule that nothing is skipped in CI."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("busy", deadline=None)
settings.load_profile("busy")  # a machine with more to do is no failure

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"


ON_ONE_WORKER = ("hostile", "defects", "formats", "docs", "gipaudit-ocr", "cluster")
"""The folders whose tests share something that takes half a minute to make: of parallel processes, one makes it."""


@pytest.hookimpl(tryfirst=True)  # before the marks are looked at
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of these folders together when they run in several processes: they begin, a cluster's end.

    What speaks to a cluster leaves threads behind, and beside threads no worker process can be forked. (Pytest-xdist
    keeps the order only when told to: ``--no-loadscope-reorder``.)
    """
    for item in items:
        for folder in ON_ONE_WORKER:
            if folder in (*item.path.relative_to(ROOT).parts, item.path.stem.removeprefix("test_")):
                item.add_marker(pytest.mark.xdist_group(folder))
    items.sort(key=_turn)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name no test by bytes: those of a package hold the time, and each of several processes would name its own."""
    return argname if isinstance(val, bytes) else None


def _turn(item: pytest.Item) -> int:
    groups = [mark.args[0] for mark in item.iter_markers("xdist_group")]
    return 2 if "cluster" in groups else 0 if groups else 1


def need(condition: bool, reason: str) -> None:
    """Skip where a component is absent; under GIPAUDIT_REQUIRE_ALL fail instead."""
    if condition:
        return
    if os.environ.get("GIPAUDIT_REQUIRE_ALL"):
        pytest.fail(f"needed, but absent: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real reports."""
    need(CORPUS.is_dir(), "the real reports are not beside this checkout (../shared/corpus)")
    return CORPUS


@pytest.fixture(scope="session")
def truth(corpus: Path) -> Any:
    """Return a function: case name → its truth."""
    return lambda case: json.loads((corpus / case / "truth.json").read_text(encoding="utf-8"))
