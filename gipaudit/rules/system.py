"""Equations between cells in whole numbers: what unknown cells may hold so that all of them are true.

All values are multiplied by one power of ten, so that amounts with decimals are whole numbers too. Every answer
is exact; where an answer would take too long it is *open*, never guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import gcd
from typing import Literal, NamedTuple

Bounds = tuple[int | None, int | None]
"""Least and greatest value; ``None`` is −∞ or +∞."""

MOST_UNKNOWNS = 16
"""With more unknown cells their equations are not solved together, only one by one."""

MOST_ROUNDS = 24
"""How often, on the average, an equation is looked at before an answer is left open."""

MOST_TRIALS = 40
"""How many values are tried for cells that the equations leave free."""


class Row(NamedTuple):
    """``low ≤ Σ coefficient · cell ≤ high``; an equation where both are the same. Cells go by their index."""

    terms: Mapping[int, int]
    low: int | None
    high: int | None

    def holds(self, total: int) -> bool:
        """Whether a value of the sum satisfies the row."""
        return (self.low is None or self.low <= total) and (self.high is None or total <= self.high)


class Variable(NamedTuple):
    """A cell: its value as read (``None`` where it could not be), what it may be at all, and its smallest step."""

    address: str
    value: int | None
    bounds: Bounds
    step: int


@dataclass(frozen=True)
class Answer:
    """Whether unknown cells can make all rows true.

    ``values`` are such values by index where it is ``solved``; ``rows`` are rows that cannot all be true where it is
    ``impossible``.
    """

    state: Literal["solved", "open", "impossible"]
    values: Mapping[int, int] = field(default_factory=dict)
    rows: frozenset[int] = frozenset()


@dataclass
class _Equation:
    """A row over unknown cells only, and the bits of the rows it comes from."""

    terms: dict[int, int]
    low: int | None
    high: int | None
    source: int


class System:
    """Cells and the rows between them. ``visits`` counts the work done, in rows looked at."""

    def __init__(self, variables: Sequence[Variable], rows: Sequence[Row]) -> None:
        self.variables = tuple(variables)
        self.rows = tuple(rows)
        self.rows_of: list[list[int]] = [[] for _ in variables]
        for number, row in enumerate(rows):
            for index in row.terms:
                self.rows_of[index].append(number)
        self.unread = frozenset(index for index, variable in enumerate(variables) if variable.value is None)
        self.totals = tuple(self._total(row) for row in rows)
        self.visits = 0

    def _total(self, row: Row) -> int:
        return sum(factor * (self.variables[index].value or 0) for index, factor in row.terms.items())

    def broken(self) -> list[int]:
        """The rows that the cells as read do not satisfy; rows with unread cells are left out."""
        return [
            number
            for number, row in enumerate(self.rows)
            if self.unread.isdisjoint(row.terms) and not row.holds(self.totals[number])
        ]

    def answer(self, changed: Collection[int]) -> Answer:
        """Say whether the rows of changed and unread cells can all be true when the changed ones may be anything."""
        unknown = self.unread.union(changed)
        equations = [
            self._equation(number, unknown) for number in sorted({n for i in unknown for n in self.rows_of[i]})
        ]
        if len(unknown) <= MOST_UNKNOWNS:
            reduced, contradiction = _eliminate([each for each in equations if each.low == each.high])
            self.visits += len(equations)
            if contradiction:
                return Answer("impossible", rows=_bits(contradiction))
            equations += reduced
        propagation = _Propagation(self, equations, unknown)
        conflict = propagation.narrow(range(len(equations)))
        if conflict:
            return Answer("impossible", rows=_bits(conflict))
        values = propagation.settle()
        return Answer("open") if values is None else Answer("solved", values)

    def determined(self, changed: Collection[int]) -> Mapping[int, int]:
        """The values of those changed cells that the equations alone leave no choice, the rest being as read."""
        unknown = self.unread.union(changed)
        equations = [
            self._equation(number, unknown) for number in sorted({n for i in unknown for n in self.rows_of[i]})
        ]
        reduced, contradiction = _eliminate([each for each in equations if each.low == each.high])
        values: dict[int, int] = {}
        for row in () if contradiction else reduced:
            if len(row.terms) == 1 and row.low is not None:
                ((index, factor),) = row.terms.items()
                if index in changed and row.low % factor == 0:
                    values[index] = row.low // factor
        return values

    def may_hold(self, number: int, values: Mapping[int, int]) -> bool:
        """Whether a row can be true with these values, the other cells as read, those not read as they may be."""
        row = self.rows[number]
        low: int | None = 0
        high: int | None = 0
        for index, factor in row.terms.items():
            variable = self.variables[index]
            value = values.get(index, variable.value)
            least, most = _times(variable.bounds if value is None else (value, value), factor)
            low = None if low is None or least is None else low + least
            high = None if high is None or most is None else high + most
        return (row.high is None or low is None or low <= row.high) and (
            row.low is None or high is None or high >= row.low
        )

    def allowed(self, values: Mapping[int, int]) -> bool:
        """Whether each cell may have its value at all."""
        return all(
            (low is None or low <= value)
            and (high is None or value <= high)
            and value % self.variables[index].step == 0
            for index, value in values.items()
            for low, high in [self.variables[index].bounds]
        )

    def _equation(self, number: int, unknown: Collection[int]) -> _Equation:
        row = self.rows[number]
        terms = {index: factor for index, factor in row.terms.items() if index in unknown}
        known = self.totals[number] - sum(
            factor * (self.variables[index].value or 0) for index, factor in terms.items()
        )
        low = None if row.low is None else row.low - known
        high = None if row.high is None else row.high - known
        return _Equation(terms, low, high, 1 << number)


class _Propagation:
    """Bounds of unknown cells, narrowed row by row; every bound remembers the rows that it follows from."""

    def __init__(self, system: System, equations: Sequence[_Equation], unknown: Iterable[int]) -> None:
        self._system = system
        self._equations = equations
        self._bounds = {index: system.variables[index].bounds for index in unknown}
        self._source = dict.fromkeys(self._bounds, 0)
        self._users: dict[int, list[int]] = {index: [] for index in self._bounds}
        for number, equation in enumerate(equations):
            for index in equation.terms:
                self._users[index].append(number)
        self._finished = True

    def narrow(self, start: Iterable[int]) -> int:
        """Narrow until nothing changes. Returns the bits of rows that cannot all be true, or 0."""
        waiting = dict.fromkeys(start)
        left = MOST_ROUNDS * len(self._equations)
        while waiting:
            number = next(iter(waiting))
            del waiting[number]
            left -= 1
            if left < 0:
                self._finished = False
                return 0
            self._system.visits += 1
            changed, conflict = self._apply(self._equations[number])
            if conflict:
                return conflict
            for index in changed:
                waiting.update(dict.fromkeys(self._users[index]))
        return 0

    def _apply(self, equation: _Equation) -> tuple[list[int], int]:
        source = equation.source
        for index in equation.terms:
            source |= self._source[index]
        spans = {index: _times(self._bounds[index], factor) for index, factor in equation.terms.items()}
        lows, highs = [span[0] for span in spans.values()], [span[1] for span in spans.values()]
        open_low, open_high = lows.count(None), highs.count(None)
        low, high = sum(each or 0 for each in lows), sum(each or 0 for each in highs)
        if (equation.high is not None and not open_low and low > equation.high) or (
            equation.low is not None and not open_high and high < equation.low
        ):
            return [], source
        changed = []
        for index, factor in equation.terms.items():
            least, most = spans[index]
            upper = lower = None
            if equation.high is not None and open_low == (least is None):
                upper = equation.high - (low - (least or 0))
            if equation.low is not None and open_high == (most is None):
                lower = equation.low - (high - (most or 0))
            outcome = self._tighten(index, factor, lower, upper)
            if outcome is None:
                return [], source
            if outcome:
                self._source[index] |= source
                changed.append(index)
        return changed, 0

    def _tighten(self, index: int, factor: int, lower: int | None, upper: int | None) -> bool | None:
        """Hold ``factor · cell`` between two bounds. Returns whether that is anything new, ``None`` if impossible."""
        if factor < 0:
            lower, upper, factor = (
                None if upper is None else -upper,
                None if lower is None else -lower,
                -factor,
            )
        unit = factor * self._system.variables[index].step
        low = None if lower is None else -(-lower // unit) * unit // factor
        high = None if upper is None else upper // unit * unit // factor
        old_low, old_high = self._bounds[index]
        new_low = old_low if low is None or (old_low is not None and old_low >= low) else low
        new_high = old_high if high is None or (old_high is not None and old_high <= high) else high
        if new_low is not None and new_high is not None and new_low > new_high:
            return None
        self._bounds[index] = (new_low, new_high)
        return (new_low, new_high) != (old_low, old_high)

    def settle(self) -> Mapping[int, int] | None:
        """Find values for all cells, trying a few where the rows leave a choice; ``None`` where that finds none."""
        self._trials = MOST_TRIALS
        return self._choose()

    def _choose(self) -> Mapping[int, int] | None:
        loose = [index for index, (low, high) in self._bounds.items() if low is None or low != high]
        if not loose:
            settled = {index: low for index, (low, _) in self._bounds.items() if low is not None}
            return settled if self._finished else None
        index = min(loose, key=lambda index: (_width(self._bounds[index]), index))
        kept = dict(self._bounds)
        for value in _trials(self._bounds[index], self._system.variables[index].step):
            self._trials -= 1
            if self._trials < 0:
                return None
            self._bounds[index] = (value, value)
            if not self.narrow(self._users[index]):
                values = self._choose()
                if values is not None:
                    return values
            self._bounds = dict(kept)
        return None


def _times(bounds: Bounds, factor: int) -> Bounds:
    low, high = (None if bound is None else bound * factor for bound in bounds)
    return (low, high) if factor > 0 else (high, low)


def _width(bounds: Bounds) -> tuple[bool, int]:
    low, high = bounds
    return (True, 0) if low is None or high is None else (False, high - low)


def _trials(bounds: Bounds, step: int) -> Iterable[int]:
    low, high = bounds
    if low is not None:
        return dict.fromkeys((low, low + step if high is None else high))
    return (0,) if high is None else dict.fromkeys((min(high, 0), high))


def _eliminate(equations: Sequence[_Equation]) -> tuple[list[_Equation], int]:
    """Solve equations together. Returns their reduced form, or the bits of rows that contradict one another."""
    solved: list[tuple[int, _Equation]] = []
    for equation in equations:
        row = _Equation(dict(equation.terms), equation.low, equation.low, equation.source)
        for pivot, other in solved:
            _subtract(row, other, pivot)
        if not row.terms:
            if row.low:
                return [], row.source
            continue
        pivot = min(row.terms)
        for _, other in solved:
            _subtract(other, row, pivot)
        solved.append((pivot, row))
    return [row for _, row in solved], 0


def _subtract(row: _Equation, other: _Equation, pivot: int) -> None:
    """Take so much of another equation from a row that the pivot leaves it."""
    factor = row.terms.get(pivot)
    if factor is None or row.low is None or other.low is None:
        return
    mine, theirs = other.terms[pivot], factor
    terms = {index: value * mine for index, value in row.terms.items()}
    for index, value in other.terms.items():
        terms[index] = terms.get(index, 0) - value * theirs
    right = row.low * mine - other.low * theirs
    terms = {index: value for index, value in terms.items() if value}
    common = gcd(right, *terms.values()) or 1
    row.terms = {index: value // common for index, value in terms.items()}
    row.low = row.high = right // common
    row.source |= other.source


def _bits(number: int) -> frozenset[int]:
    return frozenset(index for index in range(number.bit_length()) if number >> index & 1)
