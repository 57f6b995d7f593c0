"""A Word table on a grid: spans, merges in both directions, and columns too narrow to be seen."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from gipaudit.documents.layout import Draft, settle
from gipaudit.documents.model import Block
from gipaudit.documents.word_names import (
    CELL,
    CELL_PROPERTIES,
    ROW,
    ROW_PROPERTIES,
    TABLE_PROPERTIES,
    W,
)
from gipaudit.documents.word_tree import child, children, flatten, integer, is_on, value

if TYPE_CHECKING:
    from lxml import etree

    from gipaudit.documents.word_body import Body

    Element = etree._Element

_SPAN, _DELETED = W + "gridSpan", W + "cellDel"
_ACROSS, _DOWN = W + "hMerge", W + "vMerge"
_SLIVER = 40
"""Twips: LibreOffice leaves columns of one twip behind; nobody can print a figure in 0.7 mm."""


def read_table(element: Element, body: Body) -> list[Block]:
    """Return a ``w:tbl`` as a table, or as the blocks it holds where it only lays out the page.

    Raises:
        DocumentError: ``too-many-cells``, ``too-deep`` or ``too-large``.
    """
    edges = _edges(element)
    drafts: list[Draft] = []
    # For each left edge the merge that is open there: its cell, and the row below its last.
    merges: dict[int, tuple[Draft, int]] = {}
    rows = [row for row in flatten(element) if row.tag == ROW and not _is_dropped(row)]
    for index, row in enumerate(rows):
        previous: Draft | None = None
        for left, right, cell, properties in _cells(row, body, edges):
            if _merge(properties.get(_ACROSS)) == "continue" and previous is not None:
                previous.right = right
                continue
            merge = _merge(properties.get(_DOWN))
            open_merge = merges.pop(left, None)
            if merge == "continue" and open_merge and open_merge[1] == index:
                previous = open_merge[0]
                previous.row_span += 1
                merges[left] = (previous, index + 1)
                continue
            blocks = body.read(cell)
            if left == right and not blocks:
                continue
            previous = Draft(index, left, max(right, left + 1), blocks)
            drafts.append(previous)
            if merge:
                merges[left] = (previous, index + 1)
    caption = value(child(child(element, TABLE_PROPERTIES), W + "tblCaption")) or ""
    return settle(drafts, len(rows), body.meter, caption)


def _cells(row: Element, body: Body, edges: Sequence[int]) -> list[tuple[int, int, Element, dict[str, Element]]]:
    """Return left and right edge, by the widths of the grid's columns, element and properties of a row's cells."""
    limit = body.meter.limits.span
    before = child(child(row, ROW_PROPERTIES), W + "gridBefore")
    column = min(max(integer(value(before), 0), 0), limit)
    left = _edge(edges, column)
    cells = []
    for cell in flatten(row):
        if cell.tag != CELL:
            continue
        properties = children(child(cell, CELL_PROPERTIES))
        if _DELETED in properties:
            continue
        span = 1
        if _SPAN in properties:
            span = min(max(integer(value(properties[_SPAN]), 1), 1), limit)
        body.meter.cell(span)
        column += span
        right = _edge(edges, column)
        cells.append((left, right, cell, properties))
        left = right
    return cells


def _edges(table: Element) -> list[int]:
    """Return for each edge of the grid its number once edges nearer than a sliver are one."""
    grid = child(table, W + "tblGrid")
    columns = () if grid is None else grid.iterchildren(W + "gridCol")
    widths = [integer(value(column, W + "w"), 0) for column in columns]
    slivers = sum(width < _SLIVER for width in widths)
    if slivers * 2 >= len(widths):
        # Widths that were never filled in tell nothing.
        return list(range(len(widths) + 1))
    return [0, *accumulate(int(width >= _SLIVER) for width in widths)]


def _edge(edges: Sequence[int], column: int) -> int:
    """Return an edge's number; rows may have more columns than the grid says."""
    return edges[column] if column < len(edges) else edges[-1] + column - len(edges) + 1


def _merge(element: Element | None) -> str:
    """Return ``restart``, ``continue`` or nothing; a merge without a value continues."""
    return "" if element is None else "restart" if value(element) == "restart" else "continue"


def _is_dropped(row: Element) -> bool:
    """Whether a row is deleted by a tracked change or hidden."""
    properties = child(row, ROW_PROPERTIES)
    return child(properties, W + "del") is not None or is_on(child(properties, W + "hidden"))
