"""The places of a document or report, each written once; whatever stands there refers to it by number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from gipaudit.archive.encoding.values import Index, Many, Number, column, spread
from gipaudit.documents.model import Place

Box = tuple[float, float, float, float]
Numbers = Many[Number | None] | Number | None


class PlacesRecord(Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    """Places as columns."""

    count: Index
    page: Numbers
    line: Numbers
    paragraph: Numbers
    table: Numbers
    row: Numbers
    column: Numbers
    box: Many[Box | None] | None
    source: Many[str | None] | str | None


class Places:
    """Gives each place its number, those of ``before`` first."""

    def __init__(self, before: Sequence[Place] = ()) -> None:
        self._numbers = {place: number for number, place in enumerate(before)}
        self._before = len(self._numbers)

    def number(self, place: Place) -> int:
        """Return a place's number."""
        return self._numbers.setdefault(place, len(self._numbers))

    @property
    def all(self) -> tuple[Place, ...]:
        """All places, in the order of their numbers."""
        return tuple(self._numbers)

    def record(self) -> PlacesRecord:
        """Return those that were not there before, as they are written."""
        places = self.all[self._before :]
        return PlacesRecord(
            len(places),
            column(each.page for each in places),
            column(each.line for each in places),
            column(each.paragraph for each in places),
            column(each.table for each in places),
            column(each.row for each in places),
            column(each.column for each in places),
            [each.box for each in places] if any(each.box is not None for each in places) else None,
            column(each.source for each in places),
        )


def places_of(record: PlacesRecord) -> list[Place]:
    """Return the places of a record.

    Raises:
        DamagedError: it is not whole.
    """
    columns: tuple[Any, ...] = (
        record.page,
        record.line,
        record.paragraph,
        record.table,
        record.row,
        record.column,
        record.box,
        record.source,
    )
    return list(map(Place, *(spread(each, record.count) for each in columns)))
