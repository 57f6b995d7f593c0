"""The ink inside one cell: its marks, the lines of text they make, and marks that are no text."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from gipaudit_ocr.paper import Grey, Mask, ink

_GAP = 0.7
_LEAST_LETTER = 3.0
_DOT = 0.7
_LONE, _SIGN, _BESIDE, _STOP = 1.0, 1.3, 2.0, 5.0
_PAD = 2.2


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of connected ink: its box in pixels, and how many of them are ink."""

    left: int
    top: int
    right: int
    bottom: int
    area: int

    @property
    def width(self) -> int:
        """How wide it is."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """How high it is."""
        return self.bottom - self.top


@dataclass(frozen=True)
class Strip:
    """A line of text in a cell: its box in the page's pixels, its picture with white around, and its marks.

    ``cut`` says that its ink ran into a ruling line, or into what was taken for one, and may be part of more.
    """

    box: tuple[int, int, int, int]
    picture: Grey
    marks: tuple[Mark, ...]
    cut: bool = False


def strips(white: Grey, lines: Mask, cell: tuple[int, int, int, int], point: float) -> list[Strip]:
    """Return the lines of text in a cell (its box in pixels), from top to bottom; none where it is blank.

    The ink of ruling lines and what hangs on them is wiped out.
    """
    left, top, right, bottom = cell
    if right - left < 2 * point or bottom - top < 2 * point:
        return []
    picture = white[top:bottom, left:right].copy()
    wiped = lines[top:bottom, left:right]
    picture[wiped] = 255
    found = marks(ink(picture))
    kept = _without_dots([mark for mark in found if _is_text(mark, picture.shape, point)], point)
    for mark in found:
        if mark not in kept:
            picture[max(mark.top - 1, 0) : mark.bottom + 1, max(mark.left - 1, 0) : mark.right + 1] = 255
    beside = np.pad(wiped, 1, constant_values=True).astype(np.uint8)
    touching = cv2.dilate(beside, np.ones((3, 3), np.uint8))[1:-1, 1:-1] > 0
    touching &= ink(picture)
    return [_strip(picture, touching, band, (left, top), point) for band in _bands(kept, point)]


def _strip(picture: Grey, touching: Mask, band: list[Mark], corner: tuple[int, int], point: float) -> Strip:
    """A line of text with the soft edges of its ink."""
    a, b = min(mark.left for mark in band), min(mark.top for mark in band)
    c, d = max(mark.right for mark in band), max(mark.bottom for mark in band)
    left, top = corner
    shown = picture[max(b - 1, 0) : d + 1, max(a - 1, 0) : c + 1]
    moved = tuple(Mark(mark.left - a, mark.top - b, mark.right - a, mark.bottom - b, mark.area) for mark in band)
    cut = bool(touching[b:d, a:c].any())
    return Strip((left + a, top + b, left + c, top + d), padded(shown, point), moved, cut)


def padded(picture: Grey, point: float) -> Grey:
    """Return a picture with white around it, as much as stands around a line of print."""
    wide = round(_PAD * point)
    return np.pad(picture, ((wide, wide), (2 * wide, 2 * wide)), constant_values=255)


def marks(mask: Mask) -> list[Mark]:
    """Return the pieces of connected ink."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    return [Mark(x, y, x + width, y + height, area) for x, y, width, height, area in stats[1:].tolist()]


def _is_text(mark: Mark, shape: tuple[int, ...], point: float) -> bool:
    """Whether a mark may be text: no speck, and no remains of a ruling line along the cell's edge."""
    if max(mark.width, mark.height) < _DOT * point:
        return False
    high, wide = shape
    at_side = mark.left <= point or mark.right >= wide - point
    at_end = mark.top <= point or mark.bottom >= high - point
    thin = 0.9 * point
    if at_side and mark.width <= thin and (mark.height > 0.5 * high or mark.width <= 1):
        return False
    return not (at_end and mark.height <= thin and (mark.width > 0.5 * wide or mark.height <= 1))


def _without_dots(found: list[Mark], point: float) -> list[Mark]:
    """Leave out dots that stand by no letter; where there is nothing else, only what is too small for a sign."""
    letters = [mark for mark in found if max(mark.width, mark.height) >= _SIGN * point]
    if not letters:
        return [mark for mark in found if max(mark.width, mark.height) >= _LONE * point]
    return [mark for mark in found if any(_belongs(mark, letter, point) for letter in letters)]


def _belongs(mark: Mark, letter: Mark, point: float) -> bool:
    """Whether a mark is near a letter, or stands at its foot where a decimal point does."""
    aside = max(mark.left - letter.right, letter.left - mark.right)
    off = max(mark.top - letter.bottom, letter.top - mark.bottom)
    at_foot = mark.bottom >= letter.bottom - 0.25 * letter.height and off <= point
    return (aside <= _BESIDE * point and off <= _BESIDE * point) or (aside <= _STOP * point and at_foot)


def _bands(found: list[Mark], point: float) -> list[list[Mark]]:
    """Marks by lines of text: parted where a row of pixels holds no ink, small pieces put to what they belong to."""
    bands: list[list[Mark]] = []
    bottom = 0
    for mark in sorted(found, key=lambda mark: mark.top):
        if bands and mark.top < bottom + _GAP * point:
            bands[-1].append(mark)
            bottom = max(bottom, mark.bottom)
        else:
            bands.append([mark])
            bottom = mark.bottom
    return _whole(bands, point)


def _whole(bands: list[list[Mark]], point: float) -> list[list[Mark]]:
    """Put bands lower than a line (a stroke of 三, a dot) to the nearest other, where both make one line."""

    def ends(band: list[Mark]) -> tuple[int, int]:
        return min(mark.top for mark in band), max(mark.bottom for mark in band)

    heights = [bottom - top for top, bottom in map(ends, bands)]
    tall = [height for height in heights if height >= _LEAST_LETTER * point]
    usual = float(np.median(tall)) if tall else 9 * point
    index = 0
    while index < len(bands) and len(bands) > 1:
        top, bottom = ends(bands[index])
        if bottom - top < 0.6 * usual:
            near = [other for other in (index - 1, index + 1) if 0 <= other < len(bands)]
            other = min(near, key=lambda at: max(ends(bands[at])[0] - bottom, top - ends(bands[at])[1]))
            first, last = min(top, ends(bands[other])[0]), max(bottom, ends(bands[other])[1])
            if last - first <= 1.35 * usual:
                bands[min(index, other)] += bands.pop(max(index, other))
                index = max(min(index, other) - 1, 0)
                continue
        index += 1
    return bands
