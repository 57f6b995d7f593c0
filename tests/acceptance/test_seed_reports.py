"""The two reports that the project was created from, and three that are in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gipaudit.forms.report import Reading
from gipaudit.scorecard import Finding, Scorecard

Card = Callable[[str], Scorecard]
Failing = Callable[[str], list[Finding]]

JINING, SHANDONG = "jining_rfb_2020", "shandong_rfb_2018"


def verdicts(card: Scorecard) -> dict[str, str]:
    return {result.id: result.verdict for result in card.rules}


def said(findings: list[Finding], rule: str) -> list[Finding]:
    return [finding for finding in findings if finding.rule == rule]


def agrees(reading: Reading, value: Any) -> bool:
    """Whether a reading is the number that a person read there; ``None`` is a blank."""
    if value is None:
        return reading.state == "blank"
    return reading.state == "number" and reading.exact and reading.low == value


@pytest.mark.parametrize(("case", "cells"), [(JINING, 198), (SHANDONG, 64)])
def test_every_cell_is_read_right(card: Card, truth: Any, case: str, cells: int) -> None:
    readings, expected = card(case).readings, truth(case)["readings"]
    wrong = {
        address: readings[address] for address, value in expected.items() if not agrees(readings[address], value)
    }
    assert wrong == {}
    form = card(case).form
    assert form is not None
    assert len({cell.address for cell in form.countable} & set(readings)) == cells


@pytest.mark.parametrize("case", [JINING, SHANDONG])
def test_unit_year_level_and_date_are_told(card: Card, truth: Any, case: str) -> None:
    found, expected = card(case), truth(case)
    assert (found.unit, found.year, found.level) == (expected["unit"], expected["year"], expected["level"])
    if "published" in expected:
        assert str(found.published) == expected["published"]


class TestJining2020:
    def test_its_two_blanks_are_one_finding(self, failing: Failing) -> None:
        (finding,) = said(failing(JINING), "complete.blank")
        assert {cell.address for cell in finding.cells} == {
            "applications.granted.business",
            "applications.partial.total",
        }

    def test_arithmetic_holds(self, card: Card, failing: Failing) -> None:
        result = verdicts(card(JINING))
        for rule in ("balance", "row_total", "column_total"):
            assert result[f"applications.{rule}"] == "pass"
        assert [finding for finding in failing(JINING) if finding.severity == "error"] == []

    def test_section_five_names_no_problem_and_no_measure(self, failing: Failing) -> None:
        assert said(failing(JINING), "problems.named")
        assert said(failing(JINING), "problems.measures")

    def test_no_statistical_period_is_stated(self, failing: Failing) -> None:
        (finding,) = said(failing(JINING), "report.period")
        assert "2020年1月1日至2020年12月31日" in finding.message

    def test_the_opening_of_the_old_regulation_is_noticed(self, failing: Failing) -> None:
        (finding,) = said(failing(JINING), "overview.old_text")
        assert "咨询情况" in finding.message
        assert finding.evidence.passages

    def test_all_six_sections_stand_in_order(self, card: Card) -> None:
        result = verdicts(card(JINING))
        for rule in ("sections.present", "sections.filled", "sections.order", "overview.strands", "report.form"):
            assert result[rule] == "pass"


class TestShandong2018:
    def test_responses_are_fewer_than_those_of_one_channel(self, failing: Failing) -> None:
        (finding,) = said(failing(SHANDONG), "statistics.responses")
        numbers = {cell.address: cell.reading.low for cell in finding.cells}
        assert numbers == {
            "statistics.2.1.count": 0,
            "statistics.2.2.4.count": 56,
            "statistics.2.2.5.count": 159,
        }

    def test_a_heading_row_holds_a_figure(self, failing: Failing) -> None:
        (finding,) = said(failing(SHANDONG), "kind.heading")
        assert [cell.address for cell in finding.cells] == ["statistics.2.2.count"]

    def test_nineteen_blanks_are_one_finding(self, failing: Failing) -> None:
        (finding,) = said(failing(SHANDONG), "complete.blank")
        assert len(finding.cells) == 19

    def test_the_stray_character_of_the_title_is_named(self, failing: Failing) -> None:
        (finding,) = said(failing(SHANDONG), "report.title")
        assert "多出“情”" in finding.message

    def test_the_section_on_fees_is_missing(self, failing: Failing) -> None:
        (finding,) = said(failing(SHANDONG), "sections.present")
        assert "收费及减免" in finding.message

    def test_what_adds_up_passes(self, card: Card) -> None:
        result = verdicts(card(SHANDONG))
        for rule in ("requests", "completed", "staff", "disclosed_bounds", "normative_disclosed"):
            assert result[f"statistics.{rule}"] == "pass"

    def test_a_total_without_any_overlap_is_only_a_hint(self, failing: Failing) -> None:
        (finding,) = said(failing(SHANDONG), "statistics.no_overlap")
        assert finding.severity == "info"
        assert "1667" in finding.message


@pytest.mark.parametrize("case", ["suqian_2023", "shuyang_2025", "shbgt_2025"])
def test_clean_reports_have_no_error(failing: Failing, case: str) -> None:
    assert [finding.message for finding in failing(case) if finding.severity == "error"] == []


def test_what_a_conversion_lost_is_told_as_unknown_and_costs_no_certainty(card: Card) -> None:
    lost = card("shbgt_2025")
    assert lost.score.low < lost.score.high
    assert "not_assessable" in verdicts(lost).values()
