"""One comparison of a formula as it stands in many reports: both sides in figures, and how far they are apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache

from gipaudit.rules.formula.affine import Affine
from gipaudit.rules.formula.compiled import Link
from gipaudit.rules.formula.figures import Figures, decimal, plain
from gipaudit.rules.formula.intervals import interval
from gipaudit.rules.formula.printing import OPPOSITE
from gipaudit.rules.formula.ranges import Ranges
from gipaudit.rules.formula.tree import Name
from gipaudit.scorecard import Interval


class Compared:
    """A comparison in the reports of the ranges: ``left`` and ``right`` are its sides in figures, ``lefts`` and
    ``rights`` what they may add up to.
    """

    def __init__(self, link: Link, figures: Figures, ranges: Ranges) -> None:
        self.link = link
        self._ranges = ranges
        self.left, self.right = figures.side(link.left), figures.side(link.right)
        self.lefts, self.rights = (self._intervals(side) for side in link.sides)

    def _intervals(self, side: Affine) -> Sequence[Interval]:
        low, high = interval(side, self._ranges)
        return list(zip(map(decimal, low.tolist()), map(decimal, high.tolist()), strict=True))

    def equation(self, at: int, *, failing: bool) -> str:
        """Both sides in one report, with what is true of them between."""
        operator = OPPOSITE[self.link.operator] if failing else self.link.operator
        return f"{self.left[at]} {operator} {self.right[at]}"

    def values(self, at: int, *, failing: bool) -> Mapping[str, str]:
        """What a message may say of one report: both sides, their difference, what was found and expected."""
        difference = self._differences[at] if failing else ""
        values = {"left": self.left[at], "right": self.right[at], "difference": difference}
        if self._lone is not None:
            found, expected = (self.left, self.rights) if self._lone == 0 else (self.right, self.lefts)
            low, high = expected[at]
            values["found"] = found[at]
            if low is not None and low == high:
                values["expected"] = plain(low)
        return values

    @cached_property
    def _lone(self) -> int | None:
        """Which side of an equality is one cell, if one is."""
        single = [isinstance(side, Name) for side in (self.link.left, self.link.right)]
        return None if self.link.operator != "=" or single[0] == single[1] else single.index(True)

    @cached_property
    def _differences(self) -> Sequence[str]:
        low, high = (ends / self.link.scale for ends in interval(self.link.difference, self._ranges))
        return list(map(_apart, low.tolist(), high.tolist()))


@lru_cache(maxsize=10_000)
def _apart(low: float, high: float) -> str:
    """How far from nought the numbers of an interval are; empty where it holds nought."""
    if low <= 0 <= high:
        return ""
    least = decimal(low if low > 0 else -high)
    shown = "" if least is None else plain(least)
    return shown if low == high else f"至少 {shown}"
