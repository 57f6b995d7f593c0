"""Bundles: ZIP files that hold documents, as offices hand in what their units sent.

Nothing is ever unpacked to disk: a member's name is only shown, and one member at a time is inflated into memory. A
Word, OFD or OpenDocument file is a ZIP file too; it is a document and no bundle.
"""

from __future__ import annotations

import os
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from gipaudit.documents.archive import CONTENT_TYPES, encrypted, inflate, inflates, is_encrypted, open_zip
from gipaudit.documents.limits import Limits
from gipaudit.documents.remote import Location, Remote, opened
from gipaudit.errors import DocumentError

INSIDE = "!/"
"""What parts a bundle's name from its member's: ``年报.zip!/水务局/年报.docx``."""

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_PACKAGES = frozenset({CONTENT_TYPES, "mimetype", "ofd.xml", "meta-inf/container.xml"})
_UTF8_NAME = 0x800
_UNICODE_PATH = 0x7075
_PASSED_OVER = (".", "~$", "__MACOSX")
_ANY_METHOD = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True, slots=True)
class Member:
    """One file in a bundle: its name as shown, and where it is."""

    name: str
    info: zipfile.ZipInfo


class Bundle:
    """A bundle that is open, its ``members`` in the order of their names."""

    def __init__(self, file: BinaryIO, archive: zipfile.ZipFile, limits: Limits) -> None:
        """List what an archive holds; ``file`` is what it was read from, and is closed with the bundle.

        Raises:
            DocumentError: ``empty``, ``inflates``, or ``encrypted`` where every member is.
        """
        self._file, self._zip, self._limits = file, archive, limits
        self.members = _members(archive)
        infos = [member.info for member in self.members]
        if not infos:
            raise DocumentError("empty", "压缩包里没有文件", "there is no file in the archive")
        if all(map(is_encrypted, infos)):
            raise encrypted()
        if self.size > limits.bundle_bytes:
            raise too_much(limits)

    @property
    def size(self) -> int:
        """What all members are together once inflated, in bytes."""
        return sum(member.info.file_size for member in self.members)

    def __enter__(self) -> Bundle:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._zip.close()
        self._file.close()

    def read(self, member: Member) -> bytes:
        """Return a member's content.

        Raises:
            DocumentError: ``too-large``, ``inflates``, ``encrypted``, ``damaged`` or ``unknown-format``.
        """
        if not is_encrypted(member.info) and member.info.compress_type not in _ANY_METHOD:
            raise DocumentError(
                "unknown-format",
                "压缩方法少见，不能解开；请先解压，再审计其中的文件",
                "compressed in a rare way: unpack it and audit the files inside",
            )
        return inflate(self._zip, member.info, self._limits)


def open_bundle(path: Location, limits: Limits) -> Bundle | None:
    """Open a file that is a bundle; ``None`` where it is anything else, or no ZIP file whose directory can be read.

    Raises:
        DocumentError: it is a bundle that is not to be read (see :class:`Bundle`), or the store does not give it.
    """
    if isinstance(path, Remote):
        return _opened(opened(path), limits)
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return None
    return _opened(os.fdopen(descriptor, "rb"), limits)


def bundle_in(data: bytes, limits: Limits) -> Bundle | None:
    """Open a member that is a bundle itself; else like :func:`open_bundle`.

    Raises:
        DocumentError: it is a bundle that is not to be read (see :class:`Bundle`).
    """
    return _opened(BytesIO(data), limits) if data.startswith(_MAGIC) else None


def too_much(limits: Limits) -> DocumentError:
    """Return the error for bundles that hold more than is read."""
    most = limits.bundle_bytes // 1024**2
    return inflates(f"压缩包解开后超过 {most} MB", f"the archive inflates to more than {most} MiB")


def _opened(file: BinaryIO, limits: Limits) -> Bundle | None:
    bundle = None
    try:
        if file.read(4) in _MAGIC and (archive := _archive(file, limits)) is not None:
            bundle = Bundle(file, archive, limits)
    except OSError:
        return None
    finally:
        if bundle is None:
            file.close()
    return bundle


def _archive(file: BinaryIO, limits: Limits) -> zipfile.ZipFile | None:
    """A ZIP file that is not a package which is one document (Office, OpenDocument, OFD, EPUB)."""
    try:
        archive = open_zip(file, limits)
    except DocumentError as error:
        if error.code == "damaged":  # whoever reads it as a document says what is wrong with it
            return None
        raise
    names = {info.filename.lstrip("/").lower() for info in archive.infolist()}
    return None if names & _PACKAGES else archive


def _members(archive: zipfile.ZipFile) -> tuple[Member, ...]:
    infos = archive.infolist()
    names = [_shown(name) for name in _names(infos)]
    kept = [(name, info) for name, info in zip(names, infos, strict=True) if not _is_passed_over(name)]
    kept.sort(key=lambda pair: (pair[0].split("/"), pair[1].header_offset))
    return tuple(Member(name, info) for name, (_, info) in zip(_distinct([n for n, _ in kept]), kept, strict=True))


def _is_passed_over(name: str) -> bool:
    """Folders; and dot files, the lock files of office programs and what macOS adds, as in a folder."""
    return name.endswith("/") or any(
        part.startswith(_PASSED_OVER) and part not in (".", "..") for part in name.split("/")
    )


def _distinct(names: Sequence[str]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name}#{seen[name]}"


def _shown(name: str) -> str:
    """A name fit to be shown: one kind of slash, and a mark for every character that would not be seen."""
    visible = (
        "\N{REPLACEMENT CHARACTER}"
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        else character
        for character in name.replace("\\", "/")
    )
    return "".join(visible).lstrip("/") or "\N{REPLACEMENT CHARACTER}"


def _names(infos: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The members' names, decoded.

    APPNOTE.TXT 4.4.4 and 4.6.9: flag bit 11 says UTF-8, the extra field 0x7075 holds the name in UTF-8. Programs in
    Chinese write GB18030 and say nothing of it; which it is, is told from all names of the bundle together.
    """
    silent = [_raw(info) for info in infos if not info.flag_bits & _UTF8_NAME]
    encoding = "utf-8" if _is_utf8(silent) else "gb18030"
    return [
        info.orig_filename
        if info.flag_bits & _UTF8_NAME
        else _unicode_path(info) or _raw(info).decode(encoding, "replace")
        for info in infos
    ]


def _raw(info: zipfile.ZipInfo) -> bytes:
    """The name's bytes, which zipfile has read as code page 437."""
    return info.orig_filename.encode("cp437")


def _is_utf8(names: Sequence[bytes]) -> bool:
    """Whether names that are not all ASCII are UTF-8 and not the few pairs in GB18030 that look like it (联通)."""
    try:
        text = b"/".join(names).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return text.isascii() or any(character >= "\u2e80" for character in text)


def _unicode_path(info: zipfile.ZipInfo) -> str | None:
    """The name from the Unicode Path extra field, where it still belongs to the name that stands beside it."""
    extra = info.extra
    while len(extra) >= 4:
        kind, length = struct.unpack("<HH", extra[:4])
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_PATH and len(field) > 5 and field[0] == 1:
            if int.from_bytes(field[1:5], "little") != zlib.crc32(_raw(info)):
                return None
            return field[5:].decode("utf-8", "replace")
    return None
