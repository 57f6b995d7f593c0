"""The report of a real district as it was published, in PDF: every figure that it prints, and what is said of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gipaudit.forms.report import Report
from gipaudit.pipeline import audit, read_report
from gipaudit.scorecard import Scorecard


@pytest.fixture(scope="module")
def path(corpus: Path) -> Path:
    return corpus / "hongze_2024" / "report.pdf"


@pytest.fixture(scope="module")
def report(path: Path) -> Report:
    return read_report(path)


@pytest.fixture(scope="module")
def card(path: Path) -> Scorecard:
    [card] = audit([path], today=date(2025, 4, 1)).scorecards
    return card


def test_every_printed_figure_is_read(report: Report, truth: Any) -> None:
    printed = {address: Decimal(str(value)) for address, value in truth("hongze_2024")["readings"].items()}
    read = {address: reading.low for address, reading in report.readings.items() if reading.exact}
    assert len(printed) == 186
    assert read == printed
    assert set(report.readings) == set(printed), "the parts of the undivided row are neither blank nor missing"
    assert report.unbound == ()


def test_who_and_when_and_every_section_are_told(report: Report) -> None:
    assert (report.identity.unit, report.identity.year) == ("淮安市洪泽区人民政府", 2024)
    assert report.identity.level == "county-government"
    assert report.uncertain == ()
    assert {section.state for section in report.sections.values()} == {"present"}


def test_the_undivided_row_is_noticed_once(card: Scorecard, report: Report) -> None:
    [found] = [finding for finding in card.findings if any("applications.other." in c.address for c in finding.cells)]
    assert (found.rule, found.verdict, found.severity) == ("report.divided", "fail", "warning")
    assert {report.readings[cell.address].place.page for cell in found.cells} == {4}


def test_a_number_of_another_scope_is_no_error(card: Scorecard) -> None:
    """17 applications of the district's office in the text, 95 of the whole district in the table."""
    failed = [finding for finding in card.findings if finding.verdict == "fail"]
    assert [finding.rule for finding in failed if finding.severity == "error"] == []
    [received] = [finding for finding in failed if finding.rule == "narrative.received"]
    assert "口径" in received.message
    assert [passage.place.page for passage in received.evidence.passages] == [1]
