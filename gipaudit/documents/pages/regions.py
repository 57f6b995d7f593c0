"""Squares of a grid without a line between them are one cell; where they make no rectangle, lines are carried on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of grid squares, by its edges: ``left`` and ``top`` are the first, ``right`` and ``bottom`` past
    the last.
    """

    left: int
    top: int
    right: int
    bottom: int

    @property
    def size(self) -> int:
        """How many squares it has."""
        return (self.right - self.left) * (self.bottom - self.top)


def rectangles(walls: Sequence[Sequence[bool]], floors: Sequence[Sequence[bool]]) -> list[Area]:
    """Return the cells of a grid; together they cover it.

    ``walls[x][row]`` says whether a line is drawn at the edge ``x`` beside a row, ``floors[y][column]`` at the edge
    ``y`` over a column. Outer edges close the grid whether drawn or not.
    """
    columns, rows = len(walls) - 1, len(floors) - 1
    cells: list[Area] = []
    for squares in _connected(walls, floors, columns, rows):
        area = _around(squares)
        if area.size == len(squares):
            cells.append(area)
        else:
            cells += _parted(area, set(squares), walls, floors)
    return cells


def _connected(
    walls: Sequence[Sequence[bool]], floors: Sequence[Sequence[bool]], columns: int, rows: int
) -> Iterator[list[tuple[int, int]]]:
    """Yield the squares (column, row) that no line parts."""
    seen = [[False] * rows for _ in range(columns)]
    for column in range(columns):
        for row in range(rows):
            if seen[column][row]:
                continue
            seen[column][row] = True
            squares = [(column, row)]
            for x, y in squares:
                for nx, ny, wall in (
                    (x - 1, y, walls[x][y]),
                    (x + 1, y, walls[x + 1][y]),
                    (x, y - 1, floors[y][x]),
                    (x, y + 1, floors[y + 1][x]),
                ):
                    if not wall and 0 <= nx < columns and 0 <= ny < rows and not seen[nx][ny]:
                        seen[nx][ny] = True
                        squares.append((nx, ny))
            yield squares


def _around(squares: Sequence[tuple[int, int]]) -> Area:
    columns = [x for x, _ in squares]
    rows = [y for _, y in squares]
    return Area(min(columns), min(rows), max(columns) + 1, max(rows) + 1)


def _parted(
    area: Area, squares: set[tuple[int, int]], walls: Sequence[Sequence[bool]], floors: Sequence[Sequence[bool]]
) -> Iterator[Area]:
    """Yield rectangles that cover squares which make none: a line that ends among them is carried on through them.

    Where that does not help, each square is a cell.
    """
    cuts_x = [x for x in range(area.left + 1, area.right) if any(walls[x][area.top : area.bottom])]
    cuts_y = [y for y in range(area.top + 1, area.bottom) if any(floors[y][area.left : area.right])]
    for top, bottom in _between(area.top, area.bottom, cuts_y):
        for left, right in _between(area.left, area.right, cuts_x):
            inside = [(x, y) for x in range(left, right) for y in range(top, bottom) if (x, y) in squares]
            if len(inside) == (right - left) * (bottom - top):
                yield Area(left, top, right, bottom)
            else:
                yield from (Area(x, y, x + 1, y + 1) for x, y in inside)


def _between(first: int, last: int, cuts: Sequence[int]) -> Iterator[tuple[int, int]]:
    edges = [first, *cuts, last]
    yield from pairwise(edges)
