"""From numbers in a text to lists of points, and what is wrong with a list."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gipaudit_shandong.markers import Marker, Style, hinted

DEEPEST = 10
"""So many lists are kept open inside each other."""

SHOWN = 12
"""Of a longer list only the numbers around its first fault are shown."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A point whose number does not follow the one before it (``None``: it is the first of its list).

    ``missing`` are the numbers left out between the two; where there are none, the point repeats a number.
    """

    before: Marker | None
    marker: Marker
    missing: tuple[int, ...]


@dataclass
class Points:
    """The points of one list, in their order."""

    style: Style
    markers: list[Marker] = field(default_factory=list)

    @property
    def last(self) -> Marker:
        """The point that came last."""
        return self.markers[-1]

    def faults(self, text: str, opening: int) -> list[Fault]:
        """What is wrong in the list, given the text of its section and where in it the first 一 of any kind stands.

        A number is missing only where nothing between its neighbours may be that point in another writing (其次,
        二要, （2）…); of a list that begins behind 一, only in running prose that has no other first point before.
        """
        found = []
        first = self.markers[0]
        missing = tuple(range(1, first.number))
        if missing and self.style.inline and len(self.markers) > 1 and opening >= first.start:
            found.append(Fault(None, first, missing))
        for before, marker in zip(self.markers, self.markers[1:], strict=False):
            between = text[before.end : marker.start]
            missing = tuple(n for n in range(before.number + 1, marker.number) if not hinted(n, between))
            if missing or marker.number == before.number:
                found.append(Fault(before, marker, missing))
        return found

    def printed(self, faults: Sequence[Fault] = ()) -> str:
        """The numbers as they follow one another."""
        first = self.markers.index(faults[0].marker) if faults else 0
        start = max(0, first - SHOWN // 2) if len(self.markers) > SHOWN else 0
        shown = self.markers[start : start + SHOWN]
        numbers = [self.style.show(marker.number) for marker in shown]
        return "、".join(
            [*(["……"] if start else []), *numbers, *(["……"] if start + len(shown) < len(self.markers) else [])]
        )


def lists(markers: Iterable[Marker], breaks: Sequence[int] = ()) -> list[Points]:
    """Sort the numbers of one section into lists of two points and more.

    A number continues the innermost open list of its style that it follows. 一 opens a list, and so does a number
    below the last one (a list whose first point is written otherwise). A point of an outer style ends the lists of
    inner styles; so does a heading: ``breaks`` are the numbers of paragraphs that are headings, in their order.
    """
    made: list[Points] = []
    opened: list[Points] = []
    heading = -1
    for marker in markers:
        above = bisect_right(breaks, marker.paragraph) - 1
        if above > heading:
            heading = above
            opened = [points for points in opened if not points.style.inline]
        opened = [points for points in opened if points.style.rank <= marker.style.rank][-DEEPEST:]
        points = _continued(marker, opened)
        if points is None:
            points = Points(marker.style)
            made.append(points)
            opened.append(points)
        points.markers.append(marker)
    return [points for points in made if len(points.markers) > 1]


def _continued(marker: Marker, opened: list[Points]) -> Points | None:
    """The open list that a number continues; lists opened inside that one are over."""
    same = [points for points in opened if points.style == marker.style]
    if not same or marker.number == 1:
        return None
    for points in reversed(same):
        if points.last.number == marker.number - 1 and not _cut_short(same[-1], points, marker):
            del opened[opened.index(points) + 1 :]
            return points
    return same[-1] if marker.number >= same[-1].last.number else None


def _cut_short(inner: Points, outer: Points, marker: Marker) -> bool:
    """Whether a number that would go on with an outer list belongs to the inner one, and skips there: the inner one
    has a single point, in the number's own paragraph, to which the outer list does not reach.
    """
    if inner is outer or len(inner.markers) > 1:
        return False
    return inner.last.paragraph == marker.paragraph != outer.last.paragraph
