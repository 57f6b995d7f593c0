"""The readings of real reports, in every format, against what stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from support.formats import to_docx
from support.sheets import issued
from support.word import write_docx

from gipaudit.documents.reading import read, read_bytes
from gipaudit.forms.assembly import assemble
from gipaudit.forms.library import forms
from gipaudit.forms.report import Report

WHOLE = (
    ("jining_rfb_2020", "002_adb681750612390f.txt"),
    ("shandong_rfb_2018", "000_89c75164dde49fe8.txt"),
    *((case, "report.html") for case in ("pingtan_2019", "pingtan_2021", "pingtan_2023", "pingtan_2024")),
    *((case, "report.html") for case in ("pingtan_2025", "ptczj_2021", "suqian_2023")),
    ("shuyang_2025", "report.md"),
    ("hongze_2024", "report.pdf"),
)
GLUED = ("pingtan_2016", "pingtan_2019", "pingtan_2021", "pingtan_2023", "pingtan_2024", "pingtan_2025")
WITH_TRUTH = ("jining_rfb_2020", "shandong_rfb_2018", "hongze_2024", "pingtan_2019", "suqian_2023", "shuyang_2025")
MOST_UNREAD_IN_MARKDOWN = Decimal("0.03")


def bound(path: Path) -> Report:
    return assemble(read(path), forms())


def wrong(report: Report, readings: Mapping[str, Any]) -> dict[str, str]:
    """The cells read as another number than what stands there, or as a number where none does."""
    return {
        address: reading.text
        for address, reading in report.readings.items()
        if reading.state == "number"
        and (readings.get(address) is None or reading.low != Decimal(str(readings[address])))
    }


def unread(report: Report, readings: Mapping[str, Any]) -> list[str]:
    """The cells with a number that is not read, or blanks that are not seen as such."""
    states = {address: reading.state for address, reading in report.readings.items()}
    return [
        address
        for address, value in readings.items()
        if states.get(address) != ("blank" if value is None else "number")
    ]


@pytest.mark.parametrize(("case", "file"), WHOLE)
def test_every_cell_of_the_real_reports_is_read(corpus: Path, truth: Any, case: str, file: str) -> None:
    readings = truth(case)["readings"]
    report = bound(corpus / case / file)
    assert wrong(report, readings) == {}
    assert unread(report, readings) == []


def test_what_a_conversion_tore_apart_stays_unread(corpus: Path, truth: Any) -> None:
    readings = truth("shbgt_2025")["readings"]
    report = bound(corpus / "shbgt_2025" / "report.md")
    assert wrong(report, readings) == {}
    lost = unread(report, readings)
    assert len(lost) <= MOST_UNREAD_IN_MARKDOWN * len(readings)
    assert {address.split(".")[0] for address in lost} == {"documents"}
    assert all(report.readings[address].state == "text" for address in lost)


@pytest.mark.parametrize("case", GLUED)
def test_glued_cells_are_no_numbers_and_no_accusation(corpus: Path, case: str) -> None:
    report = bound(corpus / case / "page.txt")
    assert {reading.state for reading in report.readings.values()} == {"text"}
    assert all(reading.confidence == 0 for reading in report.readings.values())


@pytest.mark.parametrize("case", ["pingtan_2016", "ptczj_2018"])
def test_provincial_tables_are_read_by_a_form_that_is_only_data(corpus: Path, truth: Any, case: str) -> None:
    report = bound(corpus / case / "report.html")
    assert report.form is not None
    assert report.form.id == "fujian"
    printed = [value for row in truth(case)["table"]["rows"] for value in row[2:]]
    assert [reading.low for reading in report.readings.values()] == [Decimal(str(value)) for value in printed]


@pytest.mark.parametrize("case", WITH_TRUTH)
def test_every_cell_of_a_word_document_is_read(truth: Any, case: str) -> None:
    known = truth(case)
    form = forms()[known["form"]]
    if case == "shandong_rfb_2018":
        form = forms()["2014/2014-library"]
    omitted = {cell.rsplit(".", 1)[0] for cell in form.cells} - {cell.rsplit(".", 1)[0] for cell in known["readings"]}
    headings = {f"{table.id}.{row.id}" for table in form.tables for row in table.rows if row.kind == "heading"}
    layout = form.layout(frozenset(omitted - headings))
    figures = dict.fromkeys(layout.cells, "") | {
        cell: "" if value is None else str(value) for cell, value in known["readings"].items()
    }
    report = assemble(read_bytes(to_docx(issued(layout, figures))), forms())
    assert wrong(report, known["readings"]) == {}
    assert unread(report, known["readings"]) == []


def test_every_cell_that_word_itself_would_write_is_read(tmp_path: Path, truth: Any) -> None:
    readings = truth("pingtan_2023")["readings"]
    figures = {cell: str(value) for cell, value in readings.items()}
    path = write_docx(tmp_path / "report.docx", issued(forms()["2021"].standard, figures))
    report = bound(path)
    assert wrong(report, readings) == {}
    assert unread(report, readings) == []


def test_every_cell_of_the_filled_template_is_read(corpus: Path, truth: Any, tmp_path: Path) -> None:
    """The official form as an office's word processor made it, filled cell by cell."""
    readings = truth("pingtan_2023")["readings"]
    document = docx.Document(str(corpus / "template_2021_blank" / "template.docx"))
    values = iter(readings.values())
    for table in document.tables:
        for row in table.rows:
            cells = dict.fromkeys(cell._tc for cell in row.cells)
            empty = [tc for tc in cells if not "".join(tc.itertext()).strip()]
            for tc in empty:
                next(cell for cell in row.cells if cell._tc is tc).text = str(next(values))
    assert next(values, None) is None, "the template has as many empty cells as the form"
    document.save(str(tmp_path / "filled.docx"))
    report = bound(tmp_path / "filled.docx")
    assert wrong(report, readings) == {}
    assert unread(report, readings) == []
