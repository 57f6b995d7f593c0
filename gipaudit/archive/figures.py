"""The readings of a whole archive as arrays, without making a single report."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import Select, func, select

from gipaudit.archive import schema
from gipaudit.archive.encoding.layouts import LayoutKey, Layouts
from gipaudit.archive.problems import DamagedError
from gipaudit.forms.arrays import Arrays
from gipaudit.forms.form import Form
from gipaudit.forms.report import STATES

if TYPE_CHECKING:
    from gipaudit.archive.archive import Archive

CELL_BYTES = 26
"""What a cell is in a row: three ``float64``, an ``int8`` and a ``bool``."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The readings of reports of one layout: ``arrays`` of shape (cells, reports).

    ``ids`` are the reports' numbers in the archive; ``sha256`` (of the file), ``units``, ``years`` and ``levels`` are
    what the report says of itself, each aligned with the arrays' columns.
    """

    arrays: Arrays
    ids: tuple[int, ...]
    sha256: tuple[str, ...]
    units: tuple[str | None, ...]
    years: tuple[int | None, ...]
    levels: tuple[str, ...]

    @property
    def form(self) -> Form | None:
        """The layout."""
        return self.arrays.form


def figures(archive: Archive, forms: Mapping[str, Form], most: int) -> Iterator[Figures]:
    """Give all readings by layout; see :meth:`gipaudit.archive.archive.Archive.figures`.

    Rows that are damaged, and those of forms that are not known any more, are left out: ``archive info`` counts them.
    """
    layouts = Layouts(forms)
    with archive.reading_from() as connection:
        for layout in connection.execute(select(schema.layouts)).all():
            omitted = tuple(layout.omitted.split("\n")) if layout.omitted else ()
            try:
                form = layouts.find(LayoutKey(layout.form, omitted))
            except DamagedError:
                continue
            rows = connection.execution_options(yield_per=most).execute(_latest(layout.id))
            yield from (_together(form, some) for some in rows.partitions())


def _latest(layout: int) -> Select[Any, Any, Any, Any, Any, Any]:
    """The rows of a layout: each report's document is the latest of its bytes, and it the latest of that."""
    d, r, f = schema.documents.c, schema.reports.c, schema.figures.c
    newest = select(func.max(d.id)).where(d.code.is_(None)).group_by(d.sha256)
    latest = select(func.max(r.id)).where(r.document_id.in_(newest)).group_by(r.document_id)
    return (
        select(r.id, r.unit, r.year, r.level, d.sha256, f.row)
        .select_from(schema.figures.join(schema.reports).join(schema.documents))
        .where(f.layout_id == layout, r.id.in_(latest))
        .order_by(f.report_id)
    )


def _together(form: Form, rows: Sequence[Any]) -> Figures:
    cells = len(form.cells)
    whole: list[bytes] = []
    kept: list[Any] = []
    for row in rows:
        data = _inflated(row.row, cells * CELL_BYTES)
        if data is not None:
            whole.append(data)
            kept.append(row)
    table = np.frombuffer(b"".join(whole), np.uint8).reshape(len(kept), cells * CELL_BYTES)
    low, high, quanta = (
        np.ascontiguousarray(table[:, part * 8 * cells : (part + 1) * 8 * cells]).view("<f8") for part in range(3)
    )
    states, unsure = table[:, 24 * cells : 25 * cells].view(np.int8), table[:, 25 * cells :]
    sound = ~(np.isnan(low) | np.isnan(high) | (low > high) | ~(quanta > 0)).any(axis=1)
    sound &= ((states >= 0) & (states < len(STATES)) & (unsure <= 1)).all(axis=1)
    good = [row for row, right in zip(kept, sound, strict=True) if right]
    turned = (np.ascontiguousarray(each[sound].T) for each in (low, high, states, quanta, unsure.astype(np.bool_)))
    return Figures(
        Arrays(form, *turned),
        tuple(row.id for row in good),
        tuple(row.sha256 for row in good),
        tuple(row.unit for row in good),
        tuple(row.year for row in good),
        tuple(row.level for row in good),
    )


def _inflated(data: bytes, size: int) -> bytes | None:
    """A row of so many bytes, or ``None`` where it is damaged."""
    try:
        stream = zlib.decompressobj()
        row = stream.decompress(data, size + 1)
    except zlib.error:
        return None
    return row if len(row) == size and stream.eof else None
