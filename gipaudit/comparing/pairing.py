"""Which scorecard of one audit belongs to which of another: the same reports, or the same units in two years."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from gipaudit.comparing.units import Naming, main_year, variants
from gipaudit.recorded.records import Card

By = Literal["reports", "years"]


@dataclass(frozen=True)
class Pairing:
    """Scorecards that belong together, and those that stand alone.

    ``by`` tells whether the same reports were audited twice or the units are the same and the years, ``years``, two.
    ``others`` are how many scorecards of either audit are of other years and take no part.
    """

    by: By
    years: tuple[int | None, int | None]
    pairs: tuple[tuple[Card, Card], ...]
    only_before: tuple[Card, ...]
    only_after: tuple[Card, ...]
    others: tuple[int, int] = (0, 0)


def paired(before: Sequence[Card], after: Sequence[Card], name: Naming) -> Pairing:
    """Pair two audits' scorecards.

    Whether these are the same reports or two years follows from what pairs more of them; two years are those that
    most reports of either audit are of.
    """
    years = main_year(before), main_year(after)
    reports = _reports(before, after, name, years)
    if years[0] == years[1] or None in years:
        return reports
    left = [[card for card in cards if card.year == year] for cards, year in zip((before, after), years, strict=True)]
    others = len(before) - len(left[0]), len(after) - len(left[1])
    two_years = paired_years(left[0], left[1], name, years, others)
    return reports if len(reports.pairs) >= len(two_years.pairs) else two_years


def paired_years(
    before: Sequence[Card],
    after: Sequence[Card],
    name: Naming,
    years: tuple[int | None, int | None] = (None, None),
    others: tuple[int, int] = (0, 0),
) -> Pairing:
    """Pair the same units in two years: by name, else by names printed in two ways."""
    matching = _Matching(before, after)
    matching.match(lambda card: name(card.unit) if card.unit is not None else None)
    _match_variants(matching, name, None)
    return _made("years", years, matching, others)


class _Matching:
    """Scorecards on their way into pairs."""

    def __init__(self, before: Iterable[Card], after: Iterable[Card]) -> None:
        self.before, self.after = list(before), list(after)
        self.pairs: list[tuple[Card, Card]] = []

    def match(self, key: Callable[[Card], Hashable], other: Callable[[Card], Hashable] | None = None) -> None:
        """Pair all that have the same key, which nothing else on their side has; ``None`` is no key."""
        theirs = _unique(self.after, other or key)
        pairs = {mine: (card, theirs[mine]) for mine, card in _unique(self.before, key).items() if mine in theirs}
        taken = {id(card) for pair in pairs.values() for card in pair}
        self.pairs.extend(pairs.values())
        self.before = [card for card in self.before if id(card) not in taken]
        self.after = [card for card in self.after if id(card) not in taken]


def _unique(cards: Iterable[Card], key: Callable[[Card], Hashable]) -> dict[Hashable, Card]:
    found: dict[Hashable, Card] = {}
    twice: set[Hashable] = set()
    for card in cards:
        its = key(card)
        if its in found:
            twice.add(its)
        elif its is not None:
            found[its] = card
    return {its: card for its, card in found.items() if its not in twice}


def _reports(
    before: Sequence[Card], after: Sequence[Card], name: Naming, years: tuple[int | None, int | None]
) -> Pairing:
    """The same reports: by unit and year, else by the file's hash, else by names printed in two ways."""

    def key(card: Card) -> Hashable:
        return (name(card.unit), card.year) if card.unit is not None and card.year is not None else None

    matching = _Matching(before, after)
    matching.match(key)
    matching.match(lambda card: card.sha256)
    for year in {card.year for card in matching.before} & {card.year for card in matching.after} - {None}:
        _match_variants(matching, name, year)
    return _made("reports", years, matching)


def _match_variants(matching: _Matching, name: Naming, year: int | None) -> None:
    """Pair names printed in two ways among the scorecards of one year, or of all."""

    def called(cards: Iterable[Card]) -> list[str]:
        return sorted({name(card.unit) for card in cards if card.unit is not None and year in (None, card.year)})

    same = variants(called(matching.before), called(matching.after))

    def mine(card: Card) -> Hashable:
        return name(card.unit) if card.unit is not None and year in (None, card.year) else None

    def theirs(card: Card) -> Hashable:
        return same.get(name(card.unit)) if card.unit is not None and year in (None, card.year) else None

    matching.match(mine, theirs)


def _made(
    by: By, years: tuple[int | None, int | None], matching: _Matching, others: tuple[int, int] = (0, 0)
) -> Pairing:
    return Pairing(
        by,
        years,
        tuple(sorted(matching.pairs, key=lambda pair: _order(pair[1]))),
        tuple(sorted(matching.before, key=_order)),
        tuple(sorted(matching.after, key=_order)),
        others,
    )


def _order(card: Card) -> tuple[str, int, str]:
    return (card.unit or "", card.year or 0, card.source or "")
