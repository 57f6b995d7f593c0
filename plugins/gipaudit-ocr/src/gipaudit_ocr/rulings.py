"""Ruling lines in a picture, by morphology: long thin runs of ink, across and down."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from gipaudit_ocr.paper import Grey, Mask

PixelBox = tuple[float, float, float, float]

_ACROSS = 16.0
_DOWN = 11.0
_ALONE = 40.0
_NO_STROKE = 80.0
"""No stroke of a letter, nor those of neighbours grown together, is as long, in points."""
_TOUCH = 4.0
_THICKEST = 4.0
_CROSSED = 0.12
_FAINT = 215
"""Lines are often printed grey and thin: what is darker than this may be one."""


@dataclass(frozen=True)
class Rulings:
    """The lines of a page: boxes in pixels, and where their ink is."""

    boxes: tuple[PixelBox, ...]
    mask: Mask


def rulings(white: Grey, point: float) -> Rulings:
    """Return the ruling lines on whitened paper. ``point`` is the length of a point in pixels.

    A short line counts only where it runs from one line of the other direction to another, for dashes and strokes of
    letters are short as well.
    """
    dark = (white < _FAINT).astype(np.uint8)
    across = _lines(dark, point, _ACROSS, level=True)
    down = _lines(dark, point, _DOWN, level=False)
    thickest = _usual(across, down, point)
    across, down = ([box for box in lines if _thickness(box) <= thickest] for lines in (across, down))
    rows = _counting(across, [box for box in down if _length(box) >= _ALONE * point], point)
    columns = _counting(down, rows, point)
    rows = _counting(rows, columns, point)
    mask = np.zeros(white.shape, bool)
    reach = max(round(point * 0.5), 1)
    for left, top, right, bottom in (*rows, *columns):
        mask[
            max(int(top) - reach, 0) : int(bottom) + reach + 1, max(int(left) - reach, 0) : int(right) + reach + 1
        ] = True
    return Rulings((*rows, *columns), mask)


def _lines(dark: Grey, point: float, shortest: float, level: bool) -> list[PixelBox]:
    """The runs of one direction; thickened before, for a line may be jagged or turned by a pixel."""
    length = max(round(shortest * point), 5)
    thick, long = ((1, 3), (length, 1)) if level else ((3, 1), (1, length))
    wide = cv2.dilate(dark, cv2.getStructuringElement(cv2.MORPH_RECT, thick))
    runs = cv2.morphologyEx(wide, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, long))
    _, _, stats, centres = cv2.connectedComponentsWithStats(runs, connectivity=8)
    found = []
    for (left, top, width, height, area), (x, y) in zip(stats[1:].tolist(), centres[1:].tolist(), strict=True):
        extent = width if level else height
        # The mean thickness, less what thickening added.
        thickness = max(area / extent - 2, 1.0)
        if thickness > _THICKEST * point:
            continue
        if extent < _NO_STROKE * point and _in_text(dark, (left, top, width, height), point, level):
            continue
        half = thickness / 2
        found.append(
            (float(left), y - half, float(left + width), y + half)
            if level
            else (x - half, float(top), x + half, float(top + height))
        )
    return found


def _in_text(dark: Grey, run: tuple[int, int, int, int], point: float, level: bool) -> bool:
    """Whether a run of ink lies in a line of text, of which strokes stand out on both sides."""
    left, top, width, height = run
    inner, outer = max(round(0.5 * point), 1), max(round(1.6 * point), 2)
    # At its ends a line meets others.
    end = min(round(_TOUCH * point), (width if level else height) // 3)
    left, top, width, height = (
        (left + end, top, width - 2 * end, height) if level else (left, top + end, width, height - 2 * end)
    )
    if level:
        before = dark[max(top - outer, 0) : max(top - inner, 0), left : left + width]
        behind = dark[top + height + inner : top + height + outer, left : left + width]
    else:
        before = dark[top : top + height, max(left - outer, 0) : max(left - inner, 0)]
        behind = dark[top : top + height, left + width + inner : left + width + outer]
    across = 0 if level else 1
    return all(side.size and side.any(axis=across).mean() > _CROSSED for side in (before, behind))


def _counting(lines: list[PixelBox], others: list[PixelBox], point: float) -> list[PixelBox]:
    return [box for box in lines if _length(box) >= _ALONE * point or _joins(box, others, _TOUCH * point)]


def _usual(across: list[PixelBox], down: list[PixelBox], point: float) -> float:
    """The thickness beyond which a line is none, but part of a seal or a picture: far beyond the usual one."""
    usual = [_thickness(box) for box in (*across, *down) if _length(box) >= _ALONE * point]
    return max(2.2 * float(np.median(usual)), float(np.median(usual)) + point) if usual else _THICKEST * point


def _thickness(box: PixelBox) -> float:
    return min(box[2] - box[0], box[3] - box[1])


def _length(box: PixelBox) -> float:
    return max(box[2] - box[0], box[3] - box[1])


def _joins(box: PixelBox, others: list[PixelBox], reach: float) -> bool:
    """Whether a line runs from one line of the other direction to another."""
    left, top, right, bottom = box
    level = right - left > bottom - top
    first, last = (left, right) if level else (top, bottom)
    begins = ends = False
    for a, b, c, d in others:
        if a - reach <= right and left <= c + reach and b - reach <= bottom and top <= d + reach:
            middle = (a + c) / 2 if level else (b + d) / 2
            begins = begins or abs(middle - first) <= reach
            ends = ends or abs(middle - last) <= reach
    return begins and ends
