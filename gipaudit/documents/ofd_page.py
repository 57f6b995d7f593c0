"""Drawing the objects of an OFD page (GB/T 33190-2016, 7.7 and chapters 8 to 13) onto a canvas.

Annotations, signatures, seals and attachments are no part of what a page says and are not drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gipaudit.documents.limits import Limits, too_deep
from gipaudit.documents.ofd_canvas import Canvas, Drawn, Marks
from gipaudit.documents.ofd_geometry import BadNumber, Matrix, box, matrix, number, object_matrix
from gipaudit.documents.ofd_package import Package
from gipaudit.documents.ofd_path import outlines, rules
from gipaudit.documents.ofd_resources import Resources
from gipaudit.documents.ofd_text import glyphs
from gipaudit.documents.ofd_xml import attributes, child, children, content, local
from gipaudit.documents.pages.page import Box

if TYPE_CHECKING:
    from lxml import etree

    Element = etree._Element
    Attributes = dict[str, str]

_SOLID = 255.0
_FAINT = 128.0  # of 255: text that lets the page shine through is a watermark
_UNSEEN = 2.0
_PALE = 176.0  # of 255: in letters so pale and so large (points) nothing is printed but a watermark
_LARGE = 28.0
_DRAWING = 20  # marks that a composite drawing counts for: drawings of drawings double with every level


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around an object: where its coordinates lie, its layer's drawing parameters, what it is part of."""

    inside: Matrix
    parameters: str = ""
    depth: int = 0
    within: frozenset[str] = frozenset()


class Painter:
    """Draws the objects of one document's pages."""

    def __init__(self, package: Package, resources: Resources, limits: Limits, marks: Marks) -> None:
        self._package = package
        self._resources = resources
        self._limits = limits
        self._marks = marks
        self._draw: dict[str, Callable[[Canvas, Element, Attributes, Around], None]] = {
            "textobject": self._text,
            "pathobject": self._path,
            "imageobject": self._picture,
            "compositeobject": self._composite,
        }

    def paint(self, canvas: Canvas, elements: Iterable[Element], around: Around) -> None:
        """Draw objects, and those in blocks among them, in their order.

        Raises:
            DocumentError: ``too-deep`` or ``too-large``.
        """
        if around.depth > self._limits.depth:
            raise too_deep(self._limits)
        for element in elements:
            self._marks.add()
            name = local(element)
            if name in ("pageblock", "content", "cellcontent"):
                inner = Around(around.inside, around.parameters, around.depth + 1, around.within)
                self.paint(canvas, element, inner)
            elif name in self._draw:
                given = attributes(element)
                if given.get("visible", "").lower() in ("false", "0"):
                    continue
                try:
                    self._draw[name](canvas, element, given, around)
                except BadNumber:
                    canvas.lost += 1

    def _text(self, canvas: Canvas, element: Element, given: Attributes, around: Around) -> None:
        drawn = list(glyphs(element, given, object_matrix(given).within(around.inside)))
        self._marks.add(len(drawn))
        shade = _shade(element, given)
        if shade <= _UNSEEN:
            canvas.hidden += drawn
        elif shade > _FAINT and not (drawn and _height(drawn[0].box) > _LARGE and _pale(child(element, "fillcolor"))):
            box = _clip(element, given, around)
            canvas.glyphs += [glyph for glyph in drawn if box is None or _meet(glyph.box, box)]

    def _path(self, canvas: Canvas, element: Element, given: Attributes, around: Around) -> None:
        stroke = given.get("stroke", "").lower() not in ("false", "0")
        fill = given.get("fill", "").lower() in ("true", "1")
        if number(given.get("alpha", ""), _SOLID) <= _UNSEEN or not (stroke or fill):
            return
        found = outlines(content(element, "abbreviateddata"))
        self._marks.add(sum(map(len, found)))
        inside = object_matrix(given).within(around.inside)
        width = self._resources.line_width(given, around.parameters)
        clip = _clip(element, given, around)
        canvas.rules += [
            line for line in rules(found, inside, width, stroke, fill) if clip is None or _meet(line, clip)
        ]
        if fill and any(not straight for outline in found for _, straight in outline[1:]):
            canvas.outlines += 1

    def _picture(self, canvas: Canvas, element: Element, given: Attributes, around: Around) -> None:
        if number(given.get("alpha", ""), _SOLID) <= _UNSEEN:
            return
        frame = box(given.get("boundary", ""))
        inside = object_matrix(given).within(around.inside)
        if given.get("ctm"):
            place = inside.bounds(0.0, 0.0, 1.0, 1.0)  # the picture is a unit square in its own coordinates
        elif frame is not None:
            place = inside.bounds(0.0, 0.0, frame[2], frame[3])
        else:
            return
        part = self._resources.media(given.get("resourceid", ""))
        if part is None:
            canvas.lost += 1
            return
        canvas.pictures.append(Drawn(place, part, len(canvas.glyphs)))

    def _composite(self, canvas: Canvas, element: Element, given: Attributes, around: Around) -> None:
        id = given.get("resourceid", "")
        unit = self._resources.composite(id)
        if unit is None:
            canvas.lost += 1
            return
        if id in around.within:
            raise too_deep(self._limits)
        self._marks.add(_DRAWING)
        inside = object_matrix(given).within(around.inside)
        self.paint(canvas, unit, Around(inside, around.parameters, around.depth + 1, around.within | {id}))


