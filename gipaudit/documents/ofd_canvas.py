"""What one page of an OFD file shows, before it is told what of it can be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from gipaudit.documents.limits import Limits
from gipaudit.documents.ofd_text import Glyph, codeless
from gipaudit.documents.pages.page import Box, Page, Run
from gipaudit.documents.scans import UNTRUSTED
from gipaudit.errors import DocumentError

_COVERED = 0.6  # of the page: pictures that cover more of it are the page itself
_FEW = 40  # characters: a page number, a stamp's text, a line added to a scan
_SAME = 0.3  # of a character's lesser extent: what stands nearer to its like is the same character again
_RASTER = 16.0  # points
_OUTLINES = 50  # curved filled shapes: fewer are a logo or a drawing


class Marks:
    """Counts what is drawn on all pages of a file and stops it at the limit."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._count = 0

    def add(self, count: int = 1) -> None:
        """Count marks.

        Raises:
            DocumentError: ``too-large``.
        """
        self._count += count
        if self._count > self._limits.marks:
            raise DocumentError(
                "too-large",
                f"页面上的字符和图形过多（上限 {self._limits.marks} 个），不像年度报告，未读取",
                f"more than {self._limits.marks} characters and shapes on the pages: not read",
            )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture: its box, the path of its part, and how many of the page's characters it is drawn over."""

    box: Box
    part: str
    over: int


@dataclass
class Canvas:
    """Characters, ruling lines and pictures, in points, in the order in which they are drawn.

    ``hidden`` are characters that nobody sees. ``outlines`` counts curved shapes, which may be text drawn as
    shapes, ``lost`` objects that could not be placed or are not there.
    """

    glyphs: list[Glyph] = field(default_factory=list)
    hidden: list[Glyph] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    pictures: list[Drawn] = field(default_factory=list)
    outlines: int = 0
    lost: int = 0

    def add(self, other: Canvas, marks: Marks) -> None:
        """Draw another over this one.

        Raises:
            DocumentError: ``too-large``.
        """
        marks.add(len(other.glyphs) + len(other.hidden) + len(other.rules) + len(other.pictures))
        self.pictures += (replace(each, over=each.over + len(self.glyphs)) for each in other.pictures)
        self.glyphs += other.glyphs
        self.hidden += other.hidden
        self.rules += other.rules
        self.outlines += other.outlines
        self.lost += other.lost

    def hide(self, count: int) -> None:
        """Hide the characters that were drawn first, so many of them."""
        self.hidden += self.glyphs[:count]
        del self.glyphs[:count]


@dataclass
class Sheet:
    """A page of an OFD file: its number from 1, its size in points, and what it shows."""

    number: int
    width: float
    height: float
    canvas: Canvas

    @property
    def pictured(self) -> bool:
        """Whether the page is a picture of a page: pictures cover it and next to nothing is printed on it."""
        return self.covered(each.box for each in self.canvas.pictures) and not _readable(self.canvas.glyphs, _FEW)

    @property
    def outlined(self) -> bool:
        """Whether its text is there only as shapes or as glyphs of a font, which mean nothing outside it."""
        drawn = self.canvas.outlines > _OUTLINES or any(codeless(glyph.text) for glyph in self.canvas.glyphs)
        return drawn and not _readable(self.canvas.glyphs)

    @property
    def overlaid(self) -> bool:
        """Whether text nobody sees lies over the page: what somebody else's recognition read in its picture."""
        return _readable(self.canvas.hidden, _FEW)

    def covered(self, boxes: Iterable[Box]) -> bool:
        """Whether boxes cover most of the page."""
        area = sum(
            max(min(right, self.width) - max(left, 0.0), 0.0) * max(min(bottom, self.height) - max(top, 0.0), 0.0)
            for left, top, right, bottom in boxes
        )
        return area > _COVERED * self.width * self.height

    def page(self, hidden: bool = False) -> Page:
        """Return the page as it is seen: turned so that most of its text stands upright.

        ``hidden`` reads the invisible text too, trusting it little.
        """
        glyphs = _once(self.canvas.glyphs)
        runs = [Run(glyph.text, glyph.box) for glyph in glyphs]
        if hidden:
            glyphs = _once(self.canvas.hidden)
            runs += [Run(glyph.text, glyph.box, UNTRUSTED) for glyph in glyphs]
        whole = (0.0, 0.0, self.width, self.height)
        shown = [run for run in runs if _inside(run.box, whole)]
        rules = [box for box in self.canvas.rules if _meets(box, whole)]
        pictures = [each.box for each in self.canvas.pictures]
        page = Page(self.number, self.width, self.height, tuple(shown), tuple(rules), tuple(pictures))
        return turned(page, _usual_turn(glyphs))


def turned(page: Page, quarters: int) -> Page:
    """Return a page turned back by so many quarter turns clockwise."""
    for _ in range(quarters):
        width = page.width
        page = replace(
            page,
            width=page.height,
            height=width,
            runs=tuple(replace(run, box=_back(run.box, width)) for run in page.runs),
            rules=tuple(_back(box, width) for box in page.rules),
            pictures=tuple(_back(box, width) for box in page.pictures),
        )
    return page


def _back(box: Box, width: float) -> Box:
    """A box on a page of that width, once the page is turned a quarter anticlockwise."""
    left, top, right, bottom = box
    return top, width - right, bottom, width - left


def _usual_turn(glyphs: Sequence[Glyph]) -> int:
    counts = [0, 0, 0, 0]
    for glyph in glyphs:
        counts[glyph.turn] += 1
    return max(range(4), key=lambda turn: (counts[turn], -turn))


def _once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The characters without those drawn a second time at the same place, by which producers make bold letters."""
    found: list[Glyph] = []
    near: dict[tuple[str, int, int], list[Box]] = {}
    for glyph in glyphs:
        left, top, right, bottom = glyph.box
        reach = _SAME * min(right - left, bottom - top)
        column, row = int(left // _RASTER), int(top // _RASTER)
        columns = {int((left - reach) // _RASTER), column, int((left + reach) // _RASTER)}
        rows = {int((top - reach) // _RASTER), row, int((top + reach) // _RASTER)}
        if any(
            abs(box[0] - left) < reach and abs(box[1] - top) < reach
            for across in columns
            for down in rows
            for box in near.get((glyph.text, across, down), ())
        ):
            continue
        near.setdefault((glyph.text, column, row), []).append(glyph.box)
        found.append(glyph)
    return found


def _readable(glyphs: Sequence[Glyph], more_than: int = 0) -> bool:
    """Whether more characters than that mean something, and more do than do not."""
    printed = [glyph.text for glyph in glyphs if glyph.text.strip()]
    meaningless = sum(1 for text in printed if codeless(text))
    return len(printed) - meaningless > max(more_than, meaningless)


def _inside(box: Box, outer: Box) -> bool:
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return outer[0] <= across <= outer[2] and outer[1] <= down <= outer[3]


def _meets(box: Box, outer: Box) -> bool:
    return box[0] <= outer[2] and box[2] >= outer[0] and box[1] <= outer[3] and box[3] >= outer[1]
