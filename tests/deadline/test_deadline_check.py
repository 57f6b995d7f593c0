"""Late is told only where the day of publication and the deadline are both known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.reports import problems, report, rule

from gipaudit.forms.arrays import Reports
from gipaudit.forms.context import Context
from gipaudit.forms.report import Uncertain
from gipaudit.forms.roster import Roster, RosterUnit
from gipaudit.rules.checks.deadline import CHECK
from gipaudit.scorecard import Outcome

LAW = {"*-department": "01-31", "city-government": "03-31", "county-government": "03-31"}
UNIT = "青溪县水务局"


def published(
    day: date | None,
    level: str = "county-department",
    deadlines: dict[str, str] | None = None,
    context: Context | None = None,
    **options: object,
) -> Outcome:
    made = report(unit=UNIT, year=2023, level=level, published=day)
    asked = rule("deadline", deadlines=deadlines or LAW, **options)
    (outcome,) = CHECK.judge(asked, Reports([made], context)).of(0)
    return outcome


@pytest.mark.parametrize(
    ("level", "day", "verdict"),
    [
        ("county-department", date(2024, 1, 31), "pass"),
        ("county-department", date(2024, 2, 1), "fail"),
        ("unknown-department", date(2024, 2, 1), "fail"),
        ("city-government", date(2024, 3, 31), "pass"),
        ("city-government", date(2024, 4, 1), "fail"),
        ("township-government", date(2024, 6, 1), "not_applicable"),
        ("zone-government", date(2024, 6, 1), "not_applicable"),
        ("county-unknown", date(2024, 1, 20), "pass"),
        ("county-unknown", date(2024, 2, 20), "not_assessable"),
        ("unknown-government", date(2024, 6, 1), "not_assessable"),
        ("county-department", None, "not_assessable"),
        ("county-department", date(2025, 6, 1), "not_assessable"),
    ],
)
def test_by_level_and_day(level: str, day: date | None, verdict: str) -> None:
    assert published(day, level).verdict == verdict


def test_a_late_report_is_told_by_how_many_days() -> None:
    message = published(date(2024, 2, 7)).evidence.message
    assert message == "发布日期为2024年2月7日，应不晚于2024年1月31日，迟7天"


def test_the_pattern_that_says_most_goes_first() -> None:
    local = {"*-*": "03-31", "*-department": "01-31", "county-department": "01-20"}
    assert published(date(2024, 1, 25), deadlines=local).verdict == "fail"
    assert published(date(2024, 1, 25), "city-department", local).verdict == "pass"
    assert published(date(2024, 3, 1), "township-government", local).verdict == "pass"


def test_the_roster_s_own_day_goes_before_the_rule_s() -> None:
    roster = Roster([RosterUnit(UNIT, deadline=date(2024, 1, 15))])
    assert published(date(2024, 1, 20), context=Context(roster=roster)).verdict == "fail"
    assert published(date(2024, 1, 10), context=Context(roster=roster)).verdict == "pass"


def test_days_of_grace() -> None:
    assert published(date(2024, 2, 3), days=3).verdict == "pass"
    assert published(date(2024, 2, 4), days=3).verdict == "fail"


def test_a_day_after_the_audit_is_doubted() -> None:
    context = Context(today=date(2024, 2, 1))
    outcome = published(date(2024, 2, 7), context=context)
    assert outcome.verdict == "not_assessable"
    assert "晚于审核日期" in outcome.evidence.why


def test_a_doubtful_day_is_no_proof() -> None:
    made = report(unit=UNIT, year=2023, level="county-department", published=date(2024, 5, 1))
    doubted = type(made)(**{**vars(made), "uncertain": (Uncertain("published", "2024-05-01", "两处日期不一致"),)})
    (outcome,) = CHECK.judge(rule("deadline", deadlines=LAW), Reports([doubted])).of(0)
    assert outcome.verdict == "not_assessable"
    assert "两处日期不一致" in outcome.evidence.why


@given(st.integers(-300, 300))
def test_a_later_day_never_does_better(days: int) -> None:
    order = ("pass", "fail", "not_assessable")
    first = date(2024, 1, 31) + timedelta(days)
    assert order.index(published(first).verdict) <= order.index(published(first + timedelta(1)).verdict)


@pytest.mark.parametrize("day", ["1-31", "02-30", "13-01", "明年一月"])
def test_a_deadline_that_is_no_day_is_refused(day: str) -> None:
    from support.reports import SMALL

    (message,) = problems(CHECK, SMALL, deadlines={"*-*": day})
    assert day in message
