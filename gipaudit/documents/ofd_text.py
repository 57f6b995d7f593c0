"""Text objects of OFD (GB/T 33190-2016, chapter 11): each character with its box on the page."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gipaudit.documents.encoding import printed
from gipaudit.documents.ofd_geometry import Matrix, deltas, number
from gipaudit.documents.ofd_xml import attributes, children
from gipaudit.documents.pages.page import Box

if TYPE_CHECKING:
    from lxml import etree

    Element = etree._Element

# Parts of the size above and below the line on which characters stand; the usual ones of Chinese fonts.
_ASCENT = 0.88
_DESCENT = 0.12
_SLANT = 3.0  # degrees: text turned farther from the quarter turns is a watermark
_BREAKS = re.compile(r"\s*\n\s*")
_CODELESS = re.compile("[\ue000-\uf8ff\ufffd\ufffe\uffff\U000f0000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character, its box in points, and how it is turned: quarter turns clockwise, 0 to 3."""

    text: str
    box: Box
    turn: int


def glyphs(element: Element, attribute: dict[str, str], inside: Matrix) -> Iterator[Glyph]:
    """The characters of a text object. ``inside`` takes its own coordinates to the page's points.

    Text that is slanted yields none: no report is printed so, watermarks are.

    Raises:
        BadNumber: a position or size is no number.
    """
    size = number(attribute.get("size", ""), 0.0)
    stretch = number(attribute.get("hscale", ""), 1.0)
    reading = _quarter(number(attribute.get("readdirection", ""), 0.0))
    upright = _turned(_quarter(number(attribute.get("chardirection", ""), 0.0)))
    shape = upright.within(inside._replace(e=0.0, f=0.0))
    turn = _turn(shape)
    if turn is None or size <= 0:
        return
    shapes: dict[float, Box] = {}
    x = y = 0.0
    for code in children(element, "textcode"):
        own = attributes(code)
        # A code without a position of its own takes that of the code before it.
        x, y = number(own.get("x", ""), x), number(own.get("y", ""), y)
        text = _text(code.text or "")
        across = deltas(own.get("deltax", ""), len(text) - 1)
        down = deltas(own.get("deltay", ""), len(text) - 1)
        left, base = x, y
        for index, character in enumerate(text):
            width = _width(character, size * stretch)
            step = _step(index, across, down, width, size, reading)
            # A narrow letter is told by how near the next one stands.
            shown = step[0] if 0 < step[0] < size * stretch and not step[1] else width
            if shown not in shapes:
                shapes[shown] = shape.bounds(0.0, -_ASCENT * size, shown, _DESCENT * size)
            (x0, y0), around = inside.point(left, base), shapes[shown]
            yield Glyph(character, (x0 + around[0], y0 + around[1], x0 + around[2], y0 + around[3]), turn)
            left, base = left + step[0], base + step[1]


def codeless(text: str) -> int:
    """Return how many characters stand for glyphs of a font and have no meaning outside it."""
    return len(_CODELESS.findall(text))


def _text(text: str) -> str:
    """The characters that are drawn: line ends are the layout of the XML."""
    if "\n" in text or "\r" in text:
        text = _BREAKS.sub("", text.replace("\r", "\n"))
    return printed(text.replace("\t", " "))


def _width(character: str, size: float) -> float:
    wide = unicodedata.east_asian_width(character) in "WFA" and not character.isascii()
    return size if wide else size / 2


def _step(
    index: int, across: list[float], down: list[float], width: float, size: float, reading: int
) -> tuple[float, float]:
    """How far the next character stands from this one.

    Where neither list says so, as far as this character is wide: piled upon each other they are never meant to be.
    """
    if index < len(across) or index < len(down):
        return (
            across[index] if index < len(across) else 0.0,
            down[index] if index < len(down) else 0.0,
        )
    match reading:
        case 1:
            return 0.0, size
        case 2:
            return -width, 0.0
        case 3:
            return 0.0, -size
    return width, 0.0


def _quarter(degrees: float) -> int:
    return round(degrees / 90) % 4


def _turned(quarters: int) -> Matrix:
    """The matrix of so many quarter turns clockwise."""
    return (Matrix(), Matrix(0, 1, -1, 0), Matrix(-1, 0, 0, -1), Matrix(0, -1, 1, 0))[quarters]


def _turn(inside: Matrix) -> int | None:
    """The quarter turns of what is drawn, or ``None`` where it stands at a slant or is flattened to a line."""
    if not inside.scale:
        return None
    degrees = math.degrees(math.atan2(inside.b, inside.a))
    quarters = round(degrees / 90)
    return quarters % 4 if abs(degrees - quarters * 90) <= _SLANT else None
