"""A report says the same in every format, whichever program turned it into what is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from gipaudit_office import converted, office, open_document, rich_text, word
from support import ooxml
from support.formats import to_docx

from gipaudit.documents.limits import Limits
from gipaudit.documents.model import Document, Paragraph, Table
from gipaudit.documents.reading import loader_for, read_bytes
from gipaudit.errors import DocumentError
from gipaudit.forms.assembly import assemble
from gipaudit.forms.library import forms

Saved = Callable[[str], dict[str, bytes]]
Save = Callable[..., list[bytes]]
FORMATS = {"doc": "doc", "rtf": "rtf", "odt": "odt", "fodt": "odt"}
FORMS = ("2014", "2019", "2021")

NUMBERING = """<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/>
<w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
<w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"""
STYLES = """<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>"""


def numbered(text: str, level: int) -> str:
    style = '<w:pStyle w:val="1"/>' if level == 0 else ""
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    return ooxml.p(text, style + number)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


DATED = 'w:author="某人" w:date="2024-01-15T08:00:00Z"'
REVISED = (
    f'<w:p>{run("本年收到")}<w:del w:id="1" {DATED}><w:r><w:delText>9</w:delText></w:r></w:del>'
    f'<w:ins w:id="2" {DATED}>{run("7")}</w:ins>{run("件申请")}</w:p>'
)
HIDDEN = f"<w:p>{run('看得见')}{run('看不见', '<w:vanish/>')}{run('划掉', '<w:strike/>')}</w:p>"
CELLS = ooxml.tbl(
    ooxml.tr(ooxml.tc("项目"), ooxml.tc("本年"), ooxml.tc("上年")),
    ooxml.tr(ooxml.tc("规章"), ooxml.tc(""), ooxml.tc("3")),
    ooxml.tr(ooxml.tc("规范性文件"), ooxml.tc("—"), ooxml.tc("　　0")),
    ooxml.tr(ooxml.tc("合 计"), ooxml.tc("1,234"), ooxml.tc("")),
    widths=(2000, 2000, 2000),
)
BOX = (
    '<w:p><w:r><w:pict><v:shape id="s1" style="position:absolute;width:200pt;height:50pt"><v:textbox>'
    f"<w:txbxContent>{ooxml.p('文本框中的话')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>{run('框外')}</w:p>"
)
TITLE = ooxml.p("云溪市水务局2023年政府信息公开工作年度报告")
MIXED = TITLE + REVISED + HIDDEN + CELLS + ooxml.p("全角（）“引号”《书名》①②㎡‰ 𠮷䶮") + ooxml.p("特此报告。")


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


def by_office(program: str, data: bytes, suffix: str) -> Document:
    (docx,) = office.convert(program, [data], suffix, Limits())
    assert isinstance(docx, bytes)
    return converted.read(docx, Limits(), "doc", converted.written_by(docx, Limits()))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("format", FORMATS)
def test_every_cell_reads_as_in_the_word_document(
    saved: Saved, reports: dict[str, bytes], format: str, form: str
) -> None:
    original, document = read_bytes(reports[form]), read_bytes(saved(format)[form])
    assert (document.loader, document.lossy, document.notes) == (FORMATS[format], False, ())
    assert readings(document) == readings(original)
    assert content(document) == content(original)


@pytest.mark.parametrize("form", FORMS)
def test_the_two_readers_of_word_documents_agree(saved: Saved, program: str, form: str) -> None:
    first = read_bytes(saved("doc")[form])
    second = by_office(program, saved("doc")[form], "doc")
    assert first.converter == word.CONVERTER
    assert second.converter.startswith("LibreOffice ")
    assert readings(first) == readings(second)
    assert content(first) == content(second)


@pytest.mark.parametrize("format", ["doc", "odt", "fodt"])
def test_numbers_of_headings_survive(save: Save, program: str, format: str) -> None:
    body = TITLE + numbered("总体情况", 0) + numbered("主动公开", 1) + ooxml.p("全年公开5条。")
    body += numbered("监督保障", 1) + numbered("主动公开政府信息情况", 0)
    data = save([ooxml.word(body, styles=STYLES, numbering=NUMBERING)], format)[0]
    for document in (read_bytes(data), by_office(program, data, format)):
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
def test_changes_are_accepted_and_what_is_not_printed_is_not_read(save: Save, format: str) -> None:
    original = ooxml.word(MIXED)
    document = read_bytes(save([original], format)[0])
    assert content(document) == content(read_bytes(original))
    assert "本年收到7件申请" in [each.text for each in document.paragraphs]


@pytest.mark.parametrize("format", ["doc", "odt"])
def test_text_in_a_box_is_read_once(save: Save, program: str, format: str) -> None:
    document = read_bytes(save([ooxml.word(TITLE + BOX + ooxml.p("完。"))], format)[0])
    texts = [each.text for each in document.paragraphs]
    assert sorted(texts) == sorted([texts[0], "框外", "文本框中的话", "完。"])


def test_what_msdoc2docx_leaves_out_is_read_by_libreoffice_or_noted(
    save: Save, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = save([ooxml.word(TITLE + BOX + ooxml.p("完。"))], "doc")[0]
    with_office = read_bytes(data)
    assert with_office.converter.startswith("LibreOffice ")
    assert not with_office.lossy
    monkeypatch.setattr(office, "find", lambda: None)
    alone = read_bytes(data)
    assert (alone.converter, alone.lossy, alone.notes) == (word.CONVERTER, True, (word.DOUBTFUL,))


def test_a_table_that_a_conversion_lost_is_never_held_against_the_unit(save: Save, program: str) -> None:
    # LibreOffice 7.4 writes a table at the very end of a document so that it cannot read it again.
    data = save([to_docx(["标题", [[("甲", 1, 1), ("1", 1, 1)]]])], "doc")[0]
    (docx,) = office.convert(program, [data], "doc", Limits())
    assert isinstance(docx, bytes)
    document = converted.read(docx, Limits(), "doc", "LibreOffice", cells=2)
    lost = not list(document.tables)
    assert document.lossy == lost
    assert (converted.FEWER_CELLS in document.notes) == lost
    assert list(read_bytes(data).tables)


def test_what_the_bytes_are_is_told_by_the_bytes(saved: Saved, reports: dict[str, bytes]) -> None:
    page = "<html><body><p>云溪市水务局</p></body></html>".encode()
    kinds = {"doc": saved("doc")["2021"], "rtf": saved("rtf")["2021"], "odt": saved("odt")["2021"]}
    kinds |= {"docx": reports["2021"], "html": page}
    assert {kind: loader_for(data).name for kind, data in kinds.items()} == {kind: kind for kind in kinds}


def test_one_bad_file_costs_the_others_of_its_batch_nothing(saved: Saved, reports: dict[str, bytes]) -> None:
    good = list(saved("rtf").values())
    bad = rb"{\rtf1" + b"{" * 100_000
    results = rich_text.load_many([good[0], bad, good[1], good[2]], Limits())
    codes = [each.code if isinstance(each, DocumentError) else "" for each in results]
    assert codes == ["", "too-deep", "", ""]
    for form, document in zip(reports, [results[0], *results[2:]], strict=True):
        assert isinstance(document, Document)
        assert readings(document) == readings(read_bytes(reports[form]))


def test_a_batch_of_packages_and_single_files_comes_back_in_its_order(saved: Saved) -> None:
    files = [saved("odt")["2014"], saved("fodt")["2019"], saved("odt")["2021"], b"PK\x03\x04 broken"]
    results = open_document.load_many(files, Limits())
    assert isinstance(results[3], DocumentError)
    for document, form in zip(results, FORMS, strict=False):
        assert isinstance(document, Document)
        report = assemble(document, forms(), form, "0" * 64)
        assert report.form is not None
        assert report.form.id == form
