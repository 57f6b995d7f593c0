"""What the benchmarks share: reports written for the occasion, and the ratio against a named baseline.

Nothing here asserts a time: a figure is worth something only against another one taken in the same run.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import pytest
from support.word import write_docx

from gipaudit.forms.form import Form, FormTable
from gipaudit.forms.library import forms

collect_ignore = [] if all(map(find_spec, ("pandera", "pointblank", "polars"))) else ["test_validators.py"]
"""Validators to compare with come with the extra ``compare``: some 300 MB, too heavy for every run."""

TITLES = ("总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况")


def table_rows(table: FormTable) -> list[list[tuple[str, int, int]]]:
    """A form table as rows of cells, all values 0: a header line and a line a row."""
    head = [(table.corner or "项目", 1, 1), *((column.label.title, 1, 1) for column in table.columns)]
    body = [[(row.label.title, 1, 1), *(("0", 1, 1) for _ in table.columns)] for row in table.rows]
    return [head, *body]


@pytest.fixture(scope="session")
def form() -> Form:
    """The form of 2021."""
    return forms()["2021"].standard


@pytest.fixture(scope="session")
def word_report(tmp_path_factory: pytest.TempPathFactory, form: Form) -> Path:
    """One complete report of an invented unit in Word."""
    blocks: list[object] = ["青溪市水务局2021年政府信息公开工作年度报告"]
    for number, section in zip("一二三四五六", form.sections, strict=True):
        blocks.append(f"{number}、{section.label.title}")
        blocks += [f"青溪市水务局2021年工作情况第{index}段，" + "按要求公开政府信息。" * 12 for index in range(6)]
        blocks += [table_rows(form.table(id)) for id in section.tables if id != "disputes"]
    path = tmp_path_factory.mktemp("benchmark") / "report.docx"
    return write_docx(path, blocks)  # type: ignore[arg-type]


def seconds(work: Callable[[], object], rounds: int = 5) -> float:
    """The median of a few rounds, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return median(times)


def command(*arguments: str) -> Callable[[], object]:
    """A cold start of Python with these arguments, as work to be timed."""
    return lambda: subprocess.run([sys.executable, *arguments], check=False, capture_output=True)
