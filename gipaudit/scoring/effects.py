"""What each finding costs, and what mending it brings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cached_property

from gipaudit.scoring.model import Case, Key, rounded
from gipaudit.scoring.shares import divided

ZERO = Decimal(0)

_NONE = (ZERO, ZERO)
"""What most rules cost: one pair for all of them, for marks are kept of hundreds of reports."""


class Costs:
    """What findings cost for certain, and what they may cost where they could not be assessed."""

    def __init__(self, case: Case, certain: Mapping[Key, Decimal], most: Mapping[Key, Decimal]) -> None:
        self._case = case
        self._certain = certain
        self._most = most

    @cached_property
    def rules(self) -> Mapping[str, tuple[Decimal, Decimal]]:
        """The least and the most that each rule costs."""
        sums = {rule: [ZERO, ZERO] for rule in self._case.rules}
        for end, costs in enumerate((self._certain, self._most)):
            for (rule, _), cost in costs.items():
                sums[rule][end] += cost
        return {rule: (rounded(min(pair)), rounded(max(pair))) if any(pair) else _NONE for rule, pair in sums.items()}

    @cached_property
    def findings(self) -> Mapping[Key, Decimal]:
        """What each finding costs: its own part for certain, or its part of what its rule may cost beyond that."""
        costs = dict.fromkeys(self._case.told, ZERO) | {key: rounded(cost) for key, cost in self._certain.items()}
        for rule, (least, most) in self.rules.items():
            certain, possible = self._case.standing("high", rule).failing, self._case.standing("low", rule).failing
            costs |= divided(most - least, [(rule, instance) for instance in possible - certain])
        return costs


class Gains:
    """What the low end gains when findings are mended. ``marks`` is the low end with some findings mended."""

    def __init__(
        self,
        case: Case,
        costs: Costs,
        marks: Callable[[frozenset[Key]], Decimal],
        together: Callable[[Key], frozenset[Key]],
    ) -> None:
        self._told = frozenset(case.told)
        self._costs = costs
        self._marks = marks
        self._together = together
        self._before = marks(frozenset())
        self._known: dict[frozenset[Key], Decimal] = {}

    def of(self, keys: Iterable[Key]) -> Decimal:
        """What mending all these findings brings."""
        mended = self._told.intersection(keys)
        if mended not in self._known:
            self._known[mended] = rounded(self._marks(mended) - self._before)
        return self._known[mended]

    def of_finding(self, key: Key) -> Decimal:
        """What mending one finding brings; what a cause brings goes to the findings that bear its cost."""
        group = self._told & self._together(key)
        if len(group) < 2:
            return self.of([key])
        bearing = [each for each in group if self._costs.findings[each]]
        return divided(self.of(group), bearing).get(key, ZERO)

    def of_rule(self, rule: str) -> Decimal:
        """What mending a rule brings, the causes that are charged to it included."""
        own = [key for key in self._told if key[0] == rule]
        charged = [key for key in own if self._costs.findings[key]]
        return self.of({*own, *(each for key in charged for each in self._together(key))})
