"""The smallest sets of wrong cells beyond what is searched through: an integer programme for HiGHS.

Each cell that is read may change by a whole number of its steps; a switch says whether it does, and the fewest
switches are looked for (Fellegi and Holt 1976). Changes are whole numbers of themselves nearly always, so that is
asked only where an answer turns out otherwise. A change is tied to its switch by a bound from the table's own
figures ("big M"), since a bound far greater than the figures lets rounding errors pass for no change at all. No
answer is believed: the values are rounded and held to every row in whole numbers. What limits the work is counted,
never timed, so that a slow machine says what a fast one says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from gipaudit.rules.smallest import MOST_SETS, Smallest
from gipaudit.rules.system import System

if TYPE_CHECKING:
    from highspy import Highs

WORK = 2_000
"""How many simplex iterations the solver may have spent on one report when it is asked again: some 0.2 ms each."""

MOST_NODES = 1
"""How many branches one answer may take: more of them answer hardly more, and each costs some hundred iterations."""

LEAST_WORK = 50
"""What asking costs however few iterations it takes."""

MOST_CELLS = 400
"""With more cells that hang together even the first branch takes too long."""

GREATEST_CHANGE = 10**8
"""With larger figures HiGHS cannot tell a switch that is off from one that is on, to nine places."""

MISSING = "错误超过三格；未安装求解组件（gipaudit[solve]），没有定位"
TOO_LARGE = "表内数字过大，没有定位"
TOO_MANY = "相互勾稽的单元格过多，没有定位"
GAVE_UP = "错误较多，在限定的计算量内没有定位"


class Solver:
    """HiGHS for one report: all its tables share one allowance of work, each answer has its own of branches."""

    def __init__(self, work: int = WORK, nodes: int = MOST_NODES) -> None:
        self._left = work
        self._nodes = nodes

    def smallest_sets(self, system: System, least: int) -> Smallest:
        """Find the smallest sets of at least so many cells; none, and why, where that was not possible.

        ``least`` is what a search has already shown.
        """
        if find_spec("highspy") is None:
            return Smallest({}, False, least, MISSING)
        if len(system.variables) > MOST_CELLS:
            return Smallest({}, False, least, TOO_MANY)
        limit = _greatest_change(system)
        if limit > GREATEST_CHANGE:
            return Smallest({}, False, least, TOO_LARGE)
        found = self._sets(system, least, limit, whole=False)
        return found or Smallest({}, False, least, GAVE_UP)

    def _sets(self, system: System, least: int, limit: int, whole: bool) -> Smallest | None:
        """The sets of the least size, up to ten; ``None`` where none was found or the answer does not hold."""
        programme = _Programme(system, least, limit, whole, self._nodes)
        sets: dict[frozenset[int], Mapping[int, int]] = {}
        size = 0
        while True:
            if self._left <= 0:
                return Smallest(sets, False, size) if sets else None
            state, values, work = programme.solve()
            self._left -= LEAST_WORK + work
            if state != "found":
                return Smallest(sets, state == "none", size) if sets else None
            if not programme.holds(values):
                return None if whole else self._sets(system, least, limit, whole=True)
            cells = programme.changed(values)
            if not sets:
                size = len(cells)
                programme.keep_to(size)
            if len(cells) != size or cells in sets:
                return None
            if len(sets) == MOST_SETS:
                return Smallest(sets, False, size)
            sets[cells] = {index: values[index] for index in sorted(cells | system.unread)}
            programme.forbid(cells)


def _greatest_change(system: System) -> int:
    """A change that no mending of the rows needs to go beyond: some times the figures, and all that is amiss."""
    figures = max((abs(variable.value or 0) for variable in system.variables), default=0)
    amiss = sum(
        max(
            (row.low or 0) - total if row.low is not None else 0,
            total - (row.high or 0) if row.high is not None else 0,
        )
        for row, total in zip(system.rows, system.totals, strict=True)
        if not row.holds(total)
    )
    return 4 * max(figures, 1) + amiss


class _Programme:
    """The integer programme of one system: first a change for each cell, then a switch for each that is read."""

    def __init__(self, system: System, least: int, limit: int, whole: bool, nodes: int) -> None:
        self._system = system
        self._read = [index for index in range(len(system.variables)) if index not in system.unread]
        self._switch = {index: len(system.variables) + number for number, index in enumerate(self._read)}
        self._highs = self._model(limit, whole)
        self._highs.setOptionValue("mip_max_nodes", nodes)
        self._row(dict.fromkeys(self._switch.values(), 1), least, None)

    def _model(self, limit: int, whole: bool) -> Highs:
        from highspy import Highs, HighsVarType

        self._highs = highs = Highs()
        for name, setting in _OPTIONS.items():
            highs.setOptionValue(name, setting)
        spans = [self._span(index, limit) for index in range(len(self._system.variables))]
        for span in spans:
            highs.addVar(*span)
        for index in self._read:
            highs.addVar(0, 1)
            highs.changeColCost(self._switch[index], 1)
        for column in (*(range(len(spans)) if whole else ()), *self._switch.values()):
            highs.changeColIntegrality(column, HighsVarType.kInteger)
        for row, total in zip(self._system.rows, self._system.totals, strict=True):
            terms = {index: factor * self._system.variables[index].step for index, factor in row.terms.items()}
            low = None if row.low is None else row.low - total
            self._row(terms, low, None if row.high is None else row.high - total)
        for number in self._system.broken():
            self._row(dict.fromkeys(self._helpful(number, spans), 1), 1, None)
        for index in self._read:
            low, high = spans[index]
            self._row({index: 1, self._switch[index]: -high}, None, 0)
            self._row({index: 1, self._switch[index]: -low}, 0, None)
        return highs

    def _span(self, index: int, limit: int) -> tuple[int, int]:
        """How far a cell may go from its value (from 0 where it was not read), in its steps."""
        variable = self._system.variables[index]
        value, (low, high) = variable.value or 0, variable.bounds
        least = -limit if low is None else max(low - value, -limit)
        most = limit if high is None else min(high - value, limit)
        least, most = -(-least // variable.step), most // variable.step
        return (min(least, 0), max(most, 0)) if variable.value is not None else (least, most)

    def _helpful(self, number: int, spans: Sequence[tuple[int, int]]) -> Iterator[int]:
        """The switches of which a broken row needs one: those of cells that can move its sum the right way.

        They follow from the rest, but without them the solver finds that out case by case.
        """
        row, total = self._system.rows[number], self._system.totals[number]
        up = row.low is not None and total < row.low
        for index, factor in row.terms.items():
            low, high = spans[index]
            if (high > 0) if (factor > 0) == up else (low < 0):
                yield self._switch[index]

    def _row(self, terms: Mapping[int, int], low: int | None, high: int | None) -> None:
        infinite = float("inf")
        self._highs.addRow(
            -infinite if low is None else low,
            infinite if high is None else high,
            len(terms),
            list(terms),
            [float(factor) for factor in terms.values()],
        )

    def solve(self) -> tuple[str, Mapping[int, int], int]:
        """Say ``found`` with the cells' values, ``none`` where there can be no more, or ``stopped``; and the work."""
        from highspy import HighsModelStatus

        self._highs.run()
        status, work = self._highs.getModelStatus(), max(self._highs.getInfo().simplex_iteration_count, 0)
        if status == HighsModelStatus.kInfeasible:
            return "none", {}, work
        if status != HighsModelStatus.kOptimal:
            return "stopped", {}, work
        columns = self._highs.getSolution().col_value
        values = {
            index: (variable.value or 0) + variable.step * round(columns[index])
            for index, variable in enumerate(self._system.variables)
        }
        return "found", values, work

    def holds(self, values: Mapping[int, int]) -> bool:
        """Whether the values keep to every row and every bound, in whole numbers."""
        within = all(
            (low is None or low <= values[index]) and (high is None or values[index] <= high)
            for index, variable in enumerate(self._system.variables)
            for low, high in [variable.bounds]
            if values[index] != variable.value
        )
        return within and all(
            row.holds(sum(factor * values[index] for index, factor in row.terms.items())) for row in self._system.rows
        )

    def changed(self, values: Mapping[int, int]) -> frozenset[int]:
        """The cells that are read and whose values differ from what was read."""
        return frozenset(index for index in self._read if values[index] != self._system.variables[index].value)

    def keep_to(self, size: int) -> None:
        """Allow no more cells than this."""
        self._row(dict.fromkeys(self._switch.values(), 1), None, size)

    def forbid(self, cells: frozenset[int]) -> None:
        """Allow every set but this one."""
        self._row({self._switch[index]: 1 for index in sorted(cells)}, None, len(cells) - 1)


_OPTIONS: Mapping[str, bool | int | float] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.5,  # the number of cells is whole
    "mip_feasibility_tolerance": 1e-9,
    "primal_feasibility_tolerance": 1e-9,
    "mip_allow_restart": False,  # starting over after the first branch doubles the work on systems of this size
    "mip_heuristic_effort": 0.0,  # the proof is what takes long, not the answer
}
