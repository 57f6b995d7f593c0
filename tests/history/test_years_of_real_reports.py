"""The years of one real unit in one run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gipaudit.pipeline import audit
from gipaudit.scorecard import Scorecard

YEARS = (2016, 2019, 2021, 2023, 2024, 2025)


@pytest.fixture(scope="module")
def cards(corpus: Path) -> dict[int, Scorecard]:
    found = audit([corpus / f"pingtan_{year}" / "report.html" for year in YEARS])
    assert found.crashes == ()
    return {card.year: card for card in found.scorecards if card.year is not None}


def results(card: Scorecard) -> dict[str, str]:
    return {result.id: result.verdict for result in card.rules}


def test_what_is_carried_over_holds_from_2023_to_2025(cards: dict[int, Scorecard]) -> None:
    for year in (2024, 2025):
        assert results(cards[year])["history.carried_in"] == "pass"
        assert results(cards[year])["history.carried_in_columns"] == "pass"


@pytest.mark.parametrize(("year", "expected", "found"), [(2024, 499, 440), (2025, 453, 546)])
def test_documents_in_force_do_not_continue_last_years(
    cards: dict[int, Scorecard], year: int, expected: int, found: int
) -> None:
    (finding,) = [f for f in cards[year].findings if f.rule == "history.in_force"]
    assert (finding.instance, finding.severity) == ("normative", "warning")
    assert {bound for side in (finding.evidence.left, finding.evidence.right) for bound in side or ()} == {
        expected,
        found,
    }
    assert [(p.year, p.role) for p in finding.evidence.passages] == [(year - 1, "compared")]


@pytest.mark.parametrize("year", [2016, 2019, 2021, 2023])
def test_without_the_neighbouring_year_the_rules_do_not_apply_and_say_why(
    cards: dict[int, Scorecard], year: int
) -> None:
    across = [
        result
        for result in cards[year].rules
        if result.id.startswith("history.") or result.id in ("copies.previous", "copies.unchanged")
    ]
    assert len(across) >= 4
    assert {result.verdict for result in across} == {"not_applicable"}
    assert {result.why for result in across if f"没有{year - 1}年度的报告" not in result.why} <= {
        "本规则不适用于2019年度"
    }


def test_known_slips_across_years_that_these_files_can_show_are_found(
    cards: dict[int, Scorecard], truth: Any
) -> None:
    for year in YEARS:
        for defect in truth(f"pingtan_{year}").get("known_defects", ()):
            if defect["kind"] != "cross_year" or year - 1 not in cards:
                continue
            sides = {
                bound
                for finding in cards[year].findings
                if finding.rule.startswith("history.")
                for side in (finding.evidence.left, finding.evidence.right)
                for bound in side or ()
            }
            assert {defect["left"], defect["right"]} <= sides


def test_no_year_is_taken_for_a_copy_of_another(cards: dict[int, Scorecard]) -> None:
    assert not [f for card in cards.values() for f in card.findings if f.rule.startswith("copies.")]
