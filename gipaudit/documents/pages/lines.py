"""From runs to lines of text, in reading order; and from the lines of a cell to its text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from gipaudit.documents.pages.characters import meant
from gipaudit.documents.pages.page import Box, Run
from gipaudit.documents.wrapping import join

_SAME_LINE = 0.5
_WORD_GAP = 0.25
_WIDE_GAP = 0.9
_FIGURE_GAP = 0.45
_OVERLAP = 0.6
_STACKED = 3


@dataclass(frozen=True)
class Line:
    """One line of text: its runs from left to right."""

    runs: tuple[Run, ...]

    @cached_property
    def box(self) -> Box:
        """The box round its runs."""
        return around(run.box for run in self.runs)

    @cached_property
    def size(self) -> float:
        """The height of its characters, in points."""
        return median(run.box[3] - run.box[1] for run in self.runs)

    @cached_property
    def text(self) -> str:
        """What it says; a gap between words or figures is a blank."""
        return _text(self.runs)

    @property
    def confidence(self) -> float:
        """The lowest of its runs'."""
        return min(run.confidence for run in self.runs)


def around(boxes: Iterable[Box]) -> Box:
    """Return the box round boxes."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def lines(runs: Iterable[Run]) -> list[Line]:
    """Return the lines that runs make, from top to bottom.

    What stands at the height of a larger run (a superscript) is in its line. Blank runs at a line's ends are kept.
    """
    groups: list[list[Run]] = []
    tallest: Run | None = None
    for run in sorted(runs, key=lambda run: (run.box[1] + run.box[3], run.box[0])):
        if tallest is None or not _beside(run, tallest):
            groups.append([])
            tallest = run
        elif _height(run) > _height(tallest):
            tallest = run
        groups[-1].append(run)
    return [
        Line(tuple(sorted(group, key=lambda run: run.box[0])))
        for group in groups
        if any(run.text.strip() for run in group)
    ]


def _beside(run: Run, tallest: Run) -> bool:
    middle, other = (run.box[1] + run.box[3]) / 2, (tallest.box[1] + tallest.box[3]) / 2
    return abs(middle - other) <= _SAME_LINE * max(_height(run), _height(tallest))


def _height(run: Run) -> float:
    return run.box[3] - run.box[1]


def _text(runs: Sequence[Run]) -> str:
    parts: list[str] = []
    before: Run | None = None
    for run in runs:
        if before is not None and _twice(before, run):
            continue
        if before is not None and _parted(before, run):
            parts.append(" ")
        parts.append(run.text)
        before = run
    return meant("".join(parts))


def _twice(before: Run, run: Run) -> bool:
    """Whether the same is printed twice at one place, as some programs make letters bold."""
    width = max(run.box[2] - run.box[0], 0.1)
    return before.text == run.text and before.box[2] - run.box[0] > _OVERLAP * width


def _parted(before: Run, run: Run) -> bool:
    """Whether a gap between two runs is as wide as a blank where neither prints one."""
    first, second = before.text[-1:], run.text[:1]
    if first.isspace() or second.isspace():
        return False
    gap = (run.box[0] - before.box[2]) / max(_height(before), _height(run), 1.0)
    if first.isascii() and second.isascii():
        return gap > (_FIGURE_GAP if first.isdigit() and second.isdigit() else _WORD_GAP)
    return gap > _WIDE_GAP


def cell_lines(runs: Sequence[Run]) -> list[Line]:
    """Return the lines in a cell, in reading order.

    Characters one below the other that are printed from the bottom up are a line lying on its side.
    """
    found = lines(runs)
    stacked = len(found) >= _STACKED and all(len(line.runs) == 1 and len(line.text) == 1 for line in found)
    heights = [run.box[1] for run in runs if run.text.strip()]
    if stacked and all(after < before for before, after in pairwise(heights)):
        found.reverse()
    return found


def cell_text(found: Sequence[Line], width: float) -> str:
    """Return what the lines in a cell of that width say, joined where they were broken at its width.

    Two figures below each other are one number only where the upper one fills its line; else they stay two lines.
    """
    text = ""
    for index, line in enumerate(found):
        words = line.text.strip() if len(found) > 1 else line.text
        if not text:
            text = words
        elif text[-1:].isdigit() and words[:1].isdigit() and has_room(found[index - 1], width):
            text = f"{text}\n{words}"
        else:
            text = join(text, words)
    return text


def has_room(line: Line, width: float) -> bool:
    """Whether a line has room for another character, beside what cells leave free at their sides."""
    left, _, right, _ = line.box
    return width - (right - left) > 2.2 * line.size
