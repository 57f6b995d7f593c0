"""What stands around a report in an audit: the other reports, those of other years, who should have reported, today.

A check reads it from :attr:`gipaudit.forms.arrays.Reports.context`. Whatever is not known is empty, and whoever needs
it says why it cannot be assessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from gipaudit.forms.fetched import Fetched, Fetches
from gipaudit.forms.naming import UnitName, unit_name_of
from gipaudit.forms.roster import Roster, RosterUnit
from gipaudit.forms.same_unit import may_be, office_of, the_same

if TYPE_CHECKING:
    from gipaudit.forms.arrays import Arrays
    from gipaudit.forms.report import Report


@dataclass(frozen=True)
class Neighbour:
    """Another report that was asked for; where there is none, or more than one, ``why`` says so in Chinese."""

    report: Report | None
    why: str = ""


@dataclass(frozen=True, eq=False)
class Context:
    """``reports`` are all that are judged; ``earlier`` were given only to compare with and are not judged.

    ``fetched`` is what is known of the addresses that reports came from, where a manifest was given. ``arrays``,
    where it is given, has the readings of any reports of one layout as arrays, so that none are made of the reports.
    """

    today: date | None = None
    reports: tuple[Report, ...] = ()
    earlier: tuple[Report, ...] = ()
    roster: Roster | None = None
    fetched: Fetches | None = None
    arrays: Callable[[Sequence[Report]], Arrays] | None = None

    def rostered(self, report: Report) -> RosterUnit | None:
        """The roster's unit whose report this is."""
        unit = report.identity.unit
        return self.roster.find(unit) if self.roster is not None and unit else None

    def of(self, report: Report, year: int) -> tuple[Report, ...]:
        """All reports of the same unit for another year, those that are judged first."""
        rostered = self._rostered.get((self._roster_unit(report), year))
        if rostered is not None:
            return rostered
        name = _name(report)
        if name is None:
            return ()
        known = self._known.get((name.short, year), {})
        same = the_same(name, known)
        return known[same] if same is not None else ()

    def of_unit(self, unit: RosterUnit, year: int) -> tuple[Report, ...]:
        """All reports of a unit of the roster for one year, those that are judged first."""
        return self._rostered.get((unit.name, year), ())

    def previous(self, report: Report) -> Neighbour:
        """The same unit's report of the year before."""
        year = report.identity.year
        if not report.identity.unit or year is None:
            return Neighbour(None, "没有认出单位或年度，找不到上一年度的报告")
        found = self.of(report, year - 1)
        if not found:
            return Neighbour(None, f"没有{year - 1}年度的报告，未与上年比较")
        if len({each.sha256 for each in found}) > 1:
            return Neighbour(None, f"{year - 1}年度的报告有{len(found)}份，不知以哪份为准，未与上年比较")
        return Neighbour(found[0])

    def same_unit(self, first: Report, second: Report) -> bool:
        """Whether two reports may be the same unit's, by the roster or by their names."""
        rostered = self._roster_unit(first), self._roster_unit(second)
        if any(rostered):
            return rostered[0] == rostered[1]
        names = _name(first), _name(second)
        return names[0] is not None and names[1] is not None and may_be(names[0], names[1])

    def one_office(self, first: Report, second: Report) -> bool:
        """Whether one is a government's report and the other that of the office which writes it."""
        names = _name(first), _name(second)
        if names[0] is None or names[1] is None:
            return False
        return office_of(names[0], names[1]) or office_of(names[1], names[0])

    def addresses(self, report: Report) -> tuple[Fetched, ...]:
        """The addresses under which a report's unit publishes that year's report, as they were found."""
        if self.fetched is None:
            return ()
        found = {(each.unit, each.year) for each in self.fetched.of_file(report.sha256)}
        if not found and report.identity.unit and report.identity.year is not None:
            rostered = self.rostered(report)
            names = rostered.names if rostered else (report.identity.unit,)
            return self.fetched.of_unit(names, report.identity.year)
        return tuple(each for unit, year in sorted(found) for each in self.fetched.of_unit((unit,), year))

    def _roster_unit(self, report: Report) -> str:
        rostered = self.rostered(report)
        return rostered.name if rostered else ""

    @cached_property
    def _rostered(self) -> Mapping[tuple[str, int], tuple[Report, ...]]:
        """The reports of the roster's units, by unit and year."""
        found: dict[tuple[str, int], list[Report]] = {}
        for report in (*self.reports, *self.earlier):
            if (unit := self._roster_unit(report)) and report.identity.year is not None:
                found.setdefault((unit, report.identity.year), []).append(report)
        return {key: tuple(each) for key, each in found.items()}

    @cached_property
    def _known(self) -> Mapping[tuple[tuple[str, str], int], Mapping[UnitName, tuple[Report, ...]]]:
        """The reports of all other units: by the name that all ways to print it share and the year, then by name."""
        found: dict[tuple[tuple[str, str], int], dict[UnitName, tuple[Report, ...]]] = {}
        for report in (*self.reports, *self.earlier):
            name, year = _name(report), report.identity.year
            if name is not None and year is not None and not self._roster_unit(report):
                names = found.setdefault((name.short, year), {})
                names[name] = (*names.get(name, ()), report)
        return found


def _name(report: Report) -> UnitName | None:
    return unit_name_of(report.identity.unit) if report.identity.unit else None
