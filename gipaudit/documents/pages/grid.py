"""From ruling lines to cells: which lines make one table, where its columns and rows are, which cells are merged."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gipaudit.documents.pages.page import Box
from gipaudit.documents.pages.regions import Area, rectangles
from gipaudit.documents.pages.segments import REACH, Segment, levels, segments

_DRAWN = 0.7
_OPEN = 8.0
_CORNER = 2
_MOST_COLUMNS = 200
_MOST_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a grid, at the row and column (from 0) of its top left corner.

    ``open`` tells that it has no line on a side where the rest of the grid has one: it may be no cell but a place
    beside a shorter row.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    open: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's cells by its lines.

    ``columns`` and ``rows`` are the edges (one more than there are columns, rows), in points. ``top_open`` and
    ``bottom_open`` tell that the table has no line there: it comes from the page before, or goes on.
    """

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[GridCell, ...]
    top_open: bool = False
    bottom_open: bool = False

    @property
    def box(self) -> Box:
        """From its first edges to its last."""
        return self.columns[0], self.rows[0], self.columns[-1], self.rows[-1]


def cells(rules: Iterable[Box]) -> tuple[Grid, ...]:
    """Return the tables that ruling lines draw, from top to bottom, each with its cells row by row.

    Lines that touch make one table. Merged cells have spans. Where outer lines are missing on a side, the ends of
    the lines that run towards it close the cells. A frame round one cell is no table.
    """
    horizontal, vertical = segments(rules)
    parts = _parts(horizontal, vertical)
    _give_sides(parts)
    grids = (_grid(*part) for part in parts if all(part))
    found = [grid for grid in grids if grid is not None and len(grid.cells) > 1]
    return tuple(sorted(found, key=lambda grid: (grid.rows[0], grid.columns[0])))


def _parts(horizontal: Sequence[Segment], vertical: Sequence[Segment]) -> list[tuple[list[Segment], list[Segment]]]:
    """Return the lines that hang together, each part with its horizontal and its vertical ones, if any."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    places = [line.at for line in vertical]
    for index, line in enumerate(horizontal):
        first, last = bisect_left(places, line.low - REACH), bisect_right(places, line.high + REACH)
        for other in range(first, last):
            crossing = vertical[other]
            if crossing.low - REACH <= line.at <= crossing.high + REACH:
                parent[root(len(horizontal) + other)] = root(index)
    parts: dict[int, tuple[list[Segment], list[Segment]]] = {}
    for index, line in enumerate((*horizontal, *vertical)):
        parts.setdefault(root(index), ([], []))[index >= len(horizontal)].append(line)
    return list(parts.values())


def _give_sides(parts: Sequence[tuple[list[Segment], list[Segment]]]) -> None:
    """Give a table the lines at its side that none of its lines touches: of a row head as high as the page."""
    tables = [
        (lines, lines[0].at, lines[-1].at, min(line.low for line in lines), max(line.high for line in lines))
        for lines in (lines for across, lines in parts if across and lines)
    ]
    for side in [lines[0] for across, lines in parts if lines and not across]:
        for lines, left, right, top, bottom in tables:
            level = abs(side.low - top) <= REACH and abs(side.high - bottom) <= REACH
            if level and not left <= side.at <= right:
                lines.append(side)
                lines.sort(key=lambda line: line.at)
                break


def _grid(horizontal: Sequence[Segment], vertical: Sequence[Segment]) -> Grid | None:
    """Return the grid that lines draw, or ``None`` where they are no table's."""
    columns, left_open, right_open = _edges(vertical, horizontal)
    rows, top_open, bottom_open = _edges(horizontal, vertical)
    if not 1 < len(columns) <= _MOST_COLUMNS or not 1 < len(rows) <= _MOST_ROWS:
        return None
    walls = _drawn(vertical, columns, rows)
    floors = _drawn(horizontal, rows, columns)
    areas = rectangles(walls, floors)
    closed = (not left_open, not top_open, not right_open, not bottom_open)
    found = [
        GridCell(
            area.top,
            area.left,
            area.bottom - area.top,
            area.right - area.left,
            (columns[area.left], rows[area.top], columns[area.right], rows[area.bottom]),
            undrawn > 0,
        )
        for area in areas
        if (undrawn := _undrawn(area, walls, floors, closed)) < _CORNER
    ]
    found.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(tuple(columns), tuple(rows), tuple(found), top_open, bottom_open)


def _edges(lines: Sequence[Segment], crossing: Sequence[Segment]) -> tuple[list[float], bool, bool]:
    """Return the edges that lines draw and, where two crossing lines run beyond the outer ones, or the first or last
    of them does, their ends.

    The second and third say whether the first and the last edge is such an end, without a line of its own.
    """
    edges = levels((line.at, line.length) for line in lines)
    before = [line.low for line in crossing if line.low < edges[0] - _OPEN]
    after = [line.high for line in crossing if line.high > edges[-1] + _OPEN]
    outer = (crossing[0], crossing[-1])
    opens = len(before) > 1 or any(line.low in before for line in outer)
    closes = len(after) > 1 or any(line.high in after for line in outer)
    if opens:
        edges.insert(0, min(before))
    if closes:
        edges.append(max(after))
    return edges, opens, closes


def _drawn(lines: Sequence[Segment], edges: Sequence[float], across: Sequence[float]) -> list[list[bool]]:
    """Return for each edge and each interval of the other axis whether a line is drawn there."""
    covered = [[0.0] * (len(across) - 1) for _ in edges]
    for line in lines:
        edge = min(range(len(edges)), key=lambda index: abs(edges[index] - line.at))
        first = max(bisect_right(across, line.low) - 1, 0)
        for index in range(first, len(across) - 1):
            if across[index] >= line.high:
                break
            covered[edge][index] += min(line.high, across[index + 1]) - max(line.low, across[index])
    return [
        [length >= _DRAWN * (across[index + 1] - across[index]) for index, length in enumerate(row)]
        for row in covered
    ]


def _undrawn(
    area: Area, walls: Sequence[Sequence[bool]], floors: Sequence[Sequence[bool]], closed: tuple[bool, ...]
) -> int:
    """Return on how many sides an area lies on the grid's rim and has no line, although the rim has one elsewhere.

    Where there are two it is a corner outside the table.
    """
    rows, columns = range(area.top, area.bottom), range(area.left, area.right)
    undrawn = (
        closed[0] and area.left == 0 and not any(walls[0][row] for row in rows),
        closed[1] and area.top == 0 and not any(floors[0][column] for column in columns),
        closed[2] and area.right == len(walls) - 1 and not any(walls[-1][row] for row in rows),
        closed[3] and area.bottom == len(floors) - 1 and not any(floors[-1][column] for column in columns),
    )
    return sum(undrawn)
