"""Who should report: the units that an office oversees, as the office lists them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from gipaudit.errors import Position
from gipaudit.forms.labels import fold
from gipaudit.forms.naming import UnitName, contradict, unit_name_of


@dataclass(frozen=True)
class RosterUnit:
    """One unit. ``level`` is ``tier-kind``, either part ``unknown``; ``parent`` is the name of the unit above it.

    ``deadline`` is the day by which its report must be public where the office sets another than the law.
    ``powers`` are what the unit may do and others may not (``规章``: make regulations); ``powers_told`` says that the
    roster lists them all, so that what is not among them is none of the unit's.
    """

    name: str
    other_names: tuple[str, ...] = ()
    level: str = "unknown-unknown"
    parent: str | None = None
    region: str | None = None
    group: str | None = None
    deadline: date | None = None
    powers: frozenset[str] = frozenset()
    position: Position | None = None
    powers_told: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """All its names, the main one first."""
        return (self.name, *self.other_names)


@dataclass(frozen=True)
class Match:
    """The rostered unit that a printed name means; where several may be meant there is none, but ``candidates``."""

    unit: RosterUnit | None = None
    candidates: tuple[RosterUnit, ...] = ()


class Roster:
    """The units of one office, each found by any of its names."""

    def __init__(self, units: Sequence[RosterUnit]) -> None:
        self.units = tuple(units)
        self._matches: dict[str, Match] = {}

    @cached_property
    def _by_name(self) -> dict[str, RosterUnit]:
        found: dict[str, RosterUnit] = {}
        for unit in self.units:
            for name in unit.names:
                found.setdefault(fold(name), unit)
        return found

    @cached_property
    def _by_short_name(self) -> dict[tuple[str, str], list[tuple[UnitName, RosterUnit]]]:
        found: dict[tuple[str, str], list[tuple[UnitName, RosterUnit]]] = {}
        for unit in self.units:
            for name in self.full_names(unit):
                found.setdefault(name.short, []).append((name, unit))
        return found

    @cached_property
    def _below(self) -> dict[str, list[RosterUnit]]:
        found: dict[str, list[RosterUnit]] = {}
        for unit in self.units:
            if (parent := self.parent(unit)) is not None:
                found.setdefault(parent.name, []).append(unit)
        return found

    def find(self, name: str) -> RosterUnit | None:
        """Return the unit that a printed name means, or ``None`` where there is none or more than one."""
        return self.match(name).unit

    def match(self, name: str) -> Match:
        """Return the unit that a printed name means.

        It is the unit one of whose names is printed, width and blanks aside; else the only one whose name is the
        same but for regions before it (松岭区财政局, 云溪市松岭区财政局), 人民政府 or 政府, 委员会 or 委. The regions
        above a unit are those of the units above it, so that 财政局 below 松岭区人民政府 is 松岭区财政局.
        """
        known = self._matches.get(name)
        if known is None:
            known = self._matches[name] = self._matched(name)
        return known

    def _matched(self, name: str) -> Match:
        exact = self._by_name.get(fold(name))
        if exact is not None:
            return Match(exact)
        printed = unit_name_of(name)
        if not printed.regions:
            return Match()
        found = {
            unit.name: unit
            for other, unit in self._by_short_name.get(printed.short, ())
            if not contradict(printed.regions, other.regions)
        }
        units = tuple(found.values())
        return Match(units[0]) if len(units) == 1 else Match(None, units)

    def listed(self, name: str) -> RosterUnit | None:
        """Return the unit one of whose names is written exactly so, width and blanks aside."""
        return self._by_name.get(fold(name))

    def parent(self, unit: RosterUnit) -> RosterUnit | None:
        """The unit right above one."""
        return self.listed(unit.parent) if unit.parent is not None else None

    def above(self, unit: RosterUnit) -> Iterator[RosterUnit]:
        """The units above one, the nearest first; a circle is followed once."""
        seen = {unit.name}
        parent = self.parent(unit)
        while parent is not None and parent.name not in seen:
            seen.add(parent.name)
            yield parent
            parent = self.parent(parent)

    def below(self, unit: RosterUnit) -> tuple[RosterUnit, ...]:
        """The units right below one."""
        return tuple(self._below.get(unit.name, ()))

    def is_main_name(self, unit: RosterUnit, printed: str) -> bool:
        """Whether a printed name is the unit's main one, with more or fewer regions before it."""
        above = self._regions_above(unit)
        return fold(printed) == fold(unit.name) or (
            unit_name_of(printed).short == unit_name_of(unit.name).under(above).short
        )

    def _regions_above(self, unit: RosterUnit) -> tuple[str, ...]:
        above: tuple[str, ...] = ()
        for each in reversed(tuple(self.above(unit))):
            above = unit_name_of(each.name).under(above).regions
        return above

    def full_names(self, unit: RosterUnit) -> tuple[UnitName, ...]:
        """Its names with the regions of the units above it before them; names that lie nowhere are left out."""
        above = self._regions_above(unit)
        names = (unit_name_of(name).under(above) for name in unit.names)
        return tuple(name for name in names if name.regions)
