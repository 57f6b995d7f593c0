"""A table in the making: its rows by the page they stand on, its cells still by their left and right ends in points.

Only when all pages of a table are together are the ends made columns: pages of one table do not show the same ones.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from gipaudit.documents.layout import Draft, settle
from gipaudit.documents.limits import Meter
from gipaudit.documents.model import Block, Paragraph, Place, Table
from gipaudit.documents.pages.lines import Line
from gipaudit.documents.pages.page import Box
from gipaudit.documents.pages.segments import levels

VALUE = re.compile(r"[+＋－-]?[\d０-９][\d０-９.,，．%％]*(?!年)[\u4e00-\u9fff]{0,3}|[－—–/-]+|无")
"""What a cell of figures prints, blanks left out: a number, with what it counts or not, or that there is none."""


@dataclass(slots=True)
class DrawnCell:
    """A cell: where it stands, what it says, how many rows it covers; ``full`` where its last line has no room."""

    left: float
    right: float
    place: Place
    text: str
    row_span: int = 1
    confidence: float = 1.0
    full: bool = False
    blocks: Sequence[Block] = ()
    """What it holds where that is more than one text: paragraphs of a passage, a picture."""

    def drafted(self, row: int, left: int, right: int) -> Draft:
        """Return it at grid edges."""
        blocks: Sequence[Block] = self.blocks or [Paragraph(self.text, self.place, confidence=self.confidence)]
        return Draft(row, left, right, blocks, self.row_span, self.place)


@dataclass(slots=True)
class DrawnTable:
    """A table, or what one page shows of it. ``bottom`` and ``page`` are those of its last row.

    ``bare`` is the text of one that is a table only if it goes on from the page before.
    """

    page: int
    box: Box
    rows: list[list[DrawnCell]]
    top_open: bool = False
    bottom_open: bool = False
    last_page: int = 0
    bottom: float = 0.0
    row_heights: list[float] = field(default_factory=list)
    bare: Sequence[Line] | None = None

    def __post_init__(self) -> None:
        self.last_page = self.last_page or self.page
        self.bottom = self.bottom or self.box[3]

    def finished(self, meter: Meter) -> list[Block]:
        """Return it as a table, or as the paragraphs it holds where it only lays out the page.

        Raises:
            DocumentError: ``too-many-cells`` or ``too-large``.
        """
        cells = [cell for row in self.rows for cell in row]
        edges = levels((end, 1.0) for cell in cells for end in (cell.left, cell.right))
        middles = [(first + second) / 2 for first, second in pairwise(edges)]
        drafts = []
        for index, row in enumerate(self.rows):
            for cell in row:
                left, right = bisect_right(middles, cell.left), bisect_right(middles, cell.right)
                meter.cell(max(right - left, 1) * cell.row_span)
                drafts.append(cell.drafted(index, left, max(right, left + 1)))
        place = Place(page=self.page, box=self.box)
        return [
            replace(block, place=place) if isinstance(block, Table) else block
            for block in settle(drafts, len(self.rows), meter)
        ]
