"""The units of the roster of which no report is there, and what may yet be theirs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from gipaudit.forms.context import Context
from gipaudit.forms.labels import fold
from gipaudit.forms.report import Report
from gipaudit.forms.roster import Roster, RosterUnit
from gipaudit.rules.absent import Absent
from gipaudit.scorecard import Unread

LEAST_BODY = 3
"""A unit's name without its region tells it in a file's name from so many characters on (财政局)."""

_GOES_ON = r"(?=人民政府|政府|街道办|办事处|管委会|管理委员会|20[0-9]{2}|年|信息|[^\u4e00-\u9fff]|$)"


def asked_year(reports: Iterable[Report], today: date) -> int:
    """The year for which the roster is asked: that of most reports, the later of equals; without any, last year."""
    years = Counter(report.identity.year for report in reports if report.identity.year is not None)
    return max(years, key=lambda year: (years[year], year)) if years else today.year - 1


def absent_units(context: Context, roster: Roster, unread: Sequence[Unread], year: int) -> list[Absent]:
    """Every rostered unit without a report for the year, in the order of the roster.

    ``unread`` are the files that are in no scorecard: one that bears a unit's name may be its report.
    """
    doubtful: dict[str, list[str]] = {}
    other_years: dict[str, set[int]] = {}
    received: set[str] = set()
    strangers: list[Report] = []
    for report in context.reports:
        match = roster.match(report.identity.unit) if report.identity.unit else None
        if match is None or (match.unit is None and not match.candidates):
            strangers.append(report)
            continue
        for unit in (match.unit,) if match.unit else match.candidates:
            if report.identity.year == year and match.unit:
                received.add(unit.name)
            elif report.identity.year in (year, None):
                doubtful.setdefault(unit.name, []).append(report.source)
            elif report.identity.year is not None:
                other_years.setdefault(unit.name, set()).add(report.identity.year)
    files = [report.source for report in strangers if report.identity.year in (year, None)]
    named = [(source, fold(source)) for source in (*files, *(each.source for each in unread if _may_be(each)))]
    return [
        Absent(
            unit,
            year,
            context.today,
            (*doubtful.get(unit.name, ()), *_bearing(unit, roster, named)),
            tuple(sorted(other_years.get(unit.name, ()))),
            context.fetched.of_unit(unit.names, year) if context.fetched is not None else (),
        )
        for unit in roster.units
        if unit.name not in received
    ]


def _may_be(unread: Unread) -> bool:
    return unread.code != "duplicate"


def _bearing(unit: RosterUnit, roster: Roster, named: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The files whose names tell of a unit."""
    if not named:
        return
    words = [re.escape(fold(name)) for name in unit.names]
    for name in roster.full_names(unit):
        region, body = name.short
        if not body:
            words.append(re.escape(region) + _GOES_ON)
        elif len(body) >= LEAST_BODY:
            words.append(re.escape(body))
    pattern = re.compile("|".join(words))
    for source, folded in named:
        if pattern.search(folded):
            yield source
