"""Records whose bulky parts are in a parcel: in their place stand views, which read them when they are looked at."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, KeysView, Mapping, Sequence, ValuesView
from dataclasses import replace
from typing import Any, TypeVar

from gipaudit.forms.report import Report
from gipaudit.scorecard import Scorecard
from gipaudit.workers.parcels import Parcel, Shelf

Item = TypeVar("Item", covariant=True)
Value = TypeVar("Value", covariant=True)


class PackedSequence(Sequence[Item]):
    """A tuple that is one part of a parcel."""

    __slots__ = ("_number", "parcel")

    def __init__(self, parcel: Parcel, number: int) -> None:
        self.parcel = parcel
        self._number = number

    @property
    def _whole(self) -> tuple[Item, ...]:
        whole: tuple[Item, ...] = self.parcel.parts[self._number]
        return whole

    def __getitem__(self, index: Any) -> Any:
        return self._whole[index]

    def __len__(self) -> int:
        return len(self._whole)

    def __iter__(self) -> Iterator[Item]:
        return iter(self._whole)

    def __eq__(self, other: object) -> bool:
        return self._whole == tuple(other) if isinstance(other, PackedSequence | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._whole)

    def __repr__(self) -> str:
        return repr(self._whole)


class PackedMapping(Mapping[str, Value]):
    """A dictionary that is one part of a parcel."""

    __slots__ = ("_number", "parcel")

    def __init__(self, parcel: Parcel, number: int) -> None:
        self.parcel = parcel
        self._number = number

    @property
    def _whole(self) -> dict[str, Value]:
        whole: dict[str, Value] = self.parcel.parts[self._number]
        return whole

    def __getitem__(self, key: str) -> Value:
        return self._whole[key]

    def __len__(self) -> int:
        return len(self._whole)

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole)

    def __contains__(self, key: object) -> bool:
        return key in self._whole

    def keys(self) -> KeysView[str]:
        """Its keys, as fast as a dictionary gives them."""
        return self._whole.keys()

    def values(self) -> ValuesView[Value]:
        """Its values, as fast as a dictionary gives them."""
        return self._whole.values()

    def items(self) -> ItemsView[str, Value]:
        """Its pairs, as fast as a dictionary gives them."""
        return self._whole.items()

    def __repr__(self) -> str:
        return repr(self._whole)


def packed(report: Report) -> Report:
    """The same report with its blocks, readings, sections and what did not bind in a parcel."""
    document = report.document
    parcel = Parcel.of(tuple(document.blocks), dict(report.readings), dict(report.sections), tuple(report.unbound))
    return replace(
        report,
        document=replace(document, blocks=PackedSequence(parcel, 0)),
        readings=PackedMapping(parcel, 1),
        sections=PackedMapping(parcel, 2),
        unbound=PackedSequence(parcel, 3),
    )


def shelved(report: Report, shelf: Shelf) -> Report:
    """The same report, packed, with its parcel on a shelf.

    Raises:
        UsageError: the shelf's file cannot be written.
    """
    if not isinstance(report.readings, PackedMapping):
        return shelved(packed(report), shelf)
    report.readings.parcel.lie_on(shelf)
    return report


def packed_bytes(report: Report) -> int:
    """What the packed parts of a report are as pickle, in bytes; 0 where none are packed."""
    return report.readings.parcel.size if isinstance(report.readings, PackedMapping) else 0


def shelved_card(card: Scorecard, shelf: Shelf) -> Scorecard:
    """The same scorecard with all that is told of its report in a parcel on a shelf.

    Readings that are packed already, as they are where nothing in them was masked, stay where they are.

    Raises:
        UsageError: the shelf's file cannot be written.
    """
    own = {} if isinstance(card.readings, PackedMapping) else dict(card.readings)
    parcel = Parcel.of(
        tuple(card.sections), tuple(card.rules), tuple(card.findings), tuple(card.unbound), tuple(card.causes), own
    )
    parcel.lie_on(shelf)
    return replace(
        card,
        sections=PackedSequence(parcel, 0),
        rules=PackedSequence(parcel, 1),
        findings=PackedSequence(parcel, 2),
        unbound=PackedSequence(parcel, 3),
        causes=PackedSequence(parcel, 4),
        readings=PackedMapping(parcel, 5) if own else card.readings,
    )
