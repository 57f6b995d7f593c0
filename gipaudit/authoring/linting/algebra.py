"""The row space of linear equations, in exact fractions: which equations follow from which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar

ZERO = Fraction(0)
Key = TypeVar("Key", str, int)


@dataclass(frozen=True)
class Dependence:
    """An equation that the others imply (``contrary`` false) or exclude. ``on`` are their numbers."""

    on: frozenset[int]
    contrary: bool


@dataclass
class _Row:
    terms: dict[str, Fraction]
    right: Fraction
    parts: dict[int, Fraction]


@dataclass
class RowSpace:
    """Equations ``Σ coefficient × cell + constant = 0``, brought in one after the other."""

    _rows: dict[str, _Row] = field(default_factory=dict)

    def add(self, number: int, terms: Mapping[str, Fraction], constant: Fraction) -> Dependence | None:
        """Bring an equation in under a number. Returns on which it depends, where it brings nothing new.

        The answer names only equations that are needed: those with a part in the one combination of the equations
        so far that gives this one.
        """
        row = _Row(dict(terms), constant, {number: Fraction(1)})
        for pivot, other in self._rows.items():
            if pivot in row.terms:
                _subtract(row, other, pivot)
        if not row.terms:
            return Dependence(frozenset(row.parts) - {number}, row.right != 0)
        pivot = min(row.terms)
        for other in self._rows.values():
            if pivot in other.terms:
                _subtract(other, row, pivot)
        self._rows[pivot] = row
        return None


def _subtract(row: _Row, other: _Row, pivot: str) -> None:
    factor = row.terms[pivot] / other.terms[pivot]
    row.right -= factor * other.right
    _reduce(row.terms, other.terms, factor)
    _reduce(row.parts, other.parts, factor)


def _reduce(into: dict[Key, Fraction], from_: Mapping[Key, Fraction], factor: Fraction) -> None:
    for key, value in from_.items():
        left = into.get(key, ZERO) - factor * value
        if left:
            into[key] = left
        else:
            into.pop(key, None)
