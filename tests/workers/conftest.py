"""Document formats made for a test: a file whose first line is the word of one is read by it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from gipaudit.documents.limits import Limits
from gipaudit.documents.model import Document, Paragraph, Place
from gipaudit.documents.reading import Loader, loaders
from gipaudit.errors import DocumentError, Message
from gipaudit.plugins import Registry

Load = Callable[[bytes, Limits], Document]
LoadMany = Callable[[Sequence[bytes], Limits], Sequence[Document | DocumentError]]
Bring = Callable[..., None]


def says(text: str) -> Document:
    """A document of one paragraph."""
    return Document((Paragraph(text, Place(paragraph=1)),), "made")


@pytest.fixture
def bring(monkeypatch: pytest.MonkeyPatch) -> Bring:
    """Return a function that registers a format for the time of the test."""
    known: Registry[Loader] = Registry("文档格式", "document format")
    for loader in loaders():
        known.add(loader)
    for module in ("gipaudit.documents.reading", "gipaudit.workers.files"):
        monkeypatch.setattr(f"{module}.loaders", lambda: known)

    def add(name: str, load: Load, load_many: LoadMany | None = None) -> None:
        word = name.encode() + b"\n"
        known.add(Loader(name, "1", Message(name, name), lambda data: data.startswith(word), load, 99, load_many))

    return add


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., list[Path]]:
    """Return a function: words → files of those formats, in order."""

    def write(*words: str) -> list[Path]:
        paths = [tmp_path / f"{number:02}.x" for number in range(len(words))]
        for number, (path, word) in enumerate(zip(paths, words, strict=True)):
            path.write_text(f"{word}\n第{number}份", encoding="utf-8")
        return paths

    return write
