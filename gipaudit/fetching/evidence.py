"""A manifest → what its answers prove of each address: since when it was public, and whether it is dead."""

from __future__ import annotations

import email.utils
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from urllib.parse import urlsplit

from gipaudit.fetching.entry import Entry
from gipaudit.forms.fetched import Fetched, Fetches
from gipaudit.forms.levels import level_of
from gipaudit.forms.report import Report, Uncertain
from gipaudit.forms.sections import PREAMBLE

CHINA = timezone(timedelta(hours=8))
"""Days are those of the offices that publish."""

MOST_COVER_TEXT = 600
"""Characters of a page that offers a report as a file; the shortest reports have twice as many."""

_NOT_THERE = ("missing", "unknown")
_FRONT_PAGES = ("", "/", "/index.html", "/index.htm", "/index.shtml", "/index.jsp")


@dataclass
class _History:
    """What happened at an address: how often in a row it was said to be gone, and since when its file is as it is."""

    gone: int = 0
    sha256: str = ""
    seen: datetime | None = None

    def take(self, entry: Entry) -> None:
        self.gone = self.gone + entry.tries if entry.code == "gone" else 0
        if entry.got and (entry.sha256 != self.sha256 or self.seen is None):
            self.sha256, self.seen = entry.sha256, entry.time


def evidence(entries: Iterable[Entry]) -> Fetches:
    """Weigh the answers, in the order in which they came: of each unit, year and address the last one stands."""
    histories: dict[str, _History] = {}
    latest: dict[tuple[str, int, str], Entry] = {}
    last: dict[str, Entry] = {}
    for entry in entries:
        history = histories.setdefault(entry.url, _History())
        # One answer may be told of several units: it counts once.
        if last.get(entry.url) is None or last[entry.url].time != entry.time:
            history.take(entry)
        last[entry.url] = entry
        latest[entry.unit, entry.year, entry.url] = entry
    return Fetches(_fetched(entry, last[entry.url], histories[entry.url]) for entry in latest.values())


def _fetched(entry: Entry, last: Entry, history: _History) -> Fetched:
    """What is known of an address for one unit; the last answer may have been told of another."""
    seen = history.seen.astimezone(CHINA).date() if history.seen and history.sha256 == last.sha256 else None
    return Fetched(
        unit=entry.unit,
        year=entry.year,
        url=entry.url,
        page=entry.page,
        name=entry.name,
        sha256=last.sha256,
        code=last.code,
        status=last.status,
        gone=history.gone,
        moved=_moved(last),
        published=last.published,
        seen=seen,
        changed=_changed(last),
    )


def _moved(entry: Entry) -> bool:
    """Whether a page within a site was answered by a front page, which is how many sites say that it is gone."""
    asked, got = urlsplit(entry.url), urlsplit(entry.final_url)
    return entry.got and asked.path not in _FRONT_PAGES and got.path in _FRONT_PAGES and not got.query


def _changed(entry: Entry) -> date | None:
    """The day since which the server says the file is as it is; one after the answer itself is no evidence."""
    try:
        time = email.utils.parsedate_to_datetime(entry.last_modified)
        return time.astimezone(CHINA).date() if time <= entry.time else None
    except (ValueError, TypeError, OverflowError):
        return None


def attributed(report: Report, fetches: Fetches) -> Report:
    """The report with the unit and year under which it was fetched, where it names none itself; that is told.

    What the report says of itself stands; where a file was fetched for several units or years nothing is taken.
    """
    known = {(each.unit, each.year) for each in fetches.of_file(report.sha256)}
    identity = report.identity
    if len(known) != 1 or (identity.unit is not None and identity.year is not None):
        return report
    ((unit, year),) = known
    taken: list[Uncertain] = []
    if identity.unit is None:
        identity = replace(identity, unit=unit, level=level_of(unit))
        taken.append(Uncertain("unit", unit, "报告没有写明，取自采集清单"))
    if identity.year is None:
        identity = replace(identity, year=year)
        taken.append(Uncertain("year", str(year), "报告没有写明，取自采集清单"))
    settled = {each.what for each in taken}
    if "unit" in settled and "unknown" not in identity.level:
        settled.add("level")
    kept = (each for each in report.uncertain if each.what not in settled)
    return replace(report, identity=identity, uncertain=(*kept, *taken))


def is_cover(report: Report, fetches: Fetches) -> bool:
    """Whether what was read as a report is only the page that offers it: files on it, and nothing of a report."""
    preamble = report.sections.get(PREAMBLE)
    there = (section for id, section in report.sections.items() if id != PREAMBLE and section.state not in _NOT_THERE)
    if report.form is not None or any(there) or (preamble is not None and len(preamble.text) > MOST_COVER_TEXT):
        return False
    for page in fetches.of_file(report.sha256):
        listed = fetches.of_unit((page.unit,), page.year)
        if not page.page and any(each.page == page.url for each in listed):
            return True
    return False
