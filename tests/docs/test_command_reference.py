"""docs/cli.md is the help of every command, as printed. GIPAUDIT_WRITE_DOCS=1 writes it anew."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gipaudit.cli import language
from gipaudit.cli.main import build, run

PAGE = Path(__file__).resolve().parents[2] / "docs" / "cli.md"

HEAD = """\
# 命令

本页是各命令的帮助，由程序印出。英文帮助：在任何命令后加 `--lang en`。
"""


def commands(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield words
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, (*words, name))


def written(capsys: pytest.CaptureFixture[str]) -> str:
    import typer

    parts = [HEAD]
    for words in commands(typer.main.get_command(build())):
        capsys.readouterr()
        assert run([*words, "--help"]) == 0
        page = "\n".join(line.rstrip() for line in capsys.readouterr().out.strip().splitlines())
        parts.append(f"## {' '.join(('gipaudit', *words))}\n\n```text\n{page}\n```\n")
    return "\n".join(parts)


def test_the_page_holds_the_help_of_every_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("COLUMNS", "100")
    language.use("zh")
    page, real = PAGE.read_text(encoding="utf-8") if PAGE.exists() else "", written(capsys)
    if page != real and os.environ.get("GIPAUDIT_WRITE_DOCS"):
        PAGE.write_text(real, encoding="utf-8")
    assert page == real, "\n".join(difflib.unified_diff(page.splitlines(), real.splitlines(), "shown", "printed"))
