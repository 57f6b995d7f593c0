"""Charging by cause: one wrong cell that breaks three identities is charged once, at the dearest of them.

The failing instances fall into groups: those that one smallest set of wrong cells explains, and those that are not
known to have a cause of their own. A group may charge as many *units* as it has wrong (or unread) cells, each to a
rule that still fails in it, and no rule more often than it fails there. The loss is the greatest that any such
assignment gives after all caps. Mending a finding only takes assignments away, so it can never raise the loss, even
where a unit moves on from a rule whose cap is used up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from gipaudit.scoring.charges import Charge
from gipaudit.scoring.model import NOTHING, Case, End, Key
from gipaudit.scoring.shares import divided, in_proportion

LIMIT = 200
"""The most assignments that are listed; beyond, an upper bound of the loss is taken, which falls with mending too.

What is listed holds every smaller assignment as well, so that a case within the limit stays within it when mended.
"""

ZERO = Decimal(0)
Group = tuple[int, tuple[int, ...]]
"""How many units it may charge, and how often each rule of the pool fails in it."""


Spread = tuple[int, ...]
"""How many units a group charges to each rule of the pool."""


@dataclass(frozen=True)
class Option:
    """What one assignment costs, by dimension and by rule, and how it spreads the units of each group."""

    dimensions: Mapping[str, Decimal]
    rules: tuple[Decimal, ...]
    spreads: tuple[Spread, ...]


class Pool:
    """All charges ``per: cause`` of one case."""

    def __init__(self, case: Case, charges: Sequence[Charge]) -> None:
        self._case = case
        self._charges = sorted(charges, key=lambda charge: (-charge.lose, charge.rules))
        self.rules = tuple(charge.rules[0] for charge in self._charges)
        self._charged = frozenset(self.rules)
        self._groups_of: dict[tuple[End, frozenset[Key]], tuple[Group, ...]] = {}
        self._options: dict[tuple[Group, ...], tuple[Option, ...]] = {}
        self._causes = sorted(case.causes, key=lambda cause: (cause.table, sorted(cause.instances), cause.size))
        self._home: dict[Key, int] = {}
        for index, cause in enumerate(self._causes):
            for key in cause.instances:
                self._home.setdefault(key, index)
        self._unread = {key: case.unread.intersection(cells) for key, cells in case.cells.items()}
        self._useful = tuple(
            int((charge.at_most / charge.lose).to_integral_value(ROUND_CEILING)) for charge in self._charges
        )

    def options(self, end: End, mended: frozenset[Key]) -> tuple[Option, ...]:
        """What can be charged at one end; the dearest after all caps holds."""
        own = frozenset(key for key in mended if key[0] in self._charged)
        if (end, own) not in self._groups_of:
            self._groups_of[end, own] = tuple(group for group, _ in self._grouped(end, own))
        groups = self._groups_of[end, own]
        if groups not in self._options:
            self._options[groups] = self._assign(groups)
        return self._options[groups]

    def findings(self, end: End, option: Option) -> Mapping[Key, Decimal]:
        """What each finding costs under an option: a rule's loss goes by units to groups, then evenly to findings."""
        costs: dict[Key, Decimal] = {}
        members = [keys for _, keys in self._grouped(end, NOTHING)]
        for index, (rule, loss) in enumerate(zip(self.rules, option.rules, strict=True)):
            units = [spread[index] for spread in option.spreads]
            for keys, share in zip(members, in_proportion(loss, units), strict=True):
                costs |= divided(share, [key for key in keys if key[0] == rule])
        return costs

    def together(self, key: Key) -> frozenset[Key]:
        """The findings that go when this one is mended: those of its cause, where it is charged by cause."""
        if key[0] not in self.rules or key not in self._home:
            return frozenset({key})
        return frozenset(each for each in self._causes[self._home[key]].instances if each[0] in self.rules)

    def _grouped(self, end: End, mended: frozenset[Key]) -> list[tuple[Group, tuple[Key, ...]]]:
        return sorted(self._groups(self._case.failing(end, self.rules, mended)))

    def _groups(self, failing: Sequence[Key]) -> Iterator[tuple[Group, tuple[Key, ...]]]:
        """Causes by themselves; in a table with instances that unread cells leave open, all of the table together."""
        explained: dict[str, dict[int, list[Key]]] = {}
        open_: dict[str, list[Key]] = {}
        single: dict[str, list[Key]] = {}
        for key in failing:
            if key in self._home:
                index = self._home[key]
                explained.setdefault(self._causes[index].table, {}).setdefault(index, []).append(key)
            elif self._unread[key] and key not in self._case.crashed:
                open_.setdefault(min(self._unread[key]).partition(".")[0], []).append(key)
            else:
                single.setdefault(key[0], []).append(key)
        for keys in single.values():
            yield self._group(len(keys), keys)
        for table in explained.keys() | open_.keys():
            causes = explained.get(table, {})
            if table in open_:
                members = [*open_[table], *(key for keys in causes.values() for key in keys)]
                unread = frozenset[str]().union(*(self._unread[key] for key in members))
                yield self._group(sum(self._causes[index].size for index in causes) + len(unread), members)
            else:
                for index, keys in causes.items():
                    yield self._group(self._causes[index].size, keys)

    def _group(self, size: int, members: Sequence[Key]) -> tuple[Group, tuple[Key, ...]]:
        often = dict.fromkeys(self.rules, 0)
        for rule, _ in members:
            often[rule] += 1
        for index, rule in enumerate(self.rules):
            if any(key in self._case.crashed for key in members if key[0] == rule):
                often[rule] = size = max(len(members), self._useful[index])  # nobody knows how many would have failed
        return (min(size, sum(often.values())), tuple(often.values())), tuple(sorted(members))

    def _assign(self, groups: Sequence[Group]) -> tuple[Option, ...]:
        states: dict[tuple[int, ...], tuple[Spread, ...]] = {(0,) * len(self._charges): ()}
        for size, often in groups:
            grown: dict[tuple[int, ...], tuple[Spread, ...]] = {}
            for spread in _spreads(size, tuple(min(pair) for pair in zip(often, self._useful, strict=True))):
                for state, spreads in states.items():
                    units = zip(state, spread, self._useful, strict=True)
                    grown.setdefault(tuple(min(a + b, most) for a, b, most in units), (*spreads, spread))
                if len(grown) > LIMIT:
                    return (self._bound(groups),)
            states = grown
        greatest = [
            state for state in states if not any(_raised(state, index) in states for index in range(len(state)))
        ]
        options = [self._option(state, states[state]) for state in sorted(greatest, reverse=True)]
        if len(options[0].dimensions) == 1:  # then its cap falls on all alike
            options = [max(options, key=lambda option: (sum(option.rules, ZERO), option.rules))]
        return tuple(options)

    def _option(self, units: Sequence[int], spreads: tuple[Spread, ...]) -> Option:
        losses = tuple(
            min(charge.at_most, charge.lose * number) for charge, number in zip(self._charges, units, strict=True)
        )
        return self._summed(losses, spreads)

    def _summed(self, losses: tuple[Decimal, ...], spreads: tuple[Spread, ...]) -> Option:
        dimensions: dict[str, Decimal] = {}
        for charge, loss in zip(self._charges, losses, strict=True):
            dimensions[charge.dimension] = dimensions.get(charge.dimension, ZERO) + loss
        return Option(dimensions, losses, spreads)

    def _bound(self, groups: Sequence[Group]) -> Option:
        """No assignment costs more: each unit at its dearest rule by dimension, each rule as often as it fails."""
        left: dict[str, Decimal] = {}
        for size, often in groups:
            dearest: dict[str, Decimal] = {}
            for charge, number in zip(self._charges, often, strict=True):
                if number:
                    dearest[charge.dimension] = max(charge.lose, dearest.get(charge.dimension, ZERO))
            for dimension, lose in dearest.items():
                left[dimension] = left.get(dimension, ZERO) + size * lose
        spreads = tuple(tuple(min(size, number) for number in often) for size, often in groups)
        most = self._option([sum(units) for units in zip(*spreads, strict=True)], spreads)
        losses = []
        for charge, loss in zip(self._charges, most.rules, strict=True):
            taken = min(loss, left.get(charge.dimension, ZERO))
            left[charge.dimension] = left.get(charge.dimension, ZERO) - taken
            losses.append(taken)
        return self._summed(tuple(losses), spreads)


def _spreads(size: int, limits: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """All ways to give at most ``size`` units to rules, each at most its limit, those that give most first."""
    if not limits:
        yield ()
        return
    for first in range(min(size, limits[0]), -1, -1):
        for rest in _spreads(size - first, limits[1:]):
            yield (first, *rest)


def _raised(state: tuple[int, ...], index: int) -> tuple[int, ...]:
    return (*state[:index], state[index] + 1, *state[index + 1 :])
