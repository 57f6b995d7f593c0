"""The headers above a line: which of a form table's columns they name, and where.

Headers are read by name, with geometry where cells stand in one grid, else by ordinal. A header reaches over the
form table, not over the document's table: a table that goes on over a page break keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gipaudit.documents.model import Cell
from gipaudit.forms.form import FormTable
from gipaudit.forms.labels import bare, nearest
from gipaudit.forms.lines import Line

_YEAR = re.compile(r"^((?:19|20)\d{2})年?度?")
_SAYS_SOMETHING = 4
"""A header cell of so many characters that names no column of the table names something else."""
_DEEPEST = 8
"""How many lines one header takes at most; forms print two or three."""


def column_named(text: str, table: FormTable) -> str | None:
    """The id of the column that a header cell names, or ``None``."""
    printed = bare(text)
    found = nearest(printed, table.column_wordings)
    if found is None and (year := _YEAR.match(printed)):
        found = nearest(printed[year.end() :], table.column_wordings)
    return None if found is None else table.columns[found[0]].id


def is_label_column(text: str, table: FormTable) -> bool:
    """Whether a header cell names a column that holds no numbers (units)."""
    return any(bare(text) == bare(wording) for wording in table.label_columns)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A header cell with no header below it: the column of the form that it names, or ``None``.

    ``stack`` are the header cells above it, from the top, itself included; ``by`` is ``header``, or ``position``
    where the cell is only a piece of the name and its place among the others tells the column.
    """

    column: str | None
    cell: Cell
    stack: tuple[Cell, ...] = ()
    by: str = "header"

    @property
    def years(self) -> frozenset[int]:
        """The years printed before the names of the stack."""
        return frozenset(int(match[1]) for cell in self.stack if (match := _YEAR.match(bare(cell.text))))


@dataclass(frozen=True)
class Header:
    """The header lines that reach over some lines of one form table.

    ``leaves`` are the header cells from the first that names a column, in the order printed. ``aligned`` tells that
    they stand in one grid with the cells below; ``end`` is then the edge of that grid. ``strange`` tells that the
    header names other things than this table's columns.
    """

    table: int
    leaves: tuple[Leaf, ...]
    aligned: bool
    end: int
    strange: bool = False

    @property
    def first_column(self) -> int:
        """The grid column of the first named column."""
        return min((leaf.cell.column for leaf in self.leaves), default=0)

    @property
    def named(self) -> tuple[str, ...]:
        """The columns named, in the order printed."""
        return tuple(leaf.column for leaf in self.leaves if leaf.column is not None)

    def above(self, line: Line) -> bool:
        """Whether the line's cells stand in the header's grid."""
        return self.aligned and self.table == line.table and self.end == line.end


def is_header(line: Line, table: FormTable) -> bool:
    """Whether a line is a header of that form table: it holds no number and names two columns (or the only one).

    A line that names more of its rows, or much else, is the head of a table turned on its side.
    """
    if line.has_number:
        return False
    cells = [cell.text for cell in line.cells if bare(cell.text)]
    columns = [column for text in cells if (column := column_named(text, table)) is not None]
    if len(set(columns)) < min(2, len(table.columns)) or 4 * len(columns) < len(cells):
        return False
    rows = sum(nearest(bare(text), table.row_wordings) is not None for text in cells)
    return rows <= len(columns)


def headers_of(lines: Sequence[Line], table: FormTable, year: int | None = None) -> dict[int, Header]:
    """For each line below a header, that header (by line number).

    ``year`` is the report's: of two columns of one name it chooses the one that prints it.
    """
    result: dict[int, Header] = {}
    block: list[Line] = []
    current: Header | None = None
    for line in lines:
        if is_header(line, table):
            if block and (line.table != block[-1].table or line.number > block[-1].number + 1):
                block = []
            if not block:
                block = _above(lines, line)
            block = [*block, line][-_DEEPEST:]
            current = _header(block, table, year)
            continue
        if line.has_number:
            block = []
        elif _is_strange(line, table):
            current = Header(line.table, (), False, 0, strange=True)
        elif current is not None and current.strange and "text" in line.states:
            current = None
        if current is not None and (not current.strange or current.table == line.table):
            result[line.number] = current
    return result


def _above(lines: Sequence[Line], line: Line) -> list[Line]:
    """The line right above a header's first line that tells years or is cut in two with it."""
    if not line.number or line.table < 0:
        return []
    above = lines[line.number - 1]
    if above.table != line.table or above.has_number or len(above.cells) < 2:
        return []
    return [above]


