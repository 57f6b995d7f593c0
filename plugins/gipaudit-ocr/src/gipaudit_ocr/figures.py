"""How sure a figure in a cell is: read twice, in grey and in black and white, and held against the shapes of its ink.

The network alone is sure of itself when it drops one of two equal digits or takes a mark for a letter. So a figure
is trusted only as far as two pictures of it agree, and where it has as many characters as there are shapes.
"""

from __future__ import annotations

import re

import cv2
import numpy as np

from gipaudit_ocr.engine import Said
from gipaudit_ocr.ink import Mark, Strip
from gipaudit_ocr.paper import INK, Grey

DASH = "—"
UNSURE = 0.3
"""What is left of the confidence of a figure that is read in two ways, or has other shapes than characters."""

FIGURE = re.compile(r"[0-9OoIl|〇○.,，．:：·\-–—―一~_/／\\+＋%]+")
_ALIKE = str.maketrans({"O": "0", "o": "0", "〇": "0", "○": "0", "I": "1", "l": "1", "|": "1", "，": ",", "．": ".",
                        "·": ".", "：": ":", "／": "/", "＋": "+", "–": "-", "—": "-", "―": "-", "一": "-", "_": "-",
                        "~": "-"})  # fmt: skip
_LONGEST = 14
_SLASH = 0.28
_UPRIGHT = 0.16


def is_figure(text: str) -> bool:
    """Whether what was read may be a figure, a dash or nothing much: short, without words."""
    return len(text) <= _LONGEST and (not text.strip() or bool(FIGURE.fullmatch(text.replace(" ", ""))))


def black_and_white(picture: Grey) -> Grey:
    """Return the same line in black and white and half as large again, its edges smoothed: another look at it."""
    large = cv2.resize(picture, None, fx=1.5, fy=1.5, interpolation=cv2.INTER_CUBIC)
    level, _ = cv2.threshold(large, 0, 255, cv2.THRESH_OTSU)
    flat = np.where(large < min(max(level, 90), 190), 0, 255).astype(np.uint8)
    return np.asarray(cv2.GaussianBlur(flat, (3, 3), 0), np.uint8)


def settled(strip: Strip, grey: Said, flat: Said, point: float) -> tuple[str, float]:
    """Return what a strip that may be a figure says, and how sure that is."""
    if _is_dash(strip.marks, point):
        return DASH, 0.97 if _plain(grey.text) in ("-", "") or _plain(flat.text) in ("-", "") else UNSURE
    first, second = _plain(grey.text), _plain(flat.text)
    if not first and not second:
        return "□", 0.0
    if first != second:
        better = grey if grey.least >= flat.least else flat
        return _plain(better.text) or "□", round(UNSURE * better.least, 3)
    sure = min(grey.least, flat.least)
    if grey.text.replace(" ", "") != first or flat.text.replace(" ", "") != first:
        sure = min(sure, 0.85)
    if first in ("1", "/") and not _stands(strip, first):
        return first, round(UNSURE * sure, 3)
    if not _fits(strip.marks, first):
        sure *= UNSURE
    return first, round(sure, 3)


def _plain(text: str) -> str:
    return text.replace(" ", "").translate(_ALIKE)


def _is_dash(marks: tuple[Mark, ...], point: float) -> bool:
    """Whether the ink is one flat stroke or two beside each other."""
    if not 1 <= len(marks) <= 2:
        return False
    top, bottom = min(mark.top for mark in marks), max(mark.bottom for mark in marks)
    height = bottom - top
    return height <= 1.8 * point and all(mark.width >= max(1.4 * point, 2.2 * mark.height) for mark in marks)


def _stands(strip: Strip, text: str) -> bool:
    """Whether a single stroke leans as its character does: a slash leans, a 1 does not."""
    dark = strip.picture < INK
    rows, columns = np.nonzero(dark)
    if len(rows) < 4 or np.ptp(rows) < 3:
        return False
    middles = [(row, columns[rows == row].mean()) for row in np.unique(rows)]
    lean = abs(float(np.polyfit([row for row, _ in middles], [middle for _, middle in middles], 1)[0]))
    return lean >= _SLASH if text == "/" else lean <= _UPRIGHT


def _fits(marks: tuple[Mark, ...], text: str) -> bool:
    """Whether there are as many shapes beside each other as characters: a digit more or less shows in the ink.

    Digits that touch make one shape, as wide as they are together; broken ones stand over each other.
    """
    tall = max(mark.bottom for mark in marks) - min(mark.top for mark in marks)
    shapes: list[tuple[int, int]] = []
    for mark in sorted(marks, key=lambda mark: mark.left):
        if shapes and mark.left <= shapes[-1][1] - 1:
            shapes[-1] = (shapes[-1][0], max(shapes[-1][1], mark.right))
        else:
            shapes.append((mark.left, mark.right))
    if len(shapes) == len(text):
        return True
    wide = sum(right - left for left, right in shapes)
    digits = sum(letter.isdigit() for letter in text)
    # A digit is between a third (1) and four fifths of its height wide.
    return len(shapes) < len(text) and 0.33 * tall * digits <= wide <= 0.8 * tall * len(text)
