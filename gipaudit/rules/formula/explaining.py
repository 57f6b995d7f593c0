"""The evidence of one rule's verdicts on many reports: made when it is asked for, and only then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from gipaudit.forms.arrays import Reports
from gipaudit.forms.form import Form
from gipaudit.rules.check import FAIL, NOT_APPLICABLE, NOT_ASSESSABLE
from gipaudit.rules.formula.evidence import Told
from gipaudit.rules.formula.instance import Instance
from gipaudit.rules.formula.instances import CompiledRule
from gipaudit.rules.formula.keys import PREVIOUS
from gipaudit.rules.formula.pair import Pair
from gipaudit.rules.formula.ranges import Ranges
from gipaudit.rules.formula.stacks import Stack
from gipaudit.rules.formula.terms import Terms
from gipaudit.scorecard import Evidence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Explained:
    """The evidence of verdicts (instances × reports) that a rule gave under these terms."""

    def __init__(self, compiled: CompiledRule, reports: Reports, verdicts: NDArray[np.int8], terms: Terms) -> None:
        self._compiled, self._reports, self._verdicts, self._terms = compiled, reports, verdicts, terms
        self._quiet: dict[int, _Quiet] = {}
        self._told: dict[int, tuple[Told, Mapping[tuple[int, int], int]]] = {}
        self._stacks = {number: stack for stack in compiled.stacks for number in stack.numbers}

    def of(self, number: int, report: int) -> Evidence:
        """The evidence for one instance of one report; that instance does not pass."""
        form = self._reports.form
        if form is None:
            return Evidence(why="没有找到表格")
        instance, code = self._compiled.instances[number], int(self._verdicts[number, report])
        if code == NOT_APPLICABLE:
            if number not in self._quiet:
                ranges = Ranges(self._reports, form, self._terms, blank_is_zero=False)
                self._quiet[number] = _Quiet(self._terms.lacking(instance), ranges, self._own(instance))
            return self._quiet[number].of(report)
        told, pairs = self._reckoned(self._stacks[number], form)
        return told.evidence(pairs[number, report], failed=code == FAIL)

    def _own(self, instance: Instance) -> tuple[str, ...]:
        """The cells of the report itself that the instance is about, as far as its layout prints them."""
        return tuple(key for key in instance.cells if key in self._reports.index)

    def _reckoned(self, stack: Stack, form: Form) -> tuple[Told, Mapping[tuple[int, int], int]]:
        """What is reckoned for all that instances of one make are told of, and where each pair stands in it."""
        import numpy as np

        if id(stack) not in self._told:
            asked = self._terms.at_hand(stack, self._compiled.instances)
            codes = self._verdicts[list(asked.numbers)]
            places, reports = np.nonzero((codes == FAIL) | (codes == NOT_ASSESSABLE))
            ranges = Ranges(
                self._reports, form, self._terms, blank_is_zero=False, stack=asked, pairs=(places, reports)
            )
            found = zip(places.tolist(), reports.tolist(), strict=True)
            numbers = [(asked.numbers[place], report) for place, report in found]
            pairs = [self._pair(number, report) for number, report in numbers]
            told = Told(self._compiled.tree, asked, ranges, pairs, self._terms.tolerance)
            self._told[id(stack)] = told, {each: at for at, each in enumerate(numbers)}
        return self._told[id(stack)]

    def _pair(self, number: int, report: int) -> Pair:
        before = self._terms.before
        last_years = before.reports[report] if before else None
        return Pair(self._compiled.instances[number], self._reports.reports[report], last_years)


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


def _why_lacking(missing: str, ranges: Ranges) -> str:
    source, _ = ranges.source(missing)
    if missing.startswith(PREVIOUS):
        return "没有上年报告" if source is None else "上年报告的表式没有所比的单元格"
    return "没有下级名单" if source is None else "下级报告的表式没有所比的单元格"
