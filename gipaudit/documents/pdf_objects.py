"""What a PDF page draws beside its text: ruling lines, fillings, pictures; and how its text is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from ctypes import c_float, c_int, c_uint
from dataclasses import dataclass, field
from math import atan2, degrees, isfinite
from typing import Any

from gipaudit.documents.pages.marks import Marks
from gipaudit.documents.pages.page import Box
from gipaudit.documents.pdf_paths import is_thin, strokes, thin_fillings
from gipaudit.documents.pdf_view import IDENTITY, Matrix, moved_box, times

_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_UNSEEN_MODES = (3, 7)
_WHITE = 250
_DEEPEST = 20


@dataclass
class Objects:
    """What stands on a page, in its own points (left, bottom, right, top).

    ``filled`` are areas with a colour, ``shapes`` counts paths that are no lines: letters drawn as outlines are such.
    ``unseen`` tells that some text may not be seen (invisible, white, transparent). ``directions`` counts pieces of
    text by the quarter turns (anticlockwise) from left to right to where they run.
    """

    rules: list[Box] = field(default_factory=list)
    filled: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    shapes: int = 0
    unseen: bool = False
    directions: Counter[int] = field(default_factory=Counter)


def objects_of(page: Any, marks: Marks) -> Objects:
    """Go through all objects of an opened page, those inside form objects too.

    Raises:
        DocumentError: ``too-large``, where there are more than any report has.
    """
    found = Objects()
    walker = _Walker(marks, found)
    for handle, kind, matrix in walker.walk(page):
        if kind == _TEXT:
            found.unseen = found.unseen or is_unseen(handle)
            found.directions[_direction(times(_matrix(handle), matrix))] += 1
        elif kind == _PATH:
            walker.path(handle, matrix)
        elif kind == _IMAGE:
            walker.picture(handle, matrix)
    return found


def is_unseen(text: Any) -> bool:
    """Whether a text object is drawn so that nobody sees it on white paper."""
    import pypdfium2.raw as pdfium

    return is_invisible(text) or not _shows(text, pdfium.FPDFPageObj_GetFillColor)


def is_invisible(text: Any) -> bool:
    """Whether a text object draws nothing at all: so a recognised text is laid over the picture of a page."""
    import pypdfium2.raw as pdfium

    return bool(pdfium.FPDFTextObj_GetTextRenderMode(text) in _UNSEEN_MODES)


def _shows(handle: Any, colour: Callable[..., int]) -> bool:
    """Whether a colour is seen on white paper; where it cannot be told it is."""
    red, green, blue, alpha = c_uint(0), c_uint(0), c_uint(0), c_uint(255)
    if not colour(handle, red, green, blue, alpha):
        return True
    return alpha.value > 0 and min(red.value, green.value, blue.value) < _WHITE


@dataclass
class _Walker:
    marks: Marks
    found: Objects

    def walk(self, page: Any) -> Iterator[tuple[Any, int, Matrix]]:
        """Yield every object with its kind and the transformation of the form objects it stands in."""
        import pypdfium2.raw as pdfium

        waiting: list[tuple[Any, Matrix, int]] = [(page, IDENTITY, 0)]
        while waiting:
            holder, matrix, depth = waiting.pop()
            count = pdfium.FPDFFormObj_CountObjects if depth else pdfium.FPDFPage_CountObjects
            get = pdfium.FPDFFormObj_GetObject if depth else pdfium.FPDFPage_GetObject
            for index in range(count(holder)):
                handle = get(holder, index)
                kind = pdfium.FPDFPageObj_GetType(handle)
                self.marks.add()
                if kind == _FORM and depth < _DEEPEST:
                    waiting.append((handle, times(_matrix(handle), matrix), depth + 1))
                else:
                    yield handle, kind, matrix

    def path(self, handle: Any, matrix: Matrix) -> None:
        """Take in a path: its lines, or that it fills an area or draws a shape."""
        import pypdfium2.raw as pdfium

        bounds = _bounds(handle, matrix)
        fills, stroked = c_int(0), c_int(0)
        if bounds is None or not pdfium.FPDFPath_GetDrawMode(handle, fills, stroked):
            return
        fill = bool(fills.value) and _shows(handle, pdfium.FPDFPageObj_GetFillColor)
        stroke = bool(stroked.value) and _shows(handle, pdfium.FPDFPageObj_GetStrokeColor)
        if not fill and not stroke:
            return
        if is_thin(bounds):
            lines = [bounds]
        else:
            inner = times(_matrix(handle), matrix)
            lines = [*(strokes(handle, inner, self.marks) if stroke else ())]
            lines += thin_fillings(handle, inner, self.marks) if fill else ()
            self.found.shapes += not lines
            if fill and not lines:
                self.found.filled.append(bounds)
        clip = _clip(handle, matrix) if lines else None
        for line in lines:
            seen = line if clip is None else _common(line, clip)
            if seen is not None:
                self.found.rules.append(seen)

    def picture(self, handle: Any, matrix: Matrix) -> None:
        """Take in a picture; one that is a line is a ruling line."""
        bounds = _bounds(handle, matrix)
        clip = _clip(handle, matrix)
        if bounds is not None and clip is not None:
            bounds = _common(bounds, clip)
        if bounds is not None:
            (self.found.rules if is_thin(bounds) else self.found.pictures).append(bounds)


def _direction(matrix: Matrix) -> int:
    """Return by how many quarters text is turned anticlockwise."""
    return round(degrees(atan2(matrix[1], matrix[0])) / 90) % 4


def _matrix(handle: Any) -> Matrix:
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, matrix):
        return IDENTITY
    numbers = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
    return numbers if all(map(isfinite, numbers)) else IDENTITY


def _bounds(handle: Any, matrix: Matrix) -> Box | None:
    import pypdfium2.raw as pdfium

    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    if not pdfium.FPDFPageObj_GetBounds(handle, left, bottom, right, top):
        return None
    box = (left.value, bottom.value, right.value, top.value)
    return box if matrix is IDENTITY else moved_box(matrix, box)


def _clip(handle: Any, matrix: Matrix) -> Box | None:
    """Return the box round what an object is clipped to, or ``None`` where it is not."""
    import pypdfium2.raw as pdfium

    clip = pdfium.FPDFPageObj_GetClipPath(handle)
    paths = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
    box: Box | None = None
    for path in range(min(paths, _DEEPEST)):
        x, y = c_float(), c_float()
        points = []
        for index in range(min(pdfium.FPDFClipPath_CountPathSegments(clip, path), 1000)):
            segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, index)
            if pdfium.FPDFPathSegment_GetPoint(segment, x, y):
                points.append((x.value, y.value))
        if points:
            across, up = [x for x, _ in points], [y for _, y in points]
            area = (min(across), min(up), max(across), max(up))
            if matrix is not IDENTITY:
                area = moved_box(matrix, area)
            box = area if box is None else _common(box, area) or (0.0, 0.0, 0.0, 0.0)
    return box


def _common(box: Box, other: Box) -> Box | None:
    left, bottom = max(box[0], other[0]), max(box[1], other[1])
    right, top = min(box[2], other[2]), min(box[3], other[3])
    return (left, bottom, right, top) if left <= right and bottom <= top else None