def _is_strange(line: Line, table: FormTable) -> bool:
    """Whether a line of words stands where the table's header would, and names other things."""
    if line.row > 2 or len(line.cells) <= len(table.columns) or len(table.columns) < 2:
        return False
    heads = [bare(cell.text) for cell in line.cells[-len(table.columns) :]]
    return all(
        len(head) >= _SAYS_SOMETHING and not any(_is_piece(head, wordings) for wordings in table.column_wordings)
        for head in heads
    )


def _is_piece(head: str, wordings: Sequence[str]) -> bool:
    return any(head in wording for wording in wordings)


def _header(block: Sequence[Line], table: FormTable, year: int | None) -> Header:
    ends = {line.end for line in block}
    aligned = len(ends) == 1 and (block[0].spans or len({len(line.cells) for line in block}) == 1)
    found = list(_stacked(block, table) if aligned else _unfolded(block, table))
    first = next((index for index, leaf in enumerate(found) if leaf.column is not None), 0)
    leaves = [leaf for leaf in found[first:] if not is_label_column(leaf.cell.text, table)]
    leaves = _placed(_of_year(leaves, year), table)
    return Header(block[0].table, tuple(leaves), aligned, max(ends))


def _stacked(block: Sequence[Line], table: FormTable) -> Iterator[Leaf]:
    """The cells of the last header line, each named by itself or with those above it."""
    for cell in block[-1].cells:
        stack = tuple(
            dict.fromkeys(
                above
                for line in block
                for above in line.cells
                if above.column < cell.column + cell.column_span and cell.column < above.column + above.column_span
            )
        )
        yield Leaf(_name(stack, table), cell, stack)


def _name(stack: Sequence[Cell], table: FormTable) -> str | None:
    """The column that a stack of header cells names: the two lowest joined (商业／企业), the lowest, or a higher."""
    texts = [cell.text for cell in stack if bare(cell.text)]
    if not texts:
        return None
    joined = ["".join(texts[-2:])] if len(texts) > 1 else []
    return next((id for text in (*joined, *reversed(texts)) if (id := column_named(text, table)) is not None), None)


def _unfolded(block: Sequence[Line], table: FormTable) -> Iterator[Leaf]:
    """Without a grid: the cell of a group stands for the cells of the next line, which it spanned."""
    groups = [wording for group in table.column_groups for wording in group.label.bare_wordings]
    *upper, last = block
    below = [Leaf(column_named(cell.text, table), cell, (cell,)) for cell in last.cells if bare(cell.text)]
    for line in reversed(upper):
        leaves: list[Leaf] = []
        for cell in line.cells:
            if bare(cell.text) in groups:
                leaves += below
                below = []
            elif bare(cell.text):
                leaves.append(Leaf(column_named(cell.text, table), cell, (cell,)))
        below = leaves + below
    yield from below


def _of_year(leaves: Sequence[Leaf], year: int | None) -> list[Leaf]:
    """Of leaves that name one column, keep the name only of the one of the report's year.

    That is the one that prints it, or the one that prints none beside those of other years.
    """
    result = []
    for leaf in leaves:
        rivals = [other for other in leaves if other.column == leaf.column]
        named = [other for other in rivals if year in other.years]
        chosen = named or [other for other in rivals if not other.years]
        loses = leaf.column is not None and len(rivals) > 1 and len(chosen) == 1 and leaf is not chosen[0]
        result.append(replace(leaf, column=None) if loses else leaf)
    return result


def _placed(leaves: Sequence[Leaf], table: FormTable) -> list[Leaf]:
    """Name the leaves that hold a piece of a name (本年新) or nothing, where all others stand in the form's order."""
    order = [column.id for column in table.columns]
    if len(leaves) != len(order):
        return list(leaves)
    result = []
    for leaf, column, wordings in zip(leaves, order, table.column_wordings, strict=True):
        if leaf.column is None and _is_piece(bare(leaf.cell.text), wordings):
            result.append(replace(leaf, column=column, by="position"))
        elif leaf.column == column:
            result.append(leaf)
        else:
            return list(leaves)
    return result


def names_over(headers: Mapping[int, Header], line: Line) -> Header | None:
    """The header over a line, unless it is a strange one."""
    found = headers.get(line.number)
    return found if found is not None and not found.strange else None
