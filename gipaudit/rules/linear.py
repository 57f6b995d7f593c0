"""Linear constraints over cells: what localisation and the rules about rules work on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Operator = Literal["=", "≠", "<", "≤", ">", "≥"]


@dataclass(frozen=True)
class LinearForm:
    """A sum of cells with coefficients, by address, and a constant. No coefficient is zero."""

    terms: Mapping[str, Fraction]
    constant: Fraction = Fraction(0)


@dataclass(frozen=True)
class Constraint:
    """``form operator 0``, for example new + carried_in − total − carried_out = 0."""

    form: LinearForm
    operator: Operator
