"""A file of any format, cut at any place, is read or refused: it breaks nothing and hangs nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hostile.case import SAYS, page
from support import ofd, ooxml
from support.formats import to_markdown

from gipaudit.documents.limits import Limits
from gipaudit.errors import DocumentError
from gipaudit.forms.library import forms
from gipaudit.forms.report import Report
from gipaudit.workers.files import File, read_files

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
TABLE = [[("规章", 1, 1), ("0", 1, 1)], [("行政规范性文件", 1, 1), ("1", 1, 1)]]
PIECES = 40


def example(suffix: str) -> bytes:
    return next(path for path in sorted(EXAMPLES.iterdir()) if path.suffix == suffix).read_bytes()


FORMATS: dict[str, Callable[[], bytes]] = {
    "docx": lambda: example(".docx"),
    "pdf": lambda: example(".pdf"),
    "html": lambda: example(".html"),
    "ofd": lambda: ofd.to_ofd([SAYS.splitlines()[0], TABLE]),
    "markdown": lambda: to_markdown([SAYS, TABLE]),
    "text in GB18030": lambda: SAYS.encode("gb18030"),
    "html in UTF-16": lambda: page(SAYS).decode().encode("utf-16"),
    "plain docx": lambda: ooxml.word(ooxml.p(SAYS)),
}


def cuts(data: bytes) -> list[bytes]:
    """Beginnings and ends of a file, and the file without a piece in the middle."""
    places = sorted({len(data) * number // PIECES for number in range(1, PIECES)} | {1, 2, 4, 8, len(data) - 1})
    return [
        *(data[:place] for place in places),
        *(data[place:] for place in places[::4]),
        *(data[:place] + data[place + len(data) // 10 :] for place in places[::4]),
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_cut_anywhere_is_read_or_refused(name: str, tmp_path: Path) -> None:
    files = []
    for number, data in enumerate(cuts(FORMATS[name]())):
        path = tmp_path / f"{number}.x"
        path.write_bytes(data)
        files.append(File(path, path.name))
    outcomes = list(read_files(files, forms(), None, Limits()))
    assert [type(outcome).__name__ for outcome in outcomes if not isinstance(outcome, Report | DocumentError)] == []
    assert len(outcomes) == len(files)
