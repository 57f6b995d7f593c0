"""Set paragraphs and tables on pages: every line of text and every ruling line where it stands.

What fixed-layout formats print is made from this, so that PDF, OFD and bare page records show the same pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from support.formats import Block, placed
from support.word import Cell, Table

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP, BOTTOM = 72.0, 523.0, 72.0, 770.0
PADDING = 3.0


@dataclass(frozen=True)
class Words:
    """A line of text: its left end and its baseline, in points from the page's top left corner."""

    text: str
    x: float
    baseline: float
    size: float


@dataclass
class Leaf:
    """One page; ``rules`` are the ends of ruling lines: left, top, right, bottom."""

    words: list[Words] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)


def width_of(text: str, size: float) -> float:
    """Latin letters and digits take half of what a Chinese character does."""
    return sum(size if ord(character) > 0x2000 else size / 2 for character in text)


def wrapped(text: str, room: float, size: float) -> list[str]:
    """The lines of a text, broken where there is no room; a number is broken only where it must be."""
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for word in _words(part):
            if line and width_of(line + word, size) > room:
                lines.append(line)
                line = ""
            while width_of(word, size) > room and len(word) > 1:
                fits = max(1, next(n for n in range(len(word), 0, -1) if n == 1 or width_of(word[:n], size) <= room))
                lines.append(word[:fits])
                word = word[fits:]
            line += word
        lines.append(line)
    return lines


def _words(text: str) -> Iterator[str]:
    for latin, run in groupby(text, key=lambda character: "!" <= character <= "~"):
        if latin:
            yield "".join(run)
        else:
            yield from run


@dataclass
class Setter:
    """Fills pages from top to bottom. ``running`` stands at the head of every page, page numbers at its foot."""

    text_size: float = 12.0
    table_size: float = 9.0
    running: str = ""
    leaves: list[Leaf] = field(default_factory=list)
    y: float = TOP

    def __post_init__(self) -> None:
        self.turn()

    def turn(self) -> None:
        """Begin a page."""
        leaf = Leaf()
        self.leaves.append(leaf)
        self.y = TOP
        if self.running:
            leaf.words.append(Words(self.running, LEFT, 50, 9))
            leaf.words.append(Words(f"— {len(self.leaves)} —", WIDTH / 2 - 12, 806, 9))

    def paragraph(self, text: str, first: bool) -> None:
        """Set a paragraph: the title in the middle, all others with two characters of indentation."""
        size = 16.0 if first else self.text_size
        indent = 0.0 if first else 2 * size
        gap = "\u3000" * (2 if indent else 0)
        for line in wrapped(gap + text, RIGHT - LEFT, size):
            if self.y + size * 1.6 > BOTTOM:
                self.turn()
            x = LEFT + len(gap) * size if line.startswith(gap) and gap else LEFT
            if first:
                x = LEFT + (RIGHT - LEFT - width_of(line, size)) / 2
            self.leaves[-1].words.append(Words(line.removeprefix(gap), x, self.y + size, size))
            self.y += size * 1.6

    def table(self, rows: Table) -> None:
        """Set a table; it goes on over pages between rows, a merged cell's text standing where it begins."""
        cells = list(placed(rows))
        edges = self.edges(cells)
        heights = self._heights(cells, len(rows), edges)
        start = 0
        self.y += 4
        while start < len(rows):
            stop, used = start, 0.0
            while stop < len(rows) and self.y + used + heights[stop] <= BOTTOM:
                used += heights[stop]
                stop += 1
            if stop == start:
                self.turn()
                continue
            self._part(cells, edges, heights, start, stop)
            self.y += used
            start = stop
            if start < len(rows):
                self.turn()
        self.y += 8

    def edges(self, cells: Sequence[tuple[int, int, Cell]]) -> list[float]:
        """Where the columns of a table begin and end: wide enough for their longest number, where that can be."""
        count = max(column + across for _, column, (_, _, across) in cells)
        wants = [2.2] * count
        for _, column, (text, _, across) in cells:
            if across == 1:
                longest = max((len(word) / 2 for word in _words(text.replace("\n", ""))), default=0)
                wants[column] = max(wants[column], longest + 0.2, min(len(text) / 3, 6))
        scale = (RIGHT - LEFT) / sum(wants)
        edges = [LEFT]
        for want in wants:
            edges.append(edges[-1] + want * scale)
        return edges

    def _lines(self, cell: Cell, column: int, edges: Sequence[float]) -> list[str]:
        text, _, across = cell
        return wrapped(text, edges[column + across] - edges[column] - 2 * PADDING, self.table_size)

    def _heights(self, cells: Sequence[tuple[int, int, Cell]], count: int, edges: Sequence[float]) -> list[float]:
        pitch = self.table_size * 1.3
        heights = [pitch + 2 * PADDING] * count
        for row, column, cell in sorted(cells, key=lambda item: item[2][1]):
            needs = len(self._lines(cell, column, edges)) * pitch + 2 * PADDING
            lack = needs - sum(heights[row : row + cell[1]])
            if lack > 0:
                heights[min(row + cell[1], count) - 1] += lack
        return heights

    def _part(
        self,
        cells: Sequence[tuple[int, int, Cell]],
        edges: Sequence[float],
        heights: Sequence[float],
        start: int,
        stop: int,
    ) -> None:
        leaf, pitch = self.leaves[-1], self.table_size * 1.3
        tops = [self.y]
        for height in heights[start:stop]:
            tops.append(tops[-1] + height)
        for row, column, cell in cells:
            above, below = max(row, start), min(row + cell[1], stop)
            if above >= below:
                continue
            left, right = edges[column], edges[column + cell[2]]
            top, bottom = tops[above - start], tops[below - start]
            leaf.rules += [(left, top, right, top), (left, bottom, right, bottom)]
            leaf.rules += [(left, top, left, bottom), (right, top, right, bottom)]
            lines = self._lines(cell, column, edges)
            if row < start:
                room = int((sum(heights[row:start]) - PADDING) / pitch)
                lines = lines[room:]
            elif row + cell[1] > stop:
                lines = lines[: int((bottom - top - PADDING) / pitch)]
            for index, line in enumerate(lines):
                baseline = top + PADDING + index * pitch + self.table_size
                leaf.words.append(Words(line, left + PADDING, baseline, self.table_size))


def typeset(blocks: Sequence[Block], running: str = "") -> list[Leaf]:
    """Set a report: its first paragraph is its title."""
    setter = Setter(running=running)
    for index, block in enumerate(blocks):
        if isinstance(block, str):
            setter.paragraph(block, first=index == 0)
        else:
            setter.table(block)
    return setter.leaves
