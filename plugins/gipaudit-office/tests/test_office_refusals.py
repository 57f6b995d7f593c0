"""Bad and hostile files: each is refused by its code, and what is only in part there is never taken for the whole."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from gipaudit_office import open_document, rich_text, word
from gipaudit_office.compound import MAGIC, Container
from hypothesis import given, settings
from hypothesis import strategies as st

from gipaudit.documents.limits import Limits
from gipaudit.documents.model import Document
from gipaudit.documents.reading import loader_for, read_bytes
from gipaudit.documents.signatures import refusal
from gipaudit.errors import DocumentError

Saved = Callable[[str], dict[str, bytes]]

TEXT = b"application/vnd.oasis.opendocument.text"
NAMES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
)


def content(body: str = "<text:p>x</text:p>", before: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{before}<office:document-content{NAMES} office:version="1.3"><office:body>'
        f"<office:text>{body}</office:text></office:body></office:document-content>"
    )


def package(parts: dict[str, str | bytes], kind: bytes = TEXT) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in {"mimetype": kind, **parts}.items():
            file.writestr(name, part)
    return buffer.getvalue()


def code(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, limits)
    assert caught.value.message.zh
    assert caught.value.message.en
    return caught.value.code


ENTITY = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
MANIFEST = '<manifest:manifest xmlns:manifest="m"><manifest:encryption-data/></manifest:manifest>'
DEEP = "<text:section>" * 300 + "</text:section>" * 300
REFUSED = {
    "RTF: 100,000 groups inside each other": ("too-deep", rb"{\rtf1" + b"{" * 100_000),
    "RTF: groups hidden behind escaped braces": ("too-deep", rb"{\rtf1\}\}\}" + rb"{\}" * 10_000),
    "ODT: a file behind an entity": ("unsafe", package({"content.xml": content("<text:p>&a;</text:p>", ENTITY)})),
    "ODT: billion laughs": ("unsafe", package({"content.xml": content("<text:p>&b;</text:p>", LAUGHS)})),
    "ODT: a document type in the styles": (
        "unsafe", package({"content.xml": content(), "styles.xml": content("", ENTITY)})
    ),
    "ODT: a bomb": ("inflates", package({"content.xml": content("<text:p>" + " " * 30_000_000 + "</text:p>")})),
    "ODT: elements too deep": ("too-deep", package({"content.xml": content(DEEP)})),
    "ODT: no content": ("damaged", package({"styles.xml": content()})),
    "ODT: no XML": ("damaged", package({"content.xml": "<office:document-content>"})),
    "ODT: encrypted": ("encrypted", package({"content.xml": b"\x8f\x01", "META-INF/manifest.xml": MANIFEST})),
    "FODT: a file behind an entity": (
        "unsafe",
        content("<text:p>&a;</text:p>", ENTITY + f"<!-- {TEXT.decode()} -->").encode(),
    ),
    "DOC: nothing but the beginning": ("unknown-format", MAGIC + bytes(2000)),
    "DOC: a name and nothing behind it": ("damaged", MAGIC + bytes(2000) + "WordDocument".encode("utf-16-le")),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_its_code(name: str) -> None:
    expected, data = REFUSED[name]
    assert code(data) == expected


def test_braces_in_binary_data_open_no_group() -> None:
    data = rb"{\rtf1 {\pict\bin500 " + b"{" * 500 + b"}}"
    assert rich_text._prepare(data, Limits()) == (data, 0)


def test_a_spreadsheet_is_no_text() -> None:
    data = package({"content.xml": content()}, b"application/vnd.oasis.opendocument.spreadsheet")
    assert code(data) == "unknown-format"


@pytest.mark.parametrize("share", range(1, 20))
def test_a_document_cut_off_anywhere_is_never_read_as_if_it_were_whole(saved: Saved, share: int) -> None:
    data = saved("doc")["2021"]
    whole = read_bytes(data)
    cut = data[: len(data) * share // 20]
    if not word.recognise(cut):
        assert code(cut) == "unknown-format"
        return
    (result,) = word.load_many([cut], Limits())
    if isinstance(result, Document):
        assert result.lossy or result.blocks == whole.blocks
    else:
        assert result.code == "damaged"


def test_a_document_under_a_password_is_told_from_a_damaged_one(saved: Saved) -> None:
    data = bytearray(saved("doc")["2021"])
    start = data.index(Container(bytes(data)).begins("WordDocument"))
    data[start + 11] |= 1
    assert code(bytes(data)) == "encrypted"


def test_a_word_document_inside_a_spreadsheet_makes_it_no_word_document(saved: Saved) -> None:
    data = saved("doc")["2021"]
    name, other = ("WordDocument".encode("utf-16-le"), "Workbook....".encode("utf-16-le"))
    assert Container(data).names >= {"WordDocument", "1Table"}
    assert not word.recognise(data.replace(name, other))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes_behind_the_mark_of_a_container_are_looked_at_in_peace(data: bytes) -> None:
    assert isinstance(Container(MAGIC + data).names, frozenset)
    assert isinstance(word.recognise(MAGIC + data), bool)


@pytest.mark.usefixtures("without_office")
@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_bytes_of_a_word_document_may_be_wrong(saved: Saved, data: st.DataObject) -> None:
    changed = bytearray(saved("doc")["2014"])
    for place in data.draw(st.lists(st.integers(0, len(changed) - 1), min_size=1, max_size=20)):
        changed[place] = data.draw(st.integers(0, 255))
    for result in word.load_many([bytes(changed)], Limits()):
        assert isinstance(result, Document | DocumentError)


@pytest.mark.usefixtures("without_office")
@pytest.mark.parametrize(("name", "data"), {
    "rtf": rb"{\rtf1 x}",
    "odt": package({"content.xml": content()}),
}.items())  # fmt: skip
def test_without_libreoffice_one_is_told_how_to_install_it(name: str, data: bytes) -> None:
    assert loader_for(data).name == name
    with pytest.raises(DocumentError) as caught:
        read_bytes(data)
    assert caught.value.code == "no-converter"
    assert "apt-get install libreoffice-writer-nogui" in caught.value.message.zh
    assert "apt-get install libreoffice-writer-nogui" in caught.value.message.en
    assert "Windows" in caught.value.message.zh


@pytest.mark.usefixtures("without_office")
def test_without_libreoffice_a_word_document_is_read_all_the_same(saved: Saved) -> None:
    document = read_bytes(saved("doc")["2021"])
    assert (document.converter, document.lossy) == (word.CONVERTER, False)


@pytest.mark.parametrize("format", ["doc", "rtf", "odt"])
def test_the_core_alone_says_which_plugin_reads_it(saved: Saved, format: str) -> None:
    error = refusal(saved(format)["2021"])
    assert error is not None
    assert error.code == "unknown-format"
    assert "pip install gipaudit-office" in error.message.zh
    assert "pip install gipaudit-office" in error.message.en


def test_pictures_and_text_are_all_that_libreoffice_is_given_of_a_package() -> None:
    link = 'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="Pictures/a.png"'
    data = package({
        "content.xml": content(f"<text:p {link}>x</text:p>"),
        "Pictures/a.png": b"picture", "Pictures/unused.png": b"x", "Basic/Standard/Module1.xml": b"Sub Main",
        "Scripts/python/x.py": b"import os", "settings.xml": b"<x/>", "../../outside": b"x",
    })  # fmt: skip
    made, _ = open_document._package(data, Limits())
    names = zipfile.ZipFile(io.BytesIO(made)).namelist()
    assert names == ["mimetype", "content.xml", "Pictures/a.png", "META-INF/manifest.xml"]
