"""Binding: laying a document's tables on a form's.

Each form table is aligned by itself with all of the document's lines (:mod:`gipaudit.forms.alignment`); then the
values of each bound line are laid on the table's columns (:mod:`gipaudit.forms.laying`). What does not fit is kept
and told, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from gipaudit.documents.model import Cell, Document
from gipaudit.forms.absence import Absence
from gipaudit.forms.alignment import Likeness, Match, align, resemble
from gipaudit.forms.form import Form, FormCell, FormTable
from gipaudit.forms.grounds import Placed, reading_of
from gipaudit.forms.headers import Header, headers_of
from gipaudit.forms.labels import fold
from gipaudit.forms.laying import Layout, lay
from gipaudit.forms.lines import Line, lines_of
from gipaudit.forms.page_breaks import whole_rows
from gipaudit.forms.recognised import settle_recognised
from gipaudit.forms.report import Reading, Unbound, Uncertain
from gipaudit.forms.wide import WideLine, find_wide


@dataclass
class TableBinding:
    """How one form table is bound: its values by (row, column), what was refused, and the lines it took."""

    table: FormTable
    placed: dict[tuple[str, str], Placed] = field(default_factory=dict)
    refused: dict[tuple[str, str], tuple[Cell | None, str]] = field(default_factory=dict)
    rows: dict[str, Line] = field(default_factory=dict)
    lines: set[int] = field(default_factory=set)
    extra: list[tuple[Line, Cell]] = field(default_factory=list)

    @property
    def weight(self) -> int:
        """How many rows are bound."""
        return len(self.rows)


@dataclass(frozen=True)
class Binding:
    """A document laid on a form.

    ``form`` is the layout that the document prints. ``tables`` tells, for each form table, which of the document's
    tables (ordinals from 0) hold it. ``rows`` is the number of rows bound.
    """

    form: Form
    readings: Mapping[str, Reading]
    unbound: tuple[Unbound, ...]
    uncertain: tuple[Uncertain, ...]
    tables: Mapping[str, tuple[int, ...]]
    rows: int


def bind(document: Document, form: Form, year: int | None = None) -> Binding:
    """Lay a document's tables on a form. ``year`` chooses where last year's table stands beside this year's."""
    from gipaudit.forms.copies import settle_copies
    from gipaudit.forms.leftovers import fill_by_order, unbound_lines

    lines = whole_rows(lines_of(document), form)
    headers = {table.id: headers_of(lines, table, year) for table in form.tables}
    likenesses = {line.number: resemble(line, form, headers) for line in lines}
    bindings = _align_all(lines, form, headers, likenesses)
    layout = form.layout(_omitted(form, bindings))
    uncertain: list[Uncertain] = []
    for table in layout.tables:
        binding = bindings[table.id]
        binding.table = table
        fill_by_order(binding, lines, likenesses, headers[table.id], bindings)
        _doubt_positions(binding)
    taken = {number for binding in bindings.values() for number in binding.lines}
    for table in layout.tables:
        uncertain += settle_copies(bindings[table.id], lines, taken, headers, likenesses, document, year)
    absence = Absence(document, lines, bindings)
    read = {
        cell.address: reading
        for table in layout.tables
        for cell in table.cells
        if (reading := _read(cell, bindings[table.id], absence)) is not None
    }
    readings, doubts = settle_recognised(layout, read, _recognised(bindings))
    return Binding(
        form=layout,
        readings=readings,
        unbound=tuple(unbound_lines(lines, bindings, form)),
        uncertain=(*uncertain, *doubts),
        tables={id: tuple(sorted({line.table for line in b.rows.values()} - {-1})) for id, b in bindings.items()},
        rows=sum(binding.weight for binding in bindings.values()),
    )


def _recognised(bindings: Mapping[str, TableBinding]) -> dict[str, float]:
    """The addresses of the cells whose text was recognised from a picture, with the confidence of their text."""
    return {
        f"{id}.{row}.{column}": placed.cell.confidence
        for id, binding in bindings.items()
        for (row, column), placed in binding.placed.items()
        if placed.cell.confidence < 1
    }


def _align_all(
    lines: Sequence[Line],
    form: Form,
    headers: Mapping[str, Mapping[int, Header]],
    likenesses: Mapping[int, Likeness],
) -> dict[str, TableBinding]:
    """Align every table by itself; a line that two tables want goes to the one that it is more like."""
    matches: dict[str, list[Match]] = {}
    barred: dict[str, set[int]] = {table.id: set() for table in form.tables}
    wide = {table.id: find_wide(lines, table) for table in form.tables if "wide" in table.layouts}
    pending = list(form.tables)
    while pending:
        for table in pending:
            free = [line for line in lines if line.number not in barred[table.id]]
            matches[table.id] = align(free, likenesses, table, headers[table.id])
        pending = _settle(form, matches, barred)
    result = {}
    for table in form.tables:
        long = bind_rows(table, matches[table.id], headers[table.id])
        side_by_side = _bind_wide(table, wide.get(table.id, ()))
        result[table.id] = side_by_side if len(side_by_side.placed) > len(long.placed) else long
    return result


