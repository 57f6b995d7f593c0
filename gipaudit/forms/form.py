"""An official form as data: its sections, tables, rows and columns, with the labels that reports really print.

A cell's address is ``table.row.column``, split at the first and the last dot, for a row's id may hold dots itself.
Forms are read from YAML by :mod:`gipaudit.forms.library`; nothing in this package knows a particular form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from gipaudit.forms.labels import bare

Kind = Literal["count", "signed", "amount", "heading"]


@dataclass(frozen=True)
class Label:
    """What a row, column, group, table or section is called.

    ``title`` is the form's own wording, ``name`` the short Chinese name used in formulas and findings, ``variants``
    the other wordings seen in real reports.
    """

    title: str
    name: str
    variants: tuple[str, ...] = ()

    @property
    def wordings(self) -> tuple[str, ...]:
        """The form's wording and all known others."""
        return (self.title, *self.variants)

    @cached_property
    def bare_wordings(self) -> tuple[str, ...]:
        """The wordings as labels are compared: folded, without numbering."""
        return tuple(dict.fromkeys(bare(wording) for wording in self.wordings))


@dataclass(frozen=True, slots=True)
class Row:
    """A row; an ``optional`` one may be left out."""

    id: str
    label: Label
    kind: Kind | None = None
    unit: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers. ``sum_of`` names the columns it is the sum of, where it is a total."""

    id: str
    label: Label
    kind: Kind | None = None
    unit: str | None = None
    sum_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Rows or columns that stand under one heading; ``members`` are their ids."""

    id: str
    label: Label
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """Rows whose figures add up alike in every column: the sum of ``left`` is the sum of ``right`` (ids)."""

    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormCell:
    """One number that the form asks for."""

    address: str
    table: str
    row: str
    column: str
    kind: Kind
    unit: str | None
    name: str


@dataclass(frozen=True)
class FormTable:
    """One table of the form.

    ``alternatives`` maps a row that may be printed undivided to the rows it then stands for. ``layouts`` are the
    ways in which it is printed: ``long`` (a row a line) or ``wide`` (all in one line, row by row).
    ``label_columns`` are the headers of further columns that hold no numbers (units), ``corner`` is what stands
    above the row labels. ``balances`` are the sums that the form itself demands of its rows.
    """

    id: str
    label: Label
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    section: str = ""
    row_groups: tuple[Group, ...] = ()
    column_groups: tuple[Group, ...] = ()
    layouts: tuple[str, ...] = ("long",)
    label_columns: tuple[str, ...] = ()
    corner: str = ""
    alternatives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    balances: tuple[Balance, ...] = ()

    @cached_property
    def cells(self) -> tuple[FormCell, ...]:
        """The cells, row by row, heading rows included."""
        return tuple(self._cell(row, column) for row in self.rows for column in self.columns)

    def _cell(self, row: Row, column: Column) -> FormCell:
        parts = [
            label
            for label, many in (
                (row.label.name, len(self.rows) > 1),
                (column.label.name, len(self.columns) > 1),
            )
            if many
        ]
        name = "·".join(parts) or row.label.name
        return FormCell(
            address=f"{self.id}.{row.id}.{column.id}",
            table=self.id,
            row=row.id,
            column=column.id,
            kind=row.kind or column.kind or "count",
            unit=row.unit or column.unit,
            name=f"{self.label.name} {name}" if self.label.name != name else name,
        )

    @cached_property
    def units(self) -> frozenset[str]:
        """The units that a column of units may print; empty where the table has no such column."""
        return frozenset(row.unit for row in self.rows if row.unit) if self.label_columns else frozenset()

    @cached_property
    def column_wordings(self) -> tuple[tuple[str, ...], ...]:
        """For each column the wordings as labels are compared."""
        return tuple(column.label.bare_wordings for column in self.columns)

    @cached_property
    def row_wordings(self) -> tuple[tuple[str, ...], ...]:
        """For each row the wordings as labels are compared."""
        return tuple(row.label.bare_wordings for row in self.rows)

    @cached_property
    def across(self) -> tuple[tuple[str, ...], ...]:
        """The addresses of each row's cells."""
        return tuple(tuple(f"{self.id}.{row.id}.{column.id}" for column in self.columns) for row in self.rows)

    @cached_property
    def down(self) -> tuple[tuple[str, ...], ...]:
        """The addresses of each column's cells."""
        return tuple(zip(*self.across, strict=True))

    @cached_property
    def cell_at(self) -> Mapping[tuple[str, str], FormCell]:
        """The cells by row and column."""
        return {(cell.row, cell.column): cell for cell in self.cells}

    @cached_property
    def sums(self) -> tuple[Mapping[str, int], ...]:
        """What must add up to 0: for each sum over the table's cells their addresses, with 1 or −1.

        Rows that this layout does not print fall away.
        """
        rows, columns = [row.id for row in self.rows], [column.id for column in self.columns]
        across = [
            (row, {**dict.fromkeys(column.sum_of, 1), column.id: -1})
            for row in rows
            for column in self.columns
            if column.sum_of
        ]
        down = [
            (column, {**dict.fromkeys(balance.left, 1), **dict.fromkeys(balance.right, -1)})
            for column in columns
            for balance in self.balances
        ]
        return (
            *(
                {f"{self.id}.{row}.{id}": sign for id, sign in signs.items() if id in columns}
                for row, signs in across
            ),
            *(
                {f"{self.id}.{id}.{column}": sign for id, sign in signs.items() if id in rows}
                for column, signs in down
            ),
        )

    def row(self, id: str) -> Row:
        """Return the row of that id."""
        return next(row for row in self.rows if row.id == id)

    def column(self, id: str) -> Column:
        """Return the column of that id."""
        return next(column for column in self.columns if column.id == id)


