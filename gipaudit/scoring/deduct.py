"""The model ``deduct``: marks are taken off (扣分制), as government rubrics have it.

Losses per rule or item, capped per rule, capped per dimension (扣完为止), summed. What is lost in no dimension of the
scheme comes off the total.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from gipaudit.errors import Message
from gipaudit.scoring.charges import Charge, Decided, charges, decided
from gipaudit.scoring.model import NOTHING, Case, End, Key, Result, Scorer
from gipaudit.scoring.pool import Option, Pool
from gipaudit.scoring.result import settle
from gipaudit.scoring.scheme import Scheme
from gipaudit.scoring.shares import divided

ZERO = Decimal(0)


class Deduct:
    """The deductions of one case."""

    def __init__(self, case: Case) -> None:
        self._case = case
        every = charges(case)
        self._single: list[Charge | Decided] = [charge for charge in every if charge.per != "cause"]
        self._single += decided(case)
        self._pool = Pool(case, [charge for charge in every if charge.per == "cause"])
        self._caps = {**case.scheme.marks, "": case.scheme.base}
        self._touched: dict[str, list[int]] = {}
        for index, charge in enumerate(self._single):
            for rule in charge.rules:
                self._touched.setdefault(rule, []).append(index)
        self._losses: dict[End, Sequence[Decimal]] = {}
        self._found: dict[tuple[End, frozenset[Key]], tuple[Option, Mapping[str, Decimal]]] = {}

    def earned(self, end: End, mended: frozenset[Key]) -> Decimal:
        """What is left of the marks of all dimensions."""
        lost = sum(self._lost_in_dimensions(end, mended).values(), ZERO)
        return max(ZERO, self._case.scheme.base - lost)

    def dimensions(self, end: End) -> Mapping[str, Decimal]:
        """What is left in each dimension."""
        lost = self._lost_in_dimensions(end, NOTHING)
        return {id: marks - lost.get(id, ZERO) for id, marks in self._case.scheme.marks.items()}

    def lost(self, end: End) -> Mapping[Key, Decimal]:
        """What each finding costs; the loss of an item is divided among its failing rules, then their findings."""
        lost = dict(self._pool.findings(end, self._dearest(end, NOTHING)[0]))
        for charge, loss in zip(self._single, self._single_losses(end, NOTHING), strict=True):
            failing = self._case.failing(end, charge.rules)
            for rule, share in divided(loss, {rule for rule, _ in failing}).items():
                for key, part in divided(share, [key for key in failing if key[0] == rule]).items():
                    lost[key] = lost.get(key, ZERO) + part
        return lost

    def together(self, key: Key) -> frozenset[Key]:
        """The findings of one cause are mended together."""
        return self._pool.together(key)

    def _lost_in_dimensions(self, end: End, mended: frozenset[Key]) -> Mapping[str, Decimal]:
        return self._dearest(end, mended)[1]

    def _dearest(self, end: End, mended: frozenset[Key]) -> tuple[Option, Mapping[str, Decimal]]:
        """The charges by cause that cost most after all caps, and what is then lost in each dimension."""
        if (end, mended) not in self._found:
            self._found[end, mended] = self._sought(end, mended)
        return self._found[end, mended]

    def _sought(self, end: End, mended: frozenset[Key]) -> tuple[Option, Mapping[str, Decimal]]:
        others: dict[str, Decimal] = {}
        for charge, loss in zip(self._single, self._single_losses(end, mended), strict=True):
            others[charge.dimension] = others.get(charge.dimension, ZERO) + loss
        capped = [(option, self._capped(others, option)) for option in self._pool.options(end, mended)]
        if len(capped) == 1:
            return capped[0]
        return max(capped, key=lambda pair: (sum(pair[1].values(), ZERO), sum(pair[0].rules, ZERO), pair[0].rules))

    def _capped(self, others: Mapping[str, Decimal], option: Option) -> Mapping[str, Decimal]:
        sums = {id: others.get(id, ZERO) + option.dimensions.get(id, ZERO) for id in (*others, *option.dimensions)}
        return {id: min(self._caps[id], loss) for id, loss in sums.items()}

    def _single_losses(self, end: End, mended: frozenset[Key]) -> Sequence[Decimal]:
        if end not in self._losses:
            self._losses[end] = [charge.loss(self._case, end, NOTHING) for charge in self._single]
        if not mended:
            return self._losses[end]
        losses = list(self._losses[end])
        for index in {index for rule, _ in mended for index in self._touched.get(rule, ())}:
            losses[index] = self._single[index].loss(self._case, end, mended)
        return losses


def score(case: Case) -> Result:
    """Score one case."""
    return settle("deduct", case, Deduct(case))


def _marked(scheme: Scheme, rule: str) -> bool:
    deduction, items = scheme.deduction(rule), scheme.items_of(rule)
    if scheme.taken_for(rule) is not None:
        return True
    by_loss = any(item.lose for item in items) if items else deduction is not None and bool(deduction.lose)
    return by_loss or bool(scheme.bonus_of(rule)) or scheme.ceiling_of(rule) is not None


SCORER = Scorer("deduct", Message("扣分制", "deductions"), score, _marked, by_verdict=True)
