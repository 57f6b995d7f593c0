"""From lines to paragraphs: a full line goes on in the next one, unless that begins a paragraph of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from gipaudit.documents.model import Paragraph, Place
from gipaudit.documents.pages.lines import Line, around
from gipaudit.documents.wrapping import BEGINS, ENDS, join

_INDENT = 1.2
_SLACK = 2.0
_OTHER_SIZE = 0.18
_GAP = 1.6
_NARROWEST = 15
_CHAPTER = re.compile(r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}部分")


@dataclass(frozen=True, slots=True)
class Measure:
    """The column that text is set in: its left and right end, and the usual distance from line to line."""

    left: float
    right: float
    pitch: float


def measure(lines: Sequence[Line]) -> Measure:
    """Return the column that most of these lines fill."""
    lefts = sorted(line.box[0] for line in lines)
    rights = sorted(line.box[2] for line in lines)
    steps = [
        after.box[3] - before.box[3]
        for before, after in pairwise(lines)
        if 0 < after.box[3] - before.box[3] < 4 * before.size
    ]
    return Measure(
        lefts[len(lefts) // 10], rights[len(rights) * 9 // 10], median(steps) if steps else 2 * lines[0].size
    )


def paragraph(page: int, lines: Sequence[Line]) -> Paragraph:
    """Return lines, the first on that page, as one paragraph."""
    text = ""
    for line in lines:
        words = line.text.strip()
        text = join(text, words) if text and words else text or words
    confidence = min(line.confidence for line in lines)
    return Paragraph(text, Place(page=page, box=around(line.box for line in lines)), confidence=confidence)


def goes_on(before: Line, after: Line, column: Measure, same_page: bool) -> bool:
    """Whether a line is the rest of the one before it."""
    size = max(before.size, after.size, 1.0)
    if abs(before.size - after.size) > _OTHER_SIZE * size:
        return False
    if same_page and after.box[3] - before.box[3] > _GAP * max(column.pitch, 1.2 * size):
        return False
    if _first(after) - column.left > _INDENT * size or before.box[2] < column.right - _SLACK * size:
        return False
    if column.right - column.left < _NARROWEST * size or _CHAPTER.match(after.text.strip()):
        return False
    return not (before.text.rstrip().endswith(ENDS) and BEGINS.match(after.text.strip()))


def _first(line: Line) -> float:
    """Return where the first character of a line stands that is no blank."""
    return next(run.box[0] for run in line.runs if run.text.strip())


def joined(lines: Iterable[tuple[int, Line]], column: Measure) -> list[Paragraph]:
    """Return the paragraphs of lines, each given with its page."""
    found: list[Paragraph] = []
    part: list[Line] = []
    first = last = 0
    for page, line in lines:
        if part and not goes_on(part[-1], line, column, page == last):
            found.append(paragraph(first, part))
            part = []
        if not part:
            first = page
        part.append(line)
        last = page
    if part:
        found.append(paragraph(first, part))
    return found
