"""Which encoding a file has is told by its bytes; what it says of itself comes last."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gipaudit.documents.encoding import decode
from gipaudit.documents.reading import read_bytes
from gipaudit.errors import DocumentError

REPORT = "某县人民政府\n2023年政府信息公开工作年度报告\n\n一、总体情况\n全年主动公开政府信息47条，人口约5万。\n" * 3
TRADITIONAL = "某縣人民政府\n2023年政府信息公開工作年度報告\n一、總體情況\n全年公開的政府信息不少於四十條。\n" * 3


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (REPORT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + REPORT.encode(), "utf-8"),
        (REPORT.encode("gb2312"), "gb18030"),
        (REPORT.encode("gbk"), "gb18030"),
        (REPORT.encode("gb18030"), "gb18030"),
        (codecs.BOM_UTF16_LE + REPORT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + REPORT.encode("utf-16-be"), "utf-16-be"),
        (REPORT.encode("utf-16-le"), "utf-16-le"),
        (REPORT.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + REPORT.encode("utf-32-le"), "utf-32-le"),
    ],
)
def test_the_bytes_tell(data: bytes, encoding: str) -> None:
    decoded = decode(data)
    assert decoded.text == REPORT
    assert decoded.encoding == encoding
    assert decoded.exact


@pytest.mark.parametrize("said", ["gb2312", "utf-8", "big5", "iso-8859-1", "no-such-thing"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_a_page_that_says_the_wrong_encoding_is_read_right(said: str, encoding: str) -> None:
    page = (
        f'<html><head><meta charset="{said}"></head><body><p>一、总体情况：公开䶮字</p><p>{REPORT}</p></body></html>'
    )
    document = read_bytes(page.encode(encoding))
    assert next(document.paragraphs).text == "一、总体情况：公开䶮字"


def test_big5_is_read_where_the_page_says_so() -> None:
    page = f'<html><head><meta charset="big5"></head><body><p>{TRADITIONAL}</p></body></html>'
    assert "政府信息公開" in next(read_bytes(page.encode("big5")).paragraphs).text


def test_broken_bytes_are_told_and_the_rest_is_read() -> None:
    data = REPORT.encode() + b"\xff\xfe\xfd" + "规章\n".encode()
    document = read_bytes(data)
    assert document.lossy
    assert any("字节" in note for note in document.notes)
    assert next(document.paragraphs).text == "某县人民政府"


def test_line_ends_of_every_kind_end_lines() -> None:
    assert decode("甲\r\n乙\r丙\x0b丁\x0c戊\u2028己\x85庚\n辛".encode()).text.split("\n") == list("甲乙丙丁戊己庚辛")


def test_what_nobody_can_see_is_no_text() -> None:
    assert decode("规\u200b章\ufeff \u00ad0\u200d".encode()).text == "规章 0"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "gb18030"])
def test_lone_surrogates_do_not_get_through(encoding: str) -> None:
    data = (REPORT + "甲").encode(encoding) + "\ud800".encode("utf-16-le", "surrogatepass") + "乙".encode(encoding)
    try:
        text = decode(data).text
    except DocumentError:
        return
    text.encode()


@settings(deadline=None)
@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=4))
def test_any_chinese_with_a_digit_and_a_line_end_reads_back(text: str) -> None:
    source = f"{text}\n一、总体情况 2023\n"
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        assert decode(source.encode(encoding)).text == source


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_decode_to_text_that_can_be_written(data: bytes) -> None:
    try:
        text = decode(data).text
    except DocumentError:
        return
    text.encode()
    assert "\x00" not in text