def _settle(form: Form, matches: Mapping[str, Sequence[Match]], barred: dict[str, set[int]]) -> list[FormTable]:
    """Bar contested lines from all tables but the best; the losers are to be aligned again."""
    best: dict[int, tuple[float, int, str]] = {}
    for id, found in matches.items():
        for match in found:
            rank = (match.alike, len(found), id)
            best[match.line.number] = max(best.get(match.line.number, rank), rank)
    losers = set()
    for id, found in matches.items():
        for match in found:
            if best[match.line.number][2] != id:
                barred[id].add(match.line.number)
                losers.add(id)
    return [table for table in form.tables if table.id in losers]


def bind_rows(table: FormTable, matches: Iterable[Match], headers: Mapping[int, Header]) -> TableBinding:
    """Lay the values of matched lines on the table's columns."""
    result = TableBinding(table)
    for match in matches:
        layout = lay(match.line, match.boundary, table, headers.get(match.line.number))
        add_row(result, match.row.id, match.line, match.boundary, layout, match.alike)
    return result


def add_row(
    binding: TableBinding, row: str, line: Line, boundary: int, layout: Layout, alike: float, by: str = ""
) -> None:
    """Take one laid line into a table's binding; ``by`` says how the row was found where it was not by its label."""
    binding.rows[row] = line
    binding.lines.add(line.number)
    for column, laid in layout.values.items():
        binding.placed[row, column] = Placed(laid.cell, by or laid.by, alike, line.unit(boundary) or laid.head)
    for column, reason in layout.refused.items():
        binding.refused[row, column] = reason
    binding.extra += [(line, cell) for cell in layout.extra]


def _bind_wide(table: FormTable, found: Sequence[WideLine]) -> TableBinding:
    result = TableBinding(table)
    for wide in found:
        result.lines |= {wide.line.number, *wide.headers}
        result.refused.update(wide.refused)
        for key, cell in wide.values.items():
            result.rows[key[0]] = wide.line
            known = result.placed.setdefault(key, Placed(cell, wide.by, 1.0))
            if fold(known.cell.text) != fold(cell.text):
                result.refused[key] = (cell, "表中有几行数，无法确定取哪一行")
    for key in result.refused:
        result.placed.pop(key, None)
    return result


def _omitted(form: Form, bindings: Mapping[str, TableBinding]) -> frozenset[str]:
    """The rows this document does not print: an undivided row's parts or the row itself, and optional rows."""
    omitted: set[str] = set()
    for table in form.tables:
        bound = bindings[table.id].rows
        for whole, parts in table.alternatives.items():
            undivided = whole in bound and not any(part in bound for part in parts)
            omitted.update(f"{table.id}.{row}" for row in (parts if undivided else (whole,)))
        if bound:
            omitted.update(f"{table.id}.{row.id}" for row in table.rows if row.optional and row.id not in bound)
    return frozenset(omitted)


def _doubt_positions(binding: TableBinding) -> None:
    """Take a layout by position back where the table's own row totals speak against it.

    At least two rows that are not all zero must fail and more fail than hold: then the layout is doubted, not the
    report.
    """
    total = next((column for column in binding.table.columns if column.sum_of), None)
    rows = {row for (row, _), placed in binding.placed.items() if placed.by == "position"}
    if total is None or not rows:
        return
    holds = fails = 0
    for row in rows:
        numbers = [_number(binding, row, column) for column in (*total.sum_of, total.id)]
        if all(number is not None for number in numbers) and any(numbers):
            *parts, whole = [number for number in numbers if number is not None]
            holds, fails = (holds + 1, fails) if sum(parts) == whole else (holds, fails + 1)
    if fails >= 2 and fails > holds:
        why = "没有可对应的表头，按位置对应后各行多不等于总计，列的位置存疑"
        for key in [key for key in binding.placed if key[0] in rows]:
            binding.refused[key] = (binding.placed.pop(key).cell, why)


def _number(binding: TableBinding, row: str, column: str) -> float | None:
    placed = binding.placed.get((row, column))
    if placed is None:
        return None
    reading = reading_of(placed, binding.table.cell_at[row, column], lossy=False)
    if reading.state in ("blank", "dash"):
        return 0.0
    return float(reading.low) if reading.exact and reading.low is not None else None


def _read(asked: FormCell, binding: TableBinding, absence: Absence) -> Reading | None:
    """The reading of one cell; ``None`` for a heading row's cell that holds nothing."""
    placed = binding.placed.get((asked.row, asked.column))
    if placed is not None:
        document = absence.document
        reading = reading_of(placed, asked, document.lossy and not document.recognised)
        return None if asked.kind == "heading" and reading.state != "number" else reading
    return None if asked.kind == "heading" else absence.reading(asked)
