"""One unit through the years."""

from __future__ import annotations

from datetime import date

import pytest
from comparing.made import audit, card, finding

from gipaudit.comparing.past import history
from gipaudit.errors import UsageError
from gipaudit.forms.roster import Roster, RosterUnit
from gipaudit.recorded.records import Audit

UNIT = "禾丰县水务局"


def years(*findings: tuple[int, str], **more: object) -> Audit:
    """An audit of one unit's reports with a failing finding of these years and rules."""
    each = sorted({year for year, _ in findings})
    return audit(*(card(UNIT, year, [finding(rule) for its, rule in findings if its == year]) for year in each))


def test_years_stand_in_order_with_rank_and_problems() -> None:
    newer = audit(card(UNIT, 2023, [finding(), finding("blank"), finding("contact")], 80), card("禾丰县民政局"))
    older = audit(card(UNIT, 2022, [finding(verdict="waived")], 95), plan="q")
    found = history(UNIT, [newer, older])
    assert [entry.card.year for entry in found.entries] == [2022, 2023]
    assert [(entry.rank, entry.ranked) for entry in found.entries] == [(1, 1), (2, 2)]
    assert [dict(entry.failing()) for entry in found.entries] == [{}, {"error": 1, "warning": 1, "info": 1}]
    assert not found.same_plan


def test_what_lasts_for_years_is_told_with_its_years() -> None:
    found = history(UNIT, [years((2020, "balance"), (2021, "balance"), (2022, "blank"), (2023, "blank"))])
    assert [(each.rule, each.years, each.now) for each in found.lasting] == [
        ("blank", (2022, 2023), True),
        ("balance", (2020, 2021), False),
    ]


def test_a_year_without_it_or_without_an_audit_ends_it() -> None:
    assert history(UNIT, [years((2020, "blank"), (2021, "balance"), (2022, "blank"))]).lasting == ()
    assert history(UNIT, [years((2020, "blank"), (2022, "blank"))]).lasting == ()


def test_of_two_audits_of_one_year_the_later_tells_the_problems() -> None:
    before = audit(card(UNIT, 2022, [finding()]))
    first = audit(card(UNIT, 2023, [finding()]), today=date(2024, 2, 1))
    second = audit(card(UNIT, 2023), today=date(2024, 3, 1))
    found = history(UNIT, [second, first, before])
    assert [entry.audit.today.month for entry in found.entries] == [2, 2, 3]
    assert found.lasting == ()


def test_names_printed_in_two_ways_are_one_unit() -> None:
    audits = [audit(card("禾丰县", 2022)), audit(card("禾丰县人民政府", 2023))]
    for name in ("禾丰县", "禾丰县人民政府"):
        found = history(name, audits)
        assert (found.unit, found.names) == ("禾丰县人民政府", ("禾丰县", "禾丰县人民政府"))


def test_a_changed_name_is_found_in_the_roster() -> None:
    roster = Roster([RosterUnit("禾丰县文化和旅游局", ("禾丰县文化局",))])
    audits = [audit(card("禾丰县文化局", 2022, [finding()])), audit(card("禾丰县文化和旅游局", 2023, [finding()]))]
    assert len(history("禾丰县文化和旅游局", audits).entries) == 1
    for name in ("禾丰县文化和旅游局", "禾丰县文化局"):
        found = history(name, audits, roster)
        assert [entry.card.year for entry in found.entries] == [2022, 2023]
        assert found.lasting[0].years == (2022, 2023)


def test_an_unknown_unit_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="没有单位“禾丰县水物局”，是不是“禾丰县水务局”？"):
        history("禾丰县水物局", [audit(card())])


def test_a_name_that_may_be_two_units_is_not_guessed() -> None:
    audits = [audit(card("青溪市松岭区财政局"), card("云溪市松岭区财政局"))]
    with pytest.raises(UsageError, match="可能是云溪市松岭区财政局、青溪市松岭区财政局，请写全称"):
        history("松岭区财政局", audits)
    assert len(history("青溪市松岭区财政局", audits).entries) == 1


def test_a_rule_that_bears_a_new_id_lasts_on() -> None:
    older = audit(card(UNIT, 2022, [finding("old")]))
    newer = audit(card(UNIT, 2023, [finding("balance")]), renamed={"old": "balance"})
    (lasting,) = history(UNIT, [older, newer]).lasting
    assert (lasting.rule, lasting.years) == ("balance", (2022, 2023))
