"""XML and HTML that want to call something in, swell, nest without end or cover the whole world with one cell."""

from __future__ import annotations

from itertools import pairwise

from hostile.case import READ, SAYS, Cases, loose, package, page, says
from support import ooxml
from support.ooxml import p, tbl, tc, tr

DOCUMENT = ooxml.document(p("&a;"))
LAUGHS = "".join(f'<!ENTITY {name} "{("&" + before + ";") * 10}">' for before, name in pairwise("abcdefghij"))


def _typed(declarations: str, external: str = "") -> str:
    return f"<!DOCTYPE w {external}[{declarations}]>{DOCUMENT}"


def _nested(start: str, end: str, depth: int, inside: str) -> str:
    return start * depth + inside + end * depth


def _quadratic() -> bytes:
    return package(_typed(f'<!ENTITY a "{"哈" * 50_000}">').replace("&a;", "&a;" * 9_000))


def _ring(one: str, other: str) -> str:
    name = f'<w:name w:val="{one}"/><w:basedOn w:val="{other}"/>'
    return f'<w:style w:type="paragraph" w:styleId="{one}">{name}</w:style>'


def _tall(rows: int) -> str:
    return "<table>" + "<tr><td colspan=65535 rowspan=65535>自然人</td></tr>" * rows + "</table>"


def _in(encoding: str, mark: bytes = b"") -> bytes:
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + _typed('<!ENTITY a SYSTEM "file:///etc/passwd">')
    return mark + text.encode(encoding)


CASES: Cases = {
    "laughs.docx": ("unsafe", lambda: package(_typed('<!ENTITY a "哈">' + LAUGHS).replace("&a;<", "&j;<"))),
    "quadratic.docx": (
        "unsafe",
        lambda: package(_typed(f'<!ENTITY a "{"哈" * 50_000}">').replace("&a;", "&a;" * 9_000)),
    ),
    "file-entity.docx": ("unsafe", lambda: package(_typed('<!ENTITY a SYSTEM "file:///etc/passwd">'))),
    "web-entity.docx": ("unsafe", lambda: package(_typed('<!ENTITY a SYSTEM "http://127.0.0.1:9/x">'))),
    "parameter-entity.docx": (
        "unsafe",
        lambda: package(_typed('<!ENTITY % f SYSTEM "file:///etc/passwd"><!ENTITY % g "%f;">%g;')),
    ),
    "external-type.docx": ("unsafe", lambda: package(_typed("", 'SYSTEM "http://127.0.0.1:9/x.dtd" '))),
    "utf-16.docx": ("unsafe", lambda: package(_in("utf-16-le", b"\xff\xfe").replace(b"-\x00l\x00e\x00", b""))),
    "utf-7.docx": ("unsafe", lambda: package(_in("utf-7"))),
    "utf-32.docx": ("unsafe", lambda: package(_in("utf-32-be", b"\x00\x00\xfe\xff"))),
    "ebcdic.docx": ("damaged", lambda: package(_in("cp037"))),
    "include.docx": (
        READ,
        lambda: loose('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>'),
    ),
    "tags-100000.docx": ("too-deep", lambda: loose(_nested("<w:sdt>", "</w:sdt>", 100_000, p("内")))),
    "tables-in-tables.docx": (
        "too-deep",
        lambda: loose(_nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 80, p("内"))),
    ),
    "span-2-31.docx": (READ, lambda: loose(tbl(tr(tc("规章", '<w:gridSpan w:val="2147483648"/>'), tc("0"))))),
    "span-negative.docx": (READ, lambda: loose(tbl(tr(tc("规章", '<w:gridSpan w:val="-5"/>'), tc("0"))))),
    "span-no-number.docx": (READ, lambda: loose(tbl(tr(tc("规章", '<w:gridSpan w:val="1e9"/>'), tc("0"))))),
    "before-2-31.docx": (READ, lambda: loose(tbl(tr(tc("0"), properties='<w:gridBefore w:val="2147483648"/>')))),
    "cells.docx": ("too-many-cells", lambda: loose(tbl(*[tr(*[tc("")] * 50)] * 2_200))),
    "merged-down.docx": ("too-many-rows", lambda: loose(tbl(*[tr(tc("类", "<w:vMerge/>"), tc("0"))] * 20_000))),
    "styles-in-a-ring.docx": (
        READ,
        lambda: ooxml.word(
            says() + p("三、收到和处理", '<w:pStyle w:val="a"/>'),
            styles=_ring("a", "b") + _ring("b", "a"),
        ),
    ),
    "deep.html": ("too-deep", lambda: page(SAYS + "<div>" * 100_000 + "政府信息公开工作年度报告")),
    "deep-table.html": ("too-deep", lambda: page(SAYS + "<table><tr><td>" * 5_000 + "0")),
    "deep-inline.html": ("too-deep", lambda: page(SAYS + "<b><i>" * 60_000 + "0")),
    "wide.html": ("too-many-cells", lambda: page(SAYS + _tall(300))),
    "span-65535.html": ("blank-form", lambda: page(SAYS + _tall(2))),
    "span-negative.html": (READ, lambda: page(SAYS + "<table><tr><td colspan=-3 rowspan=-9>规章<td>0</table>")),
    "span-digits.html": (READ, lambda: page(SAYS + f"<table><tr><td colspan={'9' * 5000}>规章<td>0</table>")),
    "attributes.html": (
        "too-many-attributes",
        lambda: page(SAYS + "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">政府信息公开</p>"),
    ),
    "comment.html": (READ, lambda: page(SAYS + "<!--" + "-" * 5_000_000)),
    "entities.html": (READ, lambda: page(SAYS + "&lt;" * 200_000)),
    "fetches.html": (
        READ,
        lambda: page(
            SAYS + '<base href="http://127.0.0.1:9/"><iframe src="file:///etc/passwd"></iframe><img src="x.png">'
            '<object data="x"></object><script src="x.js"></script><meta http-equiv="refresh" content="0;url=x">'
        ),
    ),
    "numbers.html": (
        READ,
        lambda: page(SAYS + "<table><tr><td>自然人</td><td>" + "9" * 200_000 + "</td></tr></table>"),
    ),
    "select.html": ("too-deep", lambda: page(SAYS + "<select>" * 20_000 + "<table><tr><td>0")),
    "tables.md": (READ, lambda: (SAYS + "<table><tr><td>" * 20_000).encode()),
}
