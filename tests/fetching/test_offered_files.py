"""Which files a page offers, under which names they are saved, and what kind they are."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gipaudit.fetching.kinds import suffix_of
from gipaudit.fetching.links import links, same_site
from gipaudit.fetching.names import LONGEST, safe_name

HERE = "https://www.qingxi.gov.cn/xxgk/nb/2023/index.html"


def found(*written: str, encoding: str = "utf-8", base: str = "", address: str = HERE) -> list[tuple[str, str]]:
    return [(link.url, link.name) for link in links(base + "".join(written), encoding, address)]


@pytest.mark.parametrize(
    ("written", "url", "name"),
    [
        ('<a href="report.docx">下载</a>', "https://www.qingxi.gov.cn/xxgk/nb/2023/report.docx", "report.docx"),
        ('<a href="/f/W02024.PDF">年报</a>', "https://www.qingxi.gov.cn/f/W02024.PDF", "W02024.PDF"),
        (
            '<a href="/down?id=7">2023年年度报告.docx</a>',
            "https://www.qingxi.gov.cn/down?id=7",
            "2023年年度报告.docx",
        ),
        (
            '<a href="/module/download/downfile.jsp?classid=0&filename=ab12.doc">附件</a>',
            "https://www.qingxi.gov.cn/module/download/downfile.jsp?classid=0&filename=ab12.doc",
            "ab12.doc",
        ),
        ('<a title="附件1.wps" href="/d/9">附件</a>', "https://www.qingxi.gov.cn/d/9", "附件1.wps"),
        ('<iframe src="../2023/a.pdf"></iframe>', "https://www.qingxi.gov.cn/xxgk/nb/2023/a.pdf", "a.pdf"),
        ('<a href="//zwgk.qingxi.gov.cn/a.ofd#p2">x</a>', "https://zwgk.qingxi.gov.cn/a.ofd", "a.ofd"),
        ('<a href=" /年报.docx ">x</a>', "https://www.qingxi.gov.cn/%E5%B9%B4%E6%8A%A5.docx", "年报.docx"),
    ],
)
def test_a_link_to_a_file_is_found(written: str, url: str, name: str) -> None:
    assert found(written) == [(url, name)]


@pytest.mark.parametrize(
    "written",
    [
        '<a href="https://elsewhere.example.com/a.docx">x</a>',
        '<a href="https://www.other.gov.cn/a.docx">x</a>',
        "<a href=\"javascript:open('a.docx')\">x</a>",
        '<a href="mailto:a@b.cn?subject=a.docx">x</a>',
        '<a href="file:///c:/a.docx">a.docx</a>',
        '<a href="next.html">下一篇</a>',
        '<a href="https://user:pass@www.qingxi.gov.cn/a.docx">x</a>',
        '<a href="http://[broken/a.docx">x</a>',
        "<a>a.docx</a>",
    ],
)
def test_what_is_no_file_of_the_site_is_left(written: str) -> None:
    assert found(written) == []


def test_a_file_is_found_once_and_in_the_order_of_the_page() -> None:
    written = '<a href="b.pdf">b</a><a href="a.pdf">a</a><a href="./b.pdf#2">b</a>'
    assert [name for _, name in found(written)] == ["b.pdf", "a.pdf"]


def test_links_are_read_from_where_the_page_says() -> None:
    base = '<head><base href="/other/"></head>'
    assert found('<a href="a.pdf">x</a>', base=base) == [("https://www.qingxi.gov.cn/other/a.pdf", "a.pdf")]


def test_what_is_asked_for_is_written_in_the_pages_encoding() -> None:
    (link,) = found('<a href="/d?file=年.doc">x</a>', encoding="gb18030")
    assert link[0] == "https://www.qingxi.gov.cn/d?file=%C4%EA.doc"


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("www.qingxi.gov.cn", "zwgk.qingxi.gov.cn", True),
        ("qingxi.gov.cn", "www.qingxi.gov.cn", True),
        ("www.qingxi.gov.cn", "www.hefeng.gov.cn", False),
        ("a.com.cn", "b.com.cn", False),
        ("www.a.com", "files.a.com", True),
        ("127.0.0.1", "127.0.0.1", True),
        ("10.0.0.1", "11.0.0.1", False),
        ("localhost", "localhost", True),
    ],
)
def test_a_site_is_what_was_registered(first: str, second: str, same: bool) -> None:
    assert same_site(first, second) is same


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from('./\\:*?"<>|\0\u202e% ')), max_size=300))
def test_a_name_is_safe_whatever_it_was(text: str) -> None:
    name = safe_name(text, "附件")
    assert name
    assert PurePosixPath(name).name == name
    assert name not in (".", "..")
    assert len(name.encode()) <= LONGEST + 1
    assert not re.search('[\x00-\x1f/\\\\:*?"<>|\u202e]', name)
    assert name == name.strip(" .")
    assert safe_name(name, "附件") == name


@pytest.mark.parametrize("text", ["CON", "nul", "aux.2023", "COM1", "lpt9"])
def test_names_of_devices_are_none(text: str) -> None:
    assert safe_name(text, "附件").startswith("_")


@pytest.mark.parametrize(
    ("data", "named", "suffix"),
    [
        (b"%PDF-1.7", ".docx", ".pdf"),
        (b"PK\x03\x04" + bytes(26) + b"word/document.xml", "", ".docx"),
        (b"PK\x03\x04" + bytes(26) + b"OFD.xml", ".docx", ".ofd"),
        (b"PK\x03\x04" + bytes(26) + b"a.txt", ".docx", ".zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "", ".doc"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), ".wps", ".wps"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "", ".xls"),
        (b"{\\rtf1", ".doc", ".rtf"),
        ("<html><body>年报".encode("gb18030"), ".doc", ".html"),
        (b"\r\n<script>location='/404'</script>", ".doc", ".html"),
        ("一、总体情况".encode(), "", ".txt"),
        (bytes(range(256)) * 4, ".exe", ".bin"),
    ],
)
def test_a_file_is_what_its_bytes_are(data: bytes, named: str, suffix: str) -> None:
    assert suffix_of(data, named) == suffix
