"""How sure a figure in a cell is: read twice, in grey and in black and white, and held against the shapes of its ink.

The network alone is sure of itself when it drops one of two equal digits or takes a mark for a letter. So a figure
is trusted only as far as two pictures of it agree, and where it has as many characters as there are shapes.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from gipaudit_ocr.engine import OTHER, Heard, Said
from gipaudit_ocr.ink import Mark, Strip
from gipaudit_ocr.paper import INK, Grey

DASH = "—"
UNSURE = 0.3
"""What is left of the confidence of a figure that is read in two ways, or has other shapes than characters."""

_LONGEST = 14
_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两廿卅")
_STROKE = 0.95
_WIDEST_DIGIT = 0.9
_LEAN, _LYING = 0.3, 1.5


def may_be_figure(heard: Heard) -> bool:
    """Whether what was read may be a figure, a dash or nothing much: short, and without words."""
    return len(heard.words.text) <= _LONGEST and OTHER not in heard.figure.text


def is_numeral(text: str) -> bool:
    """Whether words are a number in Chinese and nothing else: one or two strokes are soon taken for 八 or 二."""
    return bool(text) and _NUMERALS.issuperset(text)


def black_and_white(picture: Grey) -> Grey:
    """Return the same line in black and white, three times as large, its edges smooth: another look at it."""
    large = cv2.resize(picture, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    level, _ = cv2.threshold(large, 0, 255, cv2.THRESH_OTSU)
    return np.where(large < min(max(level, 90), 190), 0, 255).astype(np.uint8)


def settled(strip: Strip, grey: Said, flat: Said, point: float, pale: bool) -> tuple[str, float]:
    """Return what a strip that may be a figure says, and how sure that is.

    ``grey`` and ``flat`` are its two readings. ``pale`` says that its ink is much paler than the page's print: a
    piece of a seal may look like any stroke, and so may a figure that was cut.
    """
    text, sure = _settled(strip, grey, flat, point)
    return text, round(sure * UNSURE, 3) if pale or strip.cut else sure


def _settled(strip: Strip, grey: Said, flat: Said, point: float) -> tuple[str, float]:
    if stroke := _stroke(strip, point):
        return stroke, _STROKE
    first, second = (said.text.replace(" ", "") for said in (grey, flat))
    if not first and not second:
        return OTHER, 0.0
    if first != second:
        better = max((said for said in (grey, flat) if said.text.strip()), key=lambda said: said.least)
        return better.text.replace(" ", ""), round(UNSURE * better.least, 3)
    sure = min(grey.least, flat.least)
    if OTHER in first or not _fits(strip.marks, first) or first == "/":
        sure *= UNSURE
    return first, round(sure, 3)


def _stroke(strip: Strip, point: float) -> str:
    """Return the dash or slash that a strip is by its shape alone, or nothing: networks take a slash for a 1."""
    marks = strip.marks
    height = max(mark.bottom for mark in marks) - min(mark.top for mark in marks)
    if height <= 1.8 * point:
        flat = all(mark.width >= max(1.4 * point, 1.6 * mark.height) for mark in marks)
        return DASH if flat and len(marks) <= 2 else ""
    return "/" if len(marks) == 1 and height >= 4 * point and _leans(strip.picture < INK) else ""


def _leans(dark: NDArray[np.bool_]) -> bool:
    """Whether ink is one straight stroke that leans to the right as it rises; a 1 stands, a 7 has a bar."""
    rows = np.nonzero(dark.any(axis=1))[0]
    widths = dark[rows].sum(axis=1)
    middles = np.array([np.nonzero(row)[0].mean() for row in dark[rows]])
    slope, start = np.polyfit(rows, middles, 1)
    bend = np.abs(middles - (slope * rows + start)).max()
    return bool(
        _LEAN <= -slope <= _LYING and bend <= 0.06 * len(rows) + 0.6 and widths.max() <= 2 * np.median(widths)
    )


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
        # A sign that touches its digit makes one shape, wider than any digit.
        return all(right - left <= _WIDEST_DIGIT * tall for left, right in shapes)
    wide = sum(right - left for left, right in shapes)
    digits = sum(letter.isdigit() for letter in text)
    # A digit is between a third (1) and four fifths of its height wide.
    return len(shapes) < len(text) and 0.33 * tall * digits <= wide <= 0.8 * tall * len(text)
