"""Files that lie in a store (``s3://bucket/2025/``) instead of on a disk, through fsspec.

What a store says is believed no more than what a document says: sizes are asked before anything is read, never more
is read than that, and a listing has an end. Who may read is told by the environment alone, as the store's own tools
have it (``AWS_ACCESS_KEY_ID``, ``AWS_ENDPOINT_URL`` …).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from gipaudit.documents.limits import Limits, too_large
from gipaudit.errors import DocumentError, UsageError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

STORES = ("abfs", "gs", "hdfs", "oss", "s3", "sftp", "smb")
"""The schemes of URLs that are read; fsspec names the package that each needs."""

MOST_FILES = 1_000_000
"""More than this in one folder of a store is listed no further: a province has 20,000 reports a year."""

_URL = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]+)(?P<chain>::|://)")
_PASSWORD = re.compile(r"://[^/@]*:[^/@]*@")
_BLOCK = 256 * 1024
"""How much of a bundle is asked for at a time, in bytes: a Word report is about a third of it."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A file or folder in a store: the URL by which a person named the store, and the path as the store writes it."""

    url: str
    path: str

    def __str__(self) -> str:
        return f"{self.url.partition('://')[0]}://{self.path}"

    @property
    def name(self) -> str:
        """The last part of its path."""
        return PurePosixPath(self.path).name

    @property
    def parent(self) -> str:
        """The folder that it lies in."""
        return str(self).rpartition("/")[0]


Location = Path | Remote
"""Where a file or folder is: on a disk that this machine sees, or in a store."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A file in a store's folder; ``source`` is its path below that folder, ``size`` is in bytes."""

    remote: Remote
    source: str
    size: int


def location(given: Location | str) -> Location:
    """Return where something is that a person names by path or URL.

    Raises:
        UsageError: a URL of a kind that is not read, one that holds a password, or a package is missing.
    """
    if not isinstance(given, str):
        return given
    url, match = given, _URL.match(given)
    if match is None:
        return Path(given)
    scheme = match["scheme"].lower()
    if _PASSWORD.search(url):
        raise UsageError(
            "网址里不能写密码；访问凭据请用环境变量给出（如 AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY）",
            "a URL must not hold a password: give credentials in the environment (such as AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY)",
        )
    if scheme in ("http", "https"):
        raise UsageError(
            f"审核不从网站下载：{url}；请先下载到文件夹，再审核该文件夹",
            f"an audit downloads nothing from web sites: {url}; fetch it into a folder first and audit that",
        )
    if scheme not in STORES or match["chain"] != "://":
        known = "、".join(f"{name}://" for name in STORES)
        raise UsageError(
            f"不能读取这种网址：{url}；可用：{known}，或本机能看到的文件夹",
            f"no URL that can be read: {url}; use {known.replace('、', ', ')} or a folder that this machine sees",
        )
    path = str(_store(url)._strip_protocol(url))
    if not path:
        raise UsageError(f"网址里没有写存储桶：{url}", f"the URL names no bucket: {url}")
    return Remote(url, path)


def is_folder(remote: Remote) -> bool:
    """Whether it is a folder of a store and no file.

    Raises:
        UsageError: there is neither, or the store does not answer.
    """
    store = _store(remote.url)
    try:
        with _asking():
            return bool(store.info(remote.path)["type"] == "directory")
    except DocumentError as error:
        if error.code == "not-found":
            raise UsageError(f"没有这个文件或文件夹：{remote}", f"no such file or folder: {remote}") from None
        raise UsageError(f"{remote}：{error.message.zh}", f"{remote}: {error.message.en}") from None


def listed(folder: Remote) -> list[Listed]:
    """All files of a folder and the folders below it, in the order in which a disk's would be walked.

    Raises:
        UsageError: they are too many, or the store does not answer.
    """
    store = _store(folder.url)
    try:
        with _asking():
            entries = store.find(folder.path, detail=True)
    except DocumentError as error:
        raise UsageError(f"{folder}：{error.message.zh}", f"{folder}: {error.message.en}") from None
    if len(entries) > MOST_FILES:
        raise UsageError(
            f"{folder} 里有 {len(entries)} 个文件，一次最多 {MOST_FILES} 个；请分文件夹审核",
            f"there are {len(entries)} files in {folder}, of at most {MOST_FILES} at once: audit its folders singly",
        )
    prefix = f"{folder.path}/"
    files = [
        Listed(Remote(folder.url, path), path.removeprefix(prefix), int(entry["size"] or 0))
        for path, entry in entries.items()
        if entry["type"] == "file" and path.startswith(prefix) and not path.endswith("/")
    ]
    return sorted(files, key=lambda file: _turn(file.source))


