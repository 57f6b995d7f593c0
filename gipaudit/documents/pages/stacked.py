"""Tables that touch: drawn as one, told apart by columns that have nothing to do with each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from gipaudit.documents.pages.drawn import DrawnCell, DrawnTable

Rows = Sequence[list[DrawnCell]]


def apart(table: DrawnTable) -> list[DrawnTable]:
    """Return the tables that stand on each other in one drawing.

    A new one begins where fewer than half of the edges between columns are those of the rows above, and fewer than
    half of theirs are its own. Rows over the whole width before it are its title.
    """
    starts = [0]
    above: set[float] = set()
    for first, last in _blocks(table.rows):
        edges = _edges(table, table.rows[first:last])
        shared = len(edges & above)
        if above and edges and 2 * shared < min(len(edges), len(above)):
            starts.append(_title(table, first, starts[-1]))
            above = set()
        above |= edges
    return [_part(table, first, last) for first, last in pairwise([*starts, len(table.rows)])]


def _blocks(rows: Rows) -> list[tuple[int, int]]:
    """Return the ranges of rows that no cell reaches out of, as small as may be."""
    bounds, reach = [0], 0
    for index, row in enumerate(rows):
        reach = max([reach, index + 1, *(index + cell.row_span for cell in row)])
        if reach == index + 1:
            bounds.append(reach)
    if bounds[-1] < len(rows):
        bounds.append(len(rows))
    return list(pairwise(bounds))


def _edges(table: DrawnTable, rows: Rows) -> set[float]:
    """Return the edges between columns, without the table's own ends."""
    left, _, right, _ = table.box
    return {end for row in rows for cell in row for end in (cell.left, cell.right) if left < end < right}


def _title(table: DrawnTable, first: int, least: int) -> int:
    """Return where the rows over the whole width begin that stand before a row."""
    while first - 1 > least and not _edges(table, [table.rows[first - 1]]):
        first -= 1
    return first


def _part(table: DrawnTable, first: int, last: int) -> DrawnTable:
    """Return some rows of a table as one."""
    if last - first == len(table.rows):
        return table
    left, top, right, _ = table.box
    upper = top + sum(table.row_heights[:first])
    lower = top + sum(table.row_heights[:last])
    return replace(
        table,
        box=(left, upper, right, lower),
        rows=table.rows[first:last],
        row_heights=table.row_heights[first:last],
        bottom=lower,
        top_open=table.top_open and first == 0,
        bottom_open=table.bottom_open and last == len(table.rows),
    )
