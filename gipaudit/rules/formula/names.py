"""What a name in a formula means: which cells of the form, in which scope."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import permutations, product

from gipaudit.forms.form import Form, FormTable
from gipaudit.rules.formula.errors import AmbiguousNameError, FormulaError, UnknownNameError
from gipaudit.rules.formula.lexer import fold_name
from gipaudit.rules.formula.lines import Axis, Line, Lines, printed_rows, wordings
from gipaudit.rules.formula.tree import Name

_NEVER_BARE = re.compile(r"[0-9.]+|当且仅当|如果|则|且|或|.*[「」·].*|[-+*/,、)=≠<>≤≥!].*|.*[,、]|(上年|下级)\..*")
_WORD = re.compile(r"[A-Za-z0-9_]")


@dataclass(frozen=True, slots=True)
class Target:
    """A table of which each row or each column is an instance; names are then lines of the *other* axis."""

    table: str
    axis: Axis

    @property
    def across(self) -> Axis:
        """The axis whose lines a formula names."""
        return "rows" if self.axis == "columns" else "columns"


@dataclass(frozen=True, slots=True)
class Here:
    """The current instance: one row or column of a target."""

    target: Target
    line: str


@dataclass(frozen=True, slots=True)
class _Block:
    """A row or group of rows crossed with a column or group of columns."""

    tier: int
    table: FormTable
    row: Line
    column: Line

    @property
    def group(self) -> bool:
        return self.row.group or self.column.group

    @property
    def key(self) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        return self.table.id, self.row.members, self.column.members


class Scope:
    """The names of one form, and how far they reach.

    ``targets`` are the tables of ``each``; without them a name is a cell. Names are those of the whole form: one
    that this layout does not print is known all the same.
    """

    def __init__(self, form: Form, targets: tuple[Target, ...] = ()) -> None:
        self.form = form
        self.whole = form.whole or form
        self.targets = targets
        self._rows = {table.id: Lines(table, "rows") for table in self.whole.tables}
        self._columns = {table.id: Lines(table, "columns") for table in self.whole.tables}

    def lines(self, table: str, axis: Axis) -> Lines:
        """The rows or columns of a table of the whole form."""
        return (self._rows if axis == "rows" else self._columns)[table]

    @cached_property
    def _inside(self) -> frozenset[str]:
        """The wordings that name a line of some target."""
        return frozenset(w for target in self.targets for w in self.lines(target.table, target.across).wordings())

    @cached_property
    def _bare(self) -> dict[str, list[str]]:
        """The names that need no quotes by their first character, the longest first."""
        every = set(self._inside) | set(self.whole.cells)
        for table in self.whole.tables:
            every.update(wording for _, wording in wordings(table.label, table.id))
            every.update(self._rows[table.id].wordings())
            every.update(self._columns[table.id].wordings())
        found: dict[str, list[str]] = {}
        for name in sorted(every, key=len, reverse=True):
            if name and not _NEVER_BARE.fullmatch(name) and _balanced(name):
                found.setdefault(name[0], []).append(name)
        return found

    def longest(self, text: str, position: int) -> str | None:
        """The longest name that stands unquoted at that position of a folded text."""
        for name in self._bare.get(text[position], ()):
            end = position + len(name)
            if text.startswith(name, position) and not (
                _WORD.match(name[-1]) and end < len(text) and _WORD.match(text[end])
            ):
                return name
        return None

    def known(self) -> list[str]:
        """The names to suggest: the lines in scope, or the rows and columns of every table."""
        if self.targets:
            return sorted(self._inside)
        return sorted({name for names in self._bare.values() for name in names if not _WORD.match(name[0])})

    def resolve(self, name: Name, here: Here | None, *, function: bool, alone: bool) -> tuple[str, ...]:
        """The addresses that a name means, in the order of the form.

        Outside a function that is one cell, or the parts that this layout prints instead of it. ``alone`` says that
        the name is its function's only argument: it then means the group rather than a row of the same name.

        Raises:
            UnknownNameError: it means nothing here.
            AmbiguousNameError: it means several things.
            FormulaError: it means a group where a single cell is asked for.
        """
        only = name.parts[0].text
        if len(name.parts) == 1 and only in self.whole.cells:
            cell = self.whole.cells[only]
            if cell.kind == "heading":
                raise FormulaError(
                    f"“{only}”是标题行，没有数", f"{only!r} is a heading and holds no number", name.offset
                )
            return self._printed(self.whole.table(cell.table), (cell.row,), (cell.column,), group=False)
        if here is not None and len(name.parts) == 1 and fold_name(only) in self._inside:
            return self._across(name, here, function=function, alone=alone)
        return self._cells(name, function=function, alone=alone)

    def _printed(
        self, table: FormTable, rows: tuple[str, ...], columns: tuple[str, ...], *, group: bool
    ) -> tuple[str, ...]:
        shown = printed_rows(table, self.form.omitted, rows, group=group)
        return tuple(f"{table.id}.{row}.{column}" for row in shown for column in columns)

    def _across(self, name: Name, here: Here, *, function: bool, alone: bool) -> tuple[str, ...]:
        table, axis = self.whole.table(here.target.table), here.target.across
        lines = self.lines(table.id, axis)
        found = lines.called(fold_name(name.text))
        if not found:
            raise UnknownNameError(name.text, lines.wordings(), name.offset)
        blocks = []
        for tier, line in found:
            current = Line(here.line, "", (here.line,))
            row, column = (line, current) if axis == "rows" else (current, line)
            blocks.append(_Block(tier, table, row, column))
        return self._take(name, blocks, function=function, alone=alone)

    def _cells(self, name: Name, *, function: bool, alone: bool) -> tuple[str, ...]:
        parts = [fold_name(part.text) for part in name.parts]
        blocks = [block for table in self.whole.tables for block in self._blocks(table, parts)]
        if not blocks:
            self._refuse_order(name, parts)
            raise UnknownNameError(name.text, self.known(), name.offset)
        return self._take(name, blocks, function=function, alone=alone)

    def _refuse_order(self, name: Name, parts: list[str]) -> None:
        """Tell the right order where only the order of the parts is wrong."""
        for order in permutations(range(len(parts))):
            if any(True for table in self.whole.tables for _ in self._blocks(table, [parts[i] for i in order])):
                right = "·".join(name.parts[i].text for i in order)
                raise FormulaError(
                    f"“{name.text}”的次序应是 表·行·列：{right}",
                    f"{name.text!r}: the order is table·row·column: {right}",
                    name.offset,
                )

    def _blocks(self, table: FormTable, parts: list[str]) -> Iterator[_Block]:
        """Every way to read the parts as table, row and column of this table, in that order."""
        rows, columns = self._rows[table.id], self._columns[table.id]
        table_called = {wording: tier for tier, wording in reversed(list(wordings(table.label, table.id)))}
        for has_table, has_row, has_column in product((True, False), repeat=3):
            if has_table + has_row + has_column != len(parts):
                continue
            rest = list(parts)
            if has_table and rest[0] not in table_called:
                continue
            tier = table_called[rest.pop(0)] if has_table else 0
            row_choices = rows.called(rest.pop(0)) if has_row else [(0, line) for line in rows.plain]
            column_choices = columns.called(rest.pop(0)) if has_column else [(0, line) for line in columns.plain]
            for (row_tier, row), (column_tier, column) in product(row_choices, column_choices):
                yield _Block(max(tier, row_tier, column_tier), table, row, column)

    def _take(self, name: Name, blocks: Iterable[_Block], *, function: bool, alone: bool) -> tuple[str, ...]:
        candidates = list(blocks)
        if function and alone:
            candidates = _best(candidates)
        plain = [block for block in candidates if not block.group]
        groups = [block for block in candidates if block.group]
        wanted = groups or plain if function and alone else plain or groups
        distinct = {block.key: block for block in _best(wanted)}
        if len(distinct) > 1:
            raise AmbiguousNameError(name.text, [self._full(block) for block in distinct.values()], name.offset)
        block = next(iter(distinct.values()))
        if block.group and not function and len(block.row.members) * len(block.column.members) > 1:
            raise FormulaError(
                f"“{name.text}”是一组，请写成 合计({name.text})",
                f"{name.text!r} is a group, write sum({name.text})",
                name.offset,
            )
        return self._printed(block.table, block.row.members, block.column.members, group=function)

    def _full(self, block: _Block) -> str:
        parts = [block.table.label.name]
        if len(self._rows[block.table.id].plain) > 1 and block.row.name:
            parts.append(block.row.name)
        if len(self._columns[block.table.id].plain) > 1 and block.column.name:
            parts.append(block.column.name)
        return "·".join(parts)


def scope_of(form: Form, targets: tuple[Target, ...] = ()) -> Scope:
    """A scope, kept for the next rule: making one takes longer than parsing in it."""
    key = (id(form.whole or form), form.omitted, targets)
    if key not in _SCOPES:
        if len(_SCOPES) >= _MOST_SCOPES:
            _SCOPES.clear()
        _SCOPES[key] = Scope(form, targets)
    return _SCOPES[key]


_MOST_SCOPES = 200
_SCOPES: dict[tuple[int, frozenset[str], tuple[Target, ...]], Scope] = {}
"""A scope keeps its form alive, so that no other form can come to have its identity."""


def _best(blocks: list[_Block]) -> list[_Block]:
    surest = min(block.tier for block in blocks)
    return [block for block in blocks if block.tier == surest]


@lru_cache(maxsize=16384)
def _balanced(name: str) -> bool:
    depth = 0
    for character in name:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0
