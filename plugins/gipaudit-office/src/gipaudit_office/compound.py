"""OLE containers (MS-CFB): which streams stand at the top, and their bytes, read without trusting the file."""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack_from

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ENTRY = 128
_MOST_ENTRIES = 4096
_LAST = 0xFFFFFFFA
"""Sector numbers from here on are marks: end of chain, free …"""


class Container:
    """A container as far as it can be read; what lies deeper than its top is not looked at.

    A spreadsheet may hold a Word document as an object, so that a name alone, found anywhere, says nothing.
    """

    def __init__(self, data: bytes) -> None:
        """Read the directory of whatever bytes."""
        self._data = data
        self._size = 0
        self._streams: dict[str, tuple[int, int]] = {}
        if data.startswith(MAGIC) and len(data) >= 512:
            self._size = {9: 512, 12: 4096}.get(unpack_from("<H", data, 30)[0], 0)
        if self._size:
            self._table = self._allocation()
            self._read_directory()

    @property
    def names(self) -> frozenset[str]:
        """The streams and folders at the top."""
        return frozenset(self._streams)

    def begins(self, name: str) -> bytes:
        """The first sector of a stream; empty where it is not in the file, or among the small ones."""
        start, size = self._streams.get(name, (_LAST, 0))
        cutoff: int = unpack_from("<I", self._data, 56)[0] if self._size else 0
        at = (start + 1) * self._size
        return self._data[at : at + self._size] if start < _LAST and size >= cutoff else b""

    def is_cut_off(self, name: str) -> bool:
        """Whether a stream is told to be longer than what the file still holds of it."""
        start, size = self._streams.get(name, (_LAST, 0))
        if size < unpack_from("<I", self._data, 56)[0]:
            return False
        return sum(1 for _ in self._chain(start)) * self._size < size

    def _allocation(self) -> list[int]:
        """The sectors that hold the table of chains: the header names 109 of them, further sectors the others."""
        table = list(unpack_from("<109I", self._data, 76))
        further, seen = unpack_from("<I", self._data, 68)[0], set()
        while further < _LAST and further not in seen and (further + 2) * self._size <= len(self._data):
            seen.add(further)
            *sectors, further = unpack_from(f"<{self._size // 4}I", self._data, (further + 1) * self._size)
            table += sectors
        return [sector for sector in table if sector < _LAST]

    def _read_directory(self) -> None:
        entries: list[bytes] = []
        for sector in self._chain(unpack_from("<I", self._data, 48)[0]):
            at = (sector + 1) * self._size
            entries += [self._data[at + step : at + step + _ENTRY] for step in range(0, self._size, _ENTRY)]
            if len(entries) >= _MOST_ENTRIES:
                break
        entries = [entry for entry in entries if len(entry) == _ENTRY]
        # Siblings form a tree: each entry names one to its left and one to its right, the root its first child.
        waiting = [unpack_from("<I", entries[0], 76)[0]] if entries else []
        seen: set[int] = set()
        while waiting:
            index = waiting.pop()
            if index < len(entries) and index not in seen:
                seen.add(index)
                length = min(unpack_from("<H", entries[index], 64)[0], 64)
                name = entries[index][: max(length - 2, 0)].decode("utf-16-le", errors="replace")
                self._streams[name] = unpack_from("<II", entries[index], 116)
                waiting += unpack_from("<II", entries[index], 68)

    def _chain(self, sector: int) -> Iterator[int]:
        """The sectors of a stream, each once, to the first that is not in the file."""
        seen: set[int] = set()
        while sector < _LAST and sector not in seen and (sector + 1) * self._size < len(self._data):
            seen.add(sector)
            yield sector
            block, place = divmod(sector, self._size // 4)
            if block >= len(self._table):
                return
            at = (self._table[block] + 1) * self._size + place * 4
            if at + 4 > len(self._data):
                return
            sector = unpack_from("<I", self._data, at)[0]
