"""From the cells that a loader found to tables: grid columns without a cell of their own fall away, tables that only
lay out a page become the paragraphs they hold, and everything is numbered in reading order.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from operator import attrgetter

from gipaudit.documents.limits import Meter
from gipaudit.documents.model import Block, Cell, Paragraph, Picture, Place, Table

PICTURE = "[图片]"
"""What stands as the text of a cell that holds a picture and no text: such a cell is not blank."""

_VALUE = re.compile(r"[\d０-９.,，．%+＋－—/-]+|无")
_NOWHERE = Place()
_PROSE = 400
_FEW_VALUES = 4


@dataclass(slots=True)
class Draft:
    """A cell as a loader found it: its row, its left and right grid edge, and all that it holds.

    ``line`` is given instead of blocks where it holds one line and nothing else, as most cells do: it becomes a
    paragraph only where the table is none. ``place`` is where it stands as far as the format tells; table, row and
    column are set by :func:`number`.
    """

    row: int
    left: int
    right: int
    blocks: Sequence[Block]
    row_span: int = 1
    place: Place = _NOWHERE
    line: str | None = None

    @property
    def content(self) -> Sequence[Block]:
        """All that it holds."""
        return (Paragraph(self.line, _NOWHERE),) if self.line else self.blocks

    @property
    def said(self) -> tuple[str, float]:
        """Text and confidence: a line for each paragraph, nested tables row by row; the lowest of its paragraphs'."""
        if len(self.blocks) == 1 and isinstance(only := self.blocks[0], Paragraph):
            return only.text, only.confidence
        paragraphs = [block for block in self.blocks if isinstance(block, Paragraph)]
        confidence = min((paragraph.confidence for paragraph in paragraphs), default=1.0)
        text = "\n".join(paragraph.text for paragraph in paragraphs)
        nested = [block for block in self.blocks if isinstance(block, Table)]
        if nested:
            rows = (" ".join(cell.text for cell in row) for table in nested for row in table.rows)
            return "\n".join(part for part in (text, *rows) if part), confidence
        if not text.strip() and any(isinstance(block, Picture) for block in self.blocks):
            return PICTURE, confidence
        return text, confidence


def settle(drafts: Sequence[Draft], rows: int, meter: Meter, caption: str = "") -> list[Block]:
    """Return a table, followed by the tables nested in it; or what it holds, where it only lays out the page.

    Raises:
        DocumentError: ``too-large``.
    """
    said = [draft.said if draft.line is None else (draft.line, 1.0) for draft in drafts]
    texts = [text for text, _ in said]
    nested = [block for draft in drafts for block in draft.blocks if isinstance(block, Table)]
    if _lays_out(drafts, texts, nested):
        blocks = [block for draft in drafts for block in draft.content]
        return [Paragraph(caption, Place()), *blocks] if caption else blocks
    # A column in which no cell begins is no column: Word and LibreOffice leave such behind, and so do capped spans.
    starts = sorted({draft.left for draft in drafts})
    column_at = {left: column for column, left in enumerate(starts)}
    grid: list[list[Cell]] = [[] for _ in range(rows)]
    meter.block(sum(map(len, texts)), len(texts))
    for draft, (text, confidence) in zip(drafts, said, strict=True):
        index, column = draft.row, column_at[draft.left]
        span = 1 if draft.right - draft.left <= 1 else max(bisect_left(starts, draft.right) - column, 1)
        down = 1 if draft.row_span == 1 else min(draft.row_span, rows - index)
        grid[index].append(Cell(text, index, column, draft.place, down, span, confidence))
    ordered = tuple(tuple(sorted(row, key=attrgetter("column"))) for row in grid)
    table = Table(ordered, Place(), spans=True, caption=caption)
    return [table, *nested]


def _lays_out(drafts: Sequence[Draft], texts: Sequence[str], tables: Sequence[Table]) -> bool:
    """Whether a table is only a frame: one cell, tables larger than itself, or passages and hardly a figure."""
    if len(drafts) <= 1:
        return True
    if tables:
        own = zip(drafts, texts, strict=True)
        texts = [text for draft, text in own if not any(isinstance(block, Table) for block in draft.blocks)]
    nested = sum(len(row) for table in tables for row in table.rows)
    if nested > len(texts):
        return True
    values = (text for text in texts if _VALUE.fullmatch(text.strip()))
    if len(list(islice(values, _FEW_VALUES))) == _FEW_VALUES:
        return False
    return nested > 0 or any(len(text.strip()) > _PROSE and text.count("。") > 1 for text in texts)


def number(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks with the ordinals of paragraphs, tables, rows and columns in their places, counted from 1.

    Paragraphs lose their indentation, blank ones fall away. A picture takes the ordinal of the paragraph after it.
    """
    return tuple(_number(blocks))


def _number(blocks: Iterable[Block]) -> Iterator[Block]:
    paragraphs = tables = 0
    for block in blocks:
        match block:
            case Paragraph():
                text = block.text.strip()
                if not text:
                    continue
                paragraphs += 1
                yield Paragraph(text, block.place.at_paragraph(paragraphs), block.heading, block.confidence)
            case Picture():
                yield replace(block, place=block.place.at_paragraph(paragraphs + 1))
            case Table():
                tables += 1
                rows = tuple(tuple([cell.numbered(tables) for cell in row]) for row in block.rows)
                yield replace(block, rows=rows, place=replace(block.place, table=tables))
