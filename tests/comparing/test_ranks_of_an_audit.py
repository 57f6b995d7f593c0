"""The ranks of ``gipaudit rank`` are those that the audit itself gave."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from support.records import AUDIT, CARD

from gipaudit.comparing.standing import standing
from gipaudit.recorded.reading import parse_pieces
from gipaudit.renderers.json import render
from gipaudit.renderers.renderer import Settings
from gipaudit.scorecard import Score, Scorecard
from gipaudit.scoring.ranking import ranked

THIRDS = st.integers(0, 12).map(lambda n: Decimal(80) + Decimal(n) / 3)
"""Marks that are rounded when they are written: two that print alike may not be equal."""


@st.composite
def scorecards(draw: st.DrawFn) -> tuple[Scorecard, ...]:
    """A county's scorecards, some of a unit twice, some hardly read, some of units that sent nothing."""
    cards = []
    for number in range(draw(st.integers(1, 7))):
        low, high = sorted((draw(THIRDS), draw(THIRDS)))
        cards.append(
            replace(
                CARD,
                unit=f"第{draw(st.integers(0, 5))}局",
                source=draw(st.sampled_from([f"{number}.html", f"{number}.html", None])),
                score=Score(low, high, Decimal(100), "deduct"),
                group=draw(st.sampled_from(["部门", "乡镇"])),
                share_read=draw(st.sampled_from([1.0, 1.0, 0.2])),
                findings=(),
                causes=(),
            )
        )
    return tuple(cards)


@settings(max_examples=40)
@given(scorecards())
def test_ranks_are_the_audits(cards: tuple[Scorecard, ...]) -> None:
    marked, ranking = ranked(cards)
    pieces = render(replace(AUDIT, scorecards=marked, ranking=ranking), Settings(readings=False))
    found = standing(parse_pieces(pieces, "a.json"))
    told = {(each.unit, each.source): (each.rank, each.rank_in_group) for each in ranking if each.rank is not None}
    places = [place for group in found.rankings for place in group.ranked]
    assert {(place.card.unit, place.card.source): place.card.rank for place in places} == {
        key: rank for key, (rank, _) in told.items()
    }
    for place in places:
        rank, in_group = told[place.card.unit, place.card.source]
        assert place.rank == (in_group if found.grouped else rank)
