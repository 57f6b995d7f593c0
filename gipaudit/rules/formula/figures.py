"""Readings as they stand in an equation: ``3 + 1 ≠ 4 + 空``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from gipaudit.rules.formula.pair import Pair
from gipaudit.rules.formula.printing import render
from gipaudit.rules.formula.ranges import Ranges
from gipaudit.rules.formula.stacks import Stack
from gipaudit.rules.formula.tree import Call, Name, Node, Term

_WORDS = {"blank": "空", "dash": "空", "text": "？", "missing": "缺"}
_LONGEST = 20


@lru_cache(maxsize=10_000)
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
    """Shows what stands in the cells of a stack's formula: a text for each of the pairs that the ranges are of."""

    def __init__(self, stack: Stack, pairs: Sequence[Pair], ranges: Ranges) -> None:
        self._stack = stack
        self._pairs = pairs
        self._ranges = ranges
        self._cells: dict[str, Sequence[str]] = {}

    def side(self, term: Term) -> Sequence[str]:
        """One side of a comparison; the brackets around a lone 合计 are left out."""
        texts = self.of(term)
        if not isinstance(term, Call):
            return texts
        return [text[1:-1] if text.startswith("(") else text for text in texts]

    def of(self, node: Node) -> Sequence[str]:
        """A formula or a part of it, with figures in the place of names."""
        columns: list[Sequence[str]] = []

        def mark(column: Sequence[str]) -> str:
            columns.append(column)
            return _FIGURE

        pattern = render(node, lambda name: mark(self._name(name)), lambda call: mark(self._call(call)))
        if pattern == _FIGURE:
            return columns[0]
        if not columns:
            return [pattern] * len(self._pairs)
        return [pattern.format(*figures) for figures in zip(*columns, strict=True)]

    def _name(self, name: Name) -> Sequence[str]:
        return self._joined([self.cell(key) for key in self._stack.meaning[name.offset]])

    def _call(self, call: Call) -> Sequence[str]:
        """A function's figures; in a sum the zeros are left out, there may be twenty."""
        columns = [self.cell(key) for name in call.arguments for key in self._stack.meaning[name.offset]]
        if call.function != "合计":
            return [f"{call.function}({', '.join(figures)})" for figures in zip(*columns, strict=True)]
        many = ([figure for figure in figures if figure != "0"] or ["0"] for figures in zip(*columns, strict=True))
        return [_added(figures) for figures in many]

    def _joined(self, columns: Sequence[Sequence[str]]) -> Sequence[str]:
        return columns[0] if len(columns) == 1 else [_added(figures) for figures in zip(*columns, strict=True)]

    def cell(self, key: str) -> Sequence[str]:
        """A cell's figures: a number, a range, 空, ？ (not read), 缺 (no such row), 未列 (not in this layout)."""
        if key not in self._cells:
            counts, others = self._ranges.counts(key)
            texts = self._cells[key] = list(map(_count, counts))
            for at in others:
                texts[at] = self._printed(key, at)
        return self._cells[key]

    def _printed(self, key: str, at: int) -> str:
        reading = self._pairs[at].report.readings.get(self._ranges.key(key, at))
        if reading is None:
            return self._bounds(key, at)
        if reading.state != "number":
            return _WORDS[reading.state]
        if reading.exact and reading.low is not None:
            return f"({plain(reading.low)})" if reading.low < 0 else plain(reading.low)
        return _between(reading.low, reading.high)

    def _bounds(self, key: str, at: int) -> str:
        """Another report's cell, or one that is not printed."""
        if self._ranges.source(key)[1] is None:
            return "未列"
        if self._ranges.empty(key)[at]:
            return "空"
        low, high = (bound[at] for bound in self._ranges.one(key))
        return _between(decimal(low), decimal(high))


_FIGURE = "{}"
"""Stands for a figure in a formula that is printed for many reports."""


@lru_cache(maxsize=10_000)
def _count(value: float) -> str:
    text = plain(Decimal(int(value)))
    return f"({text})" if value < 0 else text


def _added(figures: Sequence[str]) -> str:
    return figures[0] if len(figures) == 1 else f"({' + '.join(figures)})"


def _between(low: Decimal | None, high: Decimal | None) -> str:
    if low is not None and low == high:
        return plain(low)
    if low is None and high is None:
        return "？"
    if high is None and low is not None:
        return f"[≥{plain(low)}]"
    if low is None and high is not None:
        return f"[≤{plain(high)}]"
    return f"[{plain(low or Decimal(0))}～{plain(high or Decimal(0))}]"
