"""Tables printed in one line, row by row: 表四 has its three blocks of five numbers side by side.

Where the format tells merged cells, each number is named by the header cells above it; where it does not, the number
of values decides, and the header must not speak against it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gipaudit.documents.model import Cell
from gipaudit.forms.form import FormTable, Row
from gipaudit.forms.headers import column_named
from gipaudit.forms.labels import bare, fold, similarity
from gipaudit.forms.lines import Line


@dataclass(frozen=True)
class WideLine:
    """A line that holds several rows of a form table: its cells by (row, column), and how they were laid."""

    line: Line
    values: Mapping[tuple[str, str], Cell]
    by: str
    headers: tuple[int, ...]


def row_named(text: str, table: FormTable) -> Row | None:
    """The row that a header cell names, or ``None``."""
    printed = bare(text)
    if not printed:
        return None
    found = [(max(similarity(printed, wording) for wording in row.label.bare_wordings), row) for row in table.rows]
    alike, row = max(found, key=lambda pair: pair[0])
    return row if alike else None


def find_wide(lines: Sequence[Line], table: FormTable) -> list[WideLine]:
    """All lines that hold the table, or a part of it, side by side."""
    found: list[WideLine] = []
    for index, line in enumerate(lines):
        above = _header_lines(lines[:index], line, table)
        if not above or _names(line, table):
            continue
        wide = _by_geometry(line, above, table) if line.spans else _by_count(line, above, table)
        if wide is not None:
            found.append(wide)
    return found


def _names(line: Line, table: FormTable) -> int:
    """How many of a line's cells name a row or a column of the table."""
    return sum(
        column_named(cell.text, table) is not None or row_named(cell.text, table) is not None for cell in line.cells
    )


def _header_lines(before: Sequence[Line], line: Line, table: FormTable) -> list[Line]:
    """The unbroken run of header lines right above: in the same table, or in the one that ends just above."""
    run: list[Line] = []
    for candidate in reversed(before):
        if candidate.has_number or candidate.table < line.table - 1 or len(run) >= 6:
            break
        if not _names(candidate, table):
            break
        run.insert(0, candidate)
    return run


def _by_geometry(line: Line, above: Sequence[Line], table: FormTable) -> WideLine | None:
    values: dict[tuple[str, str], Cell] = {}
    for cell in line.cells:
        if cell.row != line.row or (cell.column_span > 1 and cell.column_span == line.width):
            continue
        key = _path(cell, [header for header in above if header.table == line.table], table)
        if key is None:
            continue
        if key in values:
            return None
        values[key] = cell
    if len({row for row, _ in values}) < 2 or len(values) < 2 * len(table.columns):
        return None
    return WideLine(line, values, "header", tuple(header.number for header in above))


def _path(cell: Cell, above: Sequence[Line], table: FormTable) -> tuple[str, str] | None:
    """The row and column that the header cells above a cell name, the nearest first."""
    row = column = None
    for header in reversed(above):
        for head in header.cells:
            if head.column <= cell.column < head.column + head.column_span:
                column = column or column_named(head.text, table)
                named = row_named(head.text, table)
                row = row or (named.id if named else None)
    return (row, column) if row and column else None


def _by_count(line: Line, above: Sequence[Line], table: FormTable) -> WideLine | None:
    """Without merged cells: as many values as the table has cells, and the header names them in the form's order."""
    cells = list(line.cells)
    count = len(table.rows) * len(table.columns)
    while len(cells) > count and not fold(cells[-1].text):
        cells.pop()
    if len(cells) != count or (not line.has_number and any(fold(cell.text) for cell in cells)):
        return None
    rows = [row.id for header in above for cell in header.cells if (row := row_named(cell.text, table))]
    order = [row.id for row in table.rows]
    if list(dict.fromkeys(rows)) != [id for id in order if id in rows]:
        return None
    columns = [column.id for column in table.columns]
    named = [id for cell in above[-1].cells if (id := column_named(cell.text, table)) is not None]
    complete = len(named) > len(columns) and named[: len(columns)] == columns
    keys = [(row.id, column) for row in table.rows for column in columns]
    return WideLine(
        line,
        dict(zip(keys, cells, strict=True)),
        "header" if complete else "position",
        tuple(header.number for header in above),
    )
