"""What the pages of an OFD document share (GB/T 33190-2016, 7.9): line widths, composite drawings, pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gipaudit.documents.ofd_geometry import number
from gipaudit.documents.ofd_package import Package
from gipaudit.documents.ofd_path import LINE_WIDTH
from gipaudit.documents.ofd_xml import attributes, child, children, content

if TYPE_CHECKING:
    from lxml import etree

    Element = etree._Element


class Resources:
    """Resources by their ids, which are unique in a document. A later one of an id stands before an earlier."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._parameters: dict[str, dict[str, str]] = {}
        self._composites: dict[str, Element] = {}
        self._media: dict[str, str] = {}
        self._seen: set[str] = set()

    def add(self, source: str, holder: Element | None, *names: str) -> None:
        """Take in the resource parts that children of ``holder`` (of these names) give, as part ``source`` says.

        A part that is not there is passed over: what it held shows where it is used.

        Raises:
            DocumentError: as :meth:`Package.root`.
        """
        for element in (each for name in names for each in children(holder, name)):
            part = self._package.resolve(source, element.text or "")
            if part is not None and part not in self._seen:
                self._seen.add(part)
                self._take(part, self._package.root(part))

    def _take(self, part: str, root: Element) -> None:
        for parameter in _listed(root, "drawparams", "drawparam"):
            given = attributes(parameter)
            self._parameters[given.get("id", "")] = given
        for unit in _listed(root, "compositegraphicunits", "compositegraphicunit"):
            self._composites[attributes(unit).get("id", "")] = unit
        base = attributes(root).get("baseloc", "").strip("/\\")
        for media in _listed(root, "multimedias", "multimedia"):
            file = content(media, "mediafile")
            name = self._package.resolve(part, f"{base}/{file}" if base else file) or self._package.resolve(
                part, file
            )
            if file and name is not None:
                self._media[attributes(media).get("id", "")] = name

    def composite(self, id: str) -> Element | None:
        """Return what a composite drawing holds, if there is one of that id."""
        unit = self._composites.get(id)
        if unit is None:
            return None
        inside = child(unit, "content")
        return inside if inside is not None else unit

    def media(self, id: str) -> str | None:
        """Return the path of a picture's part, if there is one of that id."""
        return self._media.get(id)

    def line_width(self, attribute: dict[str, str], inherited: str) -> float:
        """Return the width of an object's lines, in millimetres.

        It is its own, that of its drawing parameters or of those they build on, or of those of the layer
        (``inherited``), the first that there is.

        Raises:
            BadNumber: it is no number.
        """
        if attribute.get("linewidth"):
            return number(attribute["linewidth"], LINE_WIDTH)
        for id in (attribute.get("drawparam", ""), inherited):
            seen: set[str] = set()
            while id in self._parameters and id not in seen:
                seen.add(id)
                given = self._parameters[id]
                if given.get("linewidth"):
                    return number(given["linewidth"], LINE_WIDTH)
                id = given.get("relative", "")
        return LINE_WIDTH


def _listed(root: Element, holder: str, name: str) -> list[Element]:
    return [element for each in children(root, holder) for element in children(each, name)]
