"""Whether two names are the same unit's, printed in two ways: 云溪市 and 云溪市人民政府, or without 云溪市 before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gipaudit.forms.labels import fold
from gipaudit.forms.organisations import GOVERNMENT_ENDS, OFFICE_ENDS, regions


@dataclass(frozen=True, slots=True)
class UnitName:
    """A name as it is compared: its regions from the largest down, and what stands in the last of them.

    A region's government has no more than its regions: a report of 云溪市 is its government's.
    """

    regions: tuple[str, ...]
    body: str

    @property
    def short(self) -> tuple[str, str]:
        """Its last region and its body: what all ways to print it share."""
        return (self.regions[-1] if self.regions else "", self.body)

    def may_be(self, other: UnitName) -> bool:
        """Whether one is the other without regions before it."""
        least = min(len(self.regions), len(other.regions))
        return self.short == other.short and self.regions[-least:] == other.regions[-least:]

    def office_of(self, other: UnitName) -> bool:
        """Whether this is the office of that government: it writes the government's report, too."""
        own_office = self.body in _OFFICES and not other.body
        return own_office and self.regions[-1:] == other.regions[-1:]


_OFFICES = frozenset((*OFFICE_ENDS, "办公室", "办公厅"))


def unit_name_of(printed: str) -> UnitName:
    """Take a unit's name apart."""
    found, body = regions(fold(printed))
    return UnitName(tuple(found), "" if found and body in GOVERNMENT_ENDS else body)


def the_same(name: UnitName, known: Iterable[UnitName]) -> UnitName | None:
    """The one known name that may be the same unit's; ``None`` where there is none, or more than one."""
    found = {other for other in known if name.may_be(other)}
    return name if name in found else found.pop() if len(found) == 1 else None
