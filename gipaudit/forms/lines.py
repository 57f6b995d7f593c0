"""A document's table rows as one sequence of lines, ready to be laid against a form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from gipaudit.documents.model import Cell, Document, Paragraph, Place, Table
from gipaudit.forms.labels import bare, fold
from gipaudit.forms.numerals import COUNTERS, MONEY, read_cell

CAPTION_PARAGRAPHS = 3
"""How many paragraphs above a table may be the label of its first row."""

MOST_CELLS = 100
"""No form's line has so many cells; what stands behind them is not looked at."""

UNIT = rf"[十百千万亿]?(?:{'|'.join(sorted((*MONEY, *COUNTERS), key=len, reverse=True))})"
"""A pattern of the units that tables print."""


@lru_cache(maxsize=8192)
def value_state(text: str) -> str:
    """What a cell's text would be as a value: ``number``, ``blank``, ``dash`` or ``text``."""
    state = read_cell(text, "amount", None).state
    return read_cell(text, "count", None).state if state == "text" else state


@lru_cache(maxsize=8192)
def is_unit(text: str) -> bool:
    """Whether a cell prints a unit and nothing else (条, 万元, 件次)."""
    return bool(re.fullmatch(rf"\(?(?:单位:?)?{UNIT}\)?", fold(text)))


@dataclass(frozen=True)
class Line:
    """One row of one table.

    ``cells`` are all cells that cover part of the row, from left to right; ``own`` tells which begin in it.
    ``captions`` are the paragraphs above the table, nearest first, offered to its first line without a label.
    A line made of a paragraph (行政许可 0) has table −1 and in ``heading_text`` the paragraphs above it, where a
    column head must stand.
    """

    number: int
    table: int
    row: int
    cells: tuple[Cell, ...]
    own: tuple[bool, ...]
    spans: bool
    captions: tuple[str, ...] = ()
    heading_text: str = ""
    place: Place = field(default_factory=Place)

    @cached_property
    def states(self) -> tuple[str, ...]:
        """What each cell would be as a value."""
        return tuple(value_state(cell.text) for cell in self.cells)

    @cached_property
    def has_number(self) -> bool:
        """Whether any cell that begins here holds a number."""
        return any(own and state == "number" for own, state in zip(self.own, self.states, strict=True))

    @cached_property
    def end(self) -> int:
        """The right edge of the row on the grid, empty cells at its end left out."""
        return max((c.column + c.column_span for c in self.cells), default=0)

    @property
    def text(self) -> str:
        """The row as one text, for messages."""
        return " | ".join(cell.text.strip() for cell in self.cells)[:200]

    def boundaries(self, first_value_column: int | None = None) -> Iterator[int]:
        """The indices at which the values may begin: behind each cell that is no value.

        ``first_value_column`` is where a header says they begin; then that is the only answer.
        """
        if first_value_column is not None:
            yield next((i for i, cell in enumerate(self.cells) if cell.column >= first_value_column), len(self.cells))
            return
        states = self.states
        texts = [i for i, state in enumerate(states) if state == "text"]
        yield from (i + 1 for i in texts)
        if not texts:
            yield 0

    def labels(self, boundary: int) -> tuple[str, ...]:
        """What the row may be called, given where its values begin: the last label cell, the last two, all.

        A unit behind the label is no part of it.
        """
        if boundary == 0:
            return self.captions
        texts = [cell.text for cell in self.cells[:boundary] if fold(cell.text)]
        while len(texts) > 1 and is_unit(texts[-1]):
            texts.pop()
        if not texts:
            return self.captions
        return tuple(dict.fromkeys(bare(text) for text in (texts[-1], "".join(texts[-2:]), "".join(texts))))

    def unit(self, boundary: int) -> str:
        """The unit printed behind the label, or nothing."""
        texts = [cell.text for cell in self.cells[:boundary] if fold(cell.text)]
        return fold(texts[-1]) if len(texts) > 1 and is_unit(texts[-1]) else ""


def lines_of(document: Document) -> tuple[Line, ...]:
    """All table rows of a document, in reading order, and what stands in its paragraphs as a row of figures."""
    lines: list[Line] = []
    above: list[str] = []
    number = 0
    for block in document.blocks:
        if isinstance(block, Paragraph):
            line = _paragraph_line(block, len(lines), above) if document.lossy else None
            if line is not None:
                lines.append(line)
            above.append(block.text)
        elif isinstance(block, Table):
            for cells in _halves(block):
                lines.extend(_table_lines(block, cells, number, len(lines), _captions(block, above)))
            number += 1
            above = []
    return tuple(lines)


_ROW_IN_PROSE = re.compile(r"\s*(\S{2,60}?)((?:[ \t\u3000]+\d+(?:\.\d+)?){1,10})\s*")


def _paragraph_line(paragraph: Paragraph, number: int, above: list[str]) -> Line | None:
    """A label and nothing but figures parted by blanks, as converted documents have it; glued figures are none."""
    match = _ROW_IN_PROSE.fullmatch(paragraph.text) if len(paragraph.text) < 200 else None
    if match is None:
        return None
    texts = [match[1], *match[2].split()]
    cells = tuple(
        Cell(text, 0, column, paragraph.place, confidence=paragraph.confidence) for column, text in enumerate(texts)
    )
    heading = fold("".join(above[-CAPTION_PARAGRAPHS - 1 :]))
    return Line(number, -1, 0, cells, (True,) * len(cells), False, (), heading, paragraph.place)


def _captions(table: Table, above: list[str]) -> tuple[str, ...]:
    near = [text for text in above if fold(text)][-CAPTION_PARAGRAPHS:]
    if table.caption:
        near.append(table.caption)
    joined = ["".join(near[-count:]) for count in range(1, len(near) + 1)]
    return tuple(dict.fromkeys(bare(text) for text in joined if len(text) <= 120))


Rows = Sequence[Sequence[Cell]]


def _halves(table: Table) -> list[Rows]:
    """The rows of a table; of one printed in two halves side by side, each with its own heads, those of each half."""
    rows = table.grid if table.spans else table.rows
    for index, row in enumerate(rows[:3]):
        half = len(row) // 2
        heads = [fold(cell.text) for cell in row]
        if half < 2 or len(row) % 2 or heads[:half] != heads[half:] or len(set(heads)) != half or "" in heads:
            continue
        edge = row[half].column
        below = [cell for line in rows[index + 1 :] for cell in line]
        first = [value_state(cell.text) for cell in below if cell.column == edge]
        if all(state in ("text", "blank") for state in first) and "text" in first:
            if any(cell.column < edge < cell.column + cell.column_span for cell in below):
                return [rows]
            moved = [
                [replace(cell, column=cell.column - edge) for cell in line if cell.column >= edge] for line in rows
            ]
            return [[[cell for cell in line if cell.column < edge] for line in rows], moved]
    return [rows]


def _table_lines(table: Table, rows: Rows, number: int, start: int, captions: tuple[str, ...]) -> Iterator[Line]:
    offered = False
    for index, cells in enumerate(rows):
        line = Line(
            number=start + index,
            table=number,
            row=index,
            cells=tuple(cells[:MOST_CELLS]),
            own=tuple(cell.row == index for cell in cells[:MOST_CELLS]),
            spans=table.spans,
            captions=() if offered else captions,
            place=cells[0].place if cells else table.place,
        )
        offered = offered or line.has_number
        yield line
