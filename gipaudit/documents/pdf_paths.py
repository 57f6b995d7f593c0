"""The straight lines of a PDF path: what it strokes along an axis, and what it fills that is thin as a line."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import c_float
from itertools import pairwise
from typing import Any

from gipaudit.documents.pages.marks import Marks
from gipaudit.documents.pages.page import Box
from gipaudit.documents.pdf_view import Matrix, moved

_MOVE, _CURVE = 2, 1
_THIN = 4.0
_LONGER = 3.0
_SLANT = 1.0

Point = tuple[float, float]


def is_thin(box: Box) -> bool:
    """Whether a box is a line: at most four points thick, and much longer than it is thick."""
    width, height = box[2] - box[0], box[3] - box[1]
    thick = min(width, height)
    return thick <= _THIN and max(width, height) >= _LONGER * max(thick, 0.3)


def strokes(path: Any, matrix: Matrix, marks: Marks) -> Iterator[Box]:
    """Yield the lines along an axis that a stroked path draws, as thick as they are drawn."""
    import pypdfium2.raw as pdfium

    width = c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(path, width)
    a, b, c, d, _, _ = matrix
    half = min(width.value * abs(a * d - b * c) ** 0.5 / 2, _THIN / 2)
    for points, straight in _parts(path, matrix, marks):
        for (first, second), line in zip(pairwise(points), straight, strict=True):
            (x, y), (u, v) = first, second
            if line and min(abs(x - u), abs(y - v)) <= _SLANT:
                yield min(x, u) - half, min(y, v) - half, max(x, u) + half, max(y, v) + half


def thin_fillings(path: Any, matrix: Matrix, marks: Marks) -> Iterator[Box]:
    """Yield the parts of a filled path that are thin as lines."""
    for points, _ in _parts(path, matrix, marks):
        across, up = [x for x, _ in points], [y for _, y in points]
        box = (min(across), min(up), max(across), max(up))
        if is_thin(box):
            yield box


def _parts(path: Any, matrix: Matrix, marks: Marks) -> Iterator[tuple[list[Point], list[bool]]]:
    """Yield the points of each part of a path, and for each step between them whether it is straight."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPath_CountSegments(path)
    marks.add(max(count, 0))
    points: list[Point] = []
    straight: list[bool] = []
    x, y = c_float(), c_float()
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        kind = pdfium.FPDFPathSegment_GetType(segment)
        point = moved(matrix, x.value, y.value)
        if kind == _MOVE or not points:
            if len(points) > 1:
                yield points, straight
            points, straight = [point], []
            continue
        points.append(point)
        straight.append(kind != _CURVE)
        if pdfium.FPDFPathSegment_GetClose(segment) and point != points[0]:
            points.append(points[0])
            straight.append(True)
    if len(points) > 1:
        yield points, straight
