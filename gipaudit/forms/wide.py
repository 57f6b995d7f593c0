"""Tables printed in one line, row by row: 表四 has its three blocks of five numbers side by side.

Where the format tells merged cells, each number is named by the header cells above it; where it does not, the number
of values decides, and the header must not speak against it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gipaudit.documents.model import Cell
from gipaudit.forms.form import FormTable, Row
from gipaudit.forms.headers import column_named
from gipaudit.forms.labels import bare, fold, nearest
from gipaudit.forms.lines import Line

Key = tuple[str, str]
MOST_HEADER_LINES = 6


@dataclass(frozen=True)
class WideLine:
    """A line that holds several rows of a form table: its cells by (row, column), and how they were laid.

    ``refused`` are those whose cell reaches over several columns, with the reason; ``headers`` the numbers of the
    header lines.
    """

    line: Line
    values: Mapping[Key, Cell]
    by: str
    headers: tuple[int, ...]
    refused: Mapping[Key, tuple[Cell | None, str]] = field(default_factory=dict)


def row_named(text: str, table: FormTable) -> Row | None:
    """The row that a header cell names, or ``None``."""
    found = nearest(bare(text), table.row_wordings)
    return table.rows[found[0]] if found else None


def find_wide(lines: Sequence[Line], table: FormTable) -> list[WideLine]:
    """All lines that hold the table, or a part of it, side by side."""
    found: list[WideLine] = []
    run: list[Line] = []
    used = False
    for line in lines:
        if run and line.table > run[-1].table + 1:
            run = []
        if _names(line, table):
            before = [] if used else run
            run = [] if line.has_number or line.table < 0 else [*before, line][-MOST_HEADER_LINES:]
            used = False
            continue
        if run:
            wide = _by_geometry(line, run, table) or _by_count(line, run, table)
            if wide is not None:
                found.append(wide)
                used = True
            elif not line.has_number and any(fold(cell.text) for cell in line.cells):
                run = []
    return found


def _names(line: Line, table: FormTable) -> bool:
    """Whether one of a line's cells names a row or a column of the table."""
    return any(column_named(cell.text, table) or row_named(cell.text, table) for cell in line.cells)


def _by_geometry(line: Line, run: Sequence[Line], table: FormTable) -> WideLine | None:
    above = [header for header in run if header.table == line.table]
    if not line.spans or not above or above[-1].end != line.end:
        return None
    heads = {head: _path(head, above, table) for head in above[-1].cells}
    values: dict[Key, Cell] = {}
    refused: dict[Key, tuple[Cell | None, str]] = {}
    for cell in line.cells:
        keys = [key for head, key in heads.items() if key is not None and _overlap(cell, head)]
        if len(keys) > 1 or (keys and cell.row_span > 1):
            refused.update(dict.fromkeys(keys, (cell, "一个单元格横跨多列或多行，无法分配到各列")))
        elif keys and keys[0] in values:
            return None
        elif keys:
            values[keys[0]] = cell
    return WideLine(line, values, "header", _numbers(above), refused) if _whole_rows(values, table) else None


def _whole_rows(values: Mapping[Key, Cell], table: FormTable) -> bool:
    """Whether at least one row of the form stands there whole."""
    columns = {column.id for column in table.columns}
    return any({column for row, column in values if row == each.id} == columns for each in table.rows)


def _path(head: Cell, above: Sequence[Line], table: FormTable) -> Key | None:
    """The row and column that a header cell and those above it name, the nearest first."""
    row = column = None
    for header in reversed(above):
        for cell in header.cells:
            if _overlap(cell, head):
                column = column or column_named(cell.text, table)
                named = row_named(cell.text, table)
                row = row or (named.id if named else None)
    return (row, column) if row and column else None


def _overlap(cell: Cell, head: Cell) -> bool:
    return head.column < cell.column + cell.column_span and cell.column < head.column + head.column_span


def _numbers(headers: Sequence[Line]) -> tuple[int, ...]:
    return tuple(header.number for header in headers)


def _by_count(line: Line, run: Sequence[Line], table: FormTable) -> WideLine | None:
    """Without merged cells: as many values as the rows named have cells, and the header in the form's order."""
    if any(head.column_span > 1 and header.table == line.table for header in run for head in header.cells):
        return None
    named = [row.id for header in run for cell in header.cells if (row := row_named(cell.text, table))]
    order = [row.id for row in table.rows]
    rows = list(dict.fromkeys(named))
    if rows != [id for id in order if id in rows]:
        return None
    columns = [column.id for column in table.columns]
    heads = [id for header in run for cell in header.cells if (id := column_named(cell.text, table))]
    complete = heads == columns * len(rows)
    if len(rows) < len(order) and not complete:
        rows = order
    if not _in_order(heads, columns):
        return None
    cells = _values(line, len(rows) * len(columns))
    if cells is None:
        return None
    keys = [(row, column) for row in rows for column in columns]
    by = "header" if complete or heads[: len(columns)] == columns else "position"
    return WideLine(line, dict(zip(keys, cells, strict=True)), by, _numbers(run))


def _in_order(heads: Sequence[str], columns: Sequence[str]) -> bool:
    """Whether the columns named follow the form's order, over and over, those lost on the way left out."""
    position = -1
    for head in heads:
        following = columns.index(head)
        if following <= position and position != len(columns) - 1 and following != 0:
            return False
        position = following
    return True


def _values(line: Line, count: int) -> list[Cell] | None:
    """The value cells of the line, label cells before and empty cells behind left out, where they are so many."""
    first = next((index for index, state in enumerate(line.states) if state != "text"), len(line.cells))
    cells = list(line.cells[first:])
    while len(cells) > count and fold(cells[0].text) and not fold(cells[-1].text):
        cells.pop()
    return cells if len(cells) == count and line.has_number else None
