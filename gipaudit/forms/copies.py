"""A form table that stands in the document twice: last year's beside this year's.

Where a caption or a column head names the year, it chooses; else the cells are ``text`` with both candidates, and
the report is uncertain.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from gipaudit.documents.model import Cell, Document, Table
from gipaudit.forms.alignment import Likeness, align
from gipaudit.forms.headers import Header
from gipaudit.forms.labels import fold
from gipaudit.forms.lines import Line
from gipaudit.forms.report import Uncertain

if TYPE_CHECKING:
    from gipaudit.forms.binding import TableBinding

_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?:年|(?!\d))")


def settle_copies(
    binding: TableBinding,
    lines: Sequence[Line],
    taken: set[int],
    headers: Mapping[str, Mapping[int, Header]],
    likenesses: Mapping[int, Likeness],
    document: Document,
    year: int | None,
) -> list[Uncertain]:
    """Align the table once more with the lines that are left; where half as many rows bind again, choose or doubt."""
    from gipaudit.forms.binding import bind_rows

    table = binding.table
    free = [line for line in lines if line.number not in taken]
    matches = align(free, likenesses, table, headers[table.id])
    if len(matches) < 2 or 2 * len(matches) < binding.weight:
        return []
    other = bind_rows(table, matches, headers[table.id])
    if not other.placed:
        return []
    differing = [
        key
        for key, placed in other.placed.items()
        if key in binding.placed and fold(placed.cell.text) != fold(binding.placed[key].cell.text)
    ]
    taken |= other.lines
    binding.lines |= other.lines
    if not differing:
        return []
    years = (_years_of(binding, lines, document), _years_of(other, lines, document))
    if year is not None and (year in years[0]) != (year in years[1]):
        if year in years[1]:
            binding.placed, binding.refused, binding.rows = other.placed, other.refused, other.rows
        return []
    for key in differing:
        first, second = binding.placed.pop(key).cell, other.placed[key].cell
        binding.refused[key] = (_both(first, second), "同一张表出现两次且数值不同，无法确定哪一张是本年度的")
    name = table.label.name
    return [Uncertain(f"tables.{table.id}", None, f"{name}出现两次，{len(differing)}格数值不同，没有年份可以区分")]


def _both(first: Cell, second: Cell) -> Cell:
    text = f"{first.text.strip()} / {second.text.strip()}"
    return Cell(text, first.row, first.column, first.place)


def _years_of(binding: TableBinding, lines: Sequence[Line], document: Document) -> set[int]:
    """The years named by the captions of the document's tables and by the lines above the first bound row."""
    tables = [index for index, block in enumerate(document.blocks) if isinstance(block, Table)]
    found: set[int] = set()
    for number in {line.table for line in binding.rows.values()} - {-1}:
        first = min(line.number for line in binding.rows.values() if line.table == number)
        head = [line.text for line in lines if line.table == number and line.number < first]
        above: list[str] = []
        for block in reversed(document.blocks[: tables[number]]):
            if isinstance(block, Table) or len(above) == 2:
                break
            above.append(getattr(block, "text", "")[:60])
        found.update(int(match) for text in (*head, *above) for match in _YEAR.findall(text))
    return found
