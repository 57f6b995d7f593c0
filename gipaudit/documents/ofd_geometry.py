"""Numbers and coordinates of OFD (GB/T 33190-2016, 7.3 and 8.5): millimetres, y downwards, six-number matrices."""

from __future__ import annotations

import math
from typing import NamedTuple

from gipaudit.documents.pages.page import Box

POINTS = 72 / 25.4
"""Points in a millimetre."""

_LARGEST = 1e6  # a kilometre: what is farther off is a mistake, and its squares stay finite


class BadNumber(ValueError):
    """A number, box or matrix that is none, is not finite, or lies beyond any page."""


def number(text: str, default: float) -> float:
    """Return the number that an attribute holds; ``default`` where it is empty or absent.

    Raises:
        BadNumber: it is no such number.
    """
    return _number(text) if text else default


def numbers(text: str) -> list[float]:
    """Return the numbers of a list.

    Raises:
        BadNumber: one of them is none.
    """
    return [_number(part) for part in _parts(text)]


def _parts(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise BadNumber(text[:20]) from None
    if not abs(value) <= _LARGEST:
        raise BadNumber(text[:20])
    return value


def box(text: str) -> Box | None:
    """Return left, top, width and height of a box; ``None`` where there is none.

    Raises:
        BadNumber: it is no box.
    """
    if not text:
        return None
    match numbers(text):
        case [left, top, width, height]:
            return left, top, width, height
    raise BadNumber(text[:20])


def deltas(text: str, count: int) -> list[float]:
    """Return at most ``count`` offsets of a DeltaX or DeltaY: a list in which ``g n v`` stands for n times v.

    Raises:
        BadNumber: it is no such list.
    """
    parts = _parts(text)
    found: list[float] = []
    index = 0
    while index < len(parts) and len(found) < count:
        if parts[index] in ("g", "G"):
            if index + 2 >= len(parts):
                raise BadNumber(text[:20])
            times = _count(parts[index + 1])
            found += [_number(parts[index + 2])] * min(times, count - len(found))
            index += 3
        else:
            found.append(_number(parts[index]))
            index += 1
    return found


def _count(text: str) -> int:
    try:
        return max(int(float(text)), 0)
    except (ValueError, OverflowError):
        raise BadNumber(text[:20]) from None


class Matrix(NamedTuple):
    """x′ = a·x + c·y + e, y′ = b·x + d·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def within(self, outer: Matrix) -> Matrix:
        """Return the matrix that applies this one first, then ``outer``."""
        a, b, c, d, e, f = self
        oa, ob, oc, od, oe, of = outer
        return Matrix(
            oa * a + oc * b,
            ob * a + od * b,
            oa * c + oc * d,
            ob * c + od * d,
            oa * e + oc * f + oe,
            ob * e + od * f + of,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def bounds(self, left: float, top: float, right: float, bottom: float) -> Box:
        """Return the upright box round the four corners of a box, where they come to lie."""
        corners = [self.point(x, y) for x in (left, right) for y in (top, bottom)]
        across = [x for x, _ in corners]
        down = [y for _, y in corners]
        return min(across), min(down), max(across), max(down)

    @property
    def scale(self) -> float:
        """How much longer a length becomes, on average over all directions."""
        return math.sqrt(abs(self.a * self.d - self.b * self.c))


def matrix(text: str) -> Matrix:
    """Return a CTM; the identity where there is none.

    Raises:
        BadNumber: it is no matrix.
    """
    values = numbers(text)
    if not values:
        return Matrix()
    if len(values) != 6:
        raise BadNumber(text[:20])
    return Matrix(*values)


def object_matrix(attributes: dict[str, str]) -> Matrix:
    """Return where an object's own coordinates lie in those around it: its CTM, then the corner of its boundary.

    Raises:
        BadNumber: one of the two is none.
    """
    left, top, _, _ = box(attributes.get("boundary", "")) or (0.0, 0.0, 0.0, 0.0)
    own = matrix(attributes.get("ctm", ""))
    return own._replace(e=own.e + left, f=own.f + top)
