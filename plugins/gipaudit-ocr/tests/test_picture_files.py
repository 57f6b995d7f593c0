"""Files that are pictures, and pictures inside documents: which are read, which stay pictures, which are refused."""

from __future__ import annotations

import base64
import struct
import zlib
from io import BytesIO

import numpy as np
import pytest
from gipaudit_ocr import picture
from PIL import Image, ImageDraw, ImageFile
from support import ooxml
from support.scans import Look, scans
from support.word import Table as Rows

from gipaudit.documents.limits import Limits
from gipaudit.documents.model import Document, Picture, Table
from gipaudit.documents.reading import loader_for, read_bytes
from gipaudit.errors import DocumentError

TABLE: Rows = [
    [("项目", 1, 1), ("本年制发件数", 1, 1), ("本年废止件数", 1, 1), ("现行有效件数", 1, 1)],
    [("规章", 1, 1), ("0", 1, 1), ("12", 1, 1), ("305", 1, 1)],
    [("行政规范性文件", 1, 1), ("7", 1, 1), ("", 1, 1), ("46", 1, 1)],
]
WIDE = Look(turn=0.2)
BEFORE, BEHIND = "二、主动公开政府信息情况", "三、申请情况"


def saved(image: Image.Image, kind: str = "PNG", **more: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **more)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def table() -> Image.Image:
    """A picture of a table, cut out of a page."""
    (page,) = scans([TABLE], WIDE)
    return Image.fromarray(page[150:520])


def texts(document: Document) -> list[list[str]]:
    return [
        [cell.text for cell in row] for block in document.blocks if isinstance(block, Table) for row in block.rows
    ]


EXPECTED = [[text for text, _, _ in row] for row in TABLE]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"])
def test_every_kind_of_picture_is_known_by_its_bytes(table: Image.Image, kind: str) -> None:
    data = saved(table, kind)
    assert loader_for(data).name == "picture"
    (page,) = picture.scans(data, Limits())
    assert page.pixels.shape == (table.height, table.width)


def test_a_picture_of_a_table_is_read(table: Image.Image) -> None:
    assert texts(read_bytes(saved(table))) == EXPECTED


def test_a_transparent_picture_stands_on_white_paper() -> None:
    drawn = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    (page,) = picture.scans(saved(drawn), Limits())
    assert page.pixels.min() == 255


def test_a_photograph_is_seen_as_its_camera_says(table: Image.Image) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    (page,) = picture.scans(saved(table, "JPEG", exif=exif), Limits())
    assert page.pixels.shape == (table.width, table.height)
    assert page.width < page.height or page.pixels.shape[0] < page.pixels.shape[1]


def test_a_red_seal_pales_and_black_print_stays() -> None:
    drawn = Image.new("RGB", (300, 300), "white")
    ImageDraw.Draw(drawn).rectangle((0, 0, 99, 299), fill=(230, 20, 20))
    ImageDraw.Draw(drawn).rectangle((100, 0, 199, 299), fill=(20, 20, 20))
    (page,) = picture.scans(saved(drawn), Limits())
    assert page.pixels[150, 50] > 120
    assert page.pixels[150, 150] < 40


def bomb(width: int, height: int) -> bytes:
    """A PNG that promises so many pixels in a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 100))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(9_000, 9_000), (60_000, 60_000), (2_000_000_000, 1)])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    with pytest.raises(DocumentError) as refused:
        read_bytes(bomb(*size))
    assert refused.value.code == "too-large"


def test_too_many_pages_are_refused() -> None:
    frame = Image.new("L", (40, 40), 255)
    data = saved(frame, "TIFF", save_all=True, append_images=[frame] * 5)
    with pytest.raises(DocumentError) as refused:
        list(picture.scans(data, Limits(pages=3)))
    assert refused.value.code == "too-large"


@pytest.mark.parametrize("cut", [20, 200, 2_000])
@pytest.mark.parametrize("lenient", [False, True])
def test_a_picture_cut_short_is_damaged(
    table: Image.Image, cut: int, lenient: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Libraries such as WeasyPrint ask it for their whole process.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)
    with pytest.raises(DocumentError) as refused:
        read_bytes(saved(table)[:cut])
    assert refused.value.code == "damaged"


def test_a_picture_without_text_is_an_empty_document() -> None:
    noise = np.random.default_rng(1).integers(200, 256, (500, 500), dtype=np.uint8)
    with pytest.raises(DocumentError) as refused:
        read_bytes(saved(Image.fromarray(noise)))
    assert refused.value.code == "empty"


def page_with(address: str) -> bytes:
    return (
        '<html><head><meta charset="utf-8"></head><body><h1>云溪市水务局2023年年度报告</h1>'
        f'<p>二、主动公开政府信息情况</p><p><img src="{address}"></p><p>三、申请情况</p></body></html>'
    ).encode()


def test_a_table_that_a_web_page_holds_as_a_picture_is_read_where_it_stands(table: Image.Image) -> None:
    data = base64.b64encode(saved(table)).decode()
    document = read_bytes(page_with(f"data:image/png;base64,{data}"))
    assert texts(document) == EXPECTED
    assert document.converter.startswith("rapidocr")
    kinds = [type(block).__name__ for block in document.blocks]
    assert kinds == ["Paragraph", "Paragraph", "Table", "Paragraph"]


@pytest.mark.parametrize("address", ["http://example.invalid/a.png", "a.png", "file:///etc/hostname", "data:,x"])
def test_no_picture_is_fetched(address: str) -> None:
    document = read_bytes(page_with(address))
    (shown,) = [block for block in document.blocks if isinstance(block, Picture)]
    assert shown.data is None


def word_with(picture: bytes) -> bytes:
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="rId9"/>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/a.png"/>'
        "</Relationships>"
    )
    return ooxml.archive(
        {
            "[Content_Types].xml": ooxml.CONTENT_TYPES,
            "_rels/.rels": ooxml.relationships(officeDocument="word/document.xml"),
            "word/document.xml": ooxml.document(
                ooxml.p("二、主动公开政府信息情况") + drawing + ooxml.p("三、申请情况")
            ),
            "word/_rels/document.xml.rels": relations,
            "word/media/a.png": picture,
        }
    )


def test_a_table_that_a_word_file_holds_as_a_picture_is_read_where_it_stands(table: Image.Image) -> None:
    document = read_bytes(word_with(saved(table)))
    assert texts(document) == EXPECTED
    assert [type(block).__name__ for block in document.blocks] == ["Paragraph", "Table", "Paragraph"]


def test_a_logo_stays_a_picture_and_its_data_is_dropped() -> None:
    logo = np.random.default_rng(2).integers(0, 256, (120, 120), dtype=np.uint8)
    document = read_bytes(word_with(saved(Image.fromarray(logo))))
    (shown,) = [block for block in document.blocks if isinstance(block, Picture)]
    assert shown.data is None


def test_a_damaged_picture_costs_the_document_nothing() -> None:
    document = read_bytes(word_with(b"\x89PNG\r\n\x1a\n" + b"\x01" * 5_000))
    assert len(list(document.paragraphs)) == 2