@dataclass(frozen=True, slots=True)
class FormSection:
    """One section of the report. ``number`` is printed before the title; ``tables`` are the tables it must hold.

    ``strands`` are the parts that the form asks for inside it, ``cues`` words that tell its content where the
    heading was lost.
    """

    id: str
    label: Label
    number: str = ""
    tables: tuple[str, ...] = ()
    strands: tuple[Label, ...] = ()
    cues: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True)
class Form:
    """A form of one generation, or a variant of one.

    ``id`` is the generation, ``variant`` the variant's id or ``None``. ``headers`` are the printed labels that tell
    this generation from the others. ``ordered`` says whether sections have a fixed order. ``omitted`` are the rows
    (``table.row``) that this layout does not print, see :meth:`layout`; ``whole`` is then the form with all rows.
    """

    id: str
    title: str
    title_en: str
    basis: str
    first_year: int | None
    last_year: int | None
    sections: tuple[FormSection, ...]
    tables: tuple[FormTable, ...]
    headers: tuple[str, ...] = ()
    variant: str | None = None
    ordered: bool = True
    omitted: frozenset[str] = frozenset()
    whole: Form | None = field(default=None, compare=False, repr=False)

    @cached_property
    def cells(self) -> Mapping[str, FormCell]:
        """All cells by address, in the form's order."""
        return {cell.address: cell for table in self.tables for cell in table.cells}

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """The kind of each cell, by address."""
        return {address: cell.kind for address, cell in self.cells.items()}

    @cached_property
    def amounts(self) -> frozenset[str]:
        """The addresses of the cells that ask for an amount of money."""
        return frozenset(address for address, cell in self.cells.items() if cell.kind == "amount")

    @property
    def countable(self) -> Iterator[FormCell]:
        """The cells that must hold a number: all but those of heading rows."""
        return (cell for cell in self.cells.values() if cell.kind != "heading")

    def table(self, id: str) -> FormTable:
        """Return the table of that id."""
        return next(table for table in self.tables if table.id == id)

    def section(self, id: str) -> FormSection | None:
        """Return the section of that id, or ``None``."""
        return next((section for section in self.sections if section.id == id), None)

    def covers(self, year: int) -> bool:
        """Whether reports of that year use this generation."""
        return (self.first_year or 0) <= year <= (self.last_year or 9999)

    def layout(self, omitted: frozenset[str]) -> Form:
        """The same form without the rows (``table.row``) that a report does not print.

        A row printed undivided stands instead of its parts, an optional row may be left out: their cells are then
        no part of the form, neither missing nor blank.
        """
        if not omitted:
            return self
        tables = tuple(
            replace(table, rows=tuple(row for row in table.rows if f"{table.id}.{row.id}" not in omitted))
            for table in self.tables
        )
        return replace(self, tables=tables, omitted=omitted, whole=self.whole or self)

    @cached_property
    def standard(self) -> Form:
        """The layout as issued: divided rows stand instead of the undivided one."""
        return self.layout(frozenset(f"{table.id}.{whole}" for table in self.tables for whole in table.alternatives))
