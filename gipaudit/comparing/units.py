"""Which units of two audits are one: by the roster where there is one, else by their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from gipaudit.forms.naming import UnitName, unit_name_of
from gipaudit.forms.roster import Roster
from gipaudit.forms.same_unit import may_be
from gipaudit.recorded.records import Card

Naming = Callable[[str], str]
"""A unit's name as printed → the one by which it is known."""


def naming(roster: Roster | None) -> Naming:
    """Return how units are called: by the main name of the roster's unit that a name means, else as printed."""

    def name(printed: str) -> str:
        unit = roster.find(printed) if roster is not None else None
        return printed if unit is None else unit.name

    return name


def variants(before: Iterable[str], after: Iterable[str]) -> dict[str, str]:
    """Pair names that are printed in two ways (云溪市, 云溪市人民政府) where each may be no other.

    Returns a mapping from the names in ``after`` to those in ``before``.
    """
    known: dict[tuple[str, str], list[tuple[str, UnitName]]] = {}
    for each in before:
        known.setdefault(unit_name_of(each).short, []).append((each, unit_name_of(each)))
    pairs = [
        (each, other)
        for each in after
        for other, its in known.get(unit_name_of(each).short, ())
        if may_be(unit_name_of(each), its)
    ]
    names, others = Counter(each for each, _ in pairs), Counter(other for _, other in pairs)
    return {each: other for each, other in pairs if names[each] == others[other] == 1}


def by_year(cards: Iterable[Card]) -> dict[int, list[Card]]:
    """The scorecards of each year; those whose year is not known are in none."""
    found: dict[int, list[Card]] = {}
    for card in cards:
        if card.year is not None:
            found.setdefault(card.year, []).append(card)
    return found


def main_year(cards: Sequence[Card]) -> int | None:
    """The year of most reports, the later of equals; units that sent nothing count where all of them are such."""
    years = by_year(card for card in cards if card.source is not None) or by_year(cards)
    return max(years, key=lambda year: (len(years[year]), year)) if years else None
