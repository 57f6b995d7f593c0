"""A report and its annex become one report, surely or not at all.

Each file in ``pairing/`` is a case: the files of a folder, which annexes are joined to which report, what is skipped
with which code, and words that must be told. Of a file is said what it holds (``text``, ``both``, or a list of parts
of the form: ``second`` for 表二, else a table's id), whose it is, and what is printed above its tables. A file
``….zip`` holds files in turn.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from support import sheets
from support.figures import Figures, figures
from support.formats import WRITERS, Block
from support.zips import zipped

from gipaudit.documents.finding import find_files
from gipaudit.documents.limits import Limits
from gipaudit.forms.library import forms
from gipaudit.intake import Intake, take_in

CASES = sorted((Path(__file__).parent / "pairing").glob("*.yaml"))
TABLES = ["second", "applications", "disputes"]
SUFFIXES = {".html": "html", ".txt": "tabs"}


def printed(form: str, seed: int) -> Figures:
    return figures(forms()[form].standard, Random(seed))


def parts(form: str, data: Figures) -> dict[str, list[Block]]:
    """The tables of a form as a report prints them, by the names that cases use."""
    layout = forms()[form].standard
    if form == "2014":
        return {"statistics": [*sheets.long_table(layout.tables[0], data)]}
    return {
        "second": [*sheets.banded(layout, data)],
        "applications": [*sheets.long_table(layout.table("applications"), data)],
        "disputes": [sheets.wide_table(layout.table("disputes"), data)],
    }


def blocks(case: dict[str, Any]) -> list[Block]:
    form, unit, year = str(case.get("form", "2021")), case.get("unit", "云溪市水务局"), case.get("year", 2023)
    held = parts(form, printed(form, case.get("seed", 1)))
    holds = case["holds"]
    if holds == "notes":
        return ["中秋节放假安排", "各科室请做好值班。"]
    if holds == "tables" or (isinstance(holds, list) and "text" not in holds):
        chosen = list(held) if holds == "tables" else holds
        return [*case.get("above", ["附件"]), *(b for id in chosen for b in held[id]), *case.get("below", [])]
    shown = list(held) if holds == "both" else holds if isinstance(holds, list) else []
    one, two, three, four, five, six = sheets.SECTIONS
    tables = {id: held[id] if id in shown else [] for id in held}
    if form == "2014":
        body = [one.replace("总体情况", "概述"), sheets.SAYS, *tables["statistics"]]
    else:
        body = [one, sheets.SAYS, two, *tables["second"], three, *tables["applications"], four, *tables["disputes"]]
    end = [five, "存在的问题是公开不够及时，今后将加强培训。", six, "无。"]
    return [f"{unit}{year}年政府信息公开工作年度报告", *body, *end]


def content(name: str, case: dict[str, Any]) -> bytes:
    if name.endswith(".zip"):
        return zipped({inner: content(inner, each) for inner, each in case.items()})
    if case["holds"] == "spreadsheet":
        return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500 + "Workbook".encode("utf-16-le")
    return WRITERS[SUFFIXES[Path(name).suffix]](blocks(case))


def taken(folder: Path, files: dict[str, Any]) -> Intake:
    for name, case in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content(name, case))
    return take_in(find_files([folder], Limits()), forms())


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_case(file: Path, tmp_path: Path) -> None:
    case = yaml.safe_load(file.read_text(encoding="utf-8"))
    intake = taken(tmp_path, case["files"])
    reports = {report.source: report for report in intake.reports}
    joined = {source: [each.source for each in report.annexes] for source, report in reports.items()}
    assert {source: annexes for source, annexes in joined.items() if annexes} == case.get("joined", {})
    assert {item.source: item.code for item in intake.skipped} == case.get("skipped", {})
    assert {item.source: item.code for item in intake.unreadable} == case.get("unreadable", {})
    told = [item.message for item in (*intake.skipped, *intake.unreadable)]
    told += [item.why for report in reports.values() for item in report.uncertain]
    told += [note for report in reports.values() for note in report.document.notes]
    for words in case.get("told", ()):
        assert any(words in text for text in told), told
    assert not [text for text in told for words in case.get("untold", ()) if words in text]
    for source in case.get("whole", joined_sources(case)):
        report = reports[source]
        assert report.form is not None
        data = printed(report.form.id, case.get("seeds", {}).get(source, 1))
        wrong = [id for id, reading in report.readings.items() if reading.text != data[id]]
        assert wrong == []
        assert all(section.state == "present" for section in report.sections.values() if section.tables)
    for source in case.get("accused_of_nothing", ()):
        report = reports[source]
        assert "missing" not in {reading.state for reading in report.readings.values()}
        tabular = {section.id for section in report.outline.sections if section.tables} if report.outline else set()
        assert {report.sections[id].state for id in tabular} <= {"present", "unknown"}


def joined_sources(case: dict[str, Any]) -> list[str]:
    return list(case.get("joined", {}))


def test_every_cell_says_in_which_file_it_stands(tmp_path: Path) -> None:
    files = {"水务局.html": {"holds": ["text", "second"]}, "水务局附件.html": {"holds": ["applications", "disputes"]}}
    [report] = taken(tmp_path, files).reports
    sources = {id.partition(".")[0]: reading.place.source for id, reading in report.readings.items()}
    assert sources["documents"] is None
    assert sources["applications"] == sources["disputes"] == "水务局附件.html"
    annexed = report.sections["applications"].tables[0]
    assert {cell.place.source for row in annexed.rows for cell in row} == {"水务局附件.html"}


def test_the_text_of_an_annex_fills_no_section(tmp_path: Path) -> None:
    files = {
        "水务局.html": {"holds": "text"},
        "附件.html": {"holds": "tables", "below": ["填报人：某某", "2024年1月"]},
    }
    [report] = taken(tmp_path, files).reports
    texts = {paragraph.text for section in report.sections.values() for paragraph in section.paragraphs}
    assert not texts & {"附件", "填报人：某某", "2024年1月"}


def test_whose_report_it_is_the_report_alone_says(tmp_path: Path) -> None:
    above = ["附件", "2023年度市水务局政府信息公开情况统计表"]
    files = {"水务局.html": {"holds": "text"}, "附件.html": {"holds": "tables", "above": above}}
    [report] = taken(tmp_path, files).reports
    assert (report.identity.unit, report.identity.year) == ("云溪市水务局", 2023)
