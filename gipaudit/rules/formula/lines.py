"""Rows, columns and groups by what a formula may call them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from gipaudit.forms.form import FormTable, Label
from gipaudit.rules.formula.lexer import fold_name

Axis = Literal["rows", "columns"]

_NUMBERING = re.compile(r"^(第?[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|[0-9]+[.、])")


@dataclass(frozen=True, slots=True)
class Line:
    """A row, a column, or a group of them (``members`` are ids); ``name`` is the form's short Chinese name."""

    id: str
    name: str
    members: tuple[str, ...]
    group: bool = False


def wordings(label: Label, id: str) -> Iterator[tuple[int, str]]:
    """What a thing may be called, folded, the surest first (0): its name or id, its title, its title unnumbered."""
    title = fold_name(label.title)
    yield 0, fold_name(label.name)
    yield 0, fold_name(id)
    yield 1, title
    yield 2, _NUMBERING.sub("", title, count=1)


class Lines:
    """All rows, or all columns, of one table with their groups. Heading rows ask for no number and are left out."""

    def __init__(self, table: FormTable, axis: Axis) -> None:
        if axis == "rows":
            plain = [(row.id, row.label) for row in table.rows if row.kind != "heading"]
            groups = table.row_groups
        else:
            plain = [(column.id, column.label) for column in table.columns]
            groups = table.column_groups
        ids = {id for id, _ in plain}
        self.plain = tuple(Line(id, label.name, (id,)) for id, label in plain)
        self._called: dict[str, list[tuple[int, Line]]] = {}
        for line, (id, label) in zip(self.plain, plain, strict=True):
            self._enter(label, id, line)
        for group in groups:
            members = tuple(member for member in group.members if member in ids)
            if members:
                self._enter(group.label, group.id, Line(group.id, group.label.name, members, group=True))

    def _enter(self, label: Label, id: str, line: Line) -> None:
        for tier, wording in wordings(label, id):
            known = self._called.setdefault(wording, [])
            if wording and all(other != line for _, other in known):
                known.append((tier, line))

    def called(self, wording: str) -> list[tuple[int, Line]]:
        """The lines of that wording, each with how sure the wording is (0 is surest)."""
        return self._called.get(wording, [])

    def wordings(self) -> Iterable[str]:
        """All wordings."""
        return self._called


def printed_rows(table: FormTable, omitted: frozenset[str], rows: tuple[str, ...], *, group: bool) -> tuple[str, ...]:
    """What a layout prints for some rows of a table.

    A row printed undivided and its parts stand for each other, and never both. An optional row that is not printed
    is left out of a group. What is asked for by itself, or can be had in no way, stays: it is then a row of which
    nothing is known.
    """

    def shown(row: str) -> bool:
        return f"{table.id}.{row}" not in omitted

    result = list(rows)
    for undivided, parts in table.alternatives.items():
        single = not group and rows == (undivided,)
        if not (set(parts) <= set(result) or undivided in result) or (single and shown(undivided)):
            continue
        at = min(result.index(row) for row in (undivided, *parts) if row in result)
        printed = [part for part in parts if shown(part)] or [undivided]
        result = [row for row in result if row != undivided and row not in parts]
        result[at:at] = printed
    if group:
        optional = {row.id for row in table.rows if row.optional}
        result = [row for row in result if shown(row) or row not in optional] or list(rows)
    return tuple(result)
