"""What verdicts rest on: the equation with the numbers read, both sides, the cells, and what would mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gipaudit.forms.report import Report
from gipaudit.rules.check import FAIL, NOT_ASSESSABLE, PASS
from gipaudit.rules.formula.compared import Compared
from gipaudit.rules.formula.compiled import Every, Link, Logic, Then
from gipaudit.rules.formula.evaluate import evaluate
from gipaudit.rules.formula.figures import Figures
from gipaudit.rules.formula.instance import Instance
from gipaudit.rules.formula.keys import PREVIOUS, address_of
from gipaudit.rules.formula.open import suggestions, why_open
from gipaudit.rules.formula.pair import Pair
from gipaudit.rules.formula.ranges import Ranges
from gipaudit.rules.formula.stacks import Stack
from gipaudit.rules.formula.tree import Implies, Node, Statement
from gipaudit.rules.previous import last_years_cell
from gipaudit.scorecard import Evidence, Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class _Named:
    """What is told of an instance, whatever the report: what its message begins with and may say, its own cells."""

    label: str
    values: Mapping[str, str]
    cells: tuple[str, ...]


class Told:
    """All that instances of one make are told of: what is reckoned and printed is so for all ``pairs`` at once.

    ``tree`` is the formula as written; ``ranges`` are those of the pairs. ``tolerance`` is the rule's own.
    """

    def __init__(
        self, tree: Statement, stack: Stack, ranges: Ranges, pairs: Sequence[Pair], tolerance: float | None
    ) -> None:
        self._tree, self._stack, self._ranges = tree, stack, ranges
        self._pairs, self._tolerance = pairs, tolerance
        self._figures = Figures(stack, pairs, ranges)
        self._named: dict[str, _Named] = {}
        self._verdicts: dict[int, NDArray[np.int8]] = {}
        self._compared: dict[int, Compared] = {}
        self._texts: dict[int, Sequence[str]] = {}

    def evidence(self, at: int, *, failed: bool) -> Evidence:
        """The evidence of one of the pairs: that it failed, or could not be judged."""
        pair = self._pairs[at]
        link, named = self._decisive(self._stack.logic, at), self._names(pair.instance)
        why = "" if failed else why_open(pair, self._ranges, accused=self._verdict(self._stack.logic, at) == FAIL)
        if link is None:
            equation = self._text(self._tree, at)
            values, left, right = named.values, None, None
            message = f"{named.label}不成立：{equation}"
        else:
            failing = failed or self._verdict(link, at) == FAIL
            compared = self._comparison(link)
            equation, left, right = compared.equation(at, failing=failing), compared.lefts[at], compared.rights[at]
            values = {**named.values, **compared.values(at, failing=failing)}
            apart = f"（差 {values['difference']}）" if values["difference"] else ""
            message = f"{named.label}{self._premise(at)}{equation}{apart}"
        if not failed:
            message = f"{named.label}{equation}，无法判定：{why}"
        last = () if pair.before is None else tuple(self._last_years(pair, pair.before, at))
        mending = () if failed else suggestions(link, self._ranges, pair.report, at)
        return Evidence(values, message, equation, left, right, named.cells, last, mending, why)

    def _names(self, instance: Instance) -> _Named:
        if instance.key not in self._named:
            own = tuple(key for key in instance.cells if address_of(key) == key and key not in instance.unprinted)
            here = instance.here
            axis = "" if here is None else {"rows": "row", "columns": "column"}[here.target.axis]
            cell = self._ranges.cell(own[0]).name if len(own) == 1 else instance.label
            values = ({"cell": cell} if cell else {}) | ({axis: instance.label} if axis else {})
            self._named[instance.key] = _Named(f"{instance.label}：" if instance.label else "", values, own)
        return self._named[instance.key]

    def _last_years(self, pair: Pair, before: Report, at: int) -> Iterator[Passage]:
        """The cells of last year's report, each with its place in that report's file."""
        for key in self._stack.foreign:
            there = self._ranges.key(key, at)
            reading = pair.reading(there) if there.startswith(PREVIOUS) else None
            if reading is not None:
                yield last_years_cell(before, self._ranges.cell(there), reading, self._figures.cell(key)[at])

    def _premise(self, at: int) -> str:
        """What made the failing conclusion due."""
        return f"已知 {self._text(self._tree.premise, at)}，而 " if isinstance(self._tree, Implies) else ""

    def _text(self, node: Node, at: int) -> str:
        if id(node) not in self._texts:
            self._texts[id(node)] = self._figures.of(node)
        return self._texts[id(node)][at]

    def _comparison(self, link: Link) -> Compared:
        if id(link) not in self._compared:
            self._compared[id(link)] = Compared(link, self._figures, self._ranges)
        return self._compared[id(link)]

    def _verdict(self, logic: Logic, at: int) -> int:
        if id(logic) not in self._verdicts:
            self._verdicts[id(logic)] = evaluate(logic, self._ranges, self._tolerance)
        return int(self._verdicts[id(logic)][at])

    def _decisive(self, logic: Logic, at: int) -> Link | None:
        """The comparison that decides, where there is one."""
        match logic:
            case Link():
                return logic
            case Every():
                verdicts = [self._verdict(part, at) for part in logic.parts]
                for code in (FAIL, NOT_ASSESSABLE):
                    if code in verdicts:
                        return self._decisive(logic.parts[verdicts.index(code)], at)
            case Then():
                premise = self._verdict(logic.premise, at)
                return self._decisive(logic.conclusion if premise == PASS else logic.premise, at)
        return None
