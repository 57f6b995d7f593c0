"""Make ZIP files byte by byte, for names, flags and lies that no writer would write."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

UTF8, ENCRYPTED = 0x800, 0x1


@dataclass(frozen=True)
class Packed:
    """One member. ``size`` is what it says it inflates to (``None``: the truth), ``unicode`` its name in the extra
    field 0x7075, ``checked`` the bytes that field's checksum is of (``None``: the name's)."""

    name: bytes
    data: bytes = b""
    flags: int = 0
    method: int = 8
    size: int | None = None
    unicode: str | None = None
    checked: bytes | None = None

    @property
    def stored(self) -> bytes:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        return packer.compress(self.data) + packer.flush() if self.method == 8 else self.data

    @property
    def extra(self) -> bytes:
        if self.unicode is None:
            return b""
        text = self.unicode.encode()
        checksum = zlib.crc32(self.name if self.checked is None else self.checked)
        return struct.pack("<HHBL", 0x7075, 5 + len(text), 1, checksum) + text


def packed(members: Sequence[Packed]) -> bytes:
    """Return a ZIP file."""
    body, directory = b"", b""
    for member in members:
        stored, extra = member.stored, member.extra
        size = len(member.data) if member.size is None else member.size
        common = struct.pack(
            *("<HHHHHLLLHH", 20, member.flags, member.method, 0, 0x5821, zlib.crc32(member.data)),
            *(len(stored), size, len(member.name), len(extra)),
        )
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + common
        directory += struct.pack("<HHHLL", 0, 0, 0, 0, len(body)) + member.name + extra
        body += b"PK\x03\x04" + common + member.name + extra + stored
    count = len(members)
    end = struct.pack("<HHHHLLH", 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a ZIP file as most programs write it."""
    return packed([Packed(name.encode(), data, UTF8) for name, data in files.items()])
