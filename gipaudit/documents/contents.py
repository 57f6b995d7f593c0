"""All that a bundle holds, bundles inside it included, as one list; and the way back to each file's bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gipaudit.documents.bundle import INSIDE, Bundle, Member, bundle_in, open_bundle, too_much
from gipaudit.documents.limits import Limits
from gipaudit.documents.reading import file_bytes
from gipaudit.documents.remote import Location, Remote
from gipaudit.errors import DocumentError

Inside = tuple[int, ...]
"""Which member of a bundle: its index, then that of a member of the bundle it is, and so on; empty for a file."""

_BUNDLES = (".zip",)


@dataclass(frozen=True, slots=True)
class Item:
    """One file in a bundle: its name below the bundle's, where it is, why it is not to be read, its size in bytes."""

    name: str
    inside: Inside
    refusal: DocumentError | None = None
    size: int = 0


def contents(path: Location, limits: Limits) -> tuple[Item, ...] | None:
    """List what a bundle holds, in a fixed order; ``None`` where the file is no bundle.

    Raises:
        DocumentError: the bundle itself cannot be read: ``encrypted``, ``empty``, ``inflates``, ``too-many-members``.
    """
    # A store is asked for a file's bytes once, by whoever reads it: of what lies there, the name tells a bundle.
    if isinstance(path, Remote) and not path.name.lower().endswith(_BUNDLES):
        return None
    bundle = open_bundle(path, limits)
    if bundle is None:
        return None
    with bundle:
        return tuple(_Listing(limits).of(bundle))


class _Listing:
    """Lists a bundle and those inside it; together they hold no more than one may."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._members = self._size = 0

    def of(self, bundle: Bundle, name: str = "", inside: Inside = ()) -> Iterator[Item]:
        self._members += len(bundle.members)
        self._size += bundle.size
        for index, member in enumerate(bundle.members):
            item = Item(name + member.name, (*inside, index), size=member.info.file_size)
            # What is in a bundle is looked into for its name alone: every other member is read once, by a worker.
            if member.name.lower().endswith(_BUNDLES):
                yield from self._within(bundle, member, item)
            else:
                yield item

    def _within(self, bundle: Bundle, member: Member, item: Item) -> Iterator[Item]:
        try:
            inner = bundle_in(bundle.read(member), self._limits)
            if inner is None:
                yield item
                return
            with inner:
                self._count(inner, len(item.inside))
                yield from self.of(inner, item.name + INSIDE, item.inside)
        except DocumentError as error:
            yield Item(item.name, item.inside, error)

    def _count(self, inner: Bundle, depth: int) -> None:
        limits = self._limits
        if depth >= limits.bundle_depth:
            raise DocumentError(
                "too-deep",
                f"压缩包套压缩包超过 {limits.bundle_depth} 层，未读取；请先解压",
                f"ZIP files stand inside each other more than {limits.bundle_depth} deep: unpack them",
            )
        if self._members + len(inner.members) > limits.members:
            raise DocumentError(
                "too-many-members",
                f"各层压缩包内文件过多（合计上限 {limits.members} 个），未读取",
                f"more than {limits.members} files in the archives together: not read",
            )
        if self._size + inner.size > limits.bundle_bytes:
            raise too_much(limits)


class Opener:
    """Returns the bytes of files and of members of bundles; keeps the bundle it last read from open."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._path: Location | None = None
        self._open: list[tuple[Inside, Bundle]] = []

    def __enter__(self) -> Opener:
        return self

    def __exit__(self, *_: object) -> None:
        self._close(0)

    def read(self, path: Location, inside: Inside = ()) -> bytes:
        """Return a file's bytes, or those of a member of the bundle that it is.

        Raises:
            DocumentError: it cannot be opened, or not be inflated; ``not-found`` where the bundle has changed since.
        """
        if not inside:
            return file_bytes(path, self._limits)
        if path != self._path:
            self._close(0)
            self._path = path
        bundle = self._bundle(path, inside[:-1])
        if inside[-1] >= len(bundle.members):
            raise _changed()
        return bundle.read(bundle.members[inside[-1]])

    def _bundle(self, path: Location, chain: Inside) -> Bundle:
        """The bundle that stands at the end of a chain of members, opened as far as it is not open yet."""
        kept = sum(chain[: len(known)] == known for known, _ in self._open)
        self._close(kept)
        while len(self._open) <= len(chain):
            known = chain[: len(self._open)]
            if self._open:
                outer = self._open[-1][1]
                inner = outer.members[known[-1]] if known[-1] < len(outer.members) else None
                bundle = bundle_in(outer.read(inner), self._limits) if inner else None
            else:
                bundle = open_bundle(path, self._limits)
            if bundle is None:
                raise _changed()
            self._open.append((known, bundle))
        return self._open[-1][1]

    def _close(self, keep: int) -> None:
        while len(self._open) > keep:
            self._open.pop()[1].close()


def _changed() -> DocumentError:
    return DocumentError(
        "not-found", "压缩包在审核过程中被改动，找不到其中的文件", "the archive was changed while it was being read"
    )
