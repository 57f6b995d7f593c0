"""Laying one line's values on a form table's columns: by named header, else by their number.

Nothing is laid where header and values contradict each other; such cells are ``text`` with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gipaudit.documents.model import Cell
from gipaudit.forms.form import FormTable
from gipaudit.forms.headers import Header, Leaf
from gipaudit.forms.labels import fold
from gipaudit.forms.lines import Line, value_state


@dataclass(frozen=True, slots=True)
class Laid:
    """One value on its column: its cell, how the column was found, and what its header prints."""

    cell: Cell
    by: str
    head: str = ""


@dataclass(frozen=True)
class Layout:
    """The values of one line by column id, what belongs to no column, and what may not be taken.

    ``refused`` gives, by column id, the cell and the reason where a value stands but may not be taken.
    """

    values: Mapping[str, Laid] = field(default_factory=dict)
    extra: tuple[Cell, ...] = ()
    refused: Mapping[str, tuple[Cell | None, str]] = field(default_factory=dict)


def lay(line: Line, boundary: int, table: FormTable, header: Header | None) -> Layout:
    """Lay the cells from ``boundary`` on."""
    cells = line.cells[boundary:]
    if header is not None and header.strange:
        return _refuse(cells, table, "表头所列各栏与格式不符，无法确定各数属于哪一列")
    if header is not None and header.above(line) and _shifted(line, boundary, header.leaves):
        return _refuse(cells, table, "该行的名称伸到数值列之下，或数不在任何表头之下，与表头对不上")
    if header is not None:
        pairs = _by_geometry(cells, header.leaves) if header.above(line) else _by_ordinal(cells, header.leaves)
        if pairs is not None:
            return _settle(pairs, line, table)
    order = [column.id for column in table.columns]
    values = _trim(cells, len(order))
    if values is None:
        why = f"该行有{len(cells)}个数值单元格，格式有{len(order)}列，无法确定各数属于哪一列"
        return _refuse(cells, table, why)
    if header is not None and list(header.named) != [id for id in order if id in header.named]:
        return _refuse(values, table, "表头各栏的次序与格式不同，而该行与表头对不上")
    return _settle(
        [(Leaf(id, cell, by="position"), [cell]) for id, cell in zip(order, values, strict=True)], line, table
    )


_Pairs = list[tuple[Leaf, list[Cell]]]


def _shifted(line: Line, boundary: int, leaves: Sequence[Leaf]) -> bool:
    """Whether a row is shifted against its header by an unknown step.

    Its label reaches under a column's head, or a number behind its label stands under no head at all.
    """
    heads = [leaf.cell for leaf in leaves if leaf.column is not None or any(fold(cell.text) for cell in leaf.stack)]
    named = [leaf.cell for leaf in leaves if leaf.column is not None]
    labels = [i for i, cell in enumerate(line.cells[:boundary]) if value_state(cell.text) == "text"]
    if any(_overlap(line.cells[i], head) for i in labels for head in named):
        return True
    behind = line.cells[labels[-1] + 1 :] if labels else line.cells[boundary:]
    numbers = [cell for cell in behind if value_state(cell.text) == "number"]
    return any(not any(_overlap(cell, head) for head in heads) for cell in numbers)


def _by_geometry(cells: Sequence[Cell], leaves: Sequence[Leaf]) -> _Pairs:
    """Each value under the header above it; in a grid shifted by a cell's edge the ordinal tells the nearer one."""
    if len(cells) == len(leaves) and all(map(_overlap, cells, (leaf.cell for leaf in leaves))):
        return [(leaf, [cell]) for leaf, cell in zip(leaves, cells, strict=True)]
    return [(leaf, [cell for cell in cells if _overlap(cell, leaf.cell)]) for leaf in leaves]


def _by_ordinal(cells: Sequence[Cell], leaves: Sequence[Leaf]) -> _Pairs | None:
    values = _trim(cells, len(leaves))
    return None if values is None else [(leaf, [cell]) for leaf, cell in zip(leaves, values, strict=True)]


def _trim(cells: Sequence[Cell], count: int) -> list[Cell] | None:
    """The values where they are as many as the columns; empty cells beyond are padding, if at one end only."""
    more = len(cells) - count
    if more < 0:
        return None
    if not more:
        return list(cells)
    padded_behind = not any(fold(cell.text) for cell in cells[count:])
    padded_before = not any(fold(cell.text) for cell in cells[:more])
    if padded_behind == padded_before:
        return None
    return list(cells[:count] if padded_behind else cells[more:])


def _settle(pairs: _Pairs, line: Line, table: FormTable) -> Layout:
    """Take for each column its one value, or refuse it with the reason."""
    values: dict[str, Laid] = {}
    refused: dict[str, tuple[Cell | None, str]] = {}
    extra: list[Cell] = []
    holders: dict[int, int] = {}
    for _, cells in pairs:
        for cell in cells:
            holders[id(cell)] = holders.get(id(cell), 0) + 1
    for leaf, cells in pairs:
        filled = [cell for cell in cells if fold(cell.text)]
        if leaf.column is None:
            extra += [cell for cell in filled if holders[id(cell)] == 1]
            continue
        if not cells or leaf.column in refused:
            continue
        cell = (filled or cells)[0]
        known = values.get(leaf.column)
        why = ""
        if len(filled) > 1:
            why = "一列之下有多个数，无法确定取哪一个"
        elif holders[id(cell)] > 1:
            why = "一个单元格横跨多列，无法分配到各列"
        elif cell.row != line.row or cell.row_span > 1:
            why = "单元格纵向合并，无法确定属于哪一行"
        elif known is not None and fold(known.cell.text) != fold(cell.text):
            why = "表头中这一列出现不止一次，而所列的数不同"
        if why:
            refused[leaf.column] = (cell, why)
            values.pop(leaf.column, None)
        elif known is None:
            values[leaf.column] = Laid(cell, leaf.by, "".join(fold(head.text) for head in leaf.stack[-2:]))
    return Layout(values, tuple(dict.fromkeys(extra)), refused)


def _refuse(cells: Sequence[Cell], table: FormTable, why: str) -> Layout:
    return Layout(refused=dict.fromkeys((column.id for column in table.columns), (next(iter(cells), None), why)))


def _overlap(cell: Cell, head: Cell) -> bool:
    return head.column < cell.column + cell.column_span and cell.column < head.column + head.column_span
