"""What a scheme charges for in one case: each rule with marks, or the item it stands in, and what a failing costs.

Deductions that a person decides stand beside them. Charges ``per: cause`` are counted together, in
:mod:`gipaudit.scoring.pool`; all others each by itself, here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from gipaudit.scoring.model import Case, End, Judged, Key
from gipaudit.scoring.scheme import Deduction, Item, Lose, Manual, Scheme

Unit = Literal["report", "finding", "cell", "cause", "rule"]


@dataclass(frozen=True)
class Charge:
    """One deduction: ``lose`` marks for each ``per`` of its rules, at most ``at_most``, in a dimension.

    A dimension of the scheme caps what is lost in it; what belongs to none comes off the total.
    """

    rules: tuple[str, ...]
    lose: Decimal
    per: Unit
    at_most: Decimal
    dimension: str

    def loss(self, case: Case, end: End, mended: frozenset[Key]) -> Decimal:
        """What it costs at one end, with some findings mended."""
        failing = case.failing(end, self.rules, mended)
        if self.per in ("finding", "cell") and not case.crashed.isdisjoint(failing):
            return self.at_most  # nobody knows how many instances a crashed rule would have failed
        return min(self.at_most, self.lose * self._count(case, failing))

    def _count(self, case: Case, failing: Sequence[Key]) -> int:
        match self.per:
            case "report":
                return int(bool(failing))
            case "rule":
                return len({rule for rule, _ in failing})
            case "cell":
                of_each = [case.cells[key] for key in failing]
                return len({cell for cells in of_each for cell in cells}) + of_each.count(())
            case _:
                return len(failing)


@dataclass(frozen=True)
class Decided:
    """A deduction that a person decides; ``rules`` are those of the case that give the clue to it."""

    entry: Manual
    rules: tuple[str, ...]
    dimension: str

    def loss(self, case: Case, end: End, mended: frozenset[Key]) -> Decimal:
        """What the person took off; until then nothing, the default, or at the low end all of it."""
        entry = self.entry
        if entry.id in case.manual:
            return case.manual[entry.id]
        if entry.rules:
            suspected = end == "low" and bool(case.failing("low", self.rules, mended))
            return entry.marks if suspected else Decimal(0)
        if entry.default is not None:
            return entry.default
        return entry.marks if end == "low" else Decimal(0)


def decided(case: Case) -> tuple[Decided, ...]:
    """The deductions of a case that people decide, in the order of the scheme."""
    clues: dict[str, list[str]] = {}
    for rule in case.rules:
        entry = case.scheme.taken_for(rule)
        if entry is not None:
            clues.setdefault(entry.id, []).append(rule)
    return tuple(
        Decided(
            entry,
            tuple(clues.get(entry.id, ())),
            entry.dimension or "",
        )
        for entry in case.scheme.taken
    )


def rests_on_cells(scheme: Scheme, rule: str, arithmetic: bool) -> bool:
    """Whether what a rule costs depends on which cells its findings are about."""
    deduction = scheme.deduction(rule)
    if deduction is None or scheme.items_of(rule):
        return False
    return _per(deduction, arithmetic) in ("cell", "cause")


def charges(case: Case) -> tuple[Charge, ...]:
    """All charges of a case for what rules say, in the order of rule ids, then of items."""
    single, members = [], dict[str, list[Judged]]()
    for judged in case.rules.values():
        items = case.scheme.items_of(judged.rule)
        deduction = case.scheme.deduction(judged.rule)
        for item in items:
            members.setdefault(item.id, []).append(judged)
        if not items and deduction is not None and case.scheme.taken_for(judged.rule) is None:
            single.append(_of_rule(case.scheme, judged, deduction))
    of_items = [_of_item(case.scheme, item, members[item.id]) for item in case.scheme.items if item.id in members]
    return tuple(charge for charge in (*single, *of_items) if charge.lose)


def _of_rule(scheme: Scheme, judged: Judged, deduction: Deduction) -> Charge:
    dimension = deduction.dimension or judged.dimension
    per = _per(deduction, judged.arithmetic)
    return _charge(scheme, (judged.rule,), deduction.lose, per, deduction.at_most, dimension)


def _per(deduction: Deduction, arithmetic: bool) -> Unit:
    return deduction.per or ("cause" if arithmetic else "finding")


def _of_item(scheme: Scheme, item: Item, members: list[Judged]) -> Charge:
    dimension = item.dimension or min(judged.dimension for judged in members)
    rules = tuple(judged.rule for judged in members)
    return _charge(scheme, rules, item.lose, "report" if item.once else "rule", item.at_most, dimension)


def _charge(
    scheme: Scheme, rules: tuple[str, ...], lose: Lose, per: Unit, at_most: Decimal | None, dimension: str
) -> Charge:
    full = scheme.marks.get(dimension, scheme.base)
    return Charge(
        rules=rules,
        lose=full if lose == "all" else lose,
        per=per,
        at_most=full if at_most is None else min(at_most, full),
        dimension=dimension if dimension in scheme.marks else "",
    )
