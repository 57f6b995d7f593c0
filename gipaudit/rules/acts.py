"""Single acts that may have made several cells of a table wrong: what tells one explanation from its equals.

Neighbours changed places, a run of figures went one cell too far, a line was copied from its neighbour or left as it
was last year. Each is undone in whole numbers and held to every equation: one that mends all that fails is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from gipaudit.rules.system import System

SWAPPED = "相邻两格的数写颠倒"
MISPLACED = "数字写到了相邻的格里"
COPIED = "照抄了相邻的格"
LAST_YEAR = "沿用了上年的数"
ROW_COPIED, COLUMN_COPIED = "整行照抄了相邻的行", "整列照抄了相邻的列"
RIGHT, LEFT, DOWN, UP = (
    "一段数字整体错后一列",
    "一段数字整体错前一列",
    "一段数字整体错后一行",
    "一段数字整体错前一行",
)

LEAST_MOVED = 2
"""How many numbers other than nought a run or a line must hold: single ones are told as misplaced or not at all."""

LEAST_FIGURE = 10
"""A smaller figure is like another by chance too easily to be told as copied."""


@dataclass(frozen=True)
class Surroundings:
    """The lines of a table as printed, by address, and what its cells held a year before, where that is known."""

    across: tuple[tuple[str, ...], ...] = ()
    down: tuple[tuple[str, ...], ...] = ()
    previous: Callable[[str], Decimal | None] = lambda address: None


@dataclass(frozen=True)
class Act:
    """What undoes one act: the values that the cells should have, by index, and in Chinese what it was.

    One that is not ``telling`` may be chance: it is not told, and keeps others from being told as the only one.
    """

    values: Mapping[int, int]
    why: str
    telling: bool = True


class Acts:
    """The acts that may explain the failing equations of one system.

    Args:
        system: cells and rows, the equations first.
        surroundings: the table's lines; cells that no equation holds part them.
        whole: a number in the scale of the system.
    """

    def __init__(self, system: System, surroundings: Surroundings, whole: Callable[[Decimal], int | None]) -> None:
        self._system = system
        self._surroundings = surroundings
        self._whole = whole
        index = {variable.address: number for number, variable in enumerate(system.variables)}
        self._across = [_known(line, index) for line in surroundings.across]
        self._down = [_known(line, index) for line in surroundings.down]
        self._reached: dict[int, frozenset[int]] = {}

    @cached_property
    def _beside(self) -> Mapping[int, set[int]]:
        """The cells beside each cell."""
        beside: dict[int, set[int]] = {}
        for first, second in (pair for line in (*self._across, *self._down) for pair in _neighbours(line)):
            beside.setdefault(first, set()).add(second)
            beside.setdefault(second, set()).add(first)
        return beside

    def copied(self, index: int) -> str:
        """Why a cell that is wrong holds the number it holds: last year's, or that of a cell beside it."""
        value = self._system.variables[index].value
        if value is None or abs(value) < LEAST_FIGURE * self._system.variables[index].step:
            return ""
        if self._last_year(index) == value:
            return LAST_YEAR
        beside = (self._system.variables[other].value for other in sorted(self._beside.get(index, ())))
        return COPIED if value in beside else ""

    def explaining(self, failing: frozenset[int]) -> Iterator[Act]:
        """Acts over two cells and more that mend these failing equations, and break no other."""
        for act in self._candidates(failing):
            values = {index: value for index, value in act.values.items() if self._value(index) != value}
            if len(values) > 1 and self._mends(values, failing):
                yield Act(values, act.why)

    def _candidates(self, failing: frozenset[int]) -> Iterator[Act]:
        """Acts on the lines whose cells stand in all that fails: no other can mend it."""
        for lines, (behind, before) in ((self._across, (RIGHT, LEFT)), (self._down, (DOWN, UP))):
            for line in lines:
                if not self._reaches(line, failing):
                    continue
                yield from self._swapped(line)
                for run in _runs(line):
                    yield from self._moved(run, behind)
                    yield from self._moved(run[::-1], before)
                yield from self._left_as_it_was(line)
        yield from self._repeated(self._across, ROW_COPIED, failing)
        yield from self._repeated(self._down, COLUMN_COPIED, failing)

    def _reaches(self, line: Sequence[int | None], failing: frozenset[int]) -> bool:
        """Whether every failing equation holds a cell of the line."""
        reached = self._reached.get(id(line))
        if reached is None:
            rows_of = self._system.rows_of
            reached = frozenset(number for index in line if index is not None for number in rows_of[index])
            self._reached[id(line)] = reached
        return failing <= reached

    def _swapped(self, line: Sequence[int | None]) -> Iterator[Act]:
        for first, second in _neighbours(line):
            one, other = self._value(first), self._value(second)
            if one != other:
                why = SWAPPED if one and other else MISPLACED
                yield Act({first: other, second: one}, why)

    def _moved(self, run: Sequence[int], why: str) -> Iterator[Act]:
        """Figures written one cell too far along the run: nought stands where they begin, nought fell off its end."""
        own = frozenset(run)
        for start, first in enumerate(run[:-1]):
            if self._value(first) or not self._value(run[start + 1]):
                continue
            values: dict[int, int] = {}
            for here, there in pairwise(run[start:]):
                values[here] = self._value(there)
                if not self._holds_apart(here, values[here], own):
                    break
                moved = sum(map(bool, values.values()))
                if moved >= LEAST_MOVED and self._value(there):
                    yield Act({**values, there: 0}, why)

    def _holds_apart(self, index: int, value: int, line: frozenset[int]) -> bool:
        """Whether the rows that cross a line in this cell hold with its new value."""
        return all(
            self._system.may_hold(number, {index: value})
            for number in self._system.rows_of[index]
            if len(line.intersection(self._system.rows[number].terms)) == 1
        )

    def _left_as_it_was(self, line: Sequence[int | None]) -> Iterator[Act]:
        cells = [index for index in line if index is not None and self._value(index)]
        if self._telling(cells) and all(self._last_year(index) == self._value(index) for index in cells):
            yield Act(self._system.determined([index for index in line if index is not None]), LAST_YEAR)

    def _repeated(self, lines: Sequence[Sequence[int | None]], why: str, failing: frozenset[int]) -> Iterator[Act]:
        for one, other in [*pairwise(lines), *((second, first) for first, second in pairwise(lines))]:
            if not self._reaches(one, failing):
                continue
            cells = [index for index in one if index is not None]
            pairs = zip(one, other, strict=False)
            alike = all(a is not None and b is not None and self._value(a) == self._value(b) for a, b in pairs)
            if len(one) == len(other) and alike and self._telling([i for i in cells if self._value(i)]):
                yield Act(self._system.determined(cells), why)

    def _telling(self, cells: Sequence[int]) -> bool:
        """Whether that these cells equal others can hardly be chance."""
        large = (abs(self._value(i)) >= LEAST_FIGURE * self._system.variables[i].step for i in cells)
        return len(cells) >= LEAST_MOVED and any(large)

    def _mends(self, values: Mapping[int, int], failing: frozenset[int]) -> bool:
        rows_of = self._system.rows_of
        touched = {number for index in values for number in rows_of[index]}
        return (
            failing <= touched
            and self._system.allowed(values)
            and all(self._system.may_hold(number, values) for number in sorted(touched))
        )

    def _last_year(self, index: int) -> int | None:
        """What a cell held a year before, in the scale of the system."""
        number = self._surroundings.previous(self._system.variables[index].address)
        return None if number is None else self._whole(number)

    def _value(self, index: int) -> int:
        """The number of a cell, 0 where it holds none."""
        return self._system.variables[index].value or 0


def _known(line: Iterable[str], index: Mapping[str, int]) -> list[int | None]:
    return [index.get(address) for address in line]


def _neighbours(line: Sequence[int | None]) -> Iterator[tuple[int, int]]:
    return ((first, second) for first, second in pairwise(line) if first is not None and second is not None)


def _runs(line: Sequence[int | None]) -> Iterator[list[int]]:
    """The stretches of a line whose cells stand in equations."""
    run: list[int] = []
    for index in (*line, None):
        if index is not None:
            run.append(index)
            continue
        if len(run) > LEAST_MOVED:
            yield run
        run = []
