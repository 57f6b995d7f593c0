"""Whatever a file holds, it is read or refused with a code that stays the same; nothing hangs or crashes."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.ooxml import CONTENT_TYPES, archive, document, p, relationships, tbl, tc, tr, word

from gipaudit.documents.html_guard import check
from gipaudit.documents.limits import Limits
from gipaudit.documents.model import Table
from gipaudit.documents.reading import read, read_bytes
from gipaudit.errors import DocumentError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512
RELS = relationships(officeDocument="word/document.xml")


def package(main: str | bytes, rels: str = RELS) -> bytes:
    return archive({"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": rels, "word/document.xml": main})


def with_flag(data: bytes) -> bytes:
    """Set the encryption bit of every member in the directory of an archive."""
    changed = bytearray(data)
    position = changed.find(b"PK\x01\x02")
    while position >= 0:
        changed[position + 8] |= 1
        position = changed.find(b"PK\x01\x02", position + 4)
    return bytes(changed)


def twice(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("[Content_Types].xml", CONTENT_TYPES)
        file.writestr("_rels/.rels", RELS)
        file.writestr(name, document(p("甲")))
        with pytest.warns(UserWarning, match="Duplicate name"):
            file.writestr(name, document(p("乙")))
    return buffer.getvalue()


def nested_tables(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + p("内") + "</w:tc></w:tr></w:tbl>" * depth


LAUGHS = '<!DOCTYPE w [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + document(
    p("&b;")
)

REFUSED: dict[str, tuple[str, bytes]] = {
    "nothing": ("empty", b""),
    "white space": ("empty", b" \r\n\t\n "),
    "a mark and no text": ("empty", b"\xef\xbb\xbf\n"),
    "a wide mark and no text": ("empty", b"\xff\xfe"),
    "zeros": ("empty", b"\x00" * 4096),
    "a page of scripts": ("empty", b"<html><body><script>document.write('1')</script></body></html>"),
    "a Word document without text": ("empty", word("")),
    "a PDF cut short": ("damaged", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"),
    "OFD without a document": ("damaged", archive({"OFD.xml": "<ofd/>", "Doc_0/Document.xml": "<d/>"})),
    "xlsx": ("unknown-format", archive({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"})),
    "odt": ("unknown-format", archive({"mimetype": "application/vnd.oasis", "content.xml": "<c/>"})),
    "zip": ("unknown-format", archive({"甲.txt": "乙"})),
    "PNG": ("damaged", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
    "JPEG": ("damaged", b"\xff\xd8\xff\xe0\x00\x10JFIF"),
    "GIF": ("damaged", b"GIF89a\x01\x00\x01\x00"),
    "TIFF": ("damaged", b"II*\x00\x08\x00\x00\x00"),
    "BMP": ("unknown-format", b"BM\x36\x00\x00\x00\x00\x00"),
    "JSON": ("unknown-format", b'\xef\xbb\xbf{\n  "schema": "gipaudit/audit@1"}'),
    "a list in JSON": ("unknown-format", b'[{"unit": "\xe5\xb1\x80"}]'),
    "JSON lines": ("unknown-format", b'{"a": 1}\n{"a": 2}\n'),
    "CSV": ("unknown-format", '单位,年度,件数\n甲局,2021,3\n"乙,局",2021,4\n'.encode("gb18030")),
    "RAR": ("unknown-format", b"Rar!\x1a\x07\x01\x00"),
    "7z": ("unknown-format", b"7z\xbc\xaf\x27\x1c\x00\x04"),
    "gzip": ("unknown-format", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"),
    "legacy Word": ("damaged", OLE + "WordDocument".encode("utf-16-le")),
    "legacy Excel": ("unknown-format", OLE + "Workbook".encode("utf-16-le")),
    "encrypted Word": ("encrypted", OLE + "EncryptedPackage".encode("utf-16-le")),
    "encrypted zip": ("encrypted", with_flag(word(p("甲")))),
    "single-file web page": ("unknown-format", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n"),
    "Word in one XML": ("unknown-format", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>'),
    "noise": ("binary", bytes(range(256)) * 16),
    "text full of control characters": ("binary", "规章\x01\x02\x03".encode() * 50),
    "half a Word document": ("damaged", word(p("甲" * 4000))[:300]),
    "the beginning of a zip": ("damaged", b"PK\x03\x04"),
    "no main part": ("damaged", archive({"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": RELS})),
    "no relationships": ("damaged", archive({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": "<x/>"})),
    "a main part outside": (
        "damaged",
        package(document(p("甲")), relationships(officeDocument="../../../etc/passwd")),
    ),
    "another main part": ("damaged", package("<html>甲</html>")),
    "no XML": ("damaged", package("甲乙丙")),
    "XML cut short": ("damaged", package(document(p("甲"))[:-20])),
    "a lone surrogate in XML": ("damaged", package(document(p("&#xD800;")))),
    "a zero in XML": ("damaged", package(document(p("\x00")))),
    "billion laughs": ("unsafe", package(LAUGHS)),
    "a document type in UTF-16": ("unsafe", package(b"\xff\xfe" + LAUGHS.encode("utf-16-le"))),
    "a file behind an entity": (
        "unsafe",
        package('<!DOCTYPE w [<!ENTITY f SYSTEM "file:///etc/hostname">]>' + document(p("&f;"))),
    ),
    "a bomb": ("inflates", package(document(p("0" * 40_000_000)))),
    "deep tables": ("too-deep", word(nested_tables(80))),
    "deep XML": ("too-deep", word("<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000)),
    "deep divisions": ("too-deep", b"<html><body>" + b"<div>" * 100_000 + b"1"),
    "deep tables of a page": ("too-deep", b"<html><body>" + b"<table><tr><td>" * 5000 + b"1"),
    "tables in tables": ("too-deep", b"<html><body>" + b"<table><td>1<td>" * 190 + b"1"),
    "deep fonts": ("too-deep", b"<html><body>" + b"".join(b"<font size=%d>" % n for n in range(9999)) + b"1"),
    "fonts opened again in each paragraph": (
        "too-deep",
        b"<html><body><p>" + b"".join(b"<font size=%d>" % n for n in range(1400)) + b"</p><p>1" * 1500,
    ),
    "deep spans in Markdown": ("too-deep", "# 甲\n<table><tr><td>".encode() + b"<div>" * 900 + b"</table>"),
}


@pytest.mark.parametrize(("code", "data"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_read_is_refused_with_its_code(code: str, data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        read_bytes(data)
    assert caught.value.code == code
    assert caught.value.message.zh
    assert caught.value.message.en.isascii()


def test_two_parts_of_one_name_are_refused() -> None:
    with pytest.raises(DocumentError) as caught:
        read_bytes(twice("word/document.xml"))
    assert caught.value.code == "damaged"


@pytest.mark.parametrize(
    ("code", "limits", "data"),
    [
        ("too-large", Limits(file_bytes=10), "总体情况".encode()),
        ("too-large", Limits(text_bytes=10), "总体情况".encode()),
        ("too-large", Limits(text_bytes=10), "<html>总体情况".encode()),
        ("too-large", Limits(characters=5), "总体情况，主动公开".encode()),
        ("too-large", Limits(lines=2), "甲\n\n\n\n乙".encode()),
        ("too-large", Limits(blocks=2), "甲\n乙\n丙".encode()),
        ("too-large", Limits(member_bytes=1000), word(p("甲" * 1000))),
        ("too-many-members", Limits(members=2), word(p("甲"))),
        ("too-many-cells", Limits(cells=3), "规章 | 1 | 2 | 3 |".encode()),
        ("too-many-cells", Limits(cells=3), "\t规章\n\t1\n\t2\n\t3\n".encode()),
        ("too-many-cells", Limits(cells=3), "<table><tr><td>规章<td>1<td>2<td>3</table>".encode()),
        ("too-many-cells", Limits(cells=3), word(tbl(tr(*[tc("1")] * 4)))),
        ("too-many-cells", Limits(positions=100), b"<table><tr>" + b"<td colspan=60>1</td>" * 2 + b"</table>"),
        (
            "too-many-cells",
            Limits(positions=100),
            b"<table>" + b"<tr><td colspan=9 rowspan=99>1</td>" * 9 + b"</table>",
        ),
    ],
    # A package bears the time at which it was made, which would name a test otherwise in each process.
    ids=lambda value: "data" if isinstance(value, bytes) else None,
)
def test_limits_hold(code: str, limits: Limits, data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, limits)
    assert caught.value.code == code


def test_a_directory_that_lies_about_its_size_is_refused_before_it_is_read() -> None:
    data = bytearray(word(p("甲")))
    end = data.rfind(b"PK\x05\x06")
    data[end + 12 : end + 16] = struct.pack("<I", 0x7FFFFFFF)
    with pytest.raises(DocumentError) as caught:
        read_bytes(bytes(data))
    assert caught.value.code in ("too-many-members", "damaged")


def test_the_largest_spans_are_capped() -> None:
    document = read_bytes(
        '<table><tr><td colspan="65535" rowspan="99999999">第二十条</td></tr>'
        '<tr><td>规章</td><td>0</td></tr><tr><td>许可</td><td colspan="-3">1</td></tr></table>'.encode()
    )
    (table,) = document.tables
    assert isinstance(table, Table)
    assert table.width <= 3
    assert all(cell.row_span <= 3 for row in table.rows for cell in row)


def code_of(path: Path) -> str:
    with pytest.raises(DocumentError) as caught:
        read(path)
    return caught.value.code


def test_what_is_no_plain_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    assert code_of(tmp_path) == "not-a-file"
    assert code_of(tmp_path / "pipe") == "not-a-file"
    assert code_of(tmp_path / "loop") == "unreadable"
    assert code_of(tmp_path / "gone") == "not-found"
    assert code_of(tmp_path / "missing.docx") == "not-found"
    assert code_of(tmp_path / ("长" * 300)) == "unreadable"
    assert code_of(Path("a\x00b")) == "not-found"
    assert code_of(Path("/dev/zero")) == "not-a-file"


def test_a_file_without_permission_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert code_of(tmp_path / "report.docx") == "unreadable"


def test_the_suffix_says_nothing(tmp_path: Path) -> None:
    for name, data, loader in (
        ("a.pdf", word(p("一、总体情况")), "docx"),
        ("b.docx", "<!DOCTYPE html><p>一、总体情况</p>".encode(), "html"),
        ("b.doc", "<!-- 页 --><p>一、总体情况</p>".encode("gb18030"), "html"),
        ("b.txt", "\ufeff<html><p>一、总体情况</p>".encode("utf-16-le"), "html"),
        ("e.md", "<table><tr><td>规章<td>0</table>\n\n# 一、总体情况\n".encode(), "markdown"),
        ("e.txt", "# 一\n\n<html><body><table><tr><td>规章<td>0</table></body></html>\n".encode(), "markdown"),
        ("c.html", "# 一、总体情况\n".encode(), "markdown"),
        ("d.md", "一、总体情况\n".encode("gb18030"), "text"),
    ):
        (tmp_path / name).write_bytes(data)
        assert read(tmp_path / name).loader == loader


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        document = read_bytes(data)
    except DocumentError:
        return
    assert document.blocks


@settings(deadline=None)
@given(st.text(alphabet="<>/tablerdivpspn =\"'1!-甲。|\t\n#&;x", max_size=300))
def test_any_mark_up_is_read_or_refused(source: str) -> None:
    for prefix in ("<html>", "# 甲\n", ""):
        try:
            document = read_bytes((prefix + source).encode())
        except DocumentError:
            continue
        assert document.blocks


@settings(deadline=None)
@given(st.integers(0, 2000), st.integers(0, 255))
def test_any_byte_of_a_word_document_may_be_wrong(position: int, value: int) -> None:
    data = bytearray(word(p("一、总体情况") + tbl(tr(tc("规章"), tc("0")))))
    data[position % len(data)] = value
    try:
        document = read_bytes(bytes(data))
    except DocumentError:
        return
    assert document.blocks


def test_formatting_that_a_parser_would_copy_endlessly_is_refused_before_it_is_parsed() -> None:
    """60 KB would become two million elements, and nearly a gigabyte."""
    _, page = REFUSED["fonts opened again in each paragraph"]
    with pytest.raises(DocumentError) as caught:
        check(page.decode(), Limits())
    assert caught.value.code == "too-deep"
