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
from gipaudit.forms.headers import Header, names_over
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
    """Align the table once more with the lines that are left; where a third of the rows bind again, choose or doubt.

    Where rows were lost the first alignment may run from one copy into the other, and less is left than a half.
    """
    from gipaudit.forms.binding import bind_rows

    table = binding.table
    free = [line for line in lines if line.number not in taken]
    matches = align(free, likenesses, table, headers[table.id])
    other = bind_rows(table, matches, headers[table.id])
    if not other.placed or not _is_copy(other, binding, headers[table.id]):
        return []
    taken |= other.lines
    binding.lines |= other.lines
    equal = {
        key
        for key, placed in other.placed.items()
        if key in binding.placed and fold(placed.cell.text) == fold(binding.placed[key].cell.text)
    }
    if len(equal) == len(other.placed):
        return []
    years = (_years_of(binding, lines, document), _years_of(other, lines, document))
    if year is not None and any(mine == {year} and year not in others for mine, others in (years, years[::-1])):
        if years[1] == {year}:
            binding.placed, binding.refused, binding.rows = other.placed, other.refused, other.rows
        return []
    doubted = [key for key in binding.placed if key not in equal]
    for key in doubted:
        first, second = binding.placed.pop(key).cell, other.placed.get(key)
        cell = _both(first, second.cell) if second else first
        binding.refused[key] = (cell, "同一张表出现两次且数值不同，无法确定哪一张是本年度的")
    name = table.label.name
    return [Uncertain(f"tables.{table.id}", None, f"{name}出现两次，{len(doubted)}格数值不同，没有年份可以区分")]


def _is_copy(other: TableBinding, binding: TableBinding, headers: Mapping[int, Header]) -> bool:
    """Whether so much binds again that it is the table; a single row must stand right under the table's header."""
    if len(other.rows) > 1:
        return 3 * len(other.rows) >= binding.weight
    [line] = other.rows.values()
    header = names_over(headers, line)
    return binding.weight <= 2 and header is not None and header.table == line.table


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
