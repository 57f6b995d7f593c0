"""Linear constraints over cells: what localisation and the rules about rules work on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Literal

Operator = Literal["=", "≠", "<", "≤", ">", "≥"]


@dataclass(frozen=True)
class LinearForm:
    """A sum of cells with coefficients, by address, and a constant. No coefficient is zero."""

    terms: Mapping[str, Fraction]
    constant: Fraction = Fraction(0)

    @cached_property
    def whole(self) -> tuple[Mapping[str, int], int]:
        """Coefficients and constant, times the least number that makes all of them whole."""
        factor = lcm(self.constant.denominator, *(each.denominator for each in self.terms.values()))
        terms = {address: each.numerator * (factor // each.denominator) for address, each in self.terms.items()}
        return terms, self.constant.numerator * (factor // self.constant.denominator)


@dataclass(frozen=True)
class Constraint:
    """``form operator 0``, for example new + carried_in − total − carried_out = 0."""

    form: LinearForm
    operator: Operator
