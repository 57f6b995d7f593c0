"""The command line run in this process."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gipaudit.cli import language
from gipaudit.cli.main import run


@pytest.fixture
def command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Return a function: arguments → exit code, standard output, standard error, in Chinese and 80 columns."""
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    language.use("zh")

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        out, err = capsys.readouterr()
        return code, out, err

    return call
