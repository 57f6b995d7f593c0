"""Whether linear comparisons can hold together, decided in exact fractions (the simplex method, Bland's rule).

Cells are taken as real numbers within their bounds. What cannot hold for real numbers cannot hold for counts either,
so a "no" is certain; a "yes" may still be a no for whole numbers, and nothing is ever concluded from it.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Line:
    """``Σ coefficient × variable + constant`` compared with 0."""

    terms: Mapping[Hashable, Fraction]
    constant: Fraction
    operator: Literal["=", "≤", "<"]

    def turned(self, operator: Literal["=", "≤", "<"]) -> Line:
        """The same sum with its sign turned, compared otherwise: of ``a ≤ 0`` it makes ``−a < 0``, its contrary."""
        return Line({key: -value for key, value in self.terms.items()}, -self.constant, operator)


def feasible(lines: Sequence[Line], free: frozenset[Hashable] = frozenset()) -> bool:
    """Whether the lines can all hold, every variable ≥ 0 but the ``free`` ones."""
    rows = _standard(lines, free)
    if rows is None:
        return False
    strict = any(line.operator == "<" for line in lines)
    return _Tableau(rows).reaches("ε" if strict else None)


Row = tuple[dict[Hashable, Fraction], Fraction]
"""A row ``Σ coefficient × variable = right side``, its right side ≥ 0."""


def _standard(lines: Sequence[Line], free: frozenset[Hashable]) -> list[Row] | None:
    """The lines as equations over variables ≥ 0; ``None`` where one of them is no more than a false statement.

    Variables that stand in all lines with the same coefficients are one: their sum. ``ε`` is by how much all strict
    comparisons hold, at most 1.
    """
    columns: dict[Hashable, list[tuple[int, Fraction]]] = {}
    for number, line in enumerate(lines):
        for key, value in line.terms.items():
            columns.setdefault(key, []).append((number, value))
    kept = dict.fromkeys((tuple(column), key in free) for key, column in columns.items())
    rows: list[Row] = []
    for number, line in enumerate(lines):
        terms: dict[Hashable, Fraction] = {}
        for column, loose in kept:
            for at, value in column:
                if at == number:
                    terms[column, "+"] = value
                    if loose:
                        terms[column, "-"] = -value
        if not terms:
            if not _true(line):
                return None
            continue
        if line.operator == "<":
            terms["ε"] = ONE
        if line.operator != "=":
            terms["slack", number] = ONE
        rows.append(_positive(terms, -line.constant))
    if any(line.operator == "<" for line in lines):
        rows.append(({"ε": ONE, ("slack", "ε"): ONE}, ONE))
    return rows


def _true(line: Line) -> bool:
    match line.operator:
        case "=":
            return line.constant == 0
        case "≤":
            return line.constant <= 0
        case "<":
            return line.constant < 0


def _positive(terms: dict[Hashable, Fraction], right: Fraction) -> Row:
    if right >= 0:
        return terms, right
    return {key: -value for key, value in terms.items()}, -right


class _Tableau:
    """The rows with one basic variable each; artificial ones at first."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = [dict(terms) for terms, _ in rows]
        self._right = [right for _, right in rows]
        self._order = {key: number for number, key in enumerate(dict.fromkeys(key for r, _ in rows for key in r))}
        self._basis: list[Hashable | None] = [None] * len(rows)

    def reaches(self, aim: Hashable | None) -> bool:
        """Whether the rows can hold, and with them the variable ``aim`` be more than 0."""
        while (entering := self._first_improving()) is not None:
            self._pivot(entering)
        if any(right for basic, right in zip(self._basis, self._right, strict=True) if basic is None):
            return False
        return aim is None or self._positive(aim)

    def _first_improving(self) -> Hashable | None:
        """The first variable that lowers the sum of the artificial ones."""
        sums: dict[Hashable, Fraction] = {}
        for row, basic in zip(self._rows, self._basis, strict=True):
            if basic is None:
                for key, value in row.items():
                    sums[key] = sums.get(key, ZERO) + value
        return min((key for key, value in sums.items() if value > 0), key=self._order.__getitem__, default=None)

    def _positive(self, aim: Hashable) -> bool:
        """Whether a variable can be more than 0; artificial variables stay at 0."""
        for index, basic in enumerate(self._basis):
            if basic is None and self._rows[index]:
                self._exchange(index, next(iter(self._rows[index])))
        while aim not in self._basis:
            self._pivot(aim)
        while True:
            index = self._basis.index(aim)
            if self._right[index] > 0:
                return True
            row = self._rows[index]
            better = [key for key, value in row.items() if value < 0]
            if not better:
                return False
            self._pivot(min(better, key=self._order.__getitem__))

    def _pivot(self, entering: Hashable) -> None:
        """Bring a variable in where it meets the first bound, ties by the order of variables."""
        bounds = [
            (self._right[index] / row[entering], self._rank(index), index)
            for index, row in enumerate(self._rows)
            if row.get(entering, ZERO) > 0
        ]
        self._exchange(min(bounds)[2], entering)

    def _rank(self, index: int) -> int:
        basic = self._basis[index]
        return -1 if basic is None else self._order[basic]

    def _exchange(self, index: int, entering: Hashable) -> None:
        row, factor = self._rows[index], self._rows[index][entering]
        row = self._rows[index] = {key: value / factor for key, value in row.items()}
        self._right[index] /= factor
        self._basis[index] = entering
        for other, terms in enumerate(self._rows):
            by = terms.get(entering)
            if other == index or not by:
                continue
            for key, value in row.items():
                left = terms.get(key, ZERO) - by * value
                if left:
                    terms[key] = left
                else:
                    terms.pop(key, None)
            self._right[other] -= by * self._right[index]
