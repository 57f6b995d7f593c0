"""The characters of a PDF page, each where it stands; what nobody sees and what no font explains is told apart."""

from __future__ import annotations

from collections.abc import Sequence
from ctypes import addressof, c_double
from dataclasses import dataclass, field
from typing import Any
from unicodedata import category

from gipaudit.documents.pages.marks import Marks
from gipaudit.documents.pages.page import Box, Run
from gipaudit.documents.pdf_objects import is_invisible, is_unseen
from gipaudit.documents.pdf_view import View

_LINE_END_HYPHEN = 2
_SMALLEST = 1.0
_SMALL, _LARGE = 4.0, 40.0
_ASCENT, _DESCENT = 0.88, 0.12
_IDEOGRAPHS = 0x2E80
_TALLEST = 1.6
"""Some fonts claim lines so much higher than their characters that boxes reach over the line below."""


@dataclass
class Characters:
    """What a page prints: characters that are seen, those drawn invisibly, and how many no font explains."""

    seen: list[Run] = field(default_factory=list)
    invisible: list[Run] = field(default_factory=list)
    unmapped: int = 0


class Sight:
    """Tells whether text is seen: white letters are on a coloured ground, and text drawn invisibly never is."""

    def __init__(self, grounds: Sequence[Box]) -> None:
        self._grounds = grounds
        self._known: dict[int, str] = {}

    def of(self, text: Any, index: int, x: float, y: float) -> str:
        """Return ``seen``, ``invisible`` or ``hidden`` for a character of a text page, with its middle."""
        import pypdfium2.raw as pdfium

        handle = pdfium.FPDFText_GetTextObject(text, index)
        if not handle:
            return "seen"
        key = addressof(handle.contents)
        if key not in self._known:
            state = "invisible" if is_invisible(handle) else "pale" if is_unseen(handle) else "seen"
            self._known[key] = state
        state = self._known[key]
        if state != "pale":
            return state
        on_ground = any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in self._grounds)
        return "seen" if on_ground else "hidden"


def characters(page: Any, view: View, sight: Sight | None, marks: Marks) -> Characters:
    """Read the characters of an opened page; what stands outside its view is left out.

    ``sight`` is asked for each character, where some of the page's text may not be seen.

    Raises:
        DocumentError: ``too-large``.
    """
    import pypdfium2.raw as pdfium

    found = Characters()
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return found
    try:
        marks.add(max(pdfium.FPDFText_CountChars(text), 0))
        _read(text, view, sight, found)
    finally:
        pdfium.FPDFText_ClosePage(text)
    return found


def _read(text: Any, view: View, sight: Sight | None, found: Characters) -> None:
    import pypdfium2.raw as pdfium

    unicode, loose = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    unexplained = pdfium.FPDFText_HasUnicodeMapError
    rectangle = pdfium.FS_RECTF()
    width, height = view.size
    upper = 0
    for index in range(pdfium.FPDFText_CountChars(text)):
        code = unicode(text, index)
        if 0xD800 <= code < 0xDC00:
            upper = code
            continue
        if 0xDC00 <= code < 0xE000 and upper:
            code = 0x10000 + ((upper - 0xD800) << 10) + code - 0xDC00
        upper = 0
        # What pdfium makes up between characters (blanks, line ends) has no width.
        if not loose(text, index, rectangle) or rectangle.right == rectangle.left:
            continue
        high, wide = rectangle.top - rectangle.bottom, rectangle.right - rectangle.left
        if not _SMALL <= high <= _LARGE or (code >= _IDEOGRAPHS and high > _TALLEST * wide):
            _measure(text, index, rectangle)
        box = view.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        inside = 0 <= box[0] + box[2] <= 2 * width and 0 <= box[1] + box[3] <= 2 * height
        if not inside or box[3] - box[1] < _SMALLEST:
            continue
        character = "-" if code == _LINE_END_HYPHEN else chr(code)
        if unexplained(text, index) == 1 or category(character) in ("Cc", "Cn", "Co", "Cs") or code == 0xFFFD:
            found.unmapped += 1
            continue
        state = "seen"
        if sight is not None:
            state = sight.of(
                text, index, (rectangle.left + rectangle.right) / 2, (rectangle.bottom + rectangle.top) / 2
            )
        if state == "seen":
            found.seen.append(Run(character, box))
        elif state == "invisible":
            found.invisible.append(Run(character, box))


def _measure(text: Any, index: int, rectangle: Any) -> None:
    """Correct a box that is far from the size of its character: pdfium does not scale those of vertical fonts, and
    takes the height of lines from the font.
    """
    import pypdfium2.raw as pdfium

    matrix, x, y = pdfium.FS_MATRIX(), c_double(), c_double()
    if not pdfium.FPDFText_GetMatrix(text, index, matrix) or not pdfium.FPDFText_GetCharOrigin(text, index, x, y):
        return
    size = pdfium.FPDFText_GetFontSize(text, index) * abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
    if 0.4 * size <= rectangle.top - rectangle.bottom <= _TALLEST * size:
        return
    if rectangle.right - rectangle.left > _TALLEST * size:
        rectangle.left, rectangle.right = x.value, x.value + size
    rectangle.bottom, rectangle.top = y.value - _DESCENT * size, y.value + _ASCENT * size
