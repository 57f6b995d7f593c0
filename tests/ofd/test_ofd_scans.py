"""Pages without text: scans, text drawn as shapes or by the numbers of glyphs, somebody else's recognition."""

from __future__ import annotations

import io
import zlib

import numpy as np
import pytest
from PIL import Image
from support.ofd import archive, document, path, text

from gipaudit.documents import ofd
from gipaudit.documents.limits import Limits
from gipaudit.documents.ofd_geometry import POINTS
from gipaudit.documents.pages.page import Page, Run
from gipaudit.documents.reading import read_bytes
from gipaudit.documents.recognisers import Recogniser, Scan
from gipaudit.errors import DocumentError, Message

WHOLE = '<ImageObject ID="4" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="60"/>'
MEDIA = '<MultiMedias><MultiMedia ID="60" Type="Image"><MediaFile>a.img</MediaFile></MultiMedia></MultiMedias>'
PROSE = "本机关按照条例要求开展政府信息公开工作，现将有关情况报告如下，请予审阅，并以此为准。"
GLYPHS = (
    '<TextObject ID="7" Boundary="20 20 90 9" Size="5"><CGTransform CodePosition="0" CodeCount="3" GlyphCount="3">'
    '<Glyphs>20 21 19</Glyphs></CGTransform><TextCode X="0" Y="5" DeltaX="5 5">\ue001\ue002\ue003</TextCode>'
    "</TextObject>"
)


def picture(mode: str = "L", format: str = "PNG", size: tuple[int, int] = (210, 297)) -> bytes:
    image = Image.new(mode, size, 255)
    for x in range(20, 60):
        image.putpixel((x, 100), 0 if mode == "L" else (0,) * len(mode))
    buffer = io.BytesIO()
    image.save(buffer, format)
    return buffer.getvalue()


def scan(*contents: str, data: bytes | None = None) -> bytes:
    return archive(
        {**document(contents, resources=MEDIA), "Doc_0/Res/a.img": data if data is not None else picture()}
    )


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> list[Scan]:
    """A way to read pictures that reads one line in every one of them, and the pictures that it was given."""
    given: list[Scan] = []

    def read(scan: Scan, limits: Limits) -> Page:
        given.append(scan)
        return Page(scan.number, scan.width, scan.height, (Run("一、总体情况", (90, 90, 200, 104), 0.9),))

    made = Recogniser("reader", "3", Message("", ""), read)
    monkeypatch.setattr(ofd, "recogniser", lambda: made)
    return given


@pytest.fixture
def no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ofd, "recogniser", lambda: None)


@pytest.mark.usefixtures("no_reader")
@pytest.mark.parametrize(
    "data",
    [
        scan(WHOLE),
        scan(WHOLE, WHOLE),
        archive(document([GLYPHS])),
        archive(document([path("M 0 0 B 1 1 2 2 3 0 L 0 0 C", more=' Fill="true" Stroke="false"') * 80])),
    ],
    ids=["a scan", "two pages", "glyphs without characters", "text as shapes"],
)
def test_without_text_it_says_what_to_install(data: bytes) -> None:
    with pytest.raises(DocumentError) as error:
        read_bytes(data)
    assert error.value.code == "scan"
    assert "gipaudit-ocr" in error.value.message.zh


@pytest.mark.usefixtures("no_reader")
def test_a_line_printed_on_a_scan_makes_it_no_text() -> None:
    document = read_bytes(scan(WHOLE + text("扫描于2024年1月", 20, 20)))
    assert document.notes == ("第 1 页是图片，没有可读取的文字，未读取；安装 gipaudit-ocr 插件后可以识别",)
    assert [paragraph.text for paragraph in document.paragraphs] == ["扫描于2024年1月"]


@pytest.mark.usefixtures("no_reader")
def test_the_pages_with_text_are_read_and_the_others_named() -> None:
    document = read_bytes(scan(text(PROSE, 10, 40), WHOLE, GLYPHS))
    assert document.lossy
    assert document.notes == ("第 2、3 页是图片，没有可读取的文字，未读取；安装 gipaudit-ocr 插件后可以识别",)
    assert [paragraph.text for paragraph in document.paragraphs] == [PROSE]


