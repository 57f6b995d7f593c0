"""The command line run in this process, on audits made by hand."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from support.records import AUDIT

import gipaudit
from gipaudit.cli import language
from gipaudit.cli.main import run
from gipaudit.scorecard import Audit


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chinese, 80 columns, whatever the machine."""
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)
    language.use("zh")


class Pipeline(ModuleType):
    """Stands for the pipeline: gives one audit and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__("gipaudit.pipeline")
        self.result: Audit | Exception = AUDIT
        self.asked: dict[str, Any] = {}

    def audit(self, paths: Any, *, read: Any, judged: Any, **asked: Any) -> Audit:
        """How files are read and who is told how far it is, is the matter of tests/batches."""
        self.asked = {"paths": paths, **asked}
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    fake = Pipeline()
    monkeypatch.setitem(sys.modules, "gipaudit.pipeline", fake)
    monkeypatch.setattr(gipaudit, "pipeline", fake, raising=False)
    return fake


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Return a function: arguments → exit code, standard output, standard error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        out, err = capsys.readouterr()
        return code, out, err

    return call
