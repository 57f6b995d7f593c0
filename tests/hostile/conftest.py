"""One audit of a folder in which everything hostile stands between two good reports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from defects.draft import draft
from defects.printing import write
from hostile import archives, fixed, markup, prose
from hostile.case import Cases
from hostile.places import place

CASES: Cases = {**archives.CASES, **markup.CASES, **prose.CASES, **fixed.CASES}
ROOT = Path(__file__).resolve().parents[2]
START = "from gipaudit.cli.main import main; main()"
BOUNDS = ("--limit", "seconds=10", "--limit", "memory_bytes=1G")

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def command(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, in Chinese."""
    return subprocess.run(
        [sys.executable, "-c", START, "--lang", "zh", *arguments],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
        check=False,
    )


@pytest.fixture(scope="session")
def run() -> Run:
    """Return a function: arguments of ``audit`` → what was printed."""
    return lambda *arguments: command("audit", *arguments, "--today", "2026-03-01", *BOUNDS)


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two good reports."""
    folder = tmp_path_factory.mktemp("good")
    (folder / "a-good.docx").write_bytes(write(draft(3, "2021", "docx")))
    (folder / "z-good.html").write_bytes(write(draft(4, "2021", "html")))
    return folder


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory, good: Path) -> Path:
    """A folder of everything hostile and the two good reports."""
    path = tmp_path_factory.mktemp("hostile")
    for name, (_, build) in CASES.items():
        (path / name).write_bytes(build())
    place(path)
    for report in good.iterdir():
        (path / report.name).write_bytes(report.read_bytes())
    return path


@pytest.fixture(scope="session")
def printed(folder: Path, run: Run) -> subprocess.CompletedProcess[str]:
    """What an audit of that folder printed, as JSON."""
    return run(folder, "--format", "json", "--fail-on", "never")


@pytest.fixture(scope="session")
def batch(printed: subprocess.CompletedProcess[str]) -> Any:
    """The audit of that folder."""
    audit = json.loads(printed.stdout)
    told = [line for line in printed.stderr.splitlines() if not line.startswith(("读取：", "审核："))]
    assert (printed.returncode, told, audit["crashes"]) == (0, [], [])
    return audit
