"""What stands around a report in an audit: the other reports, those of other years, who should have reported, today.

A check reads it from :attr:`gipaudit.forms.report.Reports.context`. Whatever is not known is empty, and whoever needs
it says why it cannot be assessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from gipaudit.forms.labels import fold
from gipaudit.forms.roster import Roster, RosterUnit

if TYPE_CHECKING:
    from gipaudit.forms.report import Report


@dataclass(frozen=True)
class Neighbour:
    """Another report that was asked for; where there is none, or more than one, ``why`` says so in Chinese."""

    report: Report | None
    why: str = ""


@dataclass(frozen=True, eq=False)
class Context:
    """``reports`` are all that are judged; ``earlier`` were given only to compare with and are not judged."""

    today: date | None = None
    reports: tuple[Report, ...] = ()
    earlier: tuple[Report, ...] = ()
    roster: Roster | None = None

    def rostered(self, report: Report) -> RosterUnit | None:
        """The roster's unit whose report this is."""
        unit = report.identity.unit
        return self.roster.find(unit) if self.roster is not None and unit else None

    def of(self, report: Report, year: int) -> tuple[Report, ...]:
        """All reports of the same unit for another year, those that are judged first."""
        name = self._name(report)
        return self._known.get((name, year), ()) if name else ()

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

    def _name(self, report: Report) -> str:
        rostered = self.rostered(report)
        return fold(rostered.name if rostered else report.identity.unit or "")

    @cached_property
    def _known(self) -> Mapping[tuple[str, int], tuple[Report, ...]]:
        found: dict[tuple[str, int], tuple[Report, ...]] = {}
        for report in (*self.reports, *self.earlier):
            if (name := self._name(report)) and report.identity.year is not None:
                key = (name, report.identity.year)
                found[key] = (*found.get(key, ()), report)
        return found
