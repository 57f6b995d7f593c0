"""What a person gives: files, folders, bundles, on a disk or in a store → every file in them, once and in order."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from gipaudit.documents.bundle import INSIDE
from gipaudit.documents.contents import Inside, contents
from gipaudit.documents.limits import Limits
from gipaudit.documents.remote import Location, Remote, is_folder, listed
from gipaudit.errors import DocumentError, UsageError

_PAGES = (".html", ".htm")
_SAVED = ("_files", ".files")
_NO_FOLDERS, _NO_FILES = (".",), (".", "~$")


@dataclass(frozen=True, slots=True)
class Found:
    """One file: its path, its name in the audit, and whether a person named it.

    ``inside`` tells which member of a bundle it is, where ``path`` is one; ``refusal`` why it is not to be read;
    ``size`` is in bytes, 0 where nobody was asked.
    """

    path: Location
    source: str
    named: bool
    inside: Inside = ()
    refusal: DocumentError | None = None
    size: int = field(default=0, compare=False)

    @property
    def name(self) -> PurePosixPath:
        """Its own name, without folders."""
        return PurePosixPath(PurePosixPath(self.source).name)

    @property
    def folder(self) -> str:
        """The folder it lies in, on disk or in a bundle."""
        member = self.source.partition(INSIDE)[2]
        return f"{self.path}{INSIDE}{PurePosixPath(member).parent}" if self.inside else str(self.path.parent)


def find_files(paths: Sequence[Location], limits: Limits) -> list[Found]:
    """All files under the given paths and in the bundles among them.

    Dot files, the lock files of office programs (``~$…``) and what a browser saves beside a page (``年报_files``) are
    passed over; links to folders are not followed. A member of a bundle may be named as the audit names it:
    ``年报.zip!/水务局/年报.docx``.

    Raises:
        UsageError: a path does not exist, or a store does not answer.
    """
    found: list[Found] = []
    seen: set[tuple[str, Inside]] = set()
    for path in paths:
        for item in _without_saved(list(_given(path, limits))):
            path_once = str(item.path) if isinstance(item.path, Remote) else os.path.realpath(item.path)
            key = path_once, item.inside
            if key not in seen:
                seen.add(key)
                found.append(item)
    return found


def _given(path: Location, limits: Limits) -> Iterator[Found]:
    if isinstance(path, Remote):
        yield from _given_in_store(path, limits)
    elif not os.path.lexists(path):
        bundle, inside, member = str(path).partition(INSIDE)
        if not inside or not os.path.lexists(bundle):
            raise UsageError(f"没有这个文件或文件夹：{path}", f"no such file or folder: {path}")
        yield from _members(Path(bundle), member, limits)
    elif path.is_dir():
        for item in _walk(path):
            yield from _opened(item, limits)
    else:
        yield from _opened(Found(path, path.name, True), limits)


def _given_in_store(remote: Remote, limits: Limits) -> Iterator[Found]:
    bundle, inside, member = remote.path.partition(INSIDE)
    if inside:
        yield from _members(Remote(remote.url, bundle), member, limits)
    elif is_folder(remote):
        for file in listed(remote):
            if not _is_passed_over(file.source):
                yield from _opened(Found(file.remote, file.source, False, size=file.size), limits)
    else:
        yield from _opened(Found(remote, remote.name, True), limits)


def _is_passed_over(source: str) -> bool:
    *folders, name = source.split("/")
    return name.startswith(_NO_FILES) or any(folder.startswith(_NO_FOLDERS) for folder in folders)


def _without_saved(items: Sequence[Found]) -> Iterator[Found]:
    """The files without the pictures and scripts that a browser saves into a folder of a page's name."""
    names = [PurePosixPath(item.source) for item in items]
    saved = {str(name.with_suffix("")) + end for name in names if name.suffix.lower() in _PAGES for end in _SAVED}
    for item, name in zip(items, names, strict=True):
        if saved.isdisjoint(map(str, name.parents)):
            yield item


def _walk(folder: Path) -> Iterator[Found]:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(_NO_FOLDERS))
        for name in sorted(files):
            if not name.startswith(_NO_FILES):
                path = Path(root, name)
                yield Found(path, path.relative_to(folder).as_posix(), False)


def _opened(item: Found, limits: Limits) -> Iterator[Found]:
    """The file itself, or all that is in it where it is a bundle; one that is not to be read stands for itself."""
    try:
        members = contents(item.path, limits)
    except DocumentError as error:
        yield replace(item, refusal=error)
        return
    if members is None:
        yield item
        return
    for member in members:
        source = f"{item.source}{INSIDE}{member.name}"
        yield Found(item.path, source, False, member.inside, member.refusal, member.size)


def _members(bundle: Location, name: str, limits: Limits) -> Iterator[Found]:
    """The member of that name, or what is in the bundle's folder of that name."""
    every = list(_opened(Found(bundle, bundle.name, True), limits))
    prefix = f"{bundle.name}{INSIDE}{name}"
    chosen = [
        item for item in every if item.source == prefix or item.source.startswith((f"{prefix}/", prefix + INSIDE))
    ]
    if not chosen and not (every and every[0].refusal):
        raise UsageError(f"压缩包 {bundle} 里没有“{name}”", f"there is no {name!r} in the archive {bundle}")
    for item in chosen or every[:1]:
        yield replace(item, named=item.source == prefix or not chosen)
