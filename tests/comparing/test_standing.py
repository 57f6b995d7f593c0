"""A year's ranking beside that of the year before."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from comparing.made import audit, card, unranked
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from gipaudit.comparing.standing import Place, standing
from gipaudit.errors import UsageError
from gipaudit.forms.roster import Roster, RosterUnit
from gipaudit.recorded.records import Audit

intervals = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted)


def places(found: Audit, **asked: object) -> dict[str | None, Place]:
    """The places of all units."""
    return {
        place.card.unit: place
        for ranking in standing(found, **asked).rankings  # type: ignore[arg-type]
        for place in ranking.places
    }


def shown(found: dict[str | None, Place], what: Callable[[Place], object]) -> dict[str | None, object]:
    return {unit: what(place) for unit, place in found.items()}


def test_equals_share_a_rank_as_the_audit_has_it() -> None:
    found = places(audit(card("甲局", low=90), card("乙局", low=80), card("丙局", low=90), card("丁局", low=70)))
    assert shown(found, lambda place: place.rank) == {"甲局": 1, "丙局": 1, "乙局": 3, "丁局": 4}


def test_only_reports_of_the_year_count() -> None:
    both = audit(card("甲局", 2023, low=80), card("甲局", 2022, low=99), card("乙局", 2023, low=90))
    assert shown(places(both), lambda place: (place.rank, place.card.rank)) == {"乙局": (1, 2), "甲局": (2, 3)}
    assert shown(places(both, year=2022), lambda place: place.rank) == {"甲局": 1}
    assert standing(both).others == 1


def test_the_year_before_is_found_in_the_same_audit_or_in_the_one_given() -> None:
    before = (card("甲局", 2022, low=70), card("乙局", 2022, low=80), card("丙局", 2022, low=90))
    now = (card("甲局", low=90), card("乙局", low=80), card("丁局", low=70), card("戊局", low=60))
    wanted = {"甲局": (3, 2), "乙局": (2, 0), "丁局": (None, None), "戊局": (None, None)}
    one = places(audit(*before, *now))
    other = places(audit(*now), previous=audit(*before))
    for found in (one, other):
        assert shown(found, lambda place: (place.earlier_rank, place.change)) == wanted
    assert [card.unit for card in standing(audit(*before, *now)).gone] == ["丙局"]


def test_a_few_reports_of_last_year_among_this_years_are_no_ranking() -> None:
    some = (card("甲局"), card("乙局"), card("丙局"))
    assert standing(audit(*some, card("甲局", 2022))).earlier is None
    assert standing(audit(*some, card("甲局", 2022), card("乙局", 2022))).earlier_year == 2022
    assert standing(audit(*some), previous=audit(card("甲局", 2022))).earlier_year == 2022


def test_an_audit_of_another_year_is_taken_and_told() -> None:
    found = standing(audit(card("甲局", 2023)), previous=audit(card("甲局", 2020)))
    assert (found.year, found.earlier_year) == (2023, 2020)


def test_a_name_printed_in_another_way_is_the_same_unit() -> None:
    found = places(audit(card("禾丰县人民政府")), previous=audit(card("禾丰县", 2022)))
    assert found["禾丰县人民政府"].change == 0


def test_a_new_name_is_found_in_the_roster() -> None:
    roster = Roster([RosterUnit("禾丰县文化和旅游局", ("禾丰县文化局",))])
    now, before = audit(card("禾丰县文化和旅游局")), audit(card("禾丰县文化局", 2022))
    assert places(now, previous=before)["禾丰县文化和旅游局"].earlier is None
    assert places(now, previous=before, roster=roster)["禾丰县文化和旅游局"].change == 0


def test_ranks_within_groups_are_compared_within_groups() -> None:
    before = audit(
        card("甲局", 2022, low=90, group="部门"),
        card("乙局", 2022, low=80, group="部门"),
        card("丙镇", 2022, low=95, group="乡镇"),
        card("丁镇", 2022, low=85, group="部门"),
    )
    now = audit(
        card("甲局", low=70, group="部门"),
        card("乙局", low=80, group="部门"),
        card("丙镇", low=95, group="乡镇"),
        card("丁镇", low=96, group="乡镇"),
        card("戊社", low=10),
    )
    found = standing(now, previous=before)
    assert [ranking.group for ranking in found.rankings] == ["乡镇", "部门", None]
    assert shown(places(now, previous=before), lambda place: (place.rank, place.earlier_rank, place.change)) == {
        "丁镇": (1, 2, None),  # another group before
        "丙镇": (2, 1, -1),
        "乙局": (1, 3, 2),
        "甲局": (2, 1, -1),
        "戊社": (1, None, None),
    }
    assert list(places(now, group="部门", previous=before)) == ["乙局", "甲局"]


def test_one_group_that_bears_another_name_is_no_other_ranking() -> None:
    before = audit(card("甲局", 2022, low=80, group="部门"), card("乙局", 2022, group="部门"))
    found = places(audit(card("甲局", group="市直部门"), card("乙局", low=80, group="市直部门")), previous=before)
    assert shown(found, lambda place: place.change) == {"甲局": 1, "乙局": -1}


def test_without_groups_before_this_years_groups_are_taken() -> None:
    before = audit(card("甲局", 2022, low=90), card("乙局", 2022, low=80), card("丙镇", 2022, low=85))
    now = audit(card("甲局", group="部门"), card("乙局", group="部门"), card("丙镇", group="乡镇"))
    found = places(now, previous=before)
    assert shown(found, lambda place: place.earlier_rank) == {"丙镇": 1, "乙局": 2, "甲局": 1}


def test_what_is_not_ranked_stands_below_and_what_may_yet_come_nowhere() -> None:
    duplicate = replace(card("甲局", low=99), duplicate_of="甲局2023.html")
    result = audit(card("甲局"), duplicate, card("乙局"))
    result = replace(
        result, cards=(*result.cards, unranked(card("丙局", low=0, high=100)), unranked(card("丁局", source=None)))
    )
    found = places(result, previous=audit(card("丙局", 2022)))
    assert shown(found, lambda place: place.rank) == {"乙局": 1, "甲局": 1, "丙局": None}
    assert found["丙局"].change is None


@settings(max_examples=60)
@given(st.lists(intervals, min_size=1, max_size=8), st.data())
def test_wherever_in_its_interval_each_score_is_the_rank_is_in_its_range(
    scores: list[list[int]], data: st.DataObject
) -> None:
    found = places(audit(*(card(f"{n}局", low=low, high=high) for n, (low, high) in enumerate(scores))))
    points = [Decimal(data.draw(st.integers(low, high))) for low, high in scores]
    for number, point in enumerate(points):
        place, rank = found[f"{number}局"], 1 + sum(other > point for other in points)
        assert place.best is not None
        assert place.worst is not None
        assert place.rank is not None
        assert place.best <= rank <= place.worst
        assert place.best <= place.rank <= place.worst


def test_a_year_or_group_that_is_not_there_is_told() -> None:
    one = audit(card("甲局", group="部门"), card("乙镇", group="乡镇"))
    with pytest.raises(UsageError, match="没有2020年度的报告；有：2023"):
        standing(one, year=2020)
    with pytest.raises(UsageError, match="没有分组“部门组”，是不是“部门”？"):
        standing(one, group="部门组")
    with pytest.raises(UsageError, match="审核时没有分组"):
        standing(audit(card()), group="部门")
    with pytest.raises(UsageError, match="没有认出年度的报告"):
        standing(audit(card(year=None)))
