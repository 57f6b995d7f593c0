"""The model ``weighted``: XCCDF's recursive weighted mean over the rules that apply.

A rule is worth its weight when it passes and nothing when any of its instances fails; a dimension is the weighted
mean of its rules, the score the mean of the dimensions by their marks. What does not apply drops out, a dimension in
which nothing applies likewise; where nothing applies at all, nothing is known: from 0 to full marks.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from gipaudit.errors import Message
from gipaudit.scoring.model import NOTHING, Case, End, Key, Result, Scorer
from gipaudit.scoring.result import settle
from gipaudit.scoring.scheme import Deduction, Scheme
from gipaudit.scoring.shares import divided

Group = tuple[Fraction, Fraction]
"""The weights that passed and those that apply."""


class Weighted:
    """The weighted mean of one case."""

    def __init__(self, case: Case) -> None:
        self._case = case
        scheme = case.scheme
        self._base = Fraction(scheme.base)
        self._marks = {id: Fraction(marks) for id, marks in scheme.marks.items()} or {"": self._base}
        self._groups: dict[End, Mapping[str, Group]] = {}

    @cached_property
    def _rules(self) -> Mapping[str, tuple[str, Fraction]]:
        """Group and weight of every rule that counts."""
        counted = {}
        for rule, judged in self._case.rules.items():
            deduction = self._case.scheme.deduction(rule) or Deduction()
            group = (deduction.dimension or judged.dimension) if self._case.scheme.dimensions else ""
            free = self._case.scheme.free(rule) or self._case.scheme.bonus_of(rule) is not None
            if group in self._marks and deduction.weight and not free:
                counted[rule] = (group, Fraction(deduction.weight))
        return counted

    def earned(self, end: End, mended: frozenset[Key]) -> Decimal:
        """The weighted mean of the groups, in marks."""
        groups = self._of(end, mended)
        applicable = sum((self._marks[id] for id in groups), Fraction(0))
        if not applicable:
            return Decimal(0) if end == "low" else self._case.scheme.base
        mean = (
            sum((self._marks[id] * passed / all_ for id, (passed, all_) in groups.items()), Fraction(0)) / applicable
        )
        return to_decimal(self._base * mean)

    def dimensions(self, end: End) -> Mapping[str, Decimal]:
        """Each dimension's own mean, in its marks."""
        if not self._case.scheme.dimensions:
            return {}
        groups = self._of(end, NOTHING)
        return {id: to_decimal(self._marks[id] * passed / all_) for id, (passed, all_) in groups.items()}

    def lost(self, end: End) -> Mapping[Key, Decimal]:
        """A failing rule's share of the whole, divided among its findings."""
        groups = self._of(end, NOTHING)
        applicable = sum((self._marks[id] for id in groups), Fraction(0))
        lost: dict[Key, Decimal] = {}
        for rule, (group, weight) in self._rules.items():
            failing = self._case.failing(end, [rule])
            if failing and group in groups:
                share = self._base * self._marks[group] / applicable * weight / groups[group][1]
                lost |= divided(to_decimal(share), failing)
        return lost

    def together(self, key: Key) -> frozenset[Key]:
        """Every finding is mended by itself."""
        return frozenset({key})

    def _of(self, end: End, mended: frozenset[Key]) -> Mapping[str, Group]:
        """The groups in which something applies; only those of mended rules are counted anew."""
        if end not in self._groups:
            self._groups[end] = self._count(end, NOTHING, self._rules)
        if not mended:
            return self._groups[end]
        touched = {self._rules[rule][0] for rule, _ in mended if rule in self._rules}
        members = {rule: entry for rule, entry in self._rules.items() if entry[0] in touched}
        return {**self._groups[end], **self._count(end, mended, members)}

    def _count(self, end: End, mended: frozenset[Key], rules: Mapping[str, tuple[str, Fraction]]) -> dict[str, Group]:
        groups: dict[str, Group] = {}
        for rule, (group, weight) in rules.items():
            standing = self._case.standing(end, rule, mended)
            if standing.failing or standing.passing:
                passed, all_ = groups.get(group, (Fraction(0), Fraction(0)))
                groups[group] = (passed + (0 if standing.failing else weight), all_ + weight)
        return {id: group for id, group in groups.items() if self._marks[id]}


def to_decimal(marks: Fraction) -> Decimal:
    """A fraction as a decimal of 28 digits."""
    return Decimal(marks.numerator) / Decimal(marks.denominator)


def score(case: Case) -> Result:
    """Score one case."""
    return settle("weighted", case, Weighted(case))


def _marked(scheme: Scheme, rule: str) -> bool:
    deduction = scheme.deduction(rule)
    return not scheme.free(rule) and (deduction is None or bool(deduction.weight))


SCORER = Scorer("weighted", Message("加权平均", "weighted mean"), score, _marked, by_verdict=True)
