"""The numbers that Word prints before paragraphs are part of what is read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.ooxml import p, tbl, tc, tr, word

from gipaudit.documents.reading import read_bytes

NUMBERING = """
<w:abstractNum w:abstractNumId="4">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
  <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF06C;"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="4"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="4"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="4"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
"""


def listed(text: str, level: int, identity: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{identity}"/></w:numPr>')


def test_the_numbers_that_word_prints_are_part_of_the_text() -> None:
    body = (
        listed("总体情况", 0)
        + listed("主动公开", 1)
        + listed("依申请公开", 1)
        + listed("受理", 2)
        + listed("要点", 3)
        + listed("主动公开政府信息情况", 0, 2)
        + listed("数量", 1)
        + listed("存在的主要问题", 0, 3)
        + listed("不编号", 0, 0)
    )
    assert [one.text for one in read_bytes(word(body, numbering=NUMBERING)).paragraphs] == [
        "一、总体情况",
        "（一）主动公开",
        "（二）依申请公开",
        "1.受理",
        "要点",
        "二、主动公开政府信息情况",
        "（一）数量",
        "五、存在的主要问题",
        "不编号",
    ]


def test_numbers_come_with_styles_too_and_an_automatic_number_is_a_cells_text() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="mine"/><w:basedOn w:val="a"/></w:style>'
    )
    cell = f"<w:tc>{listed('', 2)}</w:tc>"
    body = p("总体情况", '<w:pStyle w:val="b"/>') + tbl(tr(cell, tc("规章")))
    document = read_bytes(word(body, styles=styles, numbering=NUMBERING))
    assert [(one.text, one.heading) for one in document.paragraphs] == [("一、总体情况", 1)]
    (table,) = document.tables
    assert table.rows[0][0].text.strip() == "1."


@pytest.mark.parametrize(
    ("form", "count", "printed"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCountingThousand", 12, "十二"),
        ("chineseCounting", 20, "二十"),
        ("chineseCounting", 105, "一百零五"),
        ("chineseCounting", 110, "一百一十"),
        ("ideographDigital", 10, "一〇"),
        ("ideographTraditional", 3, "丙"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalFullWidth", 12, "１２"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("upperRoman", 14, "XIV"),
        ("lowerLetter", 28, "bb"),
        ("decimalZero", 3, "03"),
        ("none", 3, ""),
        ("unheardOf", 3, "3"),
    ],
)
def test_number_formats(form: str, count: int, printed: str) -> None:
    from gipaudit.documents.word_numerals import numeral

    assert numeral(count, form) == printed


@settings(deadline=None)
@given(st.integers(1, 9999))
def test_chinese_numbers_read_back(count: int) -> None:
    import cn2an

    from gipaudit.documents.word_numerals import numeral

    assert cn2an.cn2an(numeral(count, "chineseCounting"), "smart") == count
