"""The evidence of one rule's verdicts on many reports: made when it is asked for, and only then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from gipaudit.forms.arrays import Reports
from gipaudit.forms.trust import doubtful
from gipaudit.rules.check import FAIL, NOT_APPLICABLE, NOT_ASSESSABLE
from gipaudit.rules.formula.evidence import Maker, Told
from gipaudit.rules.formula.instance import Instance
from gipaudit.rules.formula.instances import CompiledRule
from gipaudit.rules.formula.judging import Terms
from gipaudit.rules.formula.keys import PREVIOUS, address_of
from gipaudit.rules.formula.ranges import Ranges
from gipaudit.scorecard import Evidence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Explained:
    """The evidence of verdicts (instances × reports) that a rule gave under these terms."""

    def __init__(self, compiled: CompiledRule, reports: Reports, verdicts: NDArray[np.int8], terms: Terms) -> None:
        self._compiled, self._reports, self._verdicts, self._terms = compiled, reports, verdicts, terms
        self._quiet: dict[int, _Quiet] = {}
        self._told: dict[int, tuple[Told, Mapping[int, int]]] = {}

    def of(self, number: int, report: int) -> Evidence:
        """The evidence for one instance of one report; that instance does not pass."""
        form = self._reports.form
        if form is None:
            return Evidence(why="没有找到表格")
        instance, code = self._compiled.instances[number], int(self._verdicts[number, report])
        if code == NOT_APPLICABLE:
            if number not in self._quiet:
                ranges = self._terms.ranges(self._reports, form, blank_is_zero=False)
                self._quiet[number] = _Quiet(self._terms.lacking(instance), ranges, self._own(instance))
            return self._quiet[number].of(report)
        told, places = self._reckoned(number)
        before = self._terms.before.reports[report] if self._terms.before else None
        made = Maker(told, places[report], form, self._reports.reports[report], before)
        open_ = code == NOT_ASSESSABLE
        why = made.why(_doubtful(instance, self._reports, report, self._terms)) if open_ else ""
        return made.evidence(self._own(instance), failed=code == FAIL, why=why)

    def _own(self, instance: Instance) -> tuple[str, ...]:
        """The cells of the report itself that the instance is about, as far as its layout prints them."""
        return tuple(key for key in instance.cells if key in self._reports.index)

    def _reckoned(self, number: int) -> tuple[Told, Mapping[int, int]]:
        """What is reckoned for all reports that an instance is told of, and the place of each among these."""
        import numpy as np

        if number not in self._told:
            form = self._reports.form
            if form is None:
                raise ValueError("these reports have no form")
            codes, instance = self._verdicts[number], self._compiled.instances[number]
            numbers = np.flatnonzero((codes == FAIL) | (codes == NOT_ASSESSABLE))
            ranges = self._terms.ranges(self._reports, form, numbers=numbers, blank_is_zero=False)
            told = Told(self._compiled, instance, ranges, self._terms.tolerance)
            self._told[number] = told, {report: place for place, report in enumerate(numbers.tolist())}
        return self._told[number]


class _Quiet:
    """Why one instance does not apply: one of two reasons, which reports share."""

    def __init__(self, missing: str | None, ranges: Ranges, own: Sequence[str]) -> None:
        cells = tuple(own)
        self._empty = ranges.all_empty(frozenset(own)) if own and missing is None else None
        if missing is not None:
            why = _why_lacking(missing, ranges)
        else:
            why = "前提不成立" if own else "本表不印所比的单元格"
        self._otherwise = Evidence(cells=cells, why=why)
        self._unsaid = Evidence(cells=cells, why="各格均未填写")

    def of(self, report: int) -> Evidence:
        """The reason in one report."""
        return self._unsaid if self._empty is not None and self._empty[report] else self._otherwise


def _doubtful(instance: Instance, reports: Reports, report: int, terms: Terms) -> list[str]:
    """The keys of the numbers that were read with too little confidence to accuse anyone."""
    own = reports.reports[report].readings
    last = terms.before.reports[report].readings if terms.before else None
    found = []
    for key in instance.cells:
        if key.startswith(PREVIOUS):
            reading = last.get(address_of(key)) if last is not None else None
        else:
            reading = own.get(key)
        if reading is not None and reading.state == "number" and doubtful(reading):
            found.append(key)
    return found


def _why_lacking(missing: str, ranges: Ranges) -> str:
    source, _ = ranges.source(missing)
    if missing.startswith(PREVIOUS):
        return "没有上年报告" if source is None else "上年报告的表式没有所比的单元格"
    return "没有下级名单" if source is None else "下级报告的表式没有所比的单元格"
