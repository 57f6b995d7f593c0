"""What a verdict rests on: the equation with the numbers read, both sides, the cells, and what would mend it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from gipaudit.forms.form import Form
from gipaudit.forms.report import Reading, Report
from gipaudit.rules.check import FAIL, NOT_ASSESSABLE, PASS
from gipaudit.rules.formula.affine import Affine
from gipaudit.rules.formula.compiled import Every, Link, Logic, Then
from gipaudit.rules.formula.evaluate import evaluate
from gipaudit.rules.formula.figures import Figures, decimal, plain
from gipaudit.rules.formula.instance import Instance
from gipaudit.rules.formula.instances import CompiledRule
from gipaudit.rules.formula.intervals import interval
from gipaudit.rules.formula.keys import PREVIOUS, address_of
from gipaudit.rules.formula.known import Interval as Bounds
from gipaudit.rules.formula.printing import OPPOSITE, render
from gipaudit.rules.formula.ranges import Ranges
from gipaudit.rules.formula.tree import Implies, Name
from gipaudit.rules.previous import last_years_cell
from gipaudit.scorecard import Evidence, Interval, Passage, Suggestion

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MOST_NAMES = 3


class Told:
    """One instance in the reports that it is told of. What is reckoned is reckoned for all of them at once."""

    def __init__(self, compiled: CompiledRule, instance: Instance, ranges: Ranges, tolerance: float | None) -> None:
        self.tree = compiled.tree
        self.instance = instance
        self.ranges = ranges
        self._tolerance = tolerance
        self._verdicts: dict[int, NDArray[np.int8]] = {}
        self._bounds: dict[int, Bounds] = {}

    def verdict(self, logic: Logic, at: int) -> int:
        """The verdict of a part of the formula in one of the reports."""
        if id(logic) not in self._verdicts:
            self._verdicts[id(logic)] = evaluate(logic, self.ranges, self._tolerance)
        return int(self._verdicts[id(logic)][at])

    def bounds(self, affine: Affine, at: int) -> tuple[float, float]:
        """The least and the most that a sum of the formula may be in one of the reports."""
        if id(affine) not in self._bounds:
            self._bounds[id(affine)] = interval(affine, self.ranges)
        low, high = self._bounds[id(affine)]
        return float(low[at]), float(high[at])


class Maker:
    """Makes the evidence of one instance of one report, the one at that place among those it is told of."""

    def __init__(self, told: Told, at: int, form: Form, report: Report, before: Report | None) -> None:
        self.told, self.at = told, at
        self.tree = told.tree
        self.instance = told.instance
        self.whole = form.whole or form
        self.readings = report.readings
        self.before = before
        self.ranges = told.ranges
        self.figures = Figures(self.instance.meaning, report.readings, told.ranges, at)
        self.link = self._decisive(self.instance.logic)

    def evidence(self, own: tuple[str, ...], *, failed: bool, why: str) -> Evidence:
        """The evidence that it failed, or why it could not be judged; ``own`` are the report's own cells in it."""
        values = self._labels(own)
        link = self.link
        if link is None:
            equation = render(self.tree, self.figures.name, self.figures.call)
            left = right = None
        else:
            failing = failed or self._verdict(link) == FAIL
            operator = OPPOSITE[link.operator] if failing else link.operator
            sides = self.figures.side(link.left), self.figures.side(link.right)
            equation = f"{sides[0]} {operator} {sides[1]}"
            left, right = (self._bounds(side) for side in link.sides)
            difference = self._difference(link) if failing else ""
            values |= {"left": sides[0], "right": sides[1], "difference": difference}
            values |= self._found_and_expected(link, sides)
        label = f"{self.instance.label}：" if self.instance.label else ""
        if failed:
            apart = f"（差 {values['difference']}）" if values.get("difference") else ""
            message = f"{label}{self._premise()}{equation}{apart}" if link else f"{label}不成立：{equation}"
        else:
            message = f"{label}{equation}，无法判定：{why}"
        suggestions = () if failed else tuple(self._suggestions())
        return Evidence(values, message, equation, left, right, own, tuple(self._last_years()), suggestions, why)

    def _last_years(self) -> Iterator[Passage]:
        """The cells of last year's report, each with its place in that report's file."""
        if self.before is None or self.before.form is None:
            return
        for key in (key for key in self.instance.cells if key.startswith(PREVIOUS)):
            reading = self.before.readings.get(address_of(key))
            if reading is None:
                continue
            yield last_years_cell(self.before, self.ranges.cell(key), reading, self.figures.cell(key))

    def _premise(self) -> str:
        """What made the failing conclusion due."""
        if not isinstance(self.tree, Implies):
            return ""
        return f"已知 {render(self.tree.premise, self.figures.name, self.figures.call)}，而 "

    def _verdict(self, logic: Logic) -> int:
        return self.told.verdict(logic, self.at)

    def _decisive(self, logic: Logic) -> Link | None:
        """The comparison that decides, where there is one."""
        match logic:
            case Link():
                return logic
            case Every():
                verdicts = [self._verdict(part) for part in logic.parts]
                for code in (FAIL, NOT_ASSESSABLE):
                    if code in verdicts:
                        return self._decisive(logic.parts[verdicts.index(code)])
            case Then():
                premise = self._verdict(logic.premise)
                return self._decisive(logic.conclusion if premise == PASS else logic.premise)
        return None

    def _labels(self, own: tuple[str, ...]) -> dict[str, str]:
        here = self.instance.here
        axis = "" if here is None else {"rows": "row", "columns": "column"}[here.target.axis]
        cell = self.whole.cells[own[0]].name if len(own) == 1 else self.instance.label
        values = {"cell": cell} if cell else {}
        return values | ({axis: self.instance.label} if axis else {})

    def _bounds(self, side: Affine) -> Interval:
        low, high = self.told.bounds(side, self.at)
        return decimal(low), decimal(high)

    def _difference(self, link: Link) -> str:
        low, high = (bound / link.scale for bound in self.told.bounds(link.difference, self.at))
        if low <= 0 <= high:
            return ""
        least = decimal(low if low > 0 else -high)
        shown = "" if least is None else plain(least)
        return shown if low == high else f"至少 {shown}"

    def _found_and_expected(self, link: Link, sides: tuple[str, str]) -> dict[str, str]:
        single = [isinstance(side, Name) for side in (link.left, link.right)]
        if link.operator != "=" or single[0] == single[1]:
            return {}
        found, expected = (0, 1) if single[0] else (1, 0)
        low, high = self._bounds(link.sides[expected])
        return {"found": sides[found]} | ({"expected": plain(low)} if low is not None and low == high else {})

    def _suggestions(self) -> Iterator[Suggestion]:
        """The value of the one blank that alone keeps an equality open."""
        link = self.link
        form = link.difference.linear if link is not None and link.operator == "=" else None
        if form is None:
            return
        empty = [key for key in form.terms if self.ranges.empty(key)[self.at]]
        if len(empty) != 1 or address_of(empty[0]) != empty[0]:
            return
        rest = form.constant
        for key, coefficient in form.terms.items():
            if key == empty[0]:
                continue
            reading = self.readings.get(key)
            if reading is None or not reading.exact or reading.low is None:
                return
            rest += coefficient * Fraction(reading.low)
        value = -rest / form.terms[empty[0]]
        cell = self.whole.cells[empty[0]]
        decimals = value * 100 if cell.kind == "amount" else value
        if decimals.denominator == 1 and (value >= 0 or cell.kind == "signed"):
            number = Decimal(value.numerator) / Decimal(value.denominator)
            yield Suggestion(cell.address, number, f"填 {plain(number)} 则等式成立")

    def why(self, suspicious: list[str]) -> str:
        """Why it could not be judged."""
        if suspicious and self._verdict(self.instance.logic) == FAIL:
            return f"读数存疑：{self._named(suspicious)}"
        kinds: dict[str, list[str]] = {}
        for key in self.instance.cells:
            reading = self._reading(key)
            if key in self.instance.unprinted:
                kinds.setdefault("本表未单列", []).append(key)
            elif reading is None:
                continue
            elif reading.state == "number":
                if not reading.exact:
                    kinds.setdefault("数字不确切", []).append(key)
            else:
                words = {"text": "未能读出", "missing": "表中没有"}
                kinds.setdefault(words.get(reading.state, "未填写"), []).append(key)
        return "；".join(f"{word}：{self._named(keys)}" for word, keys in kinds.items()) or "数字太大，或除数可能为 0"

    def _reading(self, key: str) -> Reading | None:
        if key.startswith(PREVIOUS) and self.before is not None:
            return self.before.readings.get(address_of(key))
        return self.readings.get(key)

    def _named(self, keys: list[str]) -> str:
        names = [
            f"{'上年' if key.startswith(PREVIOUS) else ''}{self.ranges.cell(key).name}" for key in keys[:_MOST_NAMES]
        ]
        return "、".join(names) + (f"等 {len(keys)} 格" if len(keys) > _MOST_NAMES else "")
