"""The smallest sets of cells whose change makes a system of equations true, by depth-first search up to three cells.

Every set that mends all must hold a cell of each broken row, so the search branches over the cells of one broken row;
where the cells chosen so far touch every broken row but cannot mend them, over the cells of the rows that contradict.
So no set is overlooked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from gipaudit.rules.system import System

MOST_CELLS = 3
"""The largest set that is searched for."""

MOST_SETS = 10
"""How many equally small sets are listed."""

MOST_VISITS = 30_000
"""How many rows may be looked at before the search gives up."""


@dataclass(frozen=True)
class Smallest:
    """The smallest sets, by index of cell, each with values that mend all where these are known.

    ``complete`` says that there are no others of that size. Without sets, ``least`` is what the search has shown to
    be the least size, and ``why`` says in Chinese why no larger ones were found, where they were looked for.
    """

    sets: Mapping[frozenset[int], Mapping[int, int]]
    complete: bool
    least: int
    why: str = ""


def smallest_sets(system: System) -> Smallest:
    """Find the smallest sets; a set of no cells where nothing must be changed."""
    for size in range(MOST_CELLS + 1):
        search = _Search(system, size)
        search.descend(frozenset())
        if search.sets:
            return Smallest(search.sets, not search.cut, size)
        if search.cut:
            return Smallest({}, False, size)
    return Smallest({}, False, MOST_CELLS + 1)


@dataclass
class _Search:
    """The search for sets of one size, all smaller ones being ruled out."""

    system: System
    size: int
    sets: dict[frozenset[int], Mapping[int, int]] = field(default_factory=dict)
    cut: bool = False
    _seen: set[frozenset[int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._broken = self.system.broken()
        often = Counter(index for number in self._broken for index in self.system.rows[number].terms)
        self._reach = max(often.values(), default=0)

    def descend(self, chosen: frozenset[int]) -> None:
        """Look at all sets that hold the chosen cells."""
        if chosen in self._seen:
            return
        self._seen.add(chosen)
        self.system.visits += 1 + len(self._broken) // 8
        if self.system.visits > MOST_VISITS:
            self.cut = True
        if self.cut:
            return
        for index in self._next(chosen):
            self.descend(chosen | {index})

    def _next(self, chosen: frozenset[int]) -> list[int]:
        """The cells of which one must be chosen too; none where the chosen are a set, or can never become one."""
        rows, left = self.system.rows, self.size - len(chosen)
        untouched = [number for number in self._broken if chosen.isdisjoint(rows[number].terms)]
        if untouched:
            if len(untouched) > left * self._reach:
                return []
            narrowest = min(untouched, key=lambda number: (len(rows[number].terms), number))
            return sorted(set(rows[narrowest].terms) - chosen)
        answer = self.system.answer(chosen)
        if answer.state != "impossible":
            if len(self.sets) == MOST_SETS or answer.state == "open":
                self.cut = True
            if len(self.sets) < MOST_SETS:
                self.sets[chosen] = answer.values
            return []
        if not left:
            return []
        cells = {index for number in answer.rows for index in rows[number].terms}
        return sorted(cells - chosen - self.system.unread)
