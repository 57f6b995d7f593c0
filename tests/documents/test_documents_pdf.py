"""What a PDF shows is what is read: no more (hidden text), no less (fields, turned pages), and scans are told."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from random import Random

import pytest
from reportlab.lib.colors import black, white
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from gipaudit.documents import pdf, recognisers
from gipaudit.documents.limits import Limits
from gipaudit.documents.model import Document, Paragraph
from gipaudit.documents.pages.page import Page, Run
from gipaudit.documents.reading import read_bytes
from gipaudit.documents.recognisers import Recogniser, Scan
from gipaudit.errors import DocumentError, Message

WIDTH, HEIGHT = 595.0, 842.0
FONT = "STSong-Light"
ROWS = (("项目", "自然人", "总计"), ("本年新收", "3", "5"), ("上年结转", "", "12"), ("予以公开", "4", "0"))


@pytest.fixture(autouse=True)
def _no_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "recogniser", lambda: None)


def drawn(*pages: Callable[[Canvas], None], encrypt: StandardEncryption | None = None) -> bytes:
    """A PDF whose pages the functions draw."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), encrypt=encrypt, invariant=1)
    for draw in pages:
        canvas.setFont(FONT, 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def line(text: str, y: float = 100, x: float = 80) -> Callable[[Canvas], None]:
    return lambda canvas: canvas.drawString(x, HEIGHT - y, text)


def table(canvas: Canvas, left: float = 80, top: float = 700, thin: bool = False) -> None:
    """Three columns of 80 points, rows of 20; lines stroked, or as thin filled rectangles."""
    for row in range(len(ROWS) + 1):
        _rule(canvas, left, top - 20 * row, left + 240, top - 20 * row, thin)
    for column in range(4):
        _rule(canvas, left + 80 * column, top, left + 80 * column, top - 20 * len(ROWS), thin)
    for row, texts in enumerate(ROWS):
        for column, text in enumerate(texts):
            canvas.drawString(left + 80 * column + 5, top - 20 * row - 14, text)


def _rule(canvas: Canvas, x: float, y: float, u: float, v: float, thin: bool) -> None:
    if thin:
        canvas.rect(x - 0.25, v - 0.25, u - x + 0.5, y - v + 0.5, stroke=0, fill=1)
    else:
        canvas.line(x, y, u, v)


def read(data: bytes) -> Document:
    return pdf.load(data, Limits())


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def cells(document: Document) -> list[tuple[str, ...]]:
    (table,) = document.tables
    return [tuple(cell.text for cell in row) for row in table.rows]


def refused(data: bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        read_bytes(data)
    return caught.value.code


@pytest.mark.parametrize("thin", [False, True])
def test_a_table_by_its_lines(thin: bool) -> None:
    document = read(drawn(lambda canvas: table(canvas, thin=thin)))
    assert cells(document) == list(ROWS)
    assert not document.lossy


def test_page_and_box_of_every_cell() -> None:
    (found,) = read(drawn(line("一、总体情况"), table)).tables
    cell = found.rows[2][2]
    assert (cell.text, cell.place.page, cell.place.table, cell.place.row, cell.place.column) == ("12", 2, 1, 3, 3)
    assert cell.place.box == pytest.approx((240, 182, 320, 202), abs=1)


def test_filled_cells_draw_no_lines_of_their_own() -> None:
    def shaded(canvas: Canvas) -> None:
        canvas.setFillGray(0.9)
        canvas.rect(80, 680, 240, 20, stroke=0, fill=1)
        canvas.setFillColor(white)
        canvas.rect(100, 650, 30, 12, stroke=0, fill=1)
        canvas.setFillColor(black)
        table(canvas)

    assert cells(read(drawn(shaded))) == list(ROWS)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_page_is_read_as_it_is_seen(quarters: int) -> None:
    def turned(canvas: Canvas) -> None:
        canvas.setPageRotation(90 * quarters)
        # What is drawn is turned the other way, so that it stands upright.
        canvas.translate(*{1: (HEIGHT, 0), 2: (WIDTH, HEIGHT), 3: (0, WIDTH)}[quarters])
        canvas.rotate(90 * quarters)
        table(canvas, top=500)

    assert cells(read(drawn(turned))) == list(ROWS)


@pytest.mark.parametrize("degrees", [90, 270])
def test_a_table_printed_on_its_side(degrees: int) -> None:
    def sideways(canvas: Canvas) -> None:
        canvas.translate(*{90: (WIDTH, 0), 270: (0, HEIGHT)}[degrees])
        canvas.rotate(degrees)
        table(canvas, top=500)

    assert cells(read(drawn(sideways))) == list(ROWS)


def test_what_stands_outside_the_page_is_not_read() -> None:
    def cropped(canvas: Canvas) -> None:
        canvas.setCropBox((50, 50, 500, 800))
        canvas.drawString(80, 700, "一、总体情况")
        canvas.drawString(80, 20, "裁切线以下的文字")

    assert texts(read(drawn(cropped))) == ["一、总体情况"]


def test_white_letters_are_read_on_a_dark_ground_only() -> None:
    def letters(canvas: Canvas) -> None:
        canvas.setFillGray(0.2)
        canvas.rect(70, 690, 200, 30, stroke=0, fill=1)
        canvas.setFillColor(white)
        canvas.drawString(80, 700, "一、总体情况")
        canvas.drawString(80, 600, "给机器看的字")

    assert texts(read(drawn(letters))) == ["一、总体情况"]


def test_letters_printed_twice_count_once() -> None:
    def bold(canvas: Canvas) -> None:
        for offset in (0, 0.3):
            canvas.drawString(80 + offset, 700, "收到申请55件")

    assert texts(read(drawn(bold))) == ["收到申请55件"]


def test_what_is_filled_in_a_field_is_read() -> None:
    def field(canvas: Canvas) -> None:
        canvas.drawString(80, 700, "Received:")
        canvas.acroForm.textfield(name="new", value="37", x=140, y=692, width=60, height=20, borderWidth=0)

    assert "37" in "".join(texts(read(drawn(field))))


def test_form_objects_are_read_where_they_are_placed() -> None:
    def placed(canvas: Canvas) -> None:
        canvas.beginForm("table")
        canvas.setFont(FONT, 10)
        table(canvas)
        canvas.endForm()
        canvas.translate(20, -100)
        canvas.doForm("table")

    document = read(drawn(placed))
    assert cells(document) == list(ROWS)
    (found,) = document.tables
    assert found.place.box == pytest.approx((100, 242, 340, 322), abs=1)


def test_metadata_says_title_and_dates() -> None:
    def titled(canvas: Canvas) -> None:
        canvas.setTitle("云溪市水务局2023年年度报告")
        canvas.setSubject("政府信息公开")
        canvas.drawString(80, 700, "一、总体情况")

    metadata = read(drawn(titled)).metadata
    assert metadata["title"] == "云溪市水务局2023年年度报告"
    assert metadata["subject"] == "政府信息公开"
    assert metadata["created"].startswith("2000-01-01T00:00:00")


def test_a_password_is_asked_for_only_where_there_is_one() -> None:
    owned = StandardEncryption("", ownerPassword="x", strength=128)
    assert texts(read(drawn(line("一、总体情况"), encrypt=owned))) == ["一、总体情况"]
    assert refused(drawn(line("甲"), encrypt=StandardEncryption("geheim", strength=128))) == "encrypted"


def test_a_damaged_file_is_told_and_a_broken_index_mended() -> None:
    whole = drawn(line("一、总体情况"))
    assert refused(whole[:300]) == "damaged"
    assert refused(b"%PDF-1.4\n" + b"\x00" * 500 + b"startxref\n0\n%%EOF") == "damaged"
    at = whole.index(b"startxref")
    broken = whole[:at] + b"startxref\n7\n%%EOF"
    assert texts(read(broken)) == ["一、总体情况"]


def test_more_pages_than_any_report_has() -> None:
    data = drawn(*[line("甲")] * 4)
    with pytest.raises(DocumentError) as caught:
        pdf.load(data, Limits(pages=3))
    assert caught.value.code == "too-many-pages"


def test_more_marks_than_any_report_has() -> None:
    def drawing(canvas: Canvas) -> None:
        path = canvas.beginPath()
        for index in range(3000):
            path.moveTo(index % 500, 10 + index % 700)
            path.lineTo(index % 400, 20 + index % 600)
        canvas.drawPath(path)

    with pytest.raises(DocumentError) as caught:
        pdf.load(drawn(drawing), Limits(marks=2000))
    assert caught.value.code == "too-large"


def picture(canvas: Canvas) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("L", (85, 110), 200)), 0, 0, WIDTH, HEIGHT)


