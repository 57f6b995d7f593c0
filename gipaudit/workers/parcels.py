"""Parcels: the bulky parts of a record, packed, on a shelf that unpacks the few of them that are looked at.

Of a report, some 250 KB of objects are its blocks, readings and sections; packed they are some 12 KB. So an audit of
many thousands holds of each no more than what tells whose it is.
"""

from __future__ import annotations

import io
import pickle
import tempfile
import threading
import weakref
import zlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Any

from gipaudit.documents.model import Cell, Paragraph, Picture, Place
from gipaudit.errors import UsageError
from gipaudit.forms.report import Reading, Unbound
from gipaudit.scorecard import Cause, CellEvidence, Evidence, Finding, Passage, RuleResult, Suggestion

OPEN_BYTES = 8 << 20
"""What a shelf keeps unpacked, in bytes of pickle: some 190 reports. As objects they take four times as much."""

_LEVEL = 1
"""The least that zlib does; more takes longer than it saves."""

Parts = tuple[Any, ...]


class Parcel:
    """Some parts of one record; ``size`` is that of their pickle in bytes.

    The bytes are made by this process or by workers that it was told to trust, on this machine or a cluster's, and
    never come from a document or a file that somebody gave.
    """

    __slots__ = ("_data", "_number", "_parts", "_shelf", "size")

    def __init__(self, data: bytes, size: int) -> None:
        self.size = size
        self._data = data
        self._parts: Parts | None = None
        self._shelf: Shelf | None = None
        self._number = 0

    @classmethod
    def of(cls, *parts: Any) -> Parcel:
        """Pack parts."""
        buffer = io.BytesIO()
        _Pickler(buffer, pickle.HIGHEST_PROTOCOL).dump(parts)
        pickled = buffer.getvalue()
        return cls(zlib.compress(pickled, _LEVEL), len(pickled))

    @property
    def parts(self) -> Parts:
        """The parts, unpacked."""
        if self._shelf is not None:
            return self._shelf.parts(self._number)
        if self._parts is None:
            self._parts = _unpacked(self.data)
        return self._parts

    @property
    def data(self) -> bytes:
        """The parts, packed."""
        return self._data if self._shelf is None else self._shelf.data(self._number)

    def lie_on(self, shelf: Shelf) -> None:
        """Move to a shelf; what lies on one already stays there.

        Raises:
            UsageError: the shelf's file cannot be written.
        """
        if self._shelf is None:
            self._number = shelf.put(self.data, self.size, self._parts)
            self._shelf, self._data, self._parts = shelf, b"", None

    def __reduce__(self) -> tuple[type[Parcel], tuple[bytes, int]]:
        """Travel packed."""
        return Parcel, (self.data, self.size)


class Shelf:
    """A private temporary file of packed parts, of which those that were looked at last are kept unpacked.

    The file has no name, nobody else can open it, and it is gone with the last record whose parts are on it.
    """

    def __init__(self, open_bytes: int = OPEN_BYTES) -> None:
        self._file = tempfile.TemporaryFile(buffering=0, prefix="gipaudit-")  # noqa: SIM115 - open as long as the shelf lives
        weakref.finalize(self, self._file.close)
        self._lock = threading.Lock()
        self._spans: list[tuple[int, int, int]] = []
        self._end = 0
        self._room = open_bytes
        self._open: OrderedDict[int, Parts] = OrderedDict()
        self._last: tuple[int, Parts] = (-1, ())

    def put(self, data: bytes, size: int, parts: Parts | None) -> int:
        """Take packed parts, with what they are unpacked where that is known, and return their number.

        Raises:
            UsageError: the file cannot be written.
        """
        with self._lock:
            try:
                self._file.seek(self._end)
                left = memoryview(data)
                while left:
                    left = left[self._file.write(left) :]
            except OSError as error:
                where, reason = tempfile.gettempdir(), error.strerror or type(error).__name__
                raise UsageError(
                    f"不能写入临时文件（{where}，{reason}）：请腾出空间，或用环境变量 TMPDIR 指定别的文件夹",
                    f"cannot write a temporary file ({where}, {reason}): free some space, or name another folder in "
                    "the environment variable TMPDIR",
                ) from error
            number = len(self._spans)
            self._spans.append((self._end, len(data), size))
            self._end += len(data)
            if parts is not None:
                self._keep(number, parts)
            return number

    def data(self, number: int) -> bytes:
        """Return packed parts."""
        with self._lock:
            return self._read(number)

    def parts(self, number: int) -> Parts:
        """Return parts, unpacked."""
        last, parts = self._last  # most are asked for many times running
        if last == number:
            return parts
        with self._lock:
            known = self._open.get(number)
            parts = _unpacked(self._read(number)) if known is None else known
            if known is None:
                self._keep(number, parts)
            else:
                self._open.move_to_end(number)
            self._last = number, parts
            return parts

    def _read(self, number: int) -> bytes:
        start, length, _ = self._spans[number]
        self._file.seek(start)
        return self._file.read(length)

    def _keep(self, number: int, parts: Parts) -> None:
        """Keep parts unpacked; where there is no more room, let go of those that nobody looked at for longest."""
        self._open[number] = parts
        self._room -= self._spans[number][2]
        while self._room < 0 and len(self._open) > 1:
            gone, _ = self._open.popitem(last=False)
            self._room += self._spans[gone][2]


_MANY = (
    *(Paragraph, Picture, Place, Cell, Reading, Unbound, Passage, Suggestion, Evidence, CellEvidence, Finding),
    *(RuleResult, Cause),
)
"""The records of which there are hundreds in a report or on a scorecard."""


def _reducer(record: type) -> Callable[[Any], tuple[type, tuple[Any, ...]]]:
    values = attrgetter(*(field.name for field in fields(record)))
    return lambda one: (record, values(one))


class _Pickler(pickle.Pickler):
    """Writes those records as calls of their class: in half the time and less room than slot by slot."""

    dispatch_table = {record: _reducer(record) for record in _MANY}  # noqa: RUF012 - where pickle looks for it


def _unpacked(data: bytes) -> Parts:
    parts: Parts = pickle.loads(zlib.decompress(data))  # noqa: S301 - our own bytes, see Parcel
    return parts
