"""The pages of an OFD file (GB/T 33190-2016, 7.5 to 7.7): templates, layers and objects in drawing order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gipaudit.documents.archive import damaged
from gipaudit.documents.limits import Limits, too_deep, too_many_pages
from gipaudit.documents.ofd_canvas import Canvas, Marks, Sheet
from gipaudit.documents.ofd_geometry import POINTS, BadNumber, Matrix, box
from gipaudit.documents.ofd_package import Package
from gipaudit.documents.ofd_page import Around, Painter
from gipaudit.documents.ofd_pictures import opaque
from gipaudit.documents.ofd_resources import Resources
from gipaudit.documents.ofd_xml import attributes, child, children, content

if TYPE_CHECKING:
    from lxml import etree

    Element = etree._Element

_A4 = (210.0, 297.0)
_ORDER = {"background": 0, "body": 2, "foreground": 4}
_MILLIMETRES = Around(Matrix(a=POINTS, d=POINTS))


def sheets(package: Package, limits: Limits) -> Iterator[Sheet]:
    """The pages of all documents in a file, numbered through.

    Raises:
        DocumentError: ``damaged``, ``encrypted``, ``unsafe``, ``too-deep``, ``too-large``, ``inflates`` or
            ``too-many-pages``.
    """
    marks = Marks(limits)
    number = 0
    for name in package.documents():
        document = _Document(package, name, limits, marks)
        if number + len(document.pages) > limits.pages:
            raise too_many_pages(limits)
        for page in document.pages:
            number += 1
            yield document.sheet(page, number)


@dataclass(frozen=True, slots=True)
class _Template:
    part: str | None
    order: str


class _Document:
    """One document of the file and what its pages share."""

    def __init__(self, package: Package, name: str, limits: Limits, marks: Marks) -> None:
        root = package.root(name)
        common = child(root, "commondata")
        self._package, self._name, self._limits, self._marks = package, name, limits, marks
        self._resources = Resources(package)
        self._resources.add(name, common, "publicres", "documentres")
        self._painter = Painter(package, self._resources, limits, marks)
        self._size = _size(child(common, "pagearea")) or _A4
        self._templates = {
            given.get("id", ""): _Template(package.resolve(name, given.get("baseloc", "")), given.get("zorder", ""))
            for given in map(attributes, children(common, "templatepage"))
        }
        self._drawn: dict[str, Canvas] = {}
        self.pages = list(children(child(root, "pages"), "page"))

    def sheet(self, page: Element, number: int) -> Sheet:
        part = self._package.resolve(self._name, attributes(page).get("baseloc", ""))
        if part is None:
            raise self._package.missing()
        root = self._package.root(part)
        width, height = _size(child(root, "area")) or self._size
        canvas = self._draw(part, root, frozenset())
        sheet = Sheet(number, width * POINTS, height * POINTS, canvas)
        for picture in canvas.pictures:
            # What a picture of the whole page is drawn over, nobody sees.
            if picture.over and sheet.covered([picture.box]) and opaque(self._package, picture.part):
                canvas.hide(picture.over)
                break
        return sheet

    def _draw(self, part: str, root: Element, within: frozenset[str]) -> Canvas:
        """Draw a page or a template, with the templates that it stands on."""
        self._resources.add(part, root, "pageres")
        canvas = Canvas()
        for draw in self._in_order(root, within):
            draw(canvas)
        return canvas

    def _in_order(self, root: Element, within: frozenset[str]) -> list[Callable[[Canvas], None]]:
        """What a page shows, from the ground up; of one height the template first."""
        found: list[tuple[int, Callable[[Canvas], None]]] = []
        for reference in children(root, "template"):
            given = attributes(reference)
            id = given.get("templateid", "")
            template = self._templates.get(id, _Template(None, ""))
            order = given.get("zorder") or template.order or "background"
            found.append((_ORDER.get(order.lower(), 0), self._template(id, template, within)))
        holder = child(root, "content")
        for layer in children(holder, "layer"):
            given = attributes(layer)
            level = _ORDER.get(given.get("type", "").lower(), _ORDER["body"])
            found.append((level + 1, self._layer(layer, given.get("drawparam", ""))))
        return [draw for _, draw in sorted(found, key=lambda each: each[0])]

    def _layer(self, layer: Element, parameters: str) -> Callable[[Canvas], None]:
        around = Around(_MILLIMETRES.inside, parameters)
        return lambda canvas: self._painter.paint(canvas, layer, around)

    def _template(self, id: str, template: _Template, within: frozenset[str]) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            part = template.part
            if part is None:
                canvas.lost += 1
                return
            if id in within:
                raise too_deep(self._limits)
            if id not in self._drawn:
                self._drawn[id] = self._draw(part, self._package.root(part), within | {id})
            canvas.add(self._drawn[id], self._marks)

        return draw


def _size(area: Element | None) -> tuple[float, float] | None:
    """Width and height of a page in millimetres, where they are given.

    The upper left corner of the physical box is where a page's coordinates begin, wherever that box itself stands.

    Raises:
        DocumentError: ``damaged``.
    """
    try:
        found = box(content(area, "physicalbox"))
    except BadNumber:
        raise damaged() from None
    return (found[2], found[3]) if found is not None and found[2] > 0 and found[3] > 0 else None
