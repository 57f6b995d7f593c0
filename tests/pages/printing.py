"""Print a table on pages as a careless office program would: shaky, doubled, broken and missing lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from gipaudit.documents.pages.page import Box, Page, Run

WIDTH, HEIGHT = 595.0, 842.0
TOP, FOOT, LEFT = 72.0, 770.0, 80.0
SIZE = 9.0


@dataclass(frozen=True)
class Printed:
    """A cell to print: text, row, column, row span, column span."""

    text: str
    row: int
    column: int
    down: int = 1
    across: int = 1


@dataclass(frozen=True)
class Manner:
    """How lines are drawn: how far they shake (points), whether they are double, drawn for each cell anew, and which
    outer ones are missing.
    """

    jitter: float = 0.0
    double: bool = False
    pieces: bool = False
    no_left: bool = False
    no_right: bool = False
    no_top: bool = False


def runs_of(text: str, left: float, middle: float, size: float = SIZE) -> list[Run]:
    """A text in one line, a run a character."""
    runs = []
    for character in text:
        wide = size / 2 if character.isascii() else size
        if not character.isspace():
            runs.append(Run(character, (left, middle - size / 2, left + wide, middle + size / 2)))
        left += wide
    return runs


def printed(
    cells: Sequence[Printed], widths: Sequence[float], breaks: Sequence[int], manner: Manner, random: Random
) -> list[Page]:
    """The pages of a table whose rows go to the next page at each of the breaks."""
    rows = max(cell.row + cell.down for cell in cells)
    edges = [LEFT + sum(widths[:index]) for index in range(len(widths) + 1)]
    pages = []
    bounds = [0, *breaks, rows]
    for number, (first, last) in enumerate(pairwise(bounds), 1):
        height = (FOOT - TOP) / (last - first) if last < rows else 20.0
        pages.append(_page(number, cells, edges, first, last, min(height, 60.0), manner, random))
    return pages


def _page(
    number: int,
    cells: Sequence[Printed],
    edges: Sequence[float],
    first: int,
    last: int,
    height: float,
    manner: Manner,
    random: Random,
) -> Page:
    # A page that is not the last is full down to its foot.
    top = FOOT - height * (last - first) if height != 20.0 else TOP
    runs: list[Run] = []
    rules: list[Box] = []
    for cell in cells:
        begin, end = max(cell.row, first), min(cell.row + cell.down, last)
        if begin >= end:
            continue
        left, right = edges[cell.column], edges[cell.column + cell.across]
        upper, lower = top + (begin - first) * height, top + (end - first) * height
        if cell.row >= first:
            runs += runs_of(cell.text, left + 4, upper + height / 2)
        if not (manner.no_top and begin == first and number > 1):
            rules += _line(left, upper, right, upper, manner, random)
        rules += _line(left, lower, right, lower, manner, random)
        if not (manner.no_left and cell.column == 0):
            rules += _line(left, upper, left, lower, manner, random)
        if not (manner.no_right and cell.column + cell.across == len(edges) - 1):
            rules += _line(right, upper, right, lower, manner, random)
    return Page(number, WIDTH, HEIGHT, tuple(runs), tuple(rules))


def _line(left: float, top: float, right: float, bottom: float, manner: Manner, random: Random) -> list[Box]:
    shake = random.uniform(-manner.jitter, manner.jitter) / 2
    across = left == right
    x, y = (shake, 0.0) if across else (0.0, shake)
    box = (left + x - 0.25, top + y - 0.25, right + x + 0.25, bottom + y + 0.25)
    boxes = [box]
    if manner.double:
        dx, dy = (1.5, 0.0) if across else (0.0, 1.5)
        boxes.append((box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy))
    if manner.pieces:
        boxes = [piece for each in boxes for piece in _halves(each, across)]
    return boxes


def _halves(box: Box, across: bool) -> list[Box]:
    left, top, right, bottom = box
    if across:
        middle = (top + bottom) / 2
        return [(left, top, right, middle), (left, middle + 0.5, right, bottom)]
    middle = (left + right) / 2
    return [(left, top, middle, bottom), (middle + 0.5, top, right, bottom)]
