"""A report says the same in every format, whichever program turned it into what is read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import need
from gipaudit_office import converted, office, open_document, rich_text, word
from support.formats import to_docx
from support.office_samples import SAMPLES

from gipaudit.documents import docx
from gipaudit.documents.limits import Limits
from gipaudit.documents.model import Document, Paragraph, Table
from gipaudit.documents.reading import loader_for, read_bytes
from gipaudit.errors import DocumentError
from gipaudit.forms.assembly import assemble
from gipaudit.forms.library import forms

Saved = Callable[[str], dict[str, bytes]]
Read = Callable[[str], dict[str, Document]]
FORMATS = {"doc": "doc", "rtf": "rtf", "odt": "odt", "fodt": "odt"}
FORMS = ("2014", "2019", "2021")


def readings(document: Document) -> dict[str, Any]:
    """Everything that judging sees of each cell, but where it stands."""
    report = assemble(document, forms(), "report", "0" * 64)
    assert report.form is not None
    return {address: (r.state, r.low, r.high, r.text, r.by) for address, r in report.readings.items()}


def content(document: Document) -> list[object]:
    """Paragraphs with their level of heading, tables as the texts of their cells."""
    return [
        (block.text, block.heading)
        if isinstance(block, Paragraph)
        else [[(cell.text, cell.column, cell.column_span, cell.row_span) for cell in row] for row in block.rows]
        for block in document.blocks
        if isinstance(block, Paragraph | Table)
    ]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("format", FORMATS)
def test_every_cell_reads_as_in_the_word_document(
    read: Read, reports: dict[str, bytes], format: str, form: str
) -> None:
    original, document = read_bytes(reports[form]), read(format)[form]
    assert (document.loader, document.lossy, document.notes) == (FORMATS[format], False, ())
    assert readings(document) == readings(original)
    assert content(document) == content(original)


@pytest.mark.parametrize("form", FORMS)
def test_the_two_readers_of_word_documents_agree(read: Read, by_office: dict[str, Document], form: str) -> None:
    first, second = read("doc")[form], by_office[form]
    assert first.converter == word.CONVERTER
    assert second.converter.startswith("LibreOffice ")
    assert readings(first) == readings(second)
    assert content(first) == content(second)


def test_one_file_reads_as_in_a_batch(read: Read, saved: Saved) -> None:
    for format in ("doc", "rtf"):
        assert read_bytes(saved(format)["2021"]) == read(format)["2021"]


@pytest.mark.parametrize("format", ["doc", "odt", "fodt", "doc by LibreOffice"])
def test_numbers_of_headings_survive(read: Read, by_office: dict[str, Document], format: str) -> None:
    document = by_office["numbered"] if " " in format else read(format)["numbered"]
    assert [(each.text, each.heading) for each in document.paragraphs][1:] == [
        ("一、总体情况", 1),
        ("（一）主动公开", None),
        ("全年公开5条。", None),
        ("（二）监督保障", None),
        ("二、主动公开政府信息情况", 1),
    ]


def test_numbers_of_headings_in_rtf_survive(program: str) -> None:
    # Written by hand: LibreOffice itself writes the 、 of a list into RTF as a question mark.
    data = (
        r"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fnil\fcharset134 SimSun;}}"
        r"{\*\listtable{\list\listtemplateid1{\listlevel\levelnfc39\levelstartat1\levelfollow2"
        r"{\leveltext\'02\'00\u12289 ?;}{\levelnumbers\'01;}}{\listname ;}\listid7}}"
        r"{\*\listoverridetable{\listoverride\listid7\listoverridecount0\ls1}}\f0"
        r"\pard\ls1\ilvl0 \'d7\'dc\'cc\'e5\'c7\'e9\'bf\'f6\par \u20027 ?\u21160 ?\u20844 ?\u24320 ?\par}"
    ).encode("ascii")
    assert [each.text for each in read_bytes(data).paragraphs] == ["一、总体情况", "二、主动公开"]


@pytest.mark.parametrize("format", FORMATS)
def test_changes_are_accepted_and_what_is_not_printed_is_not_read(read: Read, format: str) -> None:
    document = read(format)["mixed"]
    assert content(document) == content(read_bytes(SAMPLES["mixed"]))
    assert "本年收到7件申请" in [each.text for each in document.paragraphs]


@pytest.mark.parametrize("format", ["doc", "odt", "fodt"])
def test_text_in_a_box_is_read_once(read: Read, format: str) -> None:
    title, *texts = [each.text for each in read(format)["boxed"].paragraphs]
    assert title.endswith("工作年度报告")
    assert sorted(texts) == sorted(["框外", "文本框中的话", "完。"])


def test_what_msdoc2docx_leaves_out_is_read_by_libreoffice_or_noted(
    read: Read, saved: Saved, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_office = read("doc")["boxed"]
    assert with_office.converter.startswith("LibreOffice ")
    assert not with_office.lossy
    monkeypatch.setattr(office, "find", lambda: None)
    alone = read_bytes(saved("doc")["boxed"])
    assert (alone.converter, alone.lossy, alone.notes) == (word.CONVERTER, True, (word.DOUBTFUL,))


def test_a_table_that_a_conversion_lost_is_never_held_against_the_unit(read: Read, saved: Saved) -> None:
    assert list(read("doc")["table last"].tables)
    lost = to_docx(["甲1"])
    document = converted.read(lost, Limits(), "rtf", "LibreOffice", cells=2)
    assert (document.lossy, document.notes) == (True, (converted.FEWER_CELLS,))
    whole = converted.read(SAMPLES["table last"], Limits(), "rtf", "LibreOffice", cells=2)
    assert (whole.lossy, whole.notes) == (False, ())


def test_what_the_bytes_are_is_told_by_the_bytes(saved: Saved, reports: dict[str, bytes]) -> None:
    page = "<html><body><p>云溪市水务局</p></body></html>".encode()
    kinds = {"doc": saved("doc")["2021"], "rtf": saved("rtf")["2021"], "odt": saved("odt")["2021"]}
    kinds |= {"docx": reports["2021"], "html": page}
    assert {kind: loader_for(data).name for kind, data in kinds.items()} == {kind: kind for kind in kinds}


def test_one_bad_file_costs_the_others_of_its_batch_nothing(saved: Saved, reports: dict[str, bytes]) -> None:
    good = saved("rtf")
    bad = [rb"{\rtf1" + b"{" * 100_000, b"{\\rtf1" + bytes(5000)]
    results = rich_text.load_many([good["2014"], *bad, good["2021"]], Limits())
    assert isinstance(results[1], DocumentError)
    assert results[1].code == "too-deep"
    for form, document in (("2014", results[0]), ("2021", results[3])):
        assert isinstance(document, Document)
        assert readings(document) == readings(read_bytes(reports[form]))


def test_a_file_on_which_a_run_breaks_is_tried_by_itself(program: str, tmp_path: Path) -> None:
    need(sys.platform != "win32", "a script stands for LibreOffice")
    # It does what LibreOffice does, but breaks off where it is given more than two files.
    broken = tmp_path / "soffice"
    broken.write_text(f'#!/bin/sh\n[ $# -le 12 ] || exit 1\nexec {program} "$@"\n', encoding="ascii")
    broken.chmod(0o755)
    made = office.convert(str(broken), [rb"{\rtf1 a}", rb"{\rtf1 b}", rb"{\rtf1 c}"], "rtf", Limits())
    texts = [next(docx.load(each, Limits()).paragraphs).text for each in made if isinstance(each, bytes)]
    assert texts == ["a", "b", "c"]


def test_a_batch_of_packages_and_single_files_comes_back_in_its_order(saved: Saved) -> None:
    files = [saved("odt")["2014"], saved("fodt")["2019"], saved("odt")["2021"], b"PK\x03\x04 broken"]
    results = open_document.load_many(files, Limits())
    assert isinstance(results[3], DocumentError)
    for document, form in zip(results, FORMS, strict=False):
        assert isinstance(document, Document)
        report = assemble(document, forms(), form, "0" * 64)
        assert report.form is not None
        assert report.form.id == form
