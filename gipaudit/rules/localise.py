"""Which cells are wrong: the smallest set whose change makes all equations of a table true (Fellegi and Holt).

A table's identities overlap, so that one wrong cell breaks several: the row total, the column total, the balance. The
smallest set of cells that explains them all is what a unit has to mend, and what ``per: cause`` charges. Cells that
could not be read are free and never blamed. Where several sets are equally small, none is *the* answer: only a cell
that stands in every one of them is named. Up to three cells are searched for, within a count of steps; beyond, a
solver is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, lcm

from gipaudit.forms.form import Kind
from gipaudit.forms.report import Reading, whole_range
from gipaudit.rules.linear import Constraint
from gipaudit.rules.one_act import slip
from gipaudit.rules.smallest import smallest_sets
from gipaudit.rules.solver import Solver
from gipaudit.rules.system import Row, System, Variable
from gipaudit.scorecard import Cause, Suggestion

Key = tuple[str, str]
Ratio = tuple[int, int]
Instance = tuple[str, str, Constraint]
"""Rule id, instance key, and what the instance asks."""

MOST_DIGITS = 40
"""A number with more digits, before or after the point, is no reading to calculate with."""

TOLD = 3
"""How many sets are told where none is certain."""


@dataclass(frozen=True)
class _Part:
    """Equations that hang together through their cells: searched by itself."""

    equations: tuple[Instance, ...]
    addresses: frozenset[str]


def causes(
    table: str,
    constraints: Sequence[Instance],
    readings: Mapping[str, Reading],
    failing: Collection[Key],
    kinds: Mapping[str, Kind] | None = None,
    solver: Solver | None = None,
) -> tuple[Cause, ...]:
    """Explain the failing identities of one table.

    Args:
        table: the table's id, kept in the causes.
        constraints: what each applicable instance asks. Equations are searched; inequalities that hold now must hold
            after the change too; ``≠`` is passed over. Leave out instances that do not apply.
        readings: what the report has in each cell; a cell that is absent, or no exact number, is free.
        failing: the instances that failed, as (rule id, instance key).
        kinds: the kind of each cell; one that is not named is a count, or an amount where decimals are printed.
        solver: what is asked where more than three cells are wrong.

    Returns:
        One cause for each independent part of the smallest set, with the failing instances it explains. Where no set
        is found for a part, its cause has no cells and a note why, and its size is the least possible as far as was
        searched, or ⌈failing ÷ most identities that one cell takes part in⌉ where that is more.
    """
    failed = frozenset(failing)
    usable = sorted((each for each in constraints if _usable(each[2])), key=lambda each: each[:2])
    result: list[Cause] = []
    for part in _parts([each for each in usable if each[2].operator == "="]):
        told = frozenset((rule, instance) for rule, instance, _ in part.equations) & failed
        if not told:
            continue
        bounds = [
            each for each in usable if each[2].operator != "=" and not part.addresses.isdisjoint(each[2].form.terms)
        ]
        result += _explain(table, part, bounds, _Cells(readings, kinds or {}), failed, solver or Solver())
    return tuple(sorted(result, key=lambda cause: (sorted(cause.instances), cause.cells)))


def _usable(constraint: Constraint) -> bool:
    return bool(constraint.form.terms) and constraint.operator != "≠"


def _parts(equations: Sequence[Instance]) -> Iterator[_Part]:
    """Split equations into those that share cells, directly or through others."""
    blocks: list[tuple[list[int], set[str]]] = []
    for number, (_, _, constraint) in enumerate(equations):
        numbers, addresses = [number], set(constraint.form.terms)
        apart = []
        for block in blocks:
            if block[1].isdisjoint(addresses):
                apart.append(block)
            else:
                numbers, addresses = block[0] + numbers, block[1] | addresses
        blocks = [*apart, (numbers, addresses)]
    for numbers, addresses in blocks:
        yield _Part(tuple(equations[number] for number in sorted(numbers)), frozenset(addresses))


class _Cells:
    """Readings as whole numbers of one scale."""

    def __init__(self, readings: Mapping[str, Reading], kinds: Mapping[str, Kind]) -> None:
        self._readings = readings
        self._kinds = kinds
        self._unit = Fraction(1)

    def ratio(self, address: str) -> Ratio | None:
        """The exact number of a cell as numerator and denominator, or ``None`` where it has none."""
        reading = self._readings.get(address)
        if reading is None or reading.low is None or not reading.exact or not _sensible(reading.low):
            return None
        return reading.low.as_integer_ratio()

    def scaled(self, scale: int) -> None:
        """Remember by what the values of the system at hand are multiplied."""
        self._unit = Fraction(1, scale)

    def printed(self, address: str) -> Decimal:
        """The number of a cell that was read."""
        low = self._readings[address].low
        if low is None:
            raise ValueError(f"a cell without a number: {address}")
        return low

    def number(self, value: int, printed: int, address: str) -> Decimal:
        """A value of a cell as a number, in the scale in which its printed one stands for the reading."""
        reading = self.printed(address)
        change = Fraction(value - printed) * self._unit
        return reading + Decimal(change.numerator) / Decimal(change.denominator)

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
    _, digits, exponent = number.as_tuple()
    return len(digits) < MOST_DIGITS and abs(int(exponent)) < MOST_DIGITS


def _explain(
    table: str, part: _Part, bounds: Sequence[Instance], cells: _Cells, failed: frozenset[Key], solver: Solver
) -> Iterator[Cause]:
    system, broken_bounds = _system([*part.equations, *bounds], cells, failed)
    keys = [each[:2] for each in part.equations]
    failing = [number for number, key in enumerate(keys) if key in failed]
    found = smallest_sets(system)
    if not found.sets:
        found = solver.smallest_sets(system, found.least)
    if not found.sets:
        reach = max(sum(number < len(keys) for number in rows) for rows in system.rows_of)
        size = max(found.least, -(-len(failing) // reach))
        yield Cause(table, size, frozenset(keys[number] for number in failing), note=found.why)
        return
    clusters = [_clusters(system, each, len(keys)) for each in sorted(found.sets, key=sorted)]
    values = found.sets[min(found.sets, key=sorted)]
    for rows in _blocks(clusters, failing):
        choices = sorted({_touching(each, rows) for each in clusters}, key=lambda choice: (len(choice), choice))
        named = set(choices[0]).intersection(*choices[1:]) if found.complete else set()
        told = choices[:TOLD] if len(choices) > 1 or not found.complete else []
        likely, suggestions = _suggested(system, choices, sorted(rows), cells) if found.complete else ("", ())
        instances = frozenset(keys[number] for number in rows)
        instances |= _mended_too(system, broken_bounds, frozenset(choices[0]), values)
        yield Cause(
            table,
            len(choices[0]),
            instances,
            tuple(system.variables[index].address for index in sorted(named)),
            tuple(tuple(system.variables[index].address for index in choice) for choice in told),
            likely=likely,
            suggestions=suggestions,
        )


def _suggested(
    system: System, choices: Sequence[tuple[int, ...]], failing: Sequence[int], cells: _Cells
) -> tuple[str, tuple[Suggestion, ...]]:
    """The value of the one wrong cell; where several may be it, of the only one that a single slip explains.

    Returns the address of a cell that is likely but not certain (or nothing), and the suggestion.
    """
    if any(len(choice) > 1 for choice in choices):
        return "", ()
    values = {index: _value(system, index, failing) for (index,) in choices}
    told: list[tuple[str, Decimal, str]] = []
    for index, value in values.items():
        address, printed = system.variables[index].address, system.variables[index].value
        if value is None or printed is None:
            continue
        true = cells.number(value, printed, address)
        act = slip(cells.printed(address), true)
        if act or len(choices) == 1:
            told.append((address, true, act))
    if len(told) != 1 or None in values.values():
        return "", ()
    address, true, act = told[0]
    why = f"使相关勾稽关系都成立的值；疑为{act}" if act else "使相关勾稽关系都成立的值"
    return "" if len(choices) == 1 else address, (Suggestion(address, true, why),)


def _value(system: System, index: int, failing: Sequence[int]) -> int | None:
    """The only value of a cell that makes a failing equation true, all its other cells being read."""
    for number in failing:
        row = system.rows[number]
        factor = row.terms.get(index)
        value = system.variables[index].value
        if factor is not None and value is not None and system.unread.isdisjoint(row.terms) and row.low is not None:
            return value + (row.low - system.totals[number]) // factor
    return None


def _system(
    instances: Sequence[Instance], cells: _Cells, failed: frozenset[Key]
) -> tuple[System, list[tuple[Key, Row]]]:
    """Equations and bounds in whole numbers, the equations first; bounds that failed bind nobody and stand apart."""
    addresses = sorted({address for _, _, constraint in instances for address in constraint.form.terms})
    number = {address: index for index, address in enumerate(addresses)}
    ratios = [cells.ratio(address) for address in addresses]
    scale = lcm(*(ratio[1] for ratio in ratios if ratio is not None))
    cells.scaled(scale)
    variables = [cells.variable(address, ratio, scale) for address, ratio in zip(addresses, ratios, strict=True)]
    rows, apart = [], []
    for rule, instance, constraint in instances:
        fails = (rule, instance) in failed
        row = _row(constraint, number, variables, scale, fails)
        if fails and constraint.operator != "=":
            apart.append(((rule, instance), row))
        else:
            rows.append(row)
    return System(variables, rows), apart


def _row(
    constraint: Constraint, number: Mapping[str, int], variables: Sequence[Variable], scale: int, fails: bool
) -> Row:
    form = constraint.form
    factor = lcm(form.constant.denominator, *(each.denominator for each in form.terms.values()))
    terms = {number[address]: each.numerator * (factor // each.denominator) for address, each in form.terms.items()}
    right = -form.constant.numerator * (factor // form.constant.denominator) * scale
    values = [variables[index].value for index in terms]
    total = sum(each * (value or 0) for each, value in zip(terms.values(), values, strict=True))
    slack = 0 if fails or None in values else abs(total - right)  # what the check let pass as rounding
    match constraint.operator:
        case "≤" | "<":
            return Row(terms, None, max(right, total) if slack else right)
        case "≥" | ">":
            return Row(terms, min(right, total) if slack else right, None)
        case _:
            return Row(terms, right - slack, right + slack)


Cluster = tuple[frozenset[int], frozenset[int]]
"""Cells of a set that hang together, and the equations they stand in."""


def _clusters(system: System, cells: frozenset[int], equations: int) -> list[Cluster]:
    clusters: list[Cluster] = []
    for index in sorted(cells):
        members = frozenset({index})
        rows = frozenset(number for number in system.rows_of[index] if number < equations)
        apart = []
        for cluster in clusters:
            if cluster[1].isdisjoint(rows):
                apart.append(cluster)
            else:
                members, rows = members | cluster[0], rows | cluster[1]
        clusters = [*apart, (members, rows)]
    return clusters


def _blocks(of_sets: Sequence[Sequence[Cluster]], failing: Sequence[int]) -> Iterator[frozenset[int]]:
    """The failing equations in the finest division that no set's clusters cut across."""
    blocks: list[frozenset[int]] = []
    for _, rows in (cluster for clusters in of_sets for cluster in clusters):
        block = rows.intersection(failing)
        joined = [each for each in blocks if not each.isdisjoint(block)]
        blocks = [each for each in blocks if each.isdisjoint(block)] + [block.union(*joined)]
    return (block for block in blocks if block)


def _touching(clusters: Sequence[Cluster], rows: frozenset[int]) -> tuple[int, ...]:
    return tuple(sorted(index for cells, touched in clusters if not touched.isdisjoint(rows) for index in cells))


def _mended_too(
    system: System, bounds: Sequence[tuple[Key, Row]], cells: frozenset[int], values: Mapping[int, int]
) -> frozenset[Key]:
    """Failing bounds over these cells that all hold with the new values: they need no cause of their own."""
    touched = {key for key, row in bounds if not cells.isdisjoint(row.terms)}
    after = [values.get(index, variable.value) for index, variable in enumerate(system.variables)]
    return frozenset(touched - {key for key, row in bounds if not _holds(row, after)})


def _holds(row: Row, values: Sequence[int | None]) -> bool:
    terms = [(factor, values[index]) for index, factor in row.terms.items()]
    return all(value is not None for _, value in terms) and row.holds(sum(f * (v or 0) for f, v in terms))
