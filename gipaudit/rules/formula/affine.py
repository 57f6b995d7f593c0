"""Arithmetic as a sum of cells and of what is not linear, so that a cell on both sides cancels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Literal, TypeGuard

from gipaudit.rules.formula.errors import FormulaError
from gipaudit.rules.formula.tree import Call, Name, Negative, Number, Product, Sum, Term
from gipaudit.rules.linear import LinearForm

LARGEST = 10**15
"""Coefficients beyond this (or with such a denominator) are refused: doubles could not hold them."""

_LARGEST_SCALE = 10**6


@dataclass(frozen=True, slots=True)
class Extreme:
    """The largest or the smallest of some cells."""

    which: Literal["最大", "最小"]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many of some cells are not zero."""

    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Times:
    """One thing times another, neither a constant."""

    left: Affine
    right: Affine


@dataclass(frozen=True, slots=True)
class Over:
    """One thing divided by another that is no constant."""

    left: Affine
    right: Affine


Atom = str | Extreme | Count | Times | Over
"""A cell, by its key, or what cannot be written as a sum of cells."""


@dataclass(frozen=True)
class Affine:
    """A sum of atoms with coefficients, none of them zero, and a constant; atoms in the order they are written."""

    terms: tuple[tuple[Atom, Fraction], ...] = ()
    constant: Fraction = Fraction(0)

    def plus(self, other: Affine, factor: Fraction = Fraction(1)) -> Affine:
        """This plus ``factor`` times another."""
        sums: dict[Atom, Fraction] = dict(self.terms)
        for atom, coefficient in other.terms:
            more = coefficient if factor == 1 else coefficient * factor
            sums[atom] = sums[atom] + more if atom in sums else more
        terms = tuple((atom, coefficient) for atom, coefficient in sums.items() if coefficient)
        return Affine(terms, self.constant + other.constant * factor)

    def times(self, factor: Fraction) -> Affine:
        """This times a constant."""
        return Affine().plus(self, factor)

    @property
    def linear(self) -> LinearForm | None:
        """The same as a linear form over cells, or ``None`` where something is not linear."""
        terms = {atom: coefficient for atom, coefficient in self.terms if isinstance(atom, str)}
        return LinearForm(terms, self.constant) if len(terms) == len(self.terms) else None

    @cached_property
    def start(self) -> float:
        """The constant as a double."""
        return float(self.constant)

    @cached_property
    def factors(self) -> tuple[tuple[Atom, float], ...]:
        """The terms with their coefficients as doubles."""
        return tuple((atom, float(coefficient)) for atom, coefficient in self.terms)

    @cached_property
    def taken(self) -> frozenset[str]:
        """The keys of the cells whose numbers it takes as they are: those it adds up, and those of an extreme."""
        atoms = [(atom,) if isinstance(atom, str) else atom.cells for atom, _ in self.terms if _takes(atom)]
        return frozenset(key for keys in atoms for key in keys)

    @cached_property
    def weight(self) -> int | None:
        """How many cells it adds up, each counted as often as it is taken; ``None`` where that is not whole."""
        whole = self.constant.denominator == 1 and self.linear is not None
        if not whole or any(coefficient.denominator != 1 for _, coefficient in self.terms):
            return None
        return sum(abs(coefficient.numerator) for _, coefficient in self.terms)

    @property
    def scale(self) -> int:
        """The factor that makes every coefficient whole, so that counts are compared exactly; 1 where it is huge."""
        factor = lcm(self.constant.denominator, *(coefficient.denominator for _, coefficient in self.terms))
        return factor if factor <= _LARGEST_SCALE else 1


def _takes(atom: Atom) -> TypeGuard[str | Extreme]:
    return isinstance(atom, str | Extreme)


def affine(term: Term, meaning: Mapping[int, tuple[str, ...]]) -> Affine:
    """Turn a term into a sum. ``meaning`` gives the cells of each name by the name's offset.

    Raises:
        FormulaError: division by zero, or a coefficient that is too large.
    """
    result = _affine(term, meaning)
    for value in (result.constant, *(coefficient for _, coefficient in result.terms)):
        if abs(value) > LARGEST or value.denominator > LARGEST:
            raise FormulaError("公式里的系数太大或太小", "a coefficient is too large or too small", term.offset)
    return result


def _affine(term: Term, meaning: Mapping[int, tuple[str, ...]]) -> Affine:
    match term:
        case Number():
            return Affine(constant=Fraction(term.value))
        case Name():
            return _total(meaning[term.offset])
        case Negative():
            return affine(term.operand, meaning).times(Fraction(-1))
        case Sum():
            total = Affine()
            for sign, part in term.terms:
                total = total.plus(affine(part, meaning), Fraction(1 if sign == "+" else -1))
            return total
        case Product():
            return _product(term, meaning)
        case Call():
            keys = _arguments(term, meaning)
            if term.function == "合计":
                return _total(keys)
            if term.function == "个数":
                return Affine(((Count(keys), Fraction(1)),))
            return _total(keys) if len(keys) == 1 else Affine(((Extreme(term.function, keys), Fraction(1)),))


def _arguments(call: Call, meaning: Mapping[int, tuple[str, ...]]) -> tuple[str, ...]:
    keys: dict[str, None] = {}
    for name in call.arguments:
        for key in meaning[name.offset]:
            if key in keys:
                raise FormulaError(
                    f"{call.function}里的“{name.text}”与前面的重复",
                    f"{name.text!r} repeats what stands before it in this function",
                    name.offset,
                )
            keys[key] = None
    return tuple(keys)


def _total(keys: tuple[str, ...]) -> Affine:
    return Affine(tuple((key, Fraction(1)) for key in keys))


def _product(term: Product, meaning: Mapping[int, tuple[str, ...]]) -> Affine:
    result = Affine(constant=Fraction(1))
    for sign, factor in term.factors:
        other = affine(factor, meaning)
        if sign == "÷":
            if not other.terms and not other.constant:
                raise FormulaError("不能除以 0", "division by zero", factor.offset)
            result = (
                result.times(1 / other.constant) if not other.terms else Affine(((Over(result, other), Fraction(1)),))
            )
        elif not other.terms:
            result = result.times(other.constant)
        elif not result.terms:
            result = other.times(result.constant)
        else:
            result = Affine(((Times(result, other), Fraction(1)),))
        if max((abs(c) for _, c in result.terms), default=abs(result.constant)) > LARGEST:
            raise FormulaError("公式里的系数太大", "a coefficient is too large", factor.offset)
    return result
