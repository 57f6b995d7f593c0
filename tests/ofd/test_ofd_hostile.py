"""Files made to break a reader are refused with a clean code, or read for what they are."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from contextlib import suppress
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.figures import figures
from support.ofd import archive, document, page, path, spelt, text, to_ofd
from support.sheets import issued

from gipaudit.documents.limits import Limits
from gipaudit.documents.reading import read_bytes
from gipaudit.errors import DocumentError
from gipaudit.forms.library import forms

TEXT = text("正文", 20, 40)
CONTENT = "Doc_0/Pages/Page_0/Content.xml"
DOCUMENT = "Doc_0/Document.xml"


def changed(part: str, old: str, new: str) -> bytes:
    parts = document([TEXT])
    assert old in parts[part]
    return large({**parts, part: parts[part].replace(old, new, 1)})


def large(parts: Mapping[str, str]) -> bytes:
    """A file that is as large as its parts are: what inflates much is refused for that alone."""
    return archive(parts, zipfile.ZIP_STORED)


def without(part: str, **more: str) -> bytes:
    return archive({name: text for name, text in document([TEXT]).items() if name != part} | more)


def composite(id: int, *uses: int) -> str:
    inside = "".join(f'<CompositeObject ID="9" Boundary="0 0 9 9" ResourceID="{use}"/>' for use in uses)
    return f'<CompositeGraphicUnit ID="{id}"><Content>{inside}{TEXT}</Content></CompositeGraphicUnit>'


def doubling(count: int) -> str:
    return "".join(composite(id, id + 1, id + 1) for id in range(50, 50 + count))


USE = '<CompositeObject ID="9" Boundary="0 0 9 9" ResourceID="50"/>'
MANY_PAGES = '<ofd:Page ID="5" BaseLoc="Pages/Page_0/Content.xml"/>' * 100_000
TEMPLATES = (
    '<ofd:TemplatePage ID="900" BaseLoc="Tpls/T.xml"/><ofd:TemplatePage ID="901" BaseLoc="Tpls/T.xml"/>'
    "</ofd:CommonData>"
)
ITSELF = page(TEXT, '<Template TemplateID="900"/>')
ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'

REFUSED: dict[str, tuple[str, bytes]] = {
    "no document": ("damaged", without(DOCUMENT)),
    "no page": ("damaged", without(CONTENT)),
    "no body": ("damaged", archive({"OFD.xml": "<OFD/>"})),
    "an empty entry": ("damaged", archive({"OFD.xml": ""})),
    "an entry that is no XML": ("damaged", archive({"OFD.xml": "OFD"})),
    "a page cut short": ("damaged", changed(CONTENT, "</ofd:Page>", "")),
    "a file cut short": ("damaged", archive(document([TEXT]))[:-80]),
    "a page that is nowhere": ("damaged", changed(DOCUMENT, "Pages/Page_0", "Pages/Page_8")),
    "a document outside": ("unsafe", changed("OFD.xml", "Doc_0/", "../../etc/")),
    "an encrypted document": ("encrypted", without(DOCUMENT, **{"Encryptions.xml": "<Encryptions/>"})),
    "an encrypted entry": ("encrypted", archive({"Encryptions.xml": "<E/>", "OFD.xml": b"\x8f\x01\x02".hex()})),
    "nothing but encryptions": ("encrypted", archive({"Encryptions.xml": "<E/>"})),
    "an entity": ("unsafe", changed(CONTENT, "<ofd:Page", ENTITY + "<ofd:Page")),
    "an entity in UTF-7": (
        "unsafe",
        archive({**document([TEXT]), CONTENT: b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a>' + b"<a/>"}),
    ),
    "blocks in blocks": (
        "too-deep",
        large(document(["<PageBlock>" * 100_000 + TEXT + "</PageBlock>" * 100_000])),
    ),
    "a drawing of itself": ("too-deep", archive(document([USE], units=composite(50, 50)))),
    "drawings of each other": ("too-deep", archive(document([USE], units=composite(50, 51) + composite(51, 50)))),
    "drawings of twice as many": ("too-large", archive(document([USE], units=doubling(60)))),
    "a template on itself": (
        "too-deep",
        archive(
            {
                **document([TEXT]),
                CONTENT: spelt(ITSELF),
                DOCUMENT: document([TEXT])[DOCUMENT].replace("</ofd:CommonData>", TEMPLATES),
                "Doc_0/Tpls/T.xml": spelt(ITSELF),
            }
        ),
    ),
    "pages without end": ("too-many-pages", changed(DOCUMENT, "<ofd:Pages>", "<ofd:Pages>" + MANY_PAGES)),
    "a page of no size": ("damaged", changed(DOCUMENT, "<ofd:PhysicalBox>0", "<ofd:PhysicalBox>nan")),
    "a part that inflates": ("inflates", archive({**document([TEXT]), CONTENT: spelt(page(" " * 4_000_000))})),
    "a path without end": ("too-large", large(document([path("M 0 0" + " L 1.25 0 L 2.5 1" * 300_000)]))),
    "lines without end": ("too-large", large(document([path("M 0 0 L 9 0") * 70_000]))),
    "text without end": ("too-large", large(document([TEXT.replace("正文", "正文一二三" * 90_000)]))),
}


@pytest.mark.parametrize(("code", "data"), REFUSED.values(), ids=list(REFUSED))
def test_what_cannot_be_read_is_refused_with_its_code(code: str, data: bytes) -> None:
    with pytest.raises(DocumentError) as error:
        read_bytes(data)
    assert error.value.code == code
    assert error.value.message.zh
    assert error.value.message.en


BAD = ["nan", "inf", "-inf", "1e308", "1e400", "甲", "0x10", "--1"]


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize(
    "lost",
    [
        '<TextObject ID="3" Boundary="0 0 9 9" Size="{}"><TextCode X="1" Y="1">藏</TextCode></TextObject>',
        '<TextObject ID="3" Boundary="0 0 9 9" Size="4"><TextCode X="{}" Y="1">藏</TextCode></TextObject>',
        '<TextObject ID="3" Boundary="0 0 9 9" Size="4"><TextCode DeltaX="{}">藏起</TextCode></TextObject>',
        '<TextObject ID="3" Boundary="0 0 9 9" Size="4"><TextCode DeltaX="g {} 2">藏起</TextCode></TextObject>',
        '<TextObject ID="3" Boundary="0 0 9 {}" Size="4"><TextCode>藏</TextCode></TextObject>',
        '<TextObject ID="3" CTM="1 0 0 1 0 {}" Size="4"><TextCode>藏</TextCode></TextObject>',
        '<PathObject ID="3" Boundary="0 0 9 9"><AbbreviatedData>M 0 0 L {} 0</AbbreviatedData></PathObject>',
        '<PathObject ID="3" Boundary="0 0 9 9" LineWidth="{}"><AbbreviatedData>M 0 0</AbbreviatedData></PathObject>',
    ],
    ids=["size", "position", "step", "count of steps", "boundary", "matrix", "path", "line width"],
)
def test_an_object_with_a_number_that_is_none_is_left_out_and_told(lost: str, bad: str) -> None:
    read = read_bytes(archive(document([TEXT + lost.format(bad)])))
    if bad == "1e308" and "g {}" in lost:  # more steps than characters: the rest is not needed
        return
    assert [paragraph.text for paragraph in read.paragraphs] == ["正文"]
    assert read.lossy
    assert read.notes


@pytest.mark.parametrize("data", ["M", "L 1 1", "M 0", "M 0 0 Z 1 1", "M 0 0 B 1 1 2 2", "0 0 L 1 1", "M 0 0 L a b"])
def test_a_path_that_is_none_is_left_out_and_told(data: str) -> None:
    read = read_bytes(archive(document([TEXT + path(data)])))
    assert [paragraph.text for paragraph in read.paragraphs] == ["正文"]
    assert read.lossy


def test_a_file_of_nothing_but_lost_objects_is_damaged() -> None:
    with pytest.raises(DocumentError) as error:
        read_bytes(archive(document([TEXT.replace('Size="4.0000"', 'Size="nan"')])))
    assert error.value.code == "damaged"


def test_the_xml_of_all_parts_together_is_limited() -> None:
    with pytest.raises(DocumentError) as error:
        read_bytes(archive(document([TEXT] * 40)), Limits(xml_bytes=2000))
    assert error.value.code == "too-large"


SAMPLE = to_ofd(issued(forms()["2021"].standard, figures(forms()["2021"].standard, Random(1))))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(at=st.integers(0, len(SAMPLE) - 1), cut=st.booleans(), byte=st.integers(0, 255))
def test_a_damaged_file_is_read_or_refused(at: int, cut: bool, byte: int) -> None:
    data = SAMPLE[:at] if cut else SAMPLE[:at] + bytes([byte]) + SAMPLE[at + 1 :]
    with suppress(DocumentError):
        assert read_bytes(data).blocks
