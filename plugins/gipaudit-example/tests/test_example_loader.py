"""The document format of the template."""

from __future__ import annotations

from contextlib import suppress

import pytest
from gipaudit_example.loader import LOADER, MAGIC
from hypothesis import given
from hypothesis import strategies as st

from gipaudit.documents.limits import Limits
from gipaudit.documents.model import Paragraph, Table
from gipaudit.errors import DocumentError

TEXT = "%LINES 1\nH 一、总体情况\nP 按时公开。\n\nR 项目 | 件数\nR 规章 | 0\nP 完。\n"


def test_each_line_becomes_what_its_letter_says_with_its_place() -> None:
    heading, prose, table, last = LOADER.load(TEXT.encode(), Limits()).blocks
    assert isinstance(heading, Paragraph)
    assert (heading.text, heading.heading, heading.place.line) == ("一、总体情况", 1, 2)
    assert isinstance(prose, Paragraph)
    assert (prose.text, prose.heading) == ("按时公开。", None)
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows] == [["项目", "件数"], ["规章", "0"]]
    assert (table.rows[1][1].place.line, table.rows[1][1].place.row, table.rows[1][1].place.column) == (6, 2, 2)
    assert isinstance(last, Paragraph)


def test_only_its_own_files_are_recognised() -> None:
    assert LOADER.recognise(TEXT.encode())
    assert not LOADER.recognise(b"%LINES 2\n")
    assert not LOADER.recognise("一、总体情况\n".encode())


@pytest.mark.parametrize(
    ("data", "limits", "code"),
    [
        (MAGIC + b"P \xff\n", Limits(), "damaged"),
        (MAGIC + b"X what\n", Limits(), "damaged"),
        (MAGIC + b"R a|b|c\n", Limits(cells=2), "too-many-cells"),
        (MAGIC + b"P a\nP b\nP c\n", Limits(blocks=2), "too-large"),
    ],
)
def test_what_cannot_be_read_is_told_by_a_code(data: bytes, limits: Limits, code: str) -> None:
    with pytest.raises(DocumentError) as caught:
        LOADER.load(data, limits)
    assert caught.value.code == code


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_by_a_code(data: bytes) -> None:
    assert LOADER.recognise(data) == data.startswith(MAGIC)
    with suppress(DocumentError):  # anything else that is raised fails this test
        LOADER.load(MAGIC + data, Limits())
