"""A ZIP archive read with care: sizes, ratios and numbers are checked before anything is inflated."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from gipaudit.documents.limits import Limits, too_large
from gipaudit.errors import DocumentError

CONTENT_TYPES = "[content_types].xml"
"""The part that every Office file has, as :attr:`Archive.names` spells it."""

_END = b"PK\x05\x06"
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
        # The directory's size is checked before it is read: a million entries take seconds to list.
        end = data.rfind(_END)
        if end >= 0 and int.from_bytes(data[end + 12 : end + 16], "little") > limits.members * 1024:
            raise self._too_many()
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, OSError):
            raise damaged() from None
        members = self._zip.infolist()
        if len(members) > limits.members:
            raise self._too_many()
        self._members = {member.filename.lstrip("/").lower(): member for member in members}
        if len(self._members) < len(members):
            raise damaged()

    def _too_many(self) -> DocumentError:
        return DocumentError(
            "too-many-members",
            f"压缩包内文件过多（上限 {self.limits.members} 个），未读取",
            f"more than {self.limits.members} files in the archive: not read",
        )

    @property
    def names(self) -> frozenset[str]:
        """The members' names, in lower case."""
        return frozenset(self._members)

    @property
    def encrypted(self) -> bool:
        """Whether any member is."""
        return any(member.flag_bits & 1 for member in self._members.values())

    def read(self, name: str) -> bytes:
        """Return a member's content.

        Raises:
            KeyError: there is no such member.
            DocumentError: ``too-large``, ``inflates``, ``encrypted`` or ``damaged``.
        """
        member = self._members[name.lstrip("/").lower()]
        if member.flag_bits & 1:
            raise encrypted()
        if member.file_size > self.limits.member_bytes:
            raise too_large(member.file_size, self.limits.member_bytes)
        if member.file_size > _SMALL and member.file_size > self.limits.ratio * max(member.compress_size, 1):
            raise DocumentError(
                "inflates",
                f"压缩比超过 {self.limits.ratio} 倍，疑似恶意文件，未解压",
                f"a part inflates more than {self.limits.ratio} times: not unpacked",
            )
        if member.compress_type not in _METHODS:
            raise damaged()
        try:
            with self._zip.open(member) as file:
                # A member never yields more than the size it states, which was checked above.
                return file.read()
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError):
            raise damaged() from None


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
