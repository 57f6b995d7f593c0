"""Who stands where, and which of two reports of one unit and year counts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gipaudit.forms.form import Form
from gipaudit.scorecard import Score, Scorecard
from gipaudit.scoring.ranking import ranked

FORM = Form("2021", "年报", "report", "", 2021, None, (), ())


def card(unit: str | None, low: Any, high: Any = None, **more: Any) -> Scorecard:
    full = Decimal(100)
    score = Score(Decimal(str(low)), Decimal(str(low if high is None else high)), full, "deduct")
    values: dict[str, Any] = {
        "source": f"{unit}.html",
        "sha256": None,
        "unit": unit,
        "year": 2023,
        "level": "unknown-unknown",
        "group": None,
        "form": FORM,
        "published": None,
        "by_hand": frozenset(),
        "uncertain": (),
        "sections": (),
        "score": score,
        "dimensions": (),
        "rules": (),
        "findings": (),
        "readings": {},
        "unbound": (),
        "share_read": 1.0,
        **more,
    }
    return Scorecard(**values)


def line(*cards: Scorecard) -> list[tuple[int | None, str | None]]:
    return [(each.rank, each.unit) for each in ranked(cards)[1]]


def test_equals_share_a_rank_and_the_next_is_counted_on() -> None:
    cards = (card("丁局", 60), card("乙局", 90), card("甲局", 95), card("丙局", 90))
    assert line(*cards) == [(1, "甲局"), (2, "丙局"), (2, "乙局"), (4, "丁局")]
    assert [each.rank for each in ranked(cards)[0]] == [4, 2, 1, 2]


def test_the_high_end_decides_between_equal_low_ends() -> None:
    assert line(card("甲局", 80, 82), card("乙局", 80, 90)) == [(1, "乙局"), (2, "甲局")]


@pytest.mark.parametrize("unread", [{"share_read": 0.49}, {"form": None, "share_read": 0.0}])
def test_a_report_hardly_read_stands_below_the_line_whatever_its_marks(unread: dict[str, Any]) -> None:
    assert line(card("甲局", 100, **unread), card("乙局", 10)) == [(1, "乙局"), (None, "甲局")]


def test_half_of_the_cells_read_is_enough_and_a_unit_that_sent_nothing_is_ranked() -> None:
    cards = (card("甲局", 70, share_read=0.5), card("乙局", 0, source=None, form=None, share_read=0.0))
    assert line(*cards) == [(1, "甲局"), (2, "乙局")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"source": "b.html", "share_read": 1.0}, {"source": "a.html", "share_read": 0.9}),
        ({"source": "b.html", "published": date(2024, 2, 1)}, {"source": "a.html", "published": date(2024, 1, 9)}),
        ({"source": "b.html", "published": date(2024, 1, 9)}, {"source": "a.html"}),
        ({"source": "a.html"}, {"source": "b.html"}),
    ],
)
def test_of_two_reports_the_better_read_then_the_later_then_the_first_is_taken(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    for cards in (
        (card("甲局", 60, **first), card("甲局", 99, **second)),
        (card("甲局", 99, **second), card("甲局", 60, **first)),
    ):
        marked, ranking = ranked(cards)
        assert [(each.source, each.rank) for each in ranking] == [(first["source"], 1)]
        told = {each.source: (each.rank, each.duplicate_of) for each in marked}
        assert told == {first["source"]: (1, None), second["source"]: (None, first["source"])}


def test_reports_of_unknown_units_or_of_other_years_are_no_duplicates() -> None:
    cards = (card(None, 50, source="a"), card(None, 50, source="b"), card("甲局", 50), card("甲局", 50, year=2022))
    assert all(each.duplicate_of is None for each in ranked(cards)[0])
    assert len(ranked(cards)[1]) == 4


@settings(deadline=None)
@given(
    st.lists(
        st.builds(
            lambda unit, low, share, number: card(unit, low, share_read=share, source=f"{number}.html"),
            st.sampled_from(["甲局", "乙局", None]),
            st.integers(0, 3),
            st.sampled_from([0.2, 0.6, 1.0]),
            st.integers(0, 10**6),
        ),
        unique_by=lambda each: each.source,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_in_which_files_are_found_is_nothing(cards: list[Scorecard], random: Any) -> None:
    shuffled = random.sample(cards, len(cards))
    assert ranked(cards)[1] == ranked(shuffled)[1]
    assert {each.source: each for each in ranked(cards)[0]} == {each.source: each for each in ranked(shuffled)[0]}
