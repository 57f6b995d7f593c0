"""docs/limits.md tells every limit as it stands and every code that a file can have. GIPAUDIT_WRITE_DOCS=1 writes the
limits anew."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

from gipaudit.cli.limits import shown
from gipaudit.documents.limits import MEANINGS, Limits
from gipaudit.forms.genre import REASONS

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "limits.md"
SOURCES = [*ROOT.glob("gipaudit/**/*.py"), *ROOT.glob("plugins/*/src/**/*.py")]
CALLS = {"DocumentError": 0, "Unpaired": 1, "_skip": 1}
"""What makes a file unread or passed over, and which of its arguments is the code."""


def codes() -> Iterator[tuple[str, str]]:
    """Every code that the program and its plugins write, and where."""
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                code = node.args[CALLS[name]] if name in CALLS and len(node.args) > CALLS[name] else None
                if isinstance(code, ast.Constant):
                    yield str(code.value), f"{file.relative_to(ROOT)}:{node.lineno}"


def told(part: str) -> set[str]:
    """The words that the tables of one part of the page explain."""
    text = PAGE.read_text(encoding="utf-8").split(f"\n## {part}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `([a-z_-]+)` \|", text, re.MULTILINE))


def test_every_limit_is_told_as_it_stands() -> None:
    rows = "".join(
        f"| `{name}` | {shown(name, Limits())}{' 秒' if each.unit == 'seconds' else ''} | {each.text.zh} |\n"
        for name, each in MEANINGS.items()
    )
    page = PAGE.read_text(encoding="utf-8")
    table = re.search(r"(?<=\| 名称 \| 默认 \| 限制什么 \|\n\| --- \| --- \| --- \|\n)(?:\|.*\n)*", page)
    assert table is not None
    if table[0] != rows and os.environ.get("GIPAUDIT_WRITE_DOCS"):
        PAGE.write_text(page.replace(table[0], rows), encoding="utf-8")
    assert table[0] == rows


def test_every_code_is_told_and_no_other() -> None:
    found = dict(codes())
    assert {"damaged", "too-slow", "annex-unpaired", "duplicate"} <= found.keys()
    explained = told("读不了的代码") | told("读了但跳过的代码")
    assert explained == found.keys() | REASONS.keys()
    assert told("读了但跳过的代码") >= REASONS.keys() - {"empty"}
