"""The picture as if printed on white paper: background evened out, specks gone."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

INK = 185
"""What is darker than this on whitened paper is ink."""


_SHADE, _BRIGHT, _DEEP = 205, 225, 110


def whitened(grey: Grey, point: float) -> Grey:
    """Return the picture with its background made white (255). ``point`` is the length of a point in pixels.

    The background is the brightest there is within the width of two characters, so that shadows, grey paper and
    yellowed edges go, and ink stays.
    """
    step = max(round(point * 1.5), 1)
    small = cv2.resize(grey, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
    reach = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (17, 17))
    paper = cv2.GaussianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, reach), (0, 0), 4)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, np.maximum(paper, 40).astype(np.uint8), scale=250), np.uint8)


def ink(white: Grey) -> Mask:
    """Return where ink is on whitened paper."""
    return np.asarray(white < INK)


def without_specks(white: Grey, point: float) -> Grey:
    """Return the picture without dark specks too small for a decimal point, and without white ones inside strokes."""
    least = max((0.6 * point) ** 2, 1.5)
    cleaned = white.copy()
    # What hangs on a fainter stroke is no speck, so that specks are looked for where hardly anything is white.
    marked = (white < _SHADE).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(marked, connectivity=8)
    small = stats[:, cv2.CC_STAT_AREA] <= least
    small[0] = False
    cleaned[small[labels]] = 255
    around = cv2.medianBlur(cleaned, 3)
    holes = (cleaned > _BRIGHT) & (around < _DEEP)
    cleaned[holes] = around[holes]
    return cleaned
