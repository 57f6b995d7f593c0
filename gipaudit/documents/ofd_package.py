"""The parts of an OFD file (GB/T 33190-2016, chapter 7), found by the paths that other parts give."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gipaudit.documents.archive import Archive, damaged, encrypted
from gipaudit.documents.encoding import printed
from gipaudit.documents.limits import Limits, too_large
from gipaudit.documents.ofd_xml import attributes, child, children, content, local, parse
from gipaudit.errors import DocumentError

if TYPE_CHECKING:
    from lxml import etree

    Element = etree._Element

ENTRY = "ofd.xml"
"""The part that every OFD file has, as :attr:`Archive.names` spells it."""

ENCRYPTIONS = "encryptions.xml"
"""The part that lists what is encrypted (GM/T 0099)."""

_ALL_PARTS = 4
_PROPERTIES = {"title": "title", "subject": "subject", "creationdate": "created", "moddate": "modified"}


class Package:
    """An OFD file. Parts are named by their full path, in lower case and without a leading slash."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Open a file.

        Raises:
            DocumentError: as :class:`Archive`; ``encrypted`` where its entry is.
        """
        self.archive = Archive(data, limits)
        self.limits = limits
        self._read = 0
        self._names = {_tidy(name): name for name in sorted(self.archive.names)}
        self._entry = self.root(ENTRY)

    def documents(self) -> Iterator[str]:
        """The paths of the documents that the file holds, of each its current version.

        Raises:
            DocumentError: ``damaged`` where there is none, or one is not there; as :meth:`root`.
        """
        found = 0
        for body in children(self._entry, "docbody"):
            name = self._current(body) or self.resolve(ENTRY, content(body, "docroot"))
            if name is None:
                raise self.missing()
            found += 1
            yield name
        if not found:
            raise damaged()

    def _current(self, body: Element) -> str | None:
        """The path of the version that is marked as the current one."""
        for version in children(child(body, "versions"), "version"):
            given = attributes(version)
            if given.get("current", "").lower() in ("true", "1"):
                name = self.resolve(ENTRY, given.get("baseloc", ""))
                return self.resolve(name, content(self.root(name), "docroot")) if name else None
        return None

    @property
    def metadata(self) -> dict[str, str]:
        """Title, subject and dates of the first document; who wrote it is nobody's business here."""
        information = child(child(self._entry, "docbody"), "docinfo")
        found = {
            _PROPERTIES[local(element)]: " ".join(printed(element.text or "").split())[:1000]
            for element in (information if information is not None else ())
            if local(element) in _PROPERTIES
        }
        return {name: value for name, value in found.items() if value}

    def resolve(self, source: str, path: str) -> str | None:
        """Return the full path of a part that another part names; ``None`` where there is no such part.

        A path counts from the folder of the part that gives it; some producers count from the file's root.

        Raises:
            DocumentError: ``unsafe`` where it leads out of the file.
        """
        path = path.strip().replace("\\", "/").lower()
        if not path:
            return None
        folder = posixpath.dirname(source)
        candidates = [path] if path.startswith("/") else [posixpath.join(folder, path), path]
        outside = True
        for candidate in candidates:
            full = posixpath.normpath(candidate.lstrip("/"))
            outside = outside and full.startswith("..")
            if full in self._names:
                return full
        if outside:
            raise _unsafe()
        return None

    def data(self, name: str) -> bytes:
        """Return a part.

        Raises:
            DocumentError: as :meth:`Archive.read`; ``damaged`` or ``encrypted`` where it is not there.
        """
        if name not in self._names:
            raise self.missing()
        return self.archive.read(self._names[name])

    def root(self, name: str) -> Element:
        """Return the root of a part.

        Raises:
            DocumentError: as :meth:`data`; ``unsafe``, ``too-deep`` or ``too-large``; ``damaged`` where it is no XML.
        """
        data = self.data(name)
        self._read += len(data)
        if self._read > self.limits.xml_bytes * _ALL_PARTS:
            raise too_large(self._read, self.limits.xml_bytes * _ALL_PARTS)
        try:
            return parse(data, self.limits)
        except DocumentError as error:
            # An encrypted part stands under its old name, or under none.
            raise (self.missing() if error.code == "damaged" else error) from None

    def missing(self) -> DocumentError:
        """Return the error for a part that is not there: ``encrypted`` where the file says that parts are."""
        return encrypted() if ENCRYPTIONS in self._names else damaged()


def _tidy(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/").lstrip("/"))


def _unsafe() -> DocumentError:
    return DocumentError(
        "unsafe",
        "文件内的路径指向文件之外，疑似恶意文件，未读取",
        "a path inside the file leads out of it: not read",
    )
