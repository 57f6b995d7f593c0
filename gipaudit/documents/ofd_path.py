"""Path objects of OFD (GB/T 33190-2016, 9.1): the ruling lines among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from gipaudit.documents.ofd_geometry import BadNumber, Matrix, number
from gipaudit.documents.pages.page import Box

LINE_WIDTH = 0.353
"""The width of a line, in millimetres, where nothing gives one."""

_TOKEN = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[^\s,]")
# How many numbers follow each operator; the last two are where it leads.
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_THIN = 2.5  # points: a filled box thinner than this is a line
_LONG = 3.0  # times as long as thick, at least
_LEVEL = 0.02  # a line that rises less than this share of its length is level

Point = tuple[float, float]
Outline = list[tuple[Point, bool]]
"""The points of one stretch of a path; with each, whether a straight line leads to it from the point before."""


def outlines(data: str) -> list[Outline]:
    """Return the stretches of an AbbreviatedData, in its own coordinates.

    Raises:
        BadNumber: it is no path.
    """
    found: list[Outline] = []
    tokens = _TOKEN.findall(data)
    index = 0
    while index < len(tokens):
        operator = tokens[index].upper()
        count = _OPERANDS.get(operator)
        if count is None or index + count >= len(tokens):
            raise BadNumber(tokens[index][:20])
        values = [number(token, 0.0) for token in tokens[index + 1 : index + 1 + count]]
        index += 1 + count
        if operator in "SM":
            found.append([((values[0], values[1]), False)])
        elif not found:
            raise BadNumber(operator)
        elif operator == "C":
            found[-1].append((found[-1][0][0], True))
        else:
            found[-1].append(((values[-2], values[-1]), operator == "L"))
    return found


def rules(found: list[Outline], inside: Matrix, width: float, stroke: bool, fill: bool) -> Iterator[Box]:
    """The ruling lines of a path, as boxes in points: level and upright strokes, and thin filled boxes.

    ``inside`` takes the path's coordinates to the page's points; ``width`` is that of its line, in its own.
    """
    half = width * inside.scale / 2
    for outline in found:
        points = [(inside.point(*point), straight) for point, straight in outline]
        thin = _thin(points) if fill else None
        if thin is not None:
            yield thin
        elif stroke:
            for (start, _), (end, straight) in pairwise(points):
                if straight and (line := _line(start, end, half)):
                    yield line


def _thin(points: Outline) -> Box | None:
    """The box of a filled stretch of straight lines, where it is thin enough for a line."""
    if len(points) < 3 or not all(straight for _, straight in points[1:]):
        return None
    across = [x for (x, _), _ in points]
    down = [y for (_, y), _ in points]
    left, top, right, bottom = min(across), min(down), max(across), max(down)
    thickness, length = sorted((right - left, bottom - top))
    return (left, top, right, bottom) if thickness <= _THIN and length > _LONG * thickness else None


def _line(start: Point, end: Point, half: float) -> Box | None:
    """The box of a level or upright line; ``None`` for a slanted one and for a dot."""
    across, down = abs(end[0] - start[0]), abs(end[1] - start[1])
    length = max(across, down)
    if min(across, down) > max(_LEVEL * length, 0.1) or length <= 2 * half:
        return None
    left, right = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    if across >= down:
        middle = (top + bottom) / 2
        return left, middle - half, right, middle + half
    middle = (left + right) / 2
    return middle - half, top, middle + half, bottom