@pytest.mark.usefixtures("no_reader")
@pytest.mark.parametrize(
    ("content", "data"),
    [
        (WHOLE + text(PROSE, 10, 40, more=' Alpha="0"'), picture()),
        (text(PROSE, 10, 40) + WHOLE, picture()),
        (text(PROSE, 10, 40) + WHOLE, picture("RGB", "JPEG")),
    ],
    ids=["invisible over the picture", "under the picture", "under a photograph"],
)
def test_text_that_nobody_sees_on_a_scan_is_trusted_little(content: str, data: bytes) -> None:
    document = read_bytes(scan(content, data=data))
    assert [(paragraph.text, paragraph.confidence) for paragraph in document.paragraphs] == [(PROSE, 0.5)]
    assert document.notes == ("第 1 页是图片，所读文字出自文件自带的识别结果，不能全信",)
    assert document.lossy


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize(
    ("content", "data"),
    [(WHOLE + text(PROSE, 10, 40), picture()), (text(PROSE, 10, 40) + WHOLE, picture("RGBA"))],
    ids=["on a background", "under a watermark that can be seen through"],
)
def test_text_on_a_picture_is_text(content: str, data: bytes) -> None:
    document = read_bytes(scan(content, data=data))
    assert [(paragraph.text, paragraph.confidence) for paragraph in document.paragraphs] == [(PROSE, 1.0)]
    assert not document.lossy


def test_a_scan_is_recognised_where_something_can(reader: list[Scan]) -> None:
    document = read_bytes(scan(WHOLE))
    assert [(paragraph.text, paragraph.confidence) for paragraph in document.paragraphs] == [("一、总体情况", 0.9)]
    assert document.converter == "reader 3"
    assert document.lossy, "what is not found may not have been recognised"


def test_the_pictures_of_a_page_are_put_where_they_stand(reader: list[Scan]) -> None:
    halves = "".join(
        f'<ImageObject ID="{top}" Boundary="0 {top} 210 148.5" CTM="210 0 0 148.5 0 0" ResourceID="60"/>'
        for top in (0, 148.5)
    )
    read_bytes(scan(halves, data=picture(size=(840, 594))))
    (given,) = reader
    assert (round(given.width / POINTS), round(given.height / POINTS)) == (210, 297)
    assert given.pixels.shape == (1188, 840)
    assert given.pixels.dtype == np.uint8
    dark = np.argwhere(given.pixels < 128)
    assert sorted(set(dark[:, 0].tolist())) == [100, 694]


def test_a_red_seal_pales(reader: list[Scan]) -> None:
    """It is put over figures, which have to be read through it."""
    red = Image.new("RGB", (210, 297), (255, 60, 60))
    buffer = io.BytesIO()
    red.save(buffer, "PNG")
    read_bytes(scan(WHOLE, data=buffer.getvalue()))
    assert reader[0].pixels.min() > 150


def test_what_shines_through_a_picture_is_the_paper(reader: list[Scan]) -> None:
    clear = Image.new("RGBA", (210, 297), (0, 0, 0, 0))
    buffer = io.BytesIO()
    clear.save(buffer, "PNG")
    read_bytes(scan(WHOLE, data=buffer.getvalue()))
    assert reader[0].pixels.min() == 255


def test_more_pixels_than_any_page_has_are_refused(reader: list[Scan]) -> None:
    with pytest.raises(DocumentError) as error:
        read_bytes(scan(WHOLE * 700, data=picture()))
    assert error.value.code == "too-large"
    assert not reader


def test_a_page_of_pictures_nobody_can_open_is_left_out(reader: list[Scan]) -> None:
    with pytest.raises(DocumentError) as error:
        read_bytes(scan(WHOLE, data=b"\x97JB2\r\n\x1a\n"))
    assert error.value.code == "scan"
    assert not reader


def vast() -> bytes:
    """A picture that says it is 20,000 by 20,000 pixels large."""
    data = picture()
    header = b"IHDR" + (20_000).to_bytes(4, "big") * 2 + data[24:29]
    return data[:12] + header + zlib.crc32(header).to_bytes(4, "big") + data[33:]


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize(("data", "code"), [(vast(), "too-large"), (picture()[:-60], "damaged")])
def test_a_bad_picture_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(DocumentError) as error:
        read_bytes(scan(WHOLE, data=data))
    assert error.value.code == code
