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
_GRAINY = 7.0
_FULL_STOP = 0.3
"""Square points of ink: the full stop of the smallest print has more."""


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


def smoothed(grey: Grey) -> Grey:
    """Return the picture with the grain of a bad scan taken away, strokes kept; a clean one as it is."""
    grain = _grain(grey)
    if grain < _GRAINY:
        return grey
    return np.asarray(cv2.fastNlMeansDenoising(grey, None, min(1.2 * grain, 40.0), 5, 15), np.uint8)


def _grain(grey: Grey) -> float:
    """The spread of grey levels from pixel to pixel, told on the calmer half of the picture (Immerkær 1996)."""
    mask = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    strength = np.abs(cv2.filter2D(grey.astype(np.float32), -1, mask))
    # The median of a normal deviation is 0.6745 of its spread, and the mask makes six of one.
    return float(np.median(strength) / 0.6745 / 6)


def ink(white: Grey) -> Mask:
    """Return where ink is on whitened paper."""
    return np.asarray(white < INK)


def without_specks(white: Grey, point: float) -> Grey:
    """Return the picture without dark specks that hold less ink than a full stop, and white ones inside strokes.

    What is as near to a stroke as a full stop to its digit stays, unless it is a single pixel.
    """
    cleaned = white.copy()
    # What hangs on a fainter stroke is no speck, so that specks are looked for where hardly anything is white.
    shade = white < _SHADE
    _, labels, stats, _ = cv2.connectedComponentsWithStats(shade.astype(np.uint8), connectivity=8)
    held = np.bincount(labels.ravel(), 255.0 - white.ravel(), len(stats)) / 255
    small = held < _FULL_STOP * point**2
    small[0] = True
    reach = round(2 * point) + 1
    strokes = (~small[labels]).astype(np.uint8)
    near = np.zeros(len(stats), bool)
    near[labels[cv2.dilate(strokes, np.ones((reach, reach), np.uint8)) > 0]] = True
    gone = small & (~near | (stats[:, cv2.CC_STAT_AREA] <= 1))
    gone[0] = False
    cleaned[gone[labels]] = 255
    around = cv2.medianBlur(cleaned, 3)
    holes = (cleaned > _BRIGHT) & (around < _DEEP)
    cleaned[holes] = around[holes]
    return cleaned
