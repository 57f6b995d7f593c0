"""Laying one line's values on a form table's columns: by named header, else by their number.

Nothing is laid where header and values contradict each other; such cells are ``text`` with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gipaudit.documents.model import Cell
from gipaudit.forms.form import FormTable
from gipaudit.forms.headers import Header
from gipaudit.forms.labels import fold
from gipaudit.forms.lines import Line

BY_HEADER, BY_POSITION, BY_ORDER = 1.0, 0.9, 0.7
"""How sure a value's column is, by the way it was found."""


@dataclass(frozen=True)
class Laid:
    """The values of one line by column id, what belongs to no column, and how they were laid.

    ``refused`` gives, by column id, the cell and the reason where a value stands but may not be taken.
    """

    values: Mapping[str, Cell]
    by: str
    extra: tuple[Cell, ...] = ()
    refused: Mapping[str, tuple[Cell | None, str]] = field(default_factory=dict)


def lay(line: Line, boundary: int, table: FormTable, header: Header | None) -> Laid:
    """Lay the cells from ``boundary`` on."""
    cells = line.cells[boundary:]
    order = [column.id for column in table.columns]
    if header is not None and header.spans and line.spans and header.width == line.width:
        return _by_geometry(line, cells, order, header)
    if header is not None and header.single is not None and len(header.single.cells) == len(line.cells):
        return _by_index(line, order, header)
    if header is not None:
        laid = _by_ordinal(_trim(cells, len(header.leaves)), header.leaves)
        if laid is not None and set(laid.values) == set(order):
            return laid
    trimmed = _trim(cells, len(order))
    whole = all(_own(cell, line) for cell in trimmed)
    if len(trimmed) == len(order) and whole and (header is None or header.agrees(order)):
        return Laid(dict(zip(order, trimmed, strict=True)), "position")
    return Laid({}, "position", refused=_refuse_all(trimmed, order))


def _own(cell: Cell, line: Line) -> bool:
    """Whether the cell stands in this row alone."""
    return cell.row == line.row and cell.row_span == 1


def _trim(cells: Sequence[Cell], count: int) -> list[Cell]:
    """Leave out empty cells behind the columns: they are padding."""
    result = list(cells)
    while len(result) > count and not fold(result[-1].text):
        result.pop()
    return result


def _refuse_all(cells: Sequence[Cell], order: Sequence[str]) -> dict[str, tuple[Cell | None, str]]:
    why = f"该行有{len(cells)}个数值单元格，格式有{len(order)}列，无法确定各数属于哪一列"
    return dict.fromkeys(order, (cells[0] if cells else None, why))


def _by_index(line: Line, order: Sequence[str], header: Header) -> Laid:
    """The header line has as many cells as this one: the same ordinal is the same column."""
    index = {cell.column: column for column, cell in header.cells.items()}
    skipped = {cell.column for cell in header.skipped}
    values: dict[str, Cell] = {}
    extra: list[Cell] = []
    for cell in line.cells:
        if cell.column in index:
            values[index[cell.column]] = cell
        elif cell.column > header.first_column and cell.column not in skipped and fold(cell.text):
            extra.append(cell)
    rest = [column for column in order if column not in values]
    if rest and len(rest) == len(extra):
        return Laid(values | dict(zip(rest, extra, strict=True)), "position")
    return Laid(values, "header", tuple(extra))


def _by_ordinal(cells: Sequence[Cell], leaves: Sequence[str | None]) -> Laid | None:
    if len(cells) != len(leaves):
        return None
    pairs = list(zip(leaves, cells, strict=True))
    values = {column: cell for column, cell in pairs if column is not None}
    return Laid(values, "header", tuple(cell for column, cell in pairs if column is None and fold(cell.text)))


def _by_geometry(line: Line, cells: Sequence[Cell], order: Sequence[str], header: Header) -> Laid:
    """Each value goes to the one header above it; a cell under two headers is refused."""
    above: dict[str, list[Cell]] = {}
    extra: list[Cell] = []
    refused: dict[str, tuple[Cell | None, str]] = {}
    skipped = {column for cell in header.skipped for column in range(cell.column, cell.column + cell.column_span)}
    for cell in cells:
        under = [column for column, head in header.cells.items() if _overlap(cell, head)]
        if not under:
            if cell.column not in skipped:
                extra.append(cell)
        elif len(under) > 1:
            refused.update(dict.fromkeys(under, (cell, "一个单元格横跨多列，无法分配到各列")))
        elif not _own(cell, line):
            refused[under[0]] = (cell, "单元格纵向合并，无法确定属于哪一行")
        else:
            above.setdefault(under[0], []).append(cell)
    values: dict[str, Cell] = {}
    for column, found in above.items():
        filled = [cell for cell in found if fold(cell.text)]
        if len(filled) > 1:
            refused[column] = (filled[0], "一列之下有多个数，无法确定取哪一个")
        else:
            values[column] = filled[0] if filled else found[0]
    unnamed = [column for column in order if column not in header.cells]
    if unnamed and len(extra) == len(unnamed) and header.agrees(order):
        return Laid(values | dict(zip(unnamed, extra, strict=True)), "position", refused=refused)
    return Laid(values, "header", tuple(cell for cell in extra if fold(cell.text)), refused)


def _overlap(cell: Cell, head: Cell) -> bool:
    return head.column < cell.column + cell.column_span and cell.column < head.column + head.column_span
