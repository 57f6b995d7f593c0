"""The headers above a line: which of a form table's columns they name, and where.

Headers are read by name, with geometry where the format tells merged cells, else by ordinal. A header reaches over
the form table, not over the document's table: a table that goes on over a page break keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gipaudit.documents.model import Cell
from gipaudit.forms.form import FormTable
from gipaudit.forms.labels import bare, similarity
from gipaudit.forms.lines import Line

_YEAR = re.compile(r"^(?:19|20)\d{2}年?(?=.)")


def column_named(text: str, table: FormTable) -> str | None:
    """The id of the column that a header cell names, or ``None``."""
    printed = _YEAR.sub("", bare(text))
    if not printed:
        return None
    found = [
        (max(similarity(printed, wording) for wording in column.label.bare_wordings), column.id)
        for column in table.columns
    ]
    alike, id = max(found, key=lambda pair: pair[0])
    return id if alike else None


def group_named(text: str, table: FormTable) -> str | None:
    """The id of the column group that a header cell names, or ``None``."""
    printed = bare(text)
    for group in table.column_groups:
        if any(similarity(printed, wording) for wording in group.label.bare_wordings):
            return group.id
    return None


def is_label_column(text: str, table: FormTable) -> bool:
    """Whether a header cell names a column that holds no numbers (units)."""
    return any(bare(text) == bare(wording) for wording in table.label_columns)


@dataclass(frozen=True)
class Header:
    """The header lines that reach over some lines of one form table.

    ``cells`` are the header cells that name a column, by column id; ``leaves`` the columns in the order printed,
    ``None`` for one that the form does not have. ``lines`` are the lines' numbers.
    """

    lines: tuple[int, ...]
    table: int
    width: int
    spans: bool
    cells: Mapping[str, Cell]
    leaves: tuple[str | None, ...]
    skipped: tuple[Cell, ...]
    single: Line | None

    @property
    def first_column(self) -> int:
        """The grid column of the first named column."""
        return min(cell.column for cell in self.cells.values())

    def agrees(self, order: Sequence[str]) -> bool:
        """Whether the named columns stand in the form's order."""
        named = [leaf for leaf in self.leaves if leaf is not None]
        return named == [id for id in order if id in named]


def is_header(line: Line, table: FormTable) -> bool:
    """Whether a line is a header of that form table: it holds no number and names two columns (or the only one)."""
    if line.has_number:
        return False
    named = {column_named(cell.text, table) for cell in line.cells} - {None}
    return len(named) >= min(2, len(table.columns))


def headers_of(lines: Sequence[Line], table: FormTable) -> dict[int, Header]:
    """For each line below a header, that header (by line number)."""
    result: dict[int, Header] = {}
    block: list[Line] = []
    current: Header | None = None
    for line in lines:
        if is_header(line, table):
            if block and (line.table != block[-1].table or line.number > block[-1].number + 1):
                block = []
            block.append(line)
            current = _header(block, table)
            continue
        if line.has_number:
            block = []
        if current is not None:
            result[line.number] = current
    return result


def _header(block: Sequence[Line], table: FormTable) -> Header:
    cells: dict[str, Cell] = {}
    skipped: list[Cell] = []
    leaves: list[str | None] = []
    hole: int | None = None
    for line in block:
        seen = False
        for own, cell in zip(line.own, line.cells, strict=True):
            if not own or not bare(cell.text):
                continue
            id = column_named(cell.text, table)
            if id is not None and id not in cells:
                cells[id] = cell
                seen = True
                if hole is None:
                    leaves.append(id)
                else:
                    leaves.insert(hole, id)
                    hole += 1
            elif is_label_column(cell.text, table):
                skipped.append(cell)
            elif group_named(cell.text, table) is not None:
                leaves.append("")
                seen = True
            elif seen and id is None:
                if hole is None:
                    leaves.append(None)
                else:
                    leaves.insert(hole, None)
                    hole += 1
        if "" in leaves:
            hole = leaves.index("")
            leaves.pop(hole)
    first = block[0]
    return Header(
        lines=tuple(line.number for line in block),
        table=first.table,
        width=first.width,
        spans=first.spans,
        cells=cells,
        leaves=tuple(leaves),
        skipped=tuple(skipped),
        single=block[0] if len(block) == 1 else None,
    )
