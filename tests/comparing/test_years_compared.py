"""Real reports of one unit, audited year by year, compared and followed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gipaudit.comparing.comparison import compare
from gipaudit.comparing.past import history
from gipaudit.pipeline import audit
from gipaudit.recorded.reading import parse_pieces
from gipaudit.recorded.records import Audit
from gipaudit.renderers.json import render
from gipaudit.renderers.renderer import Settings

YEARS = (2023, 2024, 2025)


@pytest.fixture(scope="module")
def audits(corpus: Path) -> list[Audit]:
    """The audits of 平潭's reports, each with the one of the year before beside it."""
    files = {year: corpus / f"pingtan_{year}" / "report.html" for year in YEARS}
    made = []
    for year, file in files.items():
        previous = [files[year - 1]] if year - 1 in files else []
        result = audit(file, previous=previous, today=date(year + 1, 3, 1))
        made.append(parse_pieces(render(result, Settings()), f"{year}.json"))
    return made


def changes(before: Audit, after: Audit) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    (unit,) = compare(before, after).units
    for change in unit.changes:
        found.setdefault(change.state, []).append(change.rule + (f": {change.why}" if change.why else ""))
    return found


def test_what_became_of_every_problem_was_judged_by_hand(audits: list[Audit]) -> None:
    first, second, third = audits
    assert changes(first, second) == {
        "new": ["text.contact"],
        "fixed": ["text.numbering"],
        "persisting": ["overview.accountability"],
        "incomparable": ["history.in_force: not-applicable", "narrative.normative_in_force: not-applicable"],
    }
    assert changes(second, third) == {"persisting": ["history.in_force", "overview.accountability", "text.contact"]}


def test_the_unit_is_one_though_its_reports_name_it_in_two_ways(audits: list[Audit]) -> None:
    found = history("平潭综合实验区", audits)
    assert found.names == ("平潭综合实验区管委会", "平潭综合实验区")
    assert [entry.card.year for entry in found.entries] == list(YEARS)
    assert {each.rule: each.years for each in found.lasting} == {
        "overview.accountability": YEARS,
        "history.in_force": YEARS[1:],
        "text.contact": YEARS[1:],
    }
