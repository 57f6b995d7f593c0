"""A ZIP archive read with care: sizes, ratios and numbers are checked before anything is inflated."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from gipaudit.documents.limits import Limits, too_large
from gipaudit.errors import DocumentError

CONTENT_TYPES = "[content_types].xml"
"""The part that every Office file has, as :attr:`Archive.names` spells it."""

_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x06"
_SHORTEST_END = 22
_LONGEST_END = _SHORTEST_END + 65535 + 76
_ENCRYPTED = 1
_SMALL = 1024 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Archive:
    """An archive whose members are found by name, upper and lower case alike, as OPC asks."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Open an archive.

        Raises:
            DocumentError: ``damaged``, or ``too-many-members``.
        """
        self.limits = limits
        self._zip = open_zip(BytesIO(data), limits)
        members = self._zip.infolist()
        self._members = {member.filename.lstrip("/").lower(): member for member in members}
        if len(self._members) < len(members):
            raise damaged()

    @property
    def names(self) -> frozenset[str]:
        """The members' names, in lower case."""
        return frozenset(self._members)

    @property
    def encrypted(self) -> bool:
        """Whether any member is."""
        return any(is_encrypted(member) for member in self._members.values())

    def read(self, name: str) -> bytes:
        """Return a member's content.

        Raises:
            KeyError: there is no such member.
            DocumentError: ``too-large``, ``inflates``, ``encrypted`` or ``damaged``.
        """
        return inflate(self._zip, self._members[name.lstrip("/").lower()], self.limits)


def open_zip(file: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    """Read an archive's directory.

    Raises:
        DocumentError: ``damaged``, or ``too-many-members``.
    """
    # The directory's size is checked before it is read: a million entries take seconds to list.
    tail = file.seek(0, os.SEEK_END)
    file.seek(max(0, tail - _LONGEST_END))
    end = file.read(_LONGEST_END)
    if any(size > limits.members * 1024 for size in _directory_sizes(end)):
        raise too_many(limits)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, OSError):
        raise damaged() from None
    if len(archive.infolist()) > limits.members:
        raise too_many(limits)
    return archive


def _directory_sizes(end: bytes) -> Iterator[int]:
    """The size of the directory, as said by each record that a reader may take for the last one.

    APPNOTE.TXT 4.3.14 to 4.3.16: the record at the end, and before it the one of ZIP64 with its locator.
    """
    for start in {end.rfind(_END), len(end) - _SHORTEST_END}:
        if start < 0 or not end.startswith(_END, start):
            continue
        yield int.from_bytes(end[start + 12 : start + 16], "little")
        if start >= 76 and end.startswith(_END_64, start - 76):
            yield int.from_bytes(end[start - 36 : start - 28], "little")


def inflate(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits) -> bytes:
    """Return a member's content.

    Raises:
        DocumentError: ``too-large``, ``inflates``, ``encrypted`` or ``damaged``.
    """
    if is_encrypted(member):
        raise encrypted()
    if member.file_size > limits.member_bytes:
        raise too_large(member.file_size, limits.member_bytes)
    if member.file_size > _SMALL and member.file_size > limits.ratio * max(member.compress_size, 1):
        raise inflates(f"压缩比超过 {limits.ratio} 倍", f"a part inflates more than {limits.ratio} times")
    if member.compress_type not in _METHODS:
        raise damaged()
    try:
        with archive.open(member) as file:
            # Asked for no more than the size it states: asked for all, zipfile inflates all and cuts it afterwards.
            return file.read(member.file_size)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError):
        raise damaged() from None


def is_encrypted(member: zipfile.ZipInfo) -> bool:
    """Whether a member is under a password."""
    return bool(member.flag_bits & _ENCRYPTED)


def inflates(zh: str, en: str) -> DocumentError:
    """Return the error for an archive that would become far more than it is."""
    return DocumentError("inflates", f"{zh}，疑似恶意文件，未解压", f"{en}: not unpacked")


def too_many(limits: Limits) -> DocumentError:
    """Return the error for an archive of more files than any report or office has."""
    return DocumentError(
        "too-many-members",
        f"压缩包内文件过多（上限 {limits.members} 个），未读取",
        f"more than {limits.members} files in the archive: not read",
    )


def encrypted() -> DocumentError:
    """Return the error for a file under a password."""
    return DocumentError("encrypted", "文件加了密码，请去掉密码后再试", "the file is encrypted: remove its password")


def damaged() -> DocumentError:
    """Return the error for a file whose bytes are not what its format asks."""
    return DocumentError(
        "damaged",
        "文件已损坏或不完整；请重新下载，或用 Word、WPS 打开后另存",
        "the file is damaged or incomplete: fetch it again, or open and save it with Word or WPS",
    )
