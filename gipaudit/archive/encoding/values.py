"""Columns of plain values, and bytes: what is the same all the way down a column is written once."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import repeat
from typing import Annotated, TypeVar

import msgspec

from gipaudit.archive.problems import DamagedError

MOST = 1_000_000
"""The most entries of any list and the largest number in a place: more than the limits on documents let through."""

LARGEST = 256 << 20
"""Bytes of one record once inflated."""

_LEVEL = 6
_LONGEST_NUMBER = 100
"""Digits before or behind the point."""

Number = Annotated[int, msgspec.Meta(ge=-MOST, le=MOST)]
Index = Annotated[int, msgspec.Meta(ge=0, le=MOST)]
Span = Annotated[int, msgspec.Meta(ge=1, le=MOST)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]

T = TypeVar("T")

Many = Annotated[list[T], msgspec.Meta(max_length=MOST)]


def column(values: Iterable[T]) -> list[T] | T:
    """Return a column as it is written: its one value where all are equal, else all of them."""
    every = list(values)
    return every[0] if every and every.count(every[0]) == len(every) else every


def spread(written: list[T] | T, length: int) -> Iterable[T]:
    """Return the values of a column that was written for so many entries.

    Raises:
        DamagedError: it holds another number of them.
    """
    if not isinstance(written, list):
        return repeat(written, length)
    if len(written) != length:
        raise DamagedError("columns of different length")
    return written


def sound(numbers: Iterable[Decimal | None]) -> None:
    """Check numbers: each is finite, and none so long that to print it would take for ever.

    Raises:
        DamagedError: one is not.
    """
    for number in set(numbers):
        if number is not None and not (
            number.is_finite()
            and -_LONGEST_NUMBER <= int(number.as_tuple().exponent) <= _LONGEST_NUMBER
            and number.adjusted() <= _LONGEST_NUMBER
        ):
            raise DamagedError("no number that a report holds")


def written(record: msgspec.Struct) -> bytes:
    """Return the compressed bytes of a record."""
    return zlib.compress(msgspec.msgpack.encode(record), _LEVEL)


def inflated(data: bytes, largest: int = LARGEST) -> bytes:
    """Return what was compressed.

    Raises:
        DamagedError: it is not whole, or larger than anything that is kept.
    """
    stream = zlib.decompressobj()
    try:
        result = stream.decompress(data, largest)
    except zlib.error as error:
        raise DamagedError("not whole") from error
    if not stream.eof or stream.unused_data:
        raise DamagedError("not whole, or too large")
    return result


def read(data: bytes, kind: type[T]) -> T:
    """Return the record of these bytes, every value of it of the type that it must have.

    Raises:
        DamagedError: they hold none.
    """
    try:
        record = msgspec.msgpack.decode(inflated(data), type=kind)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise DamagedError(f"no record ({type(error).__name__})") from error
    return record


@contextmanager
def whole() -> Iterator[None]:
    """Where what is built from a record refers to what is not there, the record is damaged.

    Raises:
        DamagedError: it is.
    """
    try:
        yield
    except IndexError as error:
        raise DamagedError("refers to nothing") from error
