"""Tables of plain text, written with tabs.

Two ways are read. *A line a cell*: each cell is a line behind a tab, an empty line ends the row, and a line without a
tab continues the cell above it. *A line a row*: cells stand in one line with tabs between them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gipaudit.documents.pictures import unmarked

_NUMBER = re.compile(r"[\d０-９.,，．+＋－/%％—-]*|无")
_ENUMERATOR = re.compile(r"[（(]?[\d０-９一二三四五六七八九十]{1,4}[)）]?[、.．:：]?")
_LONG = 80
_BLANKS = " \u3000\xa0"


@dataclass(slots=True)
class Row:
    """A row as printed: the text and line number (from 1) of each cell, and the empty lines before it."""

    cells: list[tuple[str, int]]
    gap: int = 0

    @property
    def texts(self) -> list[str]:
        """The cells' texts, as printed but for line ends and picture marks."""
        return [unmarked(text).strip(" \t\n") for text, _ in self.cells]


def is_blank(line: str) -> bool:
    """Whether a line is empty: an empty line behind a tab is a cell."""
    return "\t" not in line and not line.strip()


def is_prose(row: Row) -> bool:
    """Whether a row is paragraphs that begin with a tab: sentences, and no value among them."""
    texts = [text.strip() for text in row.texts]
    if len(texts) > 1 and any(_NUMBER.fullmatch(text) for text in texts):
        return False
    return any(len(text) > _LONG or (text.endswith(("。", "：", "；")) and len(text) > 20) for text in texts)


def line_rows(lines: Sequence[str], start: int) -> tuple[list[Row], int]:
    """Read rows of which each is a line, from ``start``; return them and the line after, or none."""
    end = start
    while end < len(lines) and "\t" in lines[end]:
        end += 1
    group = lines[start:end]
    if not any("\t" in line.strip("\t") and not line.startswith("\t") for line in group):
        return [], start
    rows = [Row([(cell, start + offset + 1) for cell in line.split("\t")]) for offset, line in enumerate(group)]
    listed = all(len(row.cells) == 2 and _ENUMERATOR.fullmatch(row.cells[0][0].strip()) for row in rows)
    if listed or (len(rows) == 1 and len(rows[0].cells) < 3):
        return [], start
    return rows, end


def cell_rows(lines: Sequence[str], start: int) -> tuple[list[list[Row]], int]:
    """Read tables in which each cell is a line, from ``start``; return them and the line after."""
    rows: list[Row] = []
    row: Row | None = None
    blanks, index = 0, start
    while index < len(lines):
        line = lines[index]
        if line.startswith("\t"):
            inner = line[1:].split("\t")
            if row is None or len(inner) > 1:
                rows.append(row := Row([], blanks))
                blanks = 0
            row.cells += [(cell, index + 1) for cell in inner]
            if len(inner) > 1:
                row = None
        elif is_blank(line):
            row, blanks = None, blanks + 1
        elif row is not None and _continues(line, row, lines[index + 1] if index + 1 < len(lines) else ""):
            text, number = row.cells[-1]
            row.cells[-1] = (f"{text}\n{line.rstrip()}", number)
        else:
            break
        index += 1
    return list(_tables(rows)), index


def _continues(line: str, row: Row, following: str) -> bool:
    """Whether a line without a tab goes on with the cell above: prose behind a last figure is no part of it."""
    if following.startswith("\t") or line[0] in _BLANKS or line[0] in "（(":
        return True
    return not _NUMBER.fullmatch(row.cells[-1][0].strip())


def _tables(rows: list[Row]) -> Iterator[list[Row]]:
    """Split rows into tables where more lines than usual are empty, and mend rows broken by such a gap."""
    gaps = Counter(row.gap for row in rows[1:])
    usual = max(gaps, key=lambda gap: (gaps[gap], -gap)) if gaps else 1
    broken = [index > 0 and row.gap > max(usual, 1) for index, row in enumerate(rows)]
    whole = Counter(
        len(row.cells)
        for index, row in enumerate(rows)
        if not broken[index] and not (index + 1 < len(rows) and broken[index + 1])
    )
    width = whole.most_common(1)[0] if whole else (0, 0)
    table: list[Row] = []
    index = 0
    while index < len(rows):
        row, index = rows[index], index + 1
        end, cells = index, list(row.cells)
        # A gap breaks a row inside a cell of words; behind a figure the row was whole and a table ends.
        while (
            end < len(rows) and broken[end] and len(cells) < width[0] and not _NUMBER.fullmatch(cells[-1][0].strip())
        ):
            cells += rows[end].cells
            end += 1
        if end > index and len(cells) == width[0] and width[1] > 1:
            row, index = Row(cells, row.gap), end
        elif broken[index - 1] and table:
            yield table
            table = []
        table.append(row)
    if table:
        yield table