def _shade(element: Element, given: Attributes) -> float:
    """How solid a text object is drawn, from 0 (not at all) to 255."""
    solid = number(given.get("alpha", ""), _SOLID)
    filled = given.get("fill", "").lower() not in ("false", "0")
    stroked = given.get("stroke", "").lower() in ("true", "1")
    inks = [
        number(attributes(colour).get("alpha", ""), _SOLID) if colour is not None else _SOLID
        for used, colour in ((filled, child(element, "fillcolor")), (stroked, child(element, "strokecolor")))
        if used
    ]
    return min(solid, max(inks, default=0.0))


def _pale(colour: Element | None) -> bool:
    """Whether a colour is nearly white: a value of grey, or three of red, green and blue."""
    values = attributes(colour).get("value", "").split() if colour is not None else []
    try:
        return len(values) in (1, 3) and all(number(value, 0.0) >= _PALE for value in values)
    except BadNumber:
        return False  # hexadecimal, or a mistake: either way the text is seen


def _height(box: Box) -> float:
    return box[3] - box[1]


def _clip(element: Element, given: Attributes, around: Around) -> Box | None:
    """The box outside which nothing of an object is seen; ``None`` where it is not clipped, or by no box with room.

    Producers differ in whether the object's own matrix and place bear upon its clips, so that the box is that of
    all readings: what is left out is seen in none.
    """
    clips = child(element, "clips")
    if clips is None:
        return None
    frame = box(given.get("boundary", "")) or (0.0, 0.0, 0.0, 0.0)
    placed = Matrix(e=frame[0], f=frame[1]).within(around.inside)
    readings = (object_matrix(given).within(around.inside), placed, around.inside)
    result: Box | None = None
    for clip in children(clips, "clip"):
        try:
            shapes = [bounds for area in children(clip, "area") for bounds in _shapes(area)]
        except BadNumber:
            continue
        boxes = [reading.bounds(*bounds) for reading in readings for bounds in shapes]
        if boxes:
            whole = (
                *map(min, zip(*(each[:2] for each in boxes), strict=True)),
                *map(max, zip(*(each[2:] for each in boxes), strict=True)),
            )
            result = whole if result is None else _common(result, whole)
    return result


def _shapes(area: Element) -> Iterator[Box]:
    """The boxes of the paths that make up one area of a clip, in the clip's coordinates."""
    moved = matrix(attributes(area).get("ctm", ""))
    for path in children(area, "path"):
        inside = object_matrix(attributes(path)).within(moved)
        corners = [inside.point(*point) for each in outlines(content(path, "abbreviateddata")) for point, _ in each]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        if corners and max(across) > min(across) and max(down) > min(down):
            yield min(across), min(down), max(across), max(down)


def _common(one: Box, other: Box) -> Box:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _meet(one: Box, other: Box) -> bool:
    left, top, right, bottom = _common(one, other)
    return left <= right and top <= bottom
