"""A unit of the roster of which no report is there: what a check that speaks of such units is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gipaudit.forms.fetched import Fetched
from gipaudit.forms.roster import RosterUnit


@dataclass(frozen=True)
class Absent:
    """A unit of the roster of which no report for ``year`` was received.

    ``maybe`` are files that may hold it and could not be told to be its: unreadable ones that bear its name, reports
    whose unit or year is in doubt. ``other_years`` are the years of the unit's other reports;
    ``fetched`` are the addresses at which the report was looked for.
    """

    unit: RosterUnit
    year: int
    today: date | None = None
    maybe: tuple[str, ...] = ()
    other_years: tuple[int, ...] = ()
    fetched: tuple[Fetched, ...] = ()