def content(remote: Remote, limits: Limits) -> bytes:
    """Return a file's bytes.

    Raises:
        DocumentError: ``not-found``, ``not-a-file``, ``unreadable`` or ``too-large``.
    """
    store, size = _store(remote.url), size_of(remote)
    if size > limits.file_bytes:
        raise too_large(size, limits.file_bytes)
    with _asking():
        return _part(store, remote, 0, size)


def opened(remote: Remote) -> BinaryIO:
    """Open a file to read parts of it.

    Raises:
        DocumentError: ``not-found``, ``not-a-file`` or ``unreadable``; so does reading from it.
    """
    return io.BufferedReader(_Parts(_store(remote.url), remote, size_of(remote)), _BLOCK)


class _Parts(io.RawIOBase):
    """A file of a store of which only those parts are fetched that are asked for."""

    def __init__(self, store: AbstractFileSystem, remote: Remote, size: int) -> None:
        self._store, self._remote, self._size = store, remote, size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError("before the file's beginning")
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        end = min(self._at + len(buffer), self._size)
        with _asking():
            data = _part(self._store, self._remote, self._at, end)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


def _part(store: AbstractFileSystem, remote: Remote, start: int, end: int) -> bytes:
    """The bytes from ``start`` to before ``end``, and no more, whatever the store sends."""
    if start >= end:  # a range of nothing is one that stores refuse
        return b""
    return bytes(store.cat_file(remote.path, start=start, end=end)[: end - start])


def size_of(remote: Remote) -> int:
    """Return a file's size in bytes.

    Raises:
        DocumentError: ``not-found``, ``not-a-file`` or ``unreadable``.
    """
    store = _store(remote.url)
    with _asking():
        entry = store.info(remote.path)
    if entry["type"] != "file" or entry["size"] is None:
        raise DocumentError("not-a-file", "不是普通文件", "not a plain file")
    return int(entry["size"])


def _turn(source: str) -> list[tuple[bool, str]]:
    """By what files are sorted as a walk through folders meets them: a folder's files first, then its folders."""
    *folders, name = source.split("/")
    return [*((True, folder) for folder in folders), (False, name)]


def _store(url: str) -> AbstractFileSystem:
    """What reads a store; fsspec keeps it for the next file.

    Raises:
        UsageError: fsspec, or its package for this kind of store, is not installed.
    """
    try:
        from fsspec.core import url_to_fs

        store, _ = url_to_fs(url, use_listings_cache=False)
    except ImportError as error:
        scheme = url.partition("://")[0]
        zh, en = ("gipaudit[s3]", "gipaudit[s3]") if scheme == "s3" else (f"fsspec[{scheme}]", f"fsspec[{scheme}]")
        raise UsageError(
            f"读取 {scheme}:// 还需要安装：pip install '{zh}'（{error.name or error}）",
            f"reading {scheme}:// needs pip install '{en}' ({error.name or error})",
        ) from None
    return store


@contextmanager
def _asking() -> Iterator[None]:
    """Turn what a store's library raises into an error of ours."""
    try:
        yield
    except FileNotFoundError:
        raise DocumentError("not-found", "没有这个文件", "no such file") from None
    except PermissionError:
        raise DocumentError(
            "unreadable",
            "存储服务拒绝读取；请检查访问凭据（环境变量）和读取权限",
            "the store refuses to have it read: check the credentials (environment) and the right to read",
        ) from None
    except MemoryError:
        raise
    except Exception as error:  # every store's library has errors of its own, with no base in common
        name = type(error).__name__
        raise DocumentError(
            "unreadable",
            f"存储服务没有给出文件（{name}）；请检查网络、地址和访问凭据（环境变量）",
            f"the store did not give it ({name}): check network, address and credentials (environment)",
        ) from None
