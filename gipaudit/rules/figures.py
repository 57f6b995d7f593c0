"""Readings of one table as whole numbers of one scale, and what is asked of them as equations between these."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, lcm
from typing import TypeVar

from gipaudit.forms.form import Kind
from gipaudit.forms.report import Reading, whole_range
from gipaudit.rules.linear import Constraint, Operator
from gipaudit.rules.system import Row, System, Variable

Key = tuple[str, str]
"""Rule id and instance key."""

Ratio = tuple[int, int]
Instance = tuple[str, str, Constraint]
"""Rule id, instance key, and what the instance asks."""

T = TypeVar("T")

MOST_DIGITS = 40
"""A number with more digits, before or after the point, is no reading to calculate with."""

_USUAL: Mapping[Decimal, Ratio] = {Decimal(number): (number, 1) for number in range(1000)}
"""Most numbers are among these, and their digits need not be counted."""


_MOST_KEPT = 200
"""Of so many sets of instances, some 30 KB each."""


def asked_again(make: Callable[[Sequence[Instance]], T]) -> Callable[[Sequence[Instance]], T]:
    """Keep what is made of instances for the next report of which the same ones are asked."""
    kept: dict[object, tuple[Sequence[Instance], T]] = {}  # their constraints too: no other can then be taken for one

    def made(instances: Sequence[Instance]) -> T:
        key = tuple((rule, instance, id(constraint)) for rule, instance, constraint in instances)
        if key not in kept:
            if len(kept) >= _MOST_KEPT:
                kept.clear()
            kept[key] = tuple(instances), make(instances)
        return kept[key][1]

    return made


class Cells:
    """Readings as whole numbers of one scale."""

    def __init__(self, readings: Mapping[str, Reading], kinds: Mapping[str, Kind]) -> None:
        self._readings = readings
        self._kinds = kinds
        self._scale = 1

    def ratio(self, address: str) -> Ratio | None:
        """The exact number of a cell as numerator and denominator, or ``None`` where it has none."""
        reading = self._readings.get(address)
        if reading is None or reading.low is None or not reading.exact:
            return None
        usual = _USUAL.get(reading.low)
        if usual is None and _sensible(reading.low):
            return reading.low.as_integer_ratio()
        return usual

    def scaled(self, scale: int) -> None:
        """Remember by what the values of the system at hand are multiplied."""
        self._scale = scale

    def printed(self, address: str) -> Decimal:
        """The number of a cell that was read."""
        low = self._readings[address].low
        if low is None:
            raise ValueError(f"a cell without a number: {address}")
        return low

    def confidence(self, address: str) -> float:
        """How sure it is that a cell holds what was read there (0–1)."""
        reading = self._readings.get(address)
        return reading.confidence if reading is not None else 0.0

    def number(self, value: int, printed: int | None, address: str) -> Decimal:
        """A value of a cell as a number: as many places as the one that is printed there, where there is one."""
        change = Fraction(value - (printed or 0), self._scale)
        start = Decimal(0) if printed is None else self.printed(address)
        return start + Decimal(change.numerator) / Decimal(change.denominator)

    def whole(self, number: Decimal) -> int | None:
        """A number in the scale of the system at hand, ``None`` where it is no whole one there."""
        if not _sensible(number):
            return None
        numerator, denominator = number.as_integer_ratio()
        value, rest = divmod(numerator * self._scale, denominator)
        return None if rest else value

    def variable(self, address: str, ratio: Ratio | None, scale: int) -> Variable:
        """The cell as a variable: a cell that is read may become anything of its kind, others what they may be."""
        reading, kind = self._readings.get(address), self._kinds.get(address, "count")
        step = 1 if kind == "amount" or (reading is not None and reading.quantum < 1) else scale
        if ratio is not None:
            bounds = (0 if ratio[0] >= 0 and kind != "signed" else None, None)
            return Variable(address, ratio[0] * (scale // ratio[1]), bounds, step)
        low, high = whole_range(kind)
        if reading is not None and _sensible(reading.low) and _sensible(reading.high):
            low, high = reading.low, reading.high
        lowest = None if low is None else floor(Fraction(low) * scale)
        highest = None if high is None else ceil(Fraction(high) * scale)
        return Variable(address, None, (lowest, highest), step)


def _sensible(number: Decimal | None) -> bool:
    if number is None:
        return True
    if not number.is_finite():
        return False
    if number in _USUAL:
        return True
    _, digits, exponent = number.as_tuple()
    return len(digits) < MOST_DIGITS and abs(int(exponent)) < MOST_DIGITS


def system_of(
    instances: Sequence[Instance], cells: Cells, failed: frozenset[Key]
) -> tuple[System, list[tuple[Key, Row]]]:
    """Equations and bounds in whole numbers, the equations first; bounds that failed bind nobody and stand apart."""
    shape = _shape(instances)
    ratios = [cells.ratio(address) for address in shape.addresses]
    scale = lcm(*{ratio[1] for ratio in ratios if ratio is not None})
    cells.scaled(scale)
    variables = [
        cells.variable(address, ratio, scale) for address, ratio in zip(shape.addresses, ratios, strict=True)
    ]
    rows, apart = [], []
    for (rule, instance, constraint), (terms, constant) in zip(instances, shape.rows, strict=True):
        fails = (rule, instance) in failed
        row = _row(constraint.operator, terms, -constant * scale, variables, fails)
        if fails and constraint.operator != "=":
            apart.append(((rule, instance), row))
        else:
            rows.append(row)
    return System(variables, rows), apart


@dataclass(frozen=True)
class _Shape:
    """What is asked of any report: the cells in order, each instance's terms by their numbers, and its constant."""

    addresses: Sequence[str]
    rows: Sequence[tuple[Mapping[int, int], int]]


@asked_again
def _shape(instances: Sequence[Instance]) -> _Shape:
    """The shape of these instances."""
    addresses = sorted({address for _, _, constraint in instances for address in constraint.form.terms})
    number = {address: index for index, address in enumerate(addresses)}
    rows = []
    for _, _, constraint in instances:
        factors, constant = constraint.form.whole
        rows.append(({number[address]: factor for address, factor in factors.items()}, constant))
    return _Shape(addresses, rows)


def _row(operator: Operator, terms: Mapping[int, int], right: int, variables: Sequence[Variable], fails: bool) -> Row:
    values = [variables[index].value for index in terms]
    total = sum(each * (value or 0) for each, value in zip(terms.values(), values, strict=True))
    slack = 0 if fails or None in values else abs(total - right)  # what the check let pass as rounding
    match operator:
        case "≤" | "<":
            return Row(terms, None, max(right, total) if slack else right)
        case "≥" | ">":
            return Row(terms, min(right, total) if slack else right, None)
        case _:
            return Row(terms, right - slack, right + slack)
