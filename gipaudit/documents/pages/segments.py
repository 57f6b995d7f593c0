"""Ruling lines put together: pieces in one line are one, double lines are one, dots and blocks are none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from gipaudit.documents.pages.page import Box

NEAR = 2.5
"""Points: what stands nearer than this across a line is the same line (jitter, double lines)."""

REACH = 3.0
"""Points: a gap in a line, or between a line and the one it should meet, that is none."""

_Item = TypeVar("_Item")
_SPREAD = 4.5
_THICK = 6.0
_SHORT = 6.0
_MOST = 3_000


@dataclass(frozen=True, slots=True)
class Segment:
    """A straight line along one axis: where it stands across it, and from where to where it goes."""

    at: float
    low: float
    high: float

    @property
    def length(self) -> float:
        """Its length in points."""
        return self.high - self.low


def segments(rules: Iterable[Box]) -> tuple[list[Segment], list[Segment]]:
    """Return the horizontal and the vertical lines, each sorted by where they stand.

    A page with more lines than any table has keeps the longest.
    """
    horizontal: list[Segment] = []
    vertical: list[Segment] = []
    for left, top, right, bottom in rules:
        width, height = right - left, bottom - top
        if width >= height:
            if height <= _THICK:
                horizontal.append(Segment((top + bottom) / 2, left, right))
        elif width <= _THICK:
            vertical.append(Segment((left + right) / 2, top, bottom))
    return _joined(horizontal), _joined(vertical)


def levels(positions: Iterable[tuple[float, float]]) -> list[float]:
    """Return one position for each group of positions near each other: the mean by weight (positions, weights)."""
    found: list[float] = []
    for group in _groups(sorted(positions), lambda item: item[0]):
        total = sum(weight for _, weight in group)
        found.append(sum(at * weight for at, weight in group) / total if total else group[0][0])
    return found


def _groups(items: Sequence[_Item], position: Callable[[_Item], float]) -> Iterator[list[_Item]]:
    """Cut items, sorted by position, wherever the next one is not near the last or too far from the first."""
    group: list[_Item] = []
    for item in items:
        if group and (position(item) - position(group[-1]) > NEAR or position(item) - position(group[0]) > _SPREAD):
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def _joined(pieces: list[Segment]) -> list[Segment]:
    """Return lines made of pieces that stand at one height and touch each other."""
    pieces.sort(key=lambda piece: piece.at)
    lines: list[Segment] = []
    for group in _groups(pieces, lambda piece: piece.at):
        group.sort(key=lambda piece: piece.low)
        part = [group[0]]
        high = group[0].high
        for piece in group[1:]:
            if piece.low > high + REACH:
                lines.append(_line(part))
                part = []
                high = piece.high
            part.append(piece)
            high = max(high, piece.high)
        lines.append(_line(part))
    lines = [line for line in lines if line.length >= _SHORT]
    if len(lines) > _MOST:
        lines = sorted(lines, key=lambda line: -line.length)[:_MOST]
    return sorted(lines, key=lambda line: (line.at, line.low))


def _line(part: Sequence[Segment]) -> Segment:
    weight = sum(piece.length for piece in part)
    at = sum(piece.at * piece.length for piece in part) / weight if weight else part[0].at
    return Segment(at, part[0].low, max(piece.high for piece in part))
