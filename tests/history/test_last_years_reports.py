"""Which report is the same unit's of the year before, and what is said where there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from history.years import UNIT, outcomes, report, verdicts

from gipaudit.forms.context import Context
from gipaudit.forms.report import Report, Uncertain
from gipaudit.forms.roster import Roster, RosterUnit

RULE = "history.carried_in"
CARRIED_OUT = {"applications.carried_out.total": 2}
CARRIED_IN = {"applications.carried_in.total": 3}


def previous(judged: Report, *earlier: Report, **context: object) -> Report | None:
    return Context(reports=(judged,), earlier=earlier, **context).previous(judged).report  # type: ignore[arg-type]


def test_it_is_found_in_the_same_run_and_among_the_earlier_ones() -> None:
    now, then = report(2024), report(2023)
    assert previous(now, then) is then
    assert Context(reports=(then, now)).previous(now).report is then


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("云溪市松岭区", "云溪市松岭区人民政府"),
        ("云溪经济开发区管委会", "云溪经济开发区"),
        ("松岭区水务局", UNIT),
        ("云溪市松岭区长河街道", "云溪市松岭区长河街道办事处"),
    ],
)
def test_a_name_printed_in_another_way_is_the_same_unit(name: str, last: str) -> None:
    now, then = report(2024, unit=name), report(2023, unit=last)
    assert previous(now, then) is then


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("云溪市松岭区人民政府", "云溪市松岭区人民政府办公室"),
        ("云溪市松岭区水务局", "云溪市松岭区水利局"),
        ("云溪市松岭区水务局", "兰江市松岭区水务局"),
        ("云溪市人民政府", "云溪市松岭区人民政府"),
    ],
)
def test_another_units_report_is_not_taken(name: str, last: str) -> None:
    assert previous(report(2024, unit=name), report(2023, unit=last)) is None


def test_a_short_name_that_may_be_two_units_is_neither() -> None:
    now = report(2024, unit="松岭区水务局")
    assert previous(now, report(2023, unit="云溪市松岭区水务局"), report(2023, unit="兰江市松岭区水务局")) is None


def test_a_renamed_unit_is_found_by_the_names_that_the_roster_gives_it() -> None:
    now, then = report(2024), report(2023, unit="云溪市松岭区水利局")
    roster = Roster([RosterUnit(UNIT, other_names=("云溪市松岭区水利局",))])
    assert previous(now, then) is None
    assert previous(now, then, roster=roster) is then


def test_the_year_before_last_is_not_last_year() -> None:
    found = outcomes(report(2024, CARRIED_IN), [report(2022, CARRIED_OUT)])
    assert verdicts(found, RULE) == {"not_applicable"}
    assert found[RULE][0].evidence.why == "没有2023年度的报告，未与上年比较"


def test_of_two_different_reports_of_last_year_none_is_taken() -> None:
    twice = replace(report(2023, CARRIED_OUT), sha256="another")
    found = outcomes(report(2024, CARRIED_IN), [report(2023, CARRIED_OUT), twice])
    assert verdicts(found, RULE) == {"not_applicable"}
    assert "2份" in found[RULE][0].evidence.why


def test_without_a_unit_or_a_year_nothing_is_compared() -> None:
    for judged in (report(None, CARRIED_IN), report(2024, CARRIED_IN, unit=None)):
        assert verdicts(outcomes(judged, [report(2023, CARRIED_OUT)]), RULE) == {"not_applicable"}


@pytest.mark.parametrize("what", ["unit", "year"])
@pytest.mark.parametrize("whose", [2023, 2024])
def test_a_doubtful_unit_or_year_accuses_nobody(what: str, whose: int) -> None:
    doubt = {whose: (Uncertain(what, None, "标题与正文不一致"),)}
    now = report(2024, CARRIED_IN, uncertain=doubt.get(2024, ()))
    then = report(2023, CARRIED_OUT, uncertain=doubt.get(2023, ()))
    found = outcomes(now, [then])
    assert verdicts(found, RULE) == {"not_assessable"}
    assert "标题与正文不一致" in found[RULE][0].evidence.why


def test_what_a_person_said_is_not_doubted() -> None:
    now = report(2024, CARRIED_IN, uncertain=(Uncertain("year", "2024", "标题没有年份"),))
    now = replace(now, identity=replace(now.identity, by_hand=frozenset({"year"})))
    assert verdicts(outcomes(now, [report(2023, CARRIED_OUT)]), RULE) == {"fail"}


def test_both_reports_are_named_with_year_cell_and_place() -> None:
    (outcome,) = outcomes(report(2024, CARRIED_IN), [report(2023, CARRIED_OUT)])[RULE]
    assert outcome.evidence.equation == "3 ≠ 2"
    assert outcome.evidence.cells == ("applications.carried_in.total",)
    (passage,) = outcome.evidence.passages
    assert (passage.role, passage.unit, passage.year, passage.place.source) == (
        *("compared", UNIT, 2023),
        f"{UNIT}2023.docx",
    )
    assert "结转下年度" in passage.text
    assert passage.text.endswith("2")
