"""The parts of a Word file, found through its relationships, parsed without entities, network or document types."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from gipaudit.documents.archive import Archive, damaged
from gipaudit.documents.limits import Limits, too_deep, too_large
from gipaudit.documents.word_names import short
from gipaudit.errors import DocumentError

if TYPE_CHECKING:
    from lxml import etree

    Element = etree._Element


class Package:
    """A Word file."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Open a package and find its main part.

        Raises:
            DocumentError: as :class:`Archive`; ``damaged`` where it names no document.
        """
        self.archive = Archive(data, limits)
        self.limits = limits
        main = self._related("", "officeDocument")
        if main is None:
            raise damaged()
        self._main = main

    @property
    def document(self) -> Element:
        """The root of the main part.

        Raises:
            DocumentError: it is absent, no XML, or no Word document.
        """
        root = self._parse(self._main)
        if root is None or short(str(root.tag)) != "w:document":
            raise damaged()
        return root

    def part(self, kind: str) -> Element | None:
        """Return the part that the document calls its ``styles``, ``numbering`` …, if it has one."""
        name = self._related(self._main, kind)
        return self._parse(name) if name else None

    @property
    def properties(self) -> Element | None:
        """The core properties, if there are any."""
        name = self._related("", "core-properties")
        return self._parse(name) if name else None

    def _related(self, source: str, kind: str) -> str | None:
        """Return the name of the part to which another part has a relationship of that kind."""
        folder, file = posixpath.split(source)
        root = self._parse(posixpath.join(folder, "_rels", f"{file}.rels"))
        if root is None:
            return None
        for relation in root:
            if relation.get("Type", "").rpartition("/")[2] == kind and relation.get("TargetMode") != "External":
                target = unquote(relation.get("Target", ""))
                return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return None

    def _parse(self, name: str) -> Element | None:
        """Parse a part; ``None`` where it is absent.

        Raises:
            DocumentError: ``damaged``, ``unsafe``, ``too-deep`` or ``too-large``.
        """
        from lxml import etree

        try:
            data = self.archive.read(name)
        except KeyError:
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        # The declaration of a document type is refused before a parser sees it, in UTF-8 and in UTF-16.
        if b"<!DOCTYPE" in data or "<!DOCTYPE".encode("utf-16-le") in data or "<!DOCTYPE".encode("utf-16-be") in data:
            raise _unsafe()
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            message = str(error).lower()
            if "depth" in message:
                raise too_deep(self.limits) from None
            if "huge" in message or "too long" in message:
                raise too_large(len(data), self.limits.characters) from None
            raise damaged() from None
        return root


def _unsafe() -> DocumentError:
    return DocumentError(
        "unsafe",
        "文件中有文档类型声明（DOCTYPE），正常的 Word 文档没有，疑似恶意文件，未读取",
        "the file declares a document type, which no Word document does: not read",
    )
