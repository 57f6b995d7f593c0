"""Which cells are wrong: the smallest set whose change makes all equations of a table true (Fellegi and Holt).

A table's identities overlap, so that one wrong cell breaks several: the row total, the column total, the balance. The
smallest set of cells that explains them all is what a unit has to mend, and what ``per: cause`` charges. Cells that
could not be read are free and never blamed. Where several sets are equally small, none is *the* answer: only a cell
that stands in every one of them is named. Up to three cells are searched for, within a count of steps; beyond, a
solver is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gipaudit.forms.form import Kind
from gipaudit.forms.report import Reading
from gipaudit.rules.acts import Acts, Surroundings
from gipaudit.rules.blocks import blocks_of, clusters_of, touching
from gipaudit.rules.figures import Cells, Instance, Key, asked_again, system_of
from gipaudit.rules.likely import likely
from gipaudit.rules.linear import Constraint
from gipaudit.rules.smallest import smallest_sets
from gipaudit.rules.solver import Solver
from gipaudit.rules.system import Row, System
from gipaudit.scorecard import Cause

TOLD = 3
"""How many sets are told where none is certain."""

NOT_ASKED = "未作定位（--no-localise），有误的格数按估计计"


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
    surroundings: Surroundings | None = None,
    *,
    search: bool = True,
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
        surroundings: the table's lines and last year's values, by which single acts are told.
        search: whether the sets are looked for at all; if not, sizes are estimated.

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
        if not search:
            often = Counter(address for _, _, each in part.equations for address in each.form.terms)
            result.append(Cause(table, -(-len(told) // max(often.values())), told, note=NOT_ASKED))
            continue
        bounds = [
            each for each in usable if each[2].operator != "=" and not part.addresses.isdisjoint(each[2].form.terms)
        ]
        about = _Search(table, Cells(readings, kinds or {}), failed, solver or Solver(), surroundings)
        result += about.explain(part, bounds)
    return tuple(sorted(result, key=lambda cause: (sorted(cause.instances), cause.cells)))


def _usable(constraint: Constraint) -> bool:
    return bool(constraint.form.terms) and constraint.operator != "≠"


@asked_again
def _parts(equations: Sequence[Instance]) -> tuple[_Part, ...]:
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
    return tuple(
        _Part(tuple(equations[number] for number in sorted(numbers)), frozenset(addresses))
        for numbers, addresses in blocks
    )


@dataclass(frozen=True)
class _Search:
    """What the parts of one table have in common."""

    table: str
    cells: Cells
    failed: frozenset[Key]
    solver: Solver
    surroundings: Surroundings | None

    def explain(self, part: _Part, bounds: Sequence[Instance]) -> Iterator[Cause]:
        """The causes of one part, whose cells the bounds are about."""
        system, broken_bounds = system_of([*part.equations, *bounds], self.cells, self.failed)
        keys = [each[:2] for each in part.equations]
        failing = [number for number, key in enumerate(keys) if key in self.failed]
        acts = self._acts(system)
        found = smallest_sets(system)
        if not found.sets:
            found = self.solver.smallest_sets(system, found.least)
        if not found.sets:
            reach = max(sum(number < len(keys) for number in rows) for rows in system.rows_of)
            size = max(found.least, -(-len(failing) // reach))
            told = likely(system, (), False, frozenset(failing), self.cells, acts)
            yield Cause(
                self.table,
                size,
                frozenset(keys[number] for number in failing),
                note=found.why,
                explanation=told.explanation,
                suggestions=told.suggestions,
            )
            return
        clusters = [clusters_of(system, each, len(keys)) for each in sorted(found.sets, key=sorted)]
        values = found.sets[min(found.sets, key=sorted)]
        for rows in blocks_of(clusters, failing):
            choices = sorted({touching(each, rows) for each in clusters}, key=lambda choice: (len(choice), choice))
            named = set(choices[0]).intersection(*choices[1:]) if found.complete else set()
            instances = frozenset(keys[number] for number in rows)
            instances |= _mended_too(system, broken_bounds, frozenset(choices[0]), values)
            told = likely(system, choices, found.complete, rows, self.cells, acts)
            several = told.choices[:TOLD] if len(choices) > 1 or not found.complete else ()
            yield Cause(
                self.table,
                len(choices[0]),
                instances,
                tuple(system.variables[index].address for index in sorted(named)),
                tuple(tuple(system.variables[index].address for index in choice) for choice in several),
                likely=told.likely,
                explanation=told.explanation,
                suggestions=told.suggestions,
            )

    def _acts(self, system: System) -> Acts:
        return Acts(system, self.surroundings or Surroundings(), self.cells.whole)


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