def overlaid(canvas: Canvas) -> None:
    """A picture of a page, with somebody's recognised text laid invisibly over it."""
    picture(canvas)
    text = canvas.beginText(80, 700)
    text.setTextRenderMode(3)
    for _ in range(3):
        text.textLine("本机关全年收到政府信息公开申请二十件，均已办结。")
    canvas.drawText(text)


def test_a_scan_is_told_with_what_to_do() -> None:
    with pytest.raises(DocumentError) as caught:
        read(drawn(picture, picture))
    assert caught.value.code == "scan"
    assert "gipaudit-ocr" in caught.value.message.zh


def test_scanned_pages_among_others_are_named() -> None:
    document = read(drawn(line("一、总体情况"), picture))
    assert texts(document) == ["一、总体情况"]
    assert document.lossy
    assert "第 2 页" in document.notes[0]


def test_text_laid_over_a_picture_is_read_and_not_trusted() -> None:
    document = read(drawn(overlaid))
    assert document.lossy
    assert "不能全信" in document.notes[0]
    assert {block.confidence for block in document.blocks if isinstance(block, Paragraph)} == {0.5}


def test_a_recogniser_reads_scanned_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    scans: list[Scan] = []

    def look(scan: Scan, limits: Limits) -> Page:
        scans.append(scan)
        return Page(
            scan.number,
            scan.width,
            scan.height,
            (Run(f"{'一二三'[scan.number - 1]}、主动公开情况", (80, 100, 280, 112), 0.9),),
        )

    made = Recogniser("abacus", "3", Message("示例", "example"), look)
    assert isinstance(recognisers.recogniser(), Recogniser | None)
    monkeypatch.setattr(pdf, "recogniser", lambda: made)
    document = read(drawn(line("一、总体情况"), picture, overlaid))
    assert texts(document) == ["一、总体情况", "二、主动公开情况", "三、主动公开情况"]
    assert document.converter == "abacus 3"
    assert document.lossy, "what is not found may not have been recognised"
    assert [scan.number for scan in scans] == [2, 3]
    rows, columns = scans[0].pixels.shape
    assert (columns / scans[0].width, rows / scans[0].height) == pytest.approx((200 / 72, 200 / 72), abs=0.01)
    assert 190 < scans[0].pixels.mean() < 210


def test_running_lines_and_page_numbers_are_no_text() -> None:
    def page(number: int) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            canvas.drawString(80, HEIGHT - 40, "云溪市水务局年度报告")
            canvas.drawString(290, 30, f"— {number} —")
            canvas.drawString(100, HEIGHT - 100, f"{'一二三四'[number - 1]}、第{number}部分")

        return draw

    assert texts(read(drawn(*(page(number) for number in range(1, 5))))) == [
        f"{'一二三四'[number - 1]}、第{number}部分" for number in range(1, 5)
    ]


def test_truncated_and_spoilt_files_end_in_an_answer() -> None:
    whole = drawn(line("一、总体情况"), table)
    random = Random(1)
    for _ in range(60):
        spoilt = bytearray(whole[: random.randrange(200, len(whole))])
        for _ in range(random.randrange(20)):
            spoilt[random.randrange(len(spoilt))] = random.randrange(256)
        assert answer(bytes(spoilt)) in ("read", "damaged", "encrypted", "scan")


def answer(data: bytes) -> str:
    try:
        pdf.load(data, Limits())
    except DocumentError as error:
        return error.code
    return "read"
