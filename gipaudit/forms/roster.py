"""Who should report: the units that an office oversees, as the office lists them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from gipaudit.errors import Position
from gipaudit.forms.labels import fold


@dataclass(frozen=True)
class RosterUnit:
    """One unit. ``level`` is ``tier-kind``, either part ``unknown``; ``parent`` is the name of the unit above it.

    ``deadline`` is the day by which its report must be public where the office sets another than the law.
    ``powers`` are what the unit may do and others may not (``规章``: make regulations).
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


class Roster:
    """The units of one office, each found by any of its names."""

    def __init__(self, units: Sequence[RosterUnit]) -> None:
        self.units = tuple(units)

    @cached_property
    def _by_name(self) -> dict[str, RosterUnit]:
        found: dict[str, RosterUnit] = {}
        for unit in self.units:
            for name in (unit.name, *unit.other_names):
                found.setdefault(fold(name), unit)
        return found

    def find(self, name: str) -> RosterUnit | None:
        """Return the unit of that name, written in full as one of its names; width and blanks do not matter."""
        return self._by_name.get(fold(name))

    def below(self, unit: RosterUnit) -> tuple[RosterUnit, ...]:
        """The units right below one."""
        return tuple(each for each in self.units if each.parent is not None and self.find(each.parent) is unit)
