"""What tests of commands over kept audits share: a terminal of 80 columns, in Chinese, and how a command is run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gipaudit.cli import language
from gipaudit.cli.main import run

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of 80 columns, in Chinese."""
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    language.use("zh")


@pytest.fixture
def call(desk: Path, terminal: None, capsys: pytest.CaptureFixture[str]) -> Call:
    """Return a function: a command's arguments → its exit code and what it printed, run in the test's ``desk``."""

    def command(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(arguments)
        return code, *capsys.readouterr()

    return command
