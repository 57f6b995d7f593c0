"""A page as a fixed-layout format prints it: characters and ruling lines where they stand, before any table is known.

PDF, OFD and recognised pictures all come to this, and :mod:`gipaudit.documents.pages.compose` turns it into
paragraphs and tables. Lengths are points from the page's top left corner, as the page is seen (rotation undone).
"""

from __future__ import annotations

from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text printed at one place: a single character, or as much as its source keeps together (never over two cells).

    ``confidence`` is below 1 only where the text was recognised from a picture (0–1).
    """

    text: str
    box: Box
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Page:
    """One page. ``number`` counts from 1.

    ``rules`` are ruling lines: boxes much longer than they are thick, strokes and thin filled rectangles alike, and
    the sides of stroked rectangles. ``pictures`` are the boxes of pictures. ``runs`` stand in their source's order.
    """

    number: int
    width: float
    height: float
    runs: tuple[Run, ...]
    rules: tuple[Box, ...] = ()
    pictures: tuple[Box, ...] = ()
