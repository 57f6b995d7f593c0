"""Reading a file: which loader, by what the file holds and never by its name, and within which limits."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from gipaudit import plugins
from gipaudit.documents.limits import Limits, too_large
from gipaudit.documents.model import Document
from gipaudit.documents.remote import Location, Remote, content
from gipaudit.errors import DocumentError, Message


@dataclass(frozen=True)
class Loader:
    """A document format.

    ``recognise`` looks at a file's bytes only; it never raises, and is true only where ``load`` is the right one to
    read them or to say what is wrong. ``load`` raises DocumentError. ``version`` changes whenever the same bytes
    would be read differently. Loaders of higher ``rank`` are asked first: a format that is a special kind of another
    (Markdown of text) ranks above it. ``load_many``, where given, does for many files at once what ``load`` does for
    one, in their order, where that is much cheaper; it raises nothing and keeps the errors.
    """

    name: str
    version: str
    title: Message
    recognise: Callable[[bytes], bool]
    load: Callable[[bytes, Limits], Document]
    rank: int = 0
    load_many: Callable[[Sequence[bytes], Limits], Sequence[Document | DocumentError]] | None = None


@cache
def loaders() -> plugins.Registry[Loader]:
    """Return all formats that can be read, built-in ones and those of plugins."""
    return plugins.registry("register_loaders", "文档格式", "document format")


def read(path: Location, limits: Limits | None = None) -> Document:
    """Read a file.

    Raises:
        DocumentError: it cannot be opened (``not-found``, ``not-a-file``, ``unreadable``) or read (see read_bytes).
    """
    limits = limits or Limits()
    return read_bytes(file_bytes(path, limits), limits)


def read_bytes(data: bytes, limits: Limits | None = None, loader: Loader | None = None) -> Document:
    """Read a file's content. ``loader`` is what :func:`checked_loader` says of it, where that is known already.

    Raises:
        DocumentError: ``empty``, ``too-large``, ``unknown-format``, ``encrypted``, ``damaged``, ``binary``,
            ``too-deep``, ``too-many-cells``, ``too-many-members``, ``inflates``, ``unsafe``.
    """
    limits = limits or Limits()
    loader = loader or checked_loader(data, limits)
    return _complete(loader.load(data, limits), limits)


def read_together(loader: Loader, contents: Sequence[bytes], limits: Limits) -> list[Document | DocumentError]:
    """Read many files' contents with their loader's ``load_many``, in their order; errors are kept, not raised."""
    assert loader.load_many is not None  # noqa: S101
    read: list[Document | DocumentError] = []
    for result in loader.load_many(contents, limits):
        try:
            read.append(_complete(result, limits) if isinstance(result, Document) else result)
        except DocumentError as error:
            read.append(error)
    return read


def checked_loader(data: bytes, limits: Limits) -> Loader:
    """Return the loader of a file's content that is neither too large nor empty.

    Raises:
        DocumentError: it is; or as :func:`loader_for`.
    """
    if len(data) > limits.file_bytes:
        raise too_large(len(data), limits.file_bytes)
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise _empty()
    return loader_for(data)


def _complete(document: Document, limits: Limits) -> Document:
    from gipaudit.documents.pictured import with_pictures_read

    if not document.blocks:
        raise _empty()
    return with_pictures_read(document, limits)


def loader_for(data: bytes) -> Loader:
    """Return the loader that reads these bytes.

    Raises:
        DocumentError: no loader does; ``unknown-format``, ``encrypted`` or ``damaged``, with what it is.
    """
    for loader in sorted(loaders(), key=lambda loader: (-loader.rank, loader.name)):
        if loader.recognise(data):
            return loader
    from gipaudit.documents.signatures import refusal

    raise refusal(data) or DocumentError(
        "unknown-format",
        "不是可以读取的格式；本版本可读 docx、pdf、ofd、html、txt、md",
        "no format that can be read; this version reads docx, pdf, ofd, html, txt and md",
    )


def file_bytes(path: Location, limits: Limits) -> bytes:
    """Return the bytes of a plain file; a pipe, a device or a folder is refused and never waited for.

    Raises:
        DocumentError: ``not-found``, ``not-a-file``, ``unreadable`` or ``too-large``.
    """
    if isinstance(path, Remote):
        return content(path, limits)
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise _unopened(error) from None
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise _not_a_file()
    with os.fdopen(descriptor, "rb") as file:
        if status.st_size > limits.file_bytes:
            raise too_large(status.st_size, limits.file_bytes)
        try:
            return file.read(limits.file_bytes + 1)
        except OSError as error:
            raise _unopened(error) from None


def _unopened(error: OSError | ValueError) -> DocumentError:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.ENOENT:
        return DocumentError("not-found", "没有这个文件", "no such file")
    if number in (errno.EISDIR, errno.ENXIO, errno.ENOTDIR, errno.ENODEV):
        return _not_a_file()
    if number == errno.ELOOP:
        return DocumentError("unreadable", "符号链接指向自身，无法打开", "a loop of symbolic links")
    if number in (errno.EACCES, errno.EPERM):
        return DocumentError("unreadable", "没有读取权限", "permission denied")
    if number is None:
        return DocumentError("not-found", "文件名不合法", "no valid file name")
    reason = os.strerror(number)
    return DocumentError("unreadable", f"打不开文件（{reason}）", f"cannot be opened: {reason}")


def _not_a_file() -> DocumentError:
    return DocumentError(
        "not-a-file", "不是普通文件（是文件夹、管道或设备）", "not a plain file (folder, pipe or device)"
    )


def _empty() -> DocumentError:
    return DocumentError("empty", "文件是空的，没有文字、表格和图片", "the file is empty: no text, table or picture")
