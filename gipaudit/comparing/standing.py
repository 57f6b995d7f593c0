"""A year's ranking, by groups, beside that of the year before."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gipaudit.comparing.pairing import paired_years
from gipaudit.comparing.units import Naming, by_year, main_year, naming
from gipaudit.errors import UsageError
from gipaudit.forms.roster import Roster
from gipaudit.recorded.records import Audit, Card
from gipaudit.rules.names import unknown


@dataclass(frozen=True, slots=True)
class Place:
    """A unit's place in a ranking. ``rank`` is ``None`` where it is not ranked (未能评定).

    ``best`` and ``worst`` are the places that it may have once all intervals are points. ``earlier`` is the card of
    the year before, ``earlier_rank`` its place in the ranking of then, of its group where there are groups; ``moved``
    tells that this was another group, so that its two places are not of one ranking.
    """

    card: Card
    rank: int | None
    best: int | None
    worst: int | None
    earlier: Card | None = None
    earlier_rank: int | None = None
    moved: bool = False

    @property
    def change(self) -> int | None:
        """By how many places it rose; ``None`` where that cannot be said."""
        if self.rank is None or self.earlier_rank is None or self.moved:
            return None
        return self.earlier_rank - self.rank


@dataclass(frozen=True)
class Ranking:
    """The ranking of one group, or of those without: first the units that are ranked, then those that are not."""

    group: str | None
    places: tuple[Place, ...]

    @property
    def ranked(self) -> tuple[Place, ...]:
        """Those that have a rank."""
        return tuple(place for place in self.places if place.rank is not None)

    @property
    def unranked(self) -> tuple[Place, ...]:
        """Those of which too little could be read."""
        return tuple(place for place in self.places if place.rank is None)


@dataclass(frozen=True)
class Standing:
    """The rankings of one year. ``grouped`` tells whether they are of groups, the last of units without one.

    ``earlier`` is the audit with the year before, ``gone`` are the units ranked then and not here now; ``others`` is
    how many scorecards are of other years.
    """

    audit: Audit
    year: int
    grouped: bool
    rankings: tuple[Ranking, ...]
    others: int
    earlier: Audit | None = None
    earlier_year: int | None = None
    gone: tuple[Card, ...] = ()

    @property
    def same_plan(self) -> bool:
        """Whether both years were judged by the same rules, options and marks."""
        return self.earlier is None or self.earlier.ruleset.plan == self.audit.ruleset.plan


def standing(
    audit: Audit,
    *,
    year: int | None = None,
    group: str | None = None,
    previous: Audit | None = None,
    roster: Roster | None = None,
) -> Standing:
    """Rank the units of one year, by default that of most reports, beside the year before.

    The places follow from those that the audit gave, so that equals share one here as there. The year before is
    looked for in ``previous``, and without it in the same audit, where it must hold half of the units: a few reports
    of last year among this year's are no ranking.

    Raises:
        UsageError: the audit has no report of that year, or no such group.
    """
    years = by_year(audit.standing)
    chosen = _year(audit, years, year)
    cards = _standing(years[chosen])
    name = naming(roster)
    before, before_year, earlier = _before(audit, previous, chosen)
    if previous is None and 2 * len(paired_years(earlier, cards, name).pairs) < len(cards):
        before, before_year, earlier = None, None, []
    groups = sorted({card.group for card in cards if card.group is not None})
    if group is not None and not groups:
        raise UsageError(
            f"{audit.name} 审核时没有分组：用 audit --units 给出写有分组的名录",
            f"{audit.name} has no groups: audit with a roster that has them (--units)",
        )
    if group is not None and group not in groups:
        message = unknown("分组", "group", group, groups)
        raise UsageError(message.zh, message.en)
    past = _Past(earlier, cards, name, grouped=group is not None or len(groups) > 1)
    asked: list[str | None] = [group] if group is not None else [*groups, None] if past.grouped else []
    parts = [(each, [card for card in cards if card.group == each]) for each in asked] or [(None, cards)]
    return Standing(
        audit=audit,
        year=chosen,
        grouped=past.grouped,
        rankings=tuple(Ranking(each, _places(part, past)) for each, part in parts if part),
        others=len(audit.standing) - len(years[chosen]),
        earlier=before,
        earlier_year=before_year,
        gone=tuple(card for card in past.gone if group is None or past.group(card) == group),
    )


def _year(audit: Audit, years: Mapping[int, Sequence[Card]], asked: int | None) -> int:
    year = main_year(audit.standing) if asked is None else asked
    if year is None:
        raise UsageError(f"{audit.name} 里没有认出年度的报告", f"{audit.name} has no report whose year is known")
    if year not in years:
        known = ", ".join(map(str, sorted(years)))
        raise UsageError(
            f"{audit.name} 里没有{year}年度的报告；有：{known.replace(', ', '、') or '（无）'}",
            f"{audit.name} has no report of {year} (it has: {known or 'none'})",
        )
    return year


def _before(audit: Audit, previous: Audit | None, year: int) -> tuple[Audit | None, int | None, list[Card]]:
    """The audit to compare with, its year, the one before or else that of most reports, and who stands there."""
    chosen = audit if previous is None else previous
    years = by_year(chosen.standing)
    if year - 1 in years:
        return chosen, year - 1, _standing(years[year - 1])
    if previous is None:
        return None, None, []
    other = _year(previous, years, None)
    return previous, other, _standing(years[other])


def _standing(cards: Sequence[Card]) -> list[Card]:
    """Those that a ranking lists: a unit that may yet send its report stands nowhere."""
    return [card for card in cards if card.rank is not None or card.source is not None]


class _Past:
    """The year before: whose card is whose, and which place it had then."""

    def __init__(self, earlier: Sequence[Card], cards: Sequence[Card], name: Naming, *, grouped: bool) -> None:
        pairing = paired_years(earlier, cards, name)
        self.grouped = grouped
        self.gone = pairing.only_before
        self._then = {id(now): then for then, now in pairing.pairs}
        self._now = {id(then): now for then, now in pairing.pairs}
        scopes: dict[str | None, list[Card]] = {}
        for card in earlier:
            scopes.setdefault(self.group(card) if grouped else None, []).append(card)
        self._ranks = {id(card): rank for scope in scopes.values() for card, rank in ranks(scope)}

    def group(self, card: Card) -> str | None:
        """The group of an earlier card: its own, or else that which its unit is in now."""
        now = self._now.get(id(card))
        return card.group if card.group is not None or now is None else now.group

    def of(self, card: Card) -> tuple[Card | None, int | None, bool]:
        """The card of the year before, its rank, and whether that was in another group."""
        then = self._then.get(id(card))
        if then is None:
            return None, None, False
        return then, self._ranks.get(id(then)), self.grouped and self.group(then) != card.group


def ranks(cards: Sequence[Card]) -> list[tuple[Card, int]]:
    """Those of some scorecards that have a rank in their audit, in order, with their rank among these."""
    ranked = sorted(
        (card.rank, card.unit or "", card.source or "", number)
        for number, card in enumerate(cards)
        if card.rank is not None
    )
    order = [rank for rank, *_ in ranked]
    return [(cards[number], bisect_left(order, rank) + 1) for rank, _, _, number in ranked]


def _places(cards: Sequence[Card], past: _Past) -> tuple[Place, ...]:
    ranked = ranks(cards)
    lows = sorted(card.score.low for card, _ in ranked)
    highs = sorted(card.score.high for card, _ in ranked)
    places = []
    for card, rank in ranked:
        score = card.score
        best = 1 + len(lows) - bisect_right(lows, score.high)
        worst = 1 + len(highs) - bisect_right(highs, score.low) - (score.high > score.low)
        # Marks that differ by less than is printed are ranked apart: the range holds the rank in any case.
        places.append(Place(card, rank, min(best, rank), max(worst, rank), *past.of(card)))
    below = sorted(
        (card for card in cards if card.rank is None), key=lambda card: (card.unit or "", card.source or "")
    )
    return (*places, *(Place(card, None, None, None, *past.of(card)) for card in below))
