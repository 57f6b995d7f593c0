"""The model ``pass-rate``: passed instances over passed and failed ones, times the full marks.

Every instance counts alike, whatever its rule. Where nothing passed or failed, nothing is known: 0 to full marks.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from gipaudit.errors import Message
from gipaudit.scoring.model import NOTHING, Case, End, Key, Result, Scorer
from gipaudit.scoring.result import settle
from gipaudit.scoring.scheme import Scheme
from gipaudit.scoring.shares import divided
from gipaudit.scoring.weighted import to_decimal


class PassRate:
    """The pass rate of one case."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._rules = {
            rule: judged.dimension
            for rule, judged in case.rules.items()
            if case.scheme.bonus_of(rule) is None and not case.scheme.free(rule)
        }
        self._counts: dict[End, tuple[int, int]] = {}

    def earned(self, end: End, mended: frozenset[Key]) -> Decimal:
        """The pass rate, in marks."""
        passed, counted = self._of(end)
        for rule in {rule for rule, _ in mended if rule in self._rules}:
            before, after = self._case.standing(end, rule), self._case.standing(end, rule, mended)
            passed += len(after.passing) - len(before.passing)
            counted += len(after.passing) + len(after.failing) - len(before.passing) - len(before.failing)
        return self._rate(end, passed, counted, self._case.scheme.base)

    def dimensions(self, end: End) -> Mapping[str, Decimal]:
        """Each dimension's own pass rate, in its marks."""
        rates = {}
        for id, marks in self._case.scheme.marks.items():
            passed, counted = self._count(end, [rule for rule, dimension in self._rules.items() if dimension == id])
            if counted:
                rates[id] = self._rate(end, passed, counted, marks)
        return rates

    def lost(self, end: End) -> Mapping[Key, Decimal]:
        """The share of each failing instance, a rule's taken together and divided."""
        counted = self._of(end)[1]
        base, lost = Fraction(self._case.scheme.base), dict[Key, Decimal]()
        for rule in self._rules:
            failing = self._case.failing(end, [rule])
            if failing:
                lost |= divided(to_decimal(base * len(failing) / counted), failing)
        return lost

    def together(self, key: Key) -> frozenset[Key]:
        """Every finding is mended by itself."""
        return frozenset({key})

    def _of(self, end: End) -> tuple[int, int]:
        if end not in self._counts:
            self._counts[end] = self._count(end, list(self._rules))
        return self._counts[end]

    def _count(self, end: End, rules: list[str]) -> tuple[int, int]:
        standings = [self._case.standing(end, rule, NOTHING) for rule in rules]
        passed = sum(len(standing.passing) for standing in standings)
        return passed, passed + sum(len(standing.failing) for standing in standings)

    @staticmethod
    def _rate(end: End, passed: int, counted: int, marks: Decimal) -> Decimal:
        if not counted:
            return Decimal(0) if end == "low" else marks
        return to_decimal(Fraction(marks) * passed / counted)


def score(case: Case) -> Result:
    """Score one case."""
    return settle("pass-rate", case, PassRate(case))


def _marked(scheme: Scheme, rule: str) -> bool:
    return not scheme.free(rule)


SCORER = Scorer("pass-rate", Message("通过率", "pass rate"), score, _marked, by_verdict=True)
