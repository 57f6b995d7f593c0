"""Who stands where: scorecards put in order of their marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from gipaudit.scorecard import Ranked, Scorecard

LEAST_READ = 0.5
"""A report of which less than this share of the form's cells could be read is not ranked (未能评定)."""


def ranked(scorecards: Iterable[Scorecard]) -> tuple[tuple[Scorecard, ...], tuple[Ranked, ...]]:
    """Return the scorecards in the order given, with ``rank`` and ``duplicate_of`` set, and the ranking.

    By the low end, then the high; equals share a rank (1, 2, 2, 4). Of two reports of one unit and year the ranking
    takes the one with more cells read, then the one published later, then the first by source; the other says of
    which it is a duplicate. Below the line, without a rank, stand reports of which too little could be read; a unit
    that sent nothing is ranked, for that is known, but one that may yet send its report stands nowhere. Units of one
    group have a rank among themselves too.
    """
    cards = tuple(scorecards)
    taken = _taken(cards)
    standing = (card for index, card in enumerate(cards) if taken[index] == index and not _open(card))
    line = sorted(standing, key=_order)
    above = [card for card in line if card.source is None or _read_enough(card)]
    ranks = {id(card): rank for card, rank in zip(above, _ranks(above), strict=True)}
    inside = _inside(above)
    ranking = [*above, *(card for card in line if id(card) not in ranks)]
    marked = tuple(
        replace(
            card,
            rank=ranks.get(id(card)),
            rank_in_group=inside.get(id(card)),
            duplicate_of=None if taken[index] == index else cards[taken[index]].source,
        )
        for index, card in enumerate(cards)
    )
    return marked, tuple(
        Ranked(
            *(ranks.get(id(card)), card.unit, card.year, card.source, card.score, card.group),
            rank_in_group=inside.get(id(card)),
        )
        for card in ranking
    )


def _inside(line: Sequence[Scorecard]) -> dict[int, int]:
    """The rank of each scorecard of a group within it."""
    groups: dict[str, list[Scorecard]] = {}
    for card in line:
        if card.group is not None:
            groups.setdefault(card.group, []).append(card)
    return {id(card): rank for cards in groups.values() for card, rank in zip(cards, _ranks(cards), strict=True)}


def _open(card: Scorecard) -> bool:
    """Whether nothing came of a unit and that is not, or not yet, held against it."""
    return card.source is None and card.score.high > card.score.low


def _read_enough(card: Scorecard) -> bool:
    return card.form is not None and card.share_read >= LEAST_READ


def _order(card: Scorecard) -> tuple[object, ...]:
    return (-card.score.low, -card.score.high, card.unit or "", card.year or 0, card.source or "")


def _ranks(line: Sequence[Scorecard]) -> list[int]:
    ranks: list[int] = []
    for index, card in enumerate(line):
        before = line[index - 1] if index else None
        equal = before is not None and (before.score.low, before.score.high) == (card.score.low, card.score.high)
        ranks.append(ranks[-1] if equal else index + 1)
    return ranks


def _taken(cards: Sequence[Scorecard]) -> list[int]:
    """For each scorecard the index of the one that the ranking takes of its unit and year."""
    best: dict[tuple[str, int], int] = {}
    for index in sorted(range(len(cards)), key=lambda index: _precedence(cards[index])):
        card = cards[index]
        if card.unit is not None and card.year is not None:
            best.setdefault((card.unit, card.year), index)
    return [
        index if card.unit is None or card.year is None else best[card.unit, card.year]
        for index, card in enumerate(cards)
    ]


def _precedence(card: Scorecard) -> tuple[bool, float, int, str]:
    published = card.published or date.min
    return (card.source is None, -card.share_read, -published.toordinal(), card.source or "")
