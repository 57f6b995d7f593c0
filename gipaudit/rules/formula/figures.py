"""Readings as they stand in an equation: ``3 + 1 ≠ 4 + 空``."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal

from gipaudit.forms.report import Reading
from gipaudit.rules.formula.compiled import Meaning
from gipaudit.rules.formula.printing import render
from gipaudit.rules.formula.ranges import Ranges
from gipaudit.rules.formula.tree import Call, Name, Term

_WORDS = {"blank": "空", "dash": "空", "text": "？", "missing": "缺"}
_LONGEST = 20


def decimal(value: float) -> Decimal | None:
    """A bound as a decimal, without the noise of doubles; ``None`` for ±∞."""
    if math.isinf(value):
        return None
    if value == int(value):
        return Decimal(int(value))
    return Decimal(str(round(float(value), 6))).normalize()


def plain(value: Decimal) -> str:
    """A number as people write it, without an exponent unless it is absurdly long."""
    text = f"{value:f}" if abs(value.adjusted()) < _LONGEST else f"{value:.3E}"
    return text.replace("-", "−")


class Figures:
    """Shows what one report has in the cells of a formula: the report of that number among those of the ranges."""

    def __init__(self, meaning: Meaning, readings: Mapping[str, Reading], ranges: Ranges, number: int) -> None:
        self._meaning = meaning
        self._readings = readings
        self._ranges = ranges
        self._number = number

    def side(self, term: Term) -> str:
        """One side of a comparison; the brackets around a lone 合计 are left out."""
        text = render(term, self.name, self.call)
        return text[1:-1] if isinstance(term, Call) and text.startswith("(") else text

    def name(self, name: Name) -> str:
        """The figure that stands for a name."""
        return self._joined([self.cell(key) for key in self._meaning[name.offset]])

    def call(self, call: Call) -> str:
        """A function's figures; in a sum the zeros are left out, there may be twenty."""
        figures = [self.cell(key) for name in call.arguments for key in self._meaning[name.offset]]
        if call.function != "合计":
            return f"{call.function}({', '.join(figures)})"
        return self._joined([figure for figure in figures if figure != "0"] or ["0"])

    def _joined(self, figures: list[str]) -> str:
        return figures[0] if len(figures) == 1 else f"({' + '.join(figures)})"

    def cell(self, key: str) -> str:
        """One cell's figure: a number, a range, 空, ？ (not read), 缺 (no such row), 未列 (not in this layout)."""
        reading = self._readings.get(key)
        if reading is None:
            return self._bounds(key)
        if reading.state != "number":
            return _WORDS[reading.state]
        if reading.exact and reading.low is not None:
            return f"({plain(reading.low)})" if reading.low < 0 else plain(reading.low)
        return self._between(reading.low, reading.high)

    def _bounds(self, key: str) -> str:
        """Another report's cell, or one that is not printed."""
        if self._ranges.source(key)[1] is None:
            return "未列"
        if self._ranges.empty(key)[self._number]:
            return "空"
        low, high = (bound[self._number] for bound in self._ranges.one(key))
        return self._between(decimal(low), decimal(high))

    def _between(self, low: Decimal | None, high: Decimal | None) -> str:
        if low is not None and low == high:
            return plain(low)
        if low is None and high is None:
            return "？"
        if high is None and low is not None:
            return f"[≥{plain(low)}]"
        if low is None and high is not None:
            return f"[≤{plain(high)}]"
        return f"[{plain(low or Decimal(0))}～{plain(high or Decimal(0))}]"
