"""The parts of a Word file, found through its relationships, parsed without entities, network or document types."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote

from gipaudit.documents.archive import Archive, damaged
from gipaudit.documents.limits import Limits, too_deep, too_large
from gipaudit.documents.pictured import kept
from gipaudit.documents.recognisers import recogniser
from gipaudit.documents.word_names import W, make_transitional
from gipaudit.errors import DocumentError

if TYPE_CHECKING:
    from lxml import etree

    Element = etree._Element


# A style of a table from the end of the style before it. Templates hold hundreds of lines for each of a hundred.
_TABLE_STYLE = re.compile(rb'\s*<w:style\s[^>]*\bw:type="table"')
_STYLE_END = b"</w:style>"
_IN_DECLARATION = 2
"""Question marks in ``<?xml version="1.0"?>``."""

_MOST_PICTURED = 96 * 1024 * 1024
"""Bytes of pictures after which no more are kept to be read."""


class Package:
    """A Word file."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Open a package and find its main part.

        Raises:
            DocumentError: as :class:`Archive`; ``damaged`` where it names no document.
        """
        self.archive = Archive(data, limits)
        self.limits = limits
        self._outer = self._relations("")
        main = self._outer.get("officeDocument")
        if main is None:
            raise damaged()
        self._main = main
        self._inner = self._relations(main)
        self._pictured = 0

    @property
    def document(self) -> Element:
        """The root of the main part.

        Raises:
            DocumentError: it is absent, no XML, or no Word document.
        """
        root = self._part(self._main)
        if root is None or root.tag != W + "document":
            raise damaged()
        return root

    @property
    def numbering(self) -> Element | None:
        """The definitions of lists, if there are any."""
        return self._part(self._inner.get("numbering"))

    @property
    def styles(self) -> Element | None:
        """The styles but those of tables, if there are any."""
        data = self._read(self._inner.get("styles"))
        return None if data is None else self._parse(_without_table_styles(data))

    @property
    def properties(self) -> Element | None:
        """The core properties, if there are any."""
        return self._part(self._outer.get("core-properties"))

    def picture(self, id: str) -> bytes | None:
        """The picture to which the document has the relationship of that id, where something can read its text.

        Pictures that lie outside the file are never fetched.
        """
        name = self._pictures.get(id)
        if name is None or self._pictured > _MOST_PICTURED or recogniser() is None:
            return None
        try:
            data = kept(self._read(name))
        except DocumentError:  # a picture that goes beyond the limits costs no more than the picture
            return None
        self._pictured += len(data or b"")
        return data

    @cached_property
    def _pictures(self) -> dict[str, str]:
        return {id: name for id, kind, name in self._targets(self._main) if kind == "image"}

    def _relations(self, source: str) -> dict[str, str]:
        """Return the names of the parts to which another part has relationships, by kind; the first stands."""
        relations: dict[str, str] = {}
        for _, kind, name in self._targets(source):
            relations.setdefault(kind, name)
        return relations

    def _targets(self, source: str) -> Iterator[tuple[str, str, str]]:
        """Yield id, kind and name of every part of this file to which another part has a relationship."""
        folder, file = posixpath.split(source)
        root = self._part(posixpath.join(folder, "_rels", f"{file}.rels"))
        for relation in root if root is not None else ():
            if relation.get("TargetMode") != "External":
                target = unquote(relation.get("Target", ""))
                name = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                yield relation.get("Id", ""), relation.get("Type", "").rpartition("/")[2], name

    def _part(self, name: str | None) -> Element | None:
        data = self._read(name)
        return None if data is None else self._parse(data)

    def _read(self, name: str | None) -> bytes | None:
        if name is None:
            return None
        try:
            return self.archive.read(name)
        except KeyError:
            return None

    def _parse(self, data: bytes) -> Element:
        """Return the root of a part, in the names of the transitional standard.

        Raises:
            DocumentError: ``damaged``, ``unsafe``, ``too-deep`` or ``too-large``.
        """
        from lxml import etree

        # The declaration of a document type is refused before a parser sees it, in UTF-8 and in UTF-16.
        if b"!" in data and any("<!DOCTYPE".encode(form) in data for form in ("utf-8", "utf-16-le", "utf-16-be")):
            raise _unsafe()
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            message = str(error).lower()
            if "depth" in message:
                raise too_deep(self.limits) from None
            if "huge" in message or "too long" in message:
                raise too_large(len(data), self.limits.characters) from None
            raise damaged() from None
        if root.getroottree().docinfo.internalDTD is not None:  # in UTF-7, UTF-32 or whatever XML may be in
            raise _unsafe()
        make_transitional(root)
        return root


def _without_table_styles(data: bytes) -> bytes:
    """Return the part of styles without those of tables: nine tenths of what Word's own template makes it hold.

    Only markup that cannot be mistaken is cut: what might be a comment or the like keeps the part whole.
    """
    if b"!" in data or data.count(b"?") > _IN_DECLARATION:
        return data
    return _STYLE_END.join(style for style in data.split(_STYLE_END) if not _TABLE_STYLE.match(style))


def _unsafe() -> DocumentError:
    return DocumentError(
        "unsafe",
        "文件中有文档类型声明（DOCTYPE），正常的 Word 文档没有，疑似恶意文件，未读取",
        "the file declares a document type, which no Word document does: not read",
    )
