"""What the tests of batches share: folders of reports with files among them that break whoever reads them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from workers.conftest import bring as bring  # a fixture

from gipaudit.cli import language

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"

Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return a function: words → a folder of the quick examples and, among them, a file of each of these formats."""

    def made(*words: str) -> Path:
        path = tmp_path / "reports"
        path.mkdir()
        for number, example in enumerate(sorted(EXAMPLES.iterdir())):
            if example.is_file() and example.suffix != ".pdf":
                shutil.copy(example, path / f"{number:02} {example.name}")
        for number, word in enumerate(words):
            (path / f"{2 * number + 1:02} {word}.txt").write_text(f"{word}\n第{number}份", encoding="utf-8")
        return path

    return made


@pytest.fixture
def english() -> Iterator[None]:
    before = language.current()
    language.use("en")
    yield
    language.use(before)


@pytest.fixture
def chinese() -> Iterator[None]:
    before = language.current()
    language.use("zh")
    yield
    language.use(before)
