"""A scanned page → its text, with confidence, and its ruling lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from gipaudit.documents.limits import Limits
from gipaudit.documents.pages.grid import cells
from gipaudit.documents.pages.page import Box, Page, Run
from gipaudit.documents.recognisers import Scan
from gipaudit_ocr.engine import OTHER, Engine, engine
from gipaudit_ocr.figures import UNSURE, black_and_white, is_numeral, may_be_figure, settled
from gipaudit_ocr.ink import Strip, strips
from gipaudit_ocr.paper import Grey, ink, smoothed, whitened, without_specks
from gipaudit_ocr.rulings import Rulings, rulings
from gipaudit_ocr.upright import quarters, skew, turned_by

PixelBox = tuple[int, int, int, int]

_STRAIGHT = 0.04
_FIND_AGAIN = 0.3
_INSET = 0.4
_MARGIN = 1.5
_PALE = 0.45
_LEAST_SURE = 0.3
"""Lines of text outside tables of which the network is less sure than this are no text: stamps, drawings, dirt."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """One line of text to be read: its strip and whether it stands in a table."""

    strip: Strip
    in_cell: bool


def read(scan: Scan, limits: Limits) -> Page:
    """Read a page.

    The page that is returned is upright and straight: turned by quarters where the text was not, and by the small
    angle at which it was scanned.
    """
    found = engine()
    grey = smoothed(np.ascontiguousarray(scan.pixels))
    width, height = scan.width, scan.height
    boxes = found.find(grey)
    quarter = quarters(grey, boxes, found)
    if quarter:
        grey = np.ascontiguousarray(np.rot90(grey, quarter))
        width, height = (height, width) if quarter % 2 else (width, height)
    point = grey.shape[1] / width
    angle = skew(grey, point)
    if abs(angle) > _STRAIGHT:
        grey = turned_by(grey, angle)
    if quarter or abs(angle) > _FIND_AGAIN:
        boxes = found.find(grey)
    white = without_specks(whitened(grey, point), point)
    lines = rulings(white, point)
    to_points = partial(_scaled, by=1 / point)
    rules = tuple(to_points(box) for box in lines.boxes)
    cuts = [*_in_cells(white, lines, rules, point), *_outside(white, boxes, lines, rules, point)]
    return Page(scan.number, width, height, tuple(_runs(cuts, found, point)), rules)


def _in_cells(white: Grey, lines: Rulings, rules: tuple[Box, ...], point: float) -> Iterator[_Cut]:
    for grid in cells(rules):
        for cell in grid.cells:
            left, top, right, bottom = (edge * point for edge in cell.box)
            inset = _INSET * point
            box = (round(left + inset), round(top + inset), round(right - inset), round(bottom - inset))
            yield from (_Cut(strip, True) for strip in strips(white, lines.mask, box, point))


def _outside(
    white: Grey, boxes: Sequence[PixelBox], lines: Rulings, rules: tuple[Box, ...], point: float
) -> Iterator[_Cut]:
    """The lines of text outside tables."""
    free = white.copy()
    free[lines.mask] = 255
    tables = [tuple(edge * point for edge in grid.box) for grid in cells(rules)]
    margin = round(_MARGIN * point)
    for left, top, right, bottom in boxes:
        x, y = (left + right) / 2, (top + bottom) / 2
        if any(a <= x <= c and b <= y <= d for a, b, c, d in tables):
            continue
        left, right = _whole_line(free, (left, top, right, bottom), boxes)
        rows, columns = np.nonzero(ink(free[top:bottom, left:right]))
        if not len(rows):
            continue
        box = (
            left + int(columns.min()),
            top + int(rows.min()),
            left + int(columns.max()) + 1,
            top + int(rows.max()) + 1,
        )
        a, b = max(left - margin, 0), max(top - margin // 2, 0)
        yield _Cut(Strip(box, free[b : bottom + margin // 2, a : right + margin], ()), False)


def _whole_line(free: Grey, box: PixelBox, boxes: Sequence[PixelBox]) -> tuple[int, int]:
    """From where to where a line of text goes on beyond the box in which it was found.

    Networks cut off a numeral before a heading (二、); it stands nearer to the line than a character is high.
    """
    left, top, right, bottom = box
    high = bottom - top
    beside = [other for other in boxes if other != box and other[1] < bottom and top < other[3]]
    first = max((other[2] for other in beside if other[2] <= left + high), default=0)
    last = min((other[0] for other in beside if other[0] >= right - high), default=free.shape[1])
    inked = np.nonzero(ink(free[top:bottom]).any(axis=0))[0]
    for column in inked[inked < left][::-1].tolist():
        if left - column > high or column < first:
            break
        left = column
    for column in inked[inked >= right].tolist():
        if column - right > high or column >= last:
            break
        right = column + 1
    return left, right


def _runs(cuts: list[_Cut], found: Engine, point: float) -> Iterator[Run]:
    heard = found.read([cut.strip.picture for cut in cuts])
    figures = [index for index, cut in enumerate(cuts) if cut.in_cell and may_be_figure(heard[index])]
    again = dict(zip(figures, found.read([black_and_white(cuts[i].strip.picture) for i in figures]), strict=True))
    darkest = [int(cut.strip.picture.min()) for cut in cuts]
    usual = float(np.median(darkest)) if cuts else 0.0
    pale = usual + _PALE * (255 - usual)
    for index, cut in enumerate(cuts):
        said = heard[index].words
        text, sure = said.text.strip(), round(said.mean, 3)
        if index in again:
            text, sure = settled(cut.strip, heard[index].figure, again[index].figure, point, darkest[index] > pale)
        elif cut.in_cell and is_numeral(text):
            sure *= UNSURE
        elif not cut.in_cell and (not text or sure < _LEAST_SURE):
            continue
        yield Run(text or OTHER, _scaled(cut.strip.box, 1 / point), min(sure, 0.999))


def _scaled(box: Box, by: float) -> Box:
    left, top, right, bottom = box
    return left * by, top * by, right * by, bottom * by
