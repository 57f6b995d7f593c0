"""Turning a picture upright: by quarters where the text lies on its side or its head, then by the small angle of a
scan that was not laid straight.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from gipaudit_ocr.engine import Engine
from gipaudit_ocr.paper import Grey

PixelBox = tuple[int, int, int, int]

_STEEPEST = 5.0
"""Degrees: nobody lays a page less straight, and a photograph turned more than this must be taken anew."""

_SEARCH = ((0.5, _STEEPEST, 0.5), (1.0, 0.5, 0.1), (2.0, 0.1, 0.02))
"""Coarse to fine: pixels to a point, how far to either side, in which steps (degrees)."""

_DARK = 160
_SAMPLE = 4
_LONG_ENOUGH = 14
_CLEARLY = 0.05


def quarters(grey: Grey, found: Sequence[PixelBox], engine: Engine) -> int:
    """Return how many quarter turns, against the clock, make the text upright (0–3). ``found`` is where text stands.

    Lines of text are longer than high; of the two ways that are left the one is taken in which the longest lines
    read better.
    """
    boxes = [box for box in found if min(box[2] - box[0], box[3] - box[1]) >= 6]
    if not boxes:
        return 0
    lying = [box for box in boxes if box[2] - box[0] >= 2.5 * (box[3] - box[1])]
    standing = [box for box in boxes if box[3] - box[1] >= 2.5 * (box[2] - box[0])]
    on_its_side = len(standing) > len(lying)
    sample = sorted(standing if on_its_side else lying, key=lambda box: -max(box[2] - box[0], box[3] - box[1]))
    crops = [grey[top:bottom, left:right] for left, top, right, bottom in sample[:_SAMPLE]]
    crops = [_cut(crop) for crop in crops]
    if not crops:
        return 0
    turned = [np.rot90(crop, 1 if on_its_side else 0) for crop in crops]
    one = _read_well(turned, engine)
    other = _read_well([np.rot90(crop, 2) for crop in turned], engine)
    first = 1 if on_its_side else 0
    return first + 2 if other > one * (1 + _CLEARLY) else first


def _read_well(lines: Sequence[Grey], engine: Engine) -> float:
    return sum(heard.words.mean * len(heard.words.text) for heard in engine.read(lines))


def _cut(crop: Grey) -> Grey:
    """As much of a line as tells which way it stands."""
    high, wide = crop.shape
    return crop[:, : _LONG_ENOUGH * high] if wide > high else crop[: _LONG_ENOUGH * wide]


def skew(grey: Grey, point: float) -> float:
    """Return by how many degrees, against the clock, the picture must be turned to be straight.

    It is the turn at which rows of ink and the gaps between them part best, whether they are lines of a table or of
    text. ``point`` is the length of a point in pixels.
    """
    dark = (grey < _DARK).astype(np.uint8) * 255
    best = 0.0
    for scale, reach, step in _SEARCH:
        factor = min(scale / point, 1.0)
        small = cv2.resize(dark, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        angles = [best + step * turn for turn in range(-round(reach / step), round(reach / step) + 1)]
        best = max(angles, key=lambda angle: (_parted(np.asarray(small, np.uint8), angle), -abs(angle)))
    return round(best, 3)


def _parted(dark: Grey, angle: float) -> float:
    """How much rows differ from their neighbours once turned."""
    rows = turned_by(dark, angle, 0).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def turned_by(grey: Grey, angle: float, fill: int = 255) -> Grey:
    """Return the picture turned about its middle by so many degrees, against the clock."""
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return np.asarray(
        cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=fill), np.uint8
    )
