"""The readings of a report as columns and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, TypeVar

from msgspec import Meta, Struct

from gipaudit.archive.encoding.places import Places
from gipaudit.archive.encoding.values import Index, Many, Share, column, sound, spread
from gipaudit.archive.problems import DamagedError
from gipaudit.documents.model import Place
from gipaudit.forms.report import STATES, Correction, Reading

D = TypeVar("D", Decimal, Decimal | None)

Texts = Many[str] | str
Numbers = Many[Decimal | None] | Decimal | None
State = Annotated[int, Meta(ge=0, lt=len(STATES))]


class ReadingsRecord(Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    """Readings as columns. ``correction`` numbers those that a person corrected."""

    state: Many[State]
    low: Numbers
    high: Numbers
    text: Texts
    place: Many[Index] | Index
    confidence: Many[Share] | Share
    by: Texts
    quantum: Many[Decimal] | Decimal
    unit: Many[str | None] | str | None
    converted: Many[bool] | bool
    why: Texts
    correction: Many[Index]
    corrections: CorrectionsRecord | None


class CorrectionsRecord(Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    """Corrections as columns."""

    printed: ReadingsRecord
    by: Many[str]
    on: Many[date]
    reason: Many[str]
    place: Many[str]


def readings_record(readings: Sequence[Reading], places: Places) -> ReadingsRecord:
    """Return readings as they are written."""
    corrected = [(n, each.correction) for n, each in enumerate(readings) if each.correction is not None]
    corrections = [correction for _, correction in corrected]
    return ReadingsRecord(
        state=[STATES.index(each.state) for each in readings],
        low=_exact(each.low for each in readings),
        high=_exact(each.high for each in readings),
        text=column(each.text for each in readings),
        place=column(places.number(each.place) for each in readings),
        confidence=column(each.confidence for each in readings),
        by=column(each.by for each in readings),
        quantum=_exact(each.quantum for each in readings),
        unit=column(each.unit for each in readings),
        converted=column(each.converted for each in readings),
        why=column(each.why for each in readings),
        correction=[number for number, _ in corrected],
        corrections=CorrectionsRecord(
            readings_record([each.printed for each in corrections], places),
            [each.by for each in corrections],
            [each.on for each in corrections],
            [each.reason for each in corrections],
            [each.place for each in corrections],
        )
        if corrections
        else None,
    )


def readings_of(record: ReadingsRecord, places: Sequence[Place]) -> list[Reading]:
    """Return the readings of a record.

    Raises:
        DamagedError, IndexError: the record contradicts itself, or holds a number that no report has.
    """
    count = len(record.state)
    low, high = list(spread(record.low, count)), list(spread(record.high, count))
    quantum = list(spread(record.quantum, count))
    sound((*low, *high, *quantum))
    columns: Iterable[Iterable[object]] = (
        map(STATES.__getitem__, record.state),
        low,
        high,
        spread(record.text, count),
        map(places.__getitem__, spread(record.place, count)),
        spread(record.confidence, count),
        spread(record.by, count),
        quantum,
        spread(record.unit, count),
        spread(record.converted, count),
        spread(record.why, count),
    )
    readings = list(map(Reading, *columns))
    for number, correction in zip(record.correction, _corrections(record, places), strict=True):
        readings[number] = replace(readings[number], correction=correction)
    return readings


def _corrections(record: ReadingsRecord, places: Sequence[Place]) -> Sequence[Correction]:
    written = record.corrections
    found: list[Correction] = []
    if written is not None:
        printed = readings_of(written.printed, places)
        columns = (printed, written.by, written.on, written.reason, written.place)
        found = [Correction(*each) for each in zip(*columns, strict=False)]
    if len(found) != len(record.correction):
        raise DamagedError("corrections are missing")
    return found


def _exact(numbers: Iterable[D]) -> list[D] | D:
    """A column of decimals; those that are equal but printed with other digits (1, 1.0) are kept apart."""
    every = list(numbers)
    return every if len({str(each) for each in every}) != 1 else every[0]
