"""One page as the sequence of what it shows from top to bottom: lines of text, tables, pictures."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gipaudit.documents.model import Picture, Place
from gipaudit.documents.pages.aligned import aligned_tables
from gipaudit.documents.pages.drawn import DrawnCell, DrawnTable
from gipaudit.documents.pages.grid import Grid, cells
from gipaudit.documents.pages.lines import Line, cell_lines, cell_text, has_room, lines
from gipaudit.documents.pages.page import Box, Page, Run
from gipaudit.documents.pages.stacked import apart

_FEWEST_TEXTS, _FEWEST_CELLS = 2, 2
_LONGEST_LABEL = 80
_SMALL_PICTURE = 40.0

Item = Line | DrawnTable | Picture


@dataclass(frozen=True, slots=True)
class Flow:
    """What a page shows, from top to bottom."""

    number: int
    width: float
    height: float
    items: tuple[Item, ...]


def flow(page: Page) -> Flow:
    """Return what a page shows in reading order."""
    tables: list[DrawnTable] = []
    left_over: Sequence[Run] = page.runs
    for grid in cells(page.rules):
        table, left_over = _filled(grid, left_over, page)
        if table is not None:
            tables += apart(table)
    aligned, free = aligned_tables(lines(left_over), page.number, [table.box for table in tables])
    items: list[Item] = [*free, *tables, *aligned, *_pictures(page)]
    items.sort(key=lambda item: (top(item), left(item)))
    return Flow(page.number, page.width, page.height, tuple(items))


def top(item: Item) -> float:
    """Return where an item begins on its page."""
    return box_of(item)[1]


def left(item: Item) -> float:
    """Return where an item begins in its line."""
    return box_of(item)[0]


def box_of(item: Item) -> Box:
    """Return where an item stands on its page."""
    box = item.place.box if isinstance(item, Picture) else item.box
    return box if box is not None else (0.0, 0.0, 0.0, 0.0)


def _filled(grid: Grid, runs: Sequence[Run], page: Page) -> tuple[DrawnTable | None, Sequence[Run]]:
    """Return a grid with the text in its cells, and the runs outside; no table where it frames text.

    One label and blank cells may be the last row of a table from the page before: such a table is ``bare``.
    """
    at: dict[tuple[int, int], int] = {}
    for index, cell in enumerate(grid.cells):
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                at[row, column] = index
    inside: list[list[Run]] = [[] for _ in grid.cells]
    outside: list[Run] = []
    for run in runs:
        x, y = (run.box[0] + run.box[2]) / 2, (run.box[1] + run.box[3]) / 2
        index = at.get((bisect_right(grid.rows, y) - 1, bisect_right(grid.columns, x) - 1), -1)
        (outside if index < 0 else inside[index]).append(run)
    texts = sum(any(run.text.strip() for run in held) for held in inside)
    bare = texts < _FEWEST_TEXTS
    if bare and (len(grid.cells) < _FEWEST_CELLS or sum(map(len, inside)) > _LONGEST_LABEL):
        return None, runs
    rows: list[list[DrawnCell]] = [[] for _ in range(len(grid.rows) - 1)]
    for cell, held in zip(grid.cells, inside, strict=True):
        left, _, right, _ = cell.box
        found = cell_lines(held)
        if cell.open and not found:
            continue
        rows[cell.row].append(
            DrawnCell(
                left,
                right,
                Place(page=page.number, box=cell.box),
                cell_text(found, right - left),
                cell.row_span,
                min((run.confidence for run in held), default=1.0),
                full=bool(found) and not has_room(found[-1], right - left),
            )
        )
    heights = [second - first for first, second in pairwise(grid.rows)]
    table = DrawnTable(page.number, grid.box, rows, grid.top_open, grid.bottom_open, row_heights=heights)
    if bare:
        table.bare = lines(run for held in inside for run in held)
    return table, outside


def _pictures(page: Page) -> list[Picture]:
    """Return the pictures that show something: no lines, dots, or backgrounds that text is printed on."""
    found = []
    for box in page.pictures:
        wide, high = box[2] - box[0], box[3] - box[1]
        if min(wide, high) < _SMALL_PICTURE or any(_inside(run.box, box) for run in page.runs):
            continue
        found.append(Picture(Place(page=page.number, box=box)))
    return found


def _inside(box: Box, other: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return other[0] <= x <= other[2] and other[1] <= y <= other[3]
