"""One unit through the years: its marks, its place, and the problems that stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from gipaudit.comparing.rules import Calling, calling
from gipaudit.comparing.standing import ranks
from gipaudit.comparing.units import naming
from gipaudit.errors import UsageError
from gipaudit.forms.naming import unit_name_of
from gipaudit.forms.roster import Roster
from gipaudit.forms.same_unit import may_be
from gipaudit.recorded.records import Audit, Card, Finding
from gipaudit.rules.names import unknown
from gipaudit.scorecard import Severity


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit's scorecard in one audit.

    ``rank`` is its place among the ``ranked`` reports of that year there, ``group_rank`` that among the
    ``group_ranked`` of its group.
    """

    audit: Audit
    card: Card
    rank: int | None
    ranked: int
    group_rank: int | None = None
    group_ranked: int = 0

    def failing(self) -> Counter[Severity]:
        """How many findings are held against it, by severity."""
        return Counter(finding.severity for finding in self.card.findings if finding.fails)


@dataclass(frozen=True, slots=True)
class Lasting:
    """A problem that a unit had in two or more years running; ``finding`` is that of the last of them."""

    rule: str
    instance: str
    years: tuple[int, ...]
    finding: Finding
    now: bool


@dataclass(frozen=True)
class History:
    """One unit through the years, from the first on. ``names`` are all that it is called in its reports."""

    unit: str
    names: tuple[str, ...]
    entries: tuple[Entry, ...]
    lasting: tuple[Lasting, ...]

    @property
    def same_plan(self) -> bool:
        """Whether all years were judged by the same rules, options and marks."""
        return len({entry.audit.ruleset.plan for entry in self.entries}) <= 1


def _as_it_is(card: Card) -> Card:
    return card


def history(
    unit: str, audits: Sequence[Audit], roster: Roster | None = None, whole: Callable[[Card], Card] = _as_it_is
) -> History:
    """Follow one unit through audits. ``whole`` gives a scorecard its findings, where they are not read yet.

    It is the unit that the roster has by that name, else the one whose reports bear it, be it in another way (云溪市,
    云溪市人民政府). Where several audits have the same year, the problems are those of the one made last.

    Raises:
        UsageError: no audit has such a unit, or the name may be several units'.
    """
    names = _names(unit, audits, roster)
    entries = sorted(
        (entry for audit in audits for entry in _entries(audit, names, whole)),
        key=lambda entry: (entry.card.year or 0, entry.audit.today, entry.card.source or ""),
    )
    called = tuple(dict.fromkeys(entry.card.unit for entry in entries if entry.card.unit is not None))
    return History(called[-1], called, tuple(entries), _lasting(entries, calling(audits)))


def _names(unit: str, audits: Iterable[Audit], roster: Roster | None) -> frozenset[str]:
    """The names in the audits that mean the unit."""
    name = naming(roster)
    printed = {card.unit for audit in audits for card in audit.standing if card.unit is not None}
    wanted = name(unit)
    rostered = roster is not None and roster.find(unit) is not None
    exact = {each for each in printed if name(each) == wanted}
    if rostered and exact:
        return frozenset(exact)
    asked = unit_name_of(wanted)
    found = {each for each in printed if may_be(unit_name_of(each), asked)} | exact
    if not found:
        message = unknown("单位", "unit", unit, sorted(printed))
        raise UsageError(message.zh, message.en)
    apart = sorted(each for each in found if any(not _may_be(each, other) for other in found))
    if apart and not exact:
        raise UsageError(
            f"“{unit}”可能是{'、'.join(apart[:5])}，请写全称",
            f"{unit!r} may be {', '.join(apart[:5])}: write it in full",
        )
    return frozenset(exact if apart else found)


def _may_be(one: str, other: str) -> bool:
    return may_be(unit_name_of(one), unit_name_of(other))


def _entries(audit: Audit, names: frozenset[str], whole: Callable[[Card], Card]) -> Iterable[Entry]:
    for card in audit.standing:
        if card.unit in names:
            year = [each for each in audit.standing if each.year == card.year]
            group = [each for each in year if each.group == card.group] if card.group is not None else []
            yield Entry(audit, whole(card), *_rank(card, year), *_rank(card, group))


def _rank(card: Card, among: Sequence[Card]) -> tuple[int | None, int]:
    """The place of a scorecard among others, and how many have one."""
    ranked = ranks(among)
    return {id(each): rank for each, rank in ranked}.get(id(card)), len(ranked)


def _lasting(entries: Sequence[Entry], call: Calling) -> tuple[Lasting, ...]:
    """The problems of two years running or more, those that are still there first, then by how long they lasted."""
    last = {entry.card.year: entry for entry in entries if entry.card.year is not None}
    found: dict[tuple[str, str], dict[int, Finding]] = {}
    for year, entry in last.items():
        for finding in entry.card.findings:
            if finding.fails:
                found.setdefault((call(finding.rule), finding.instance), {})[year] = finding
    newest = max(last, default=0)
    lasting = [
        Lasting(rule, instance, run, years[run[-1]], run[-1] == newest)
        for (rule, instance), years in found.items()
        for run in _runs(sorted(years))
        if len(run) > 1
    ]
    return tuple(
        sorted(lasting, key=lambda each: (not each.now, -len(each.years), each.rule, each.instance, each.years))
    )


def _runs(years: Sequence[int]) -> list[tuple[int, ...]]:
    """Years cut where one is left out."""
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return [tuple(run) for run in runs]
