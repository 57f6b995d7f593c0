"""What counts as text in a cell: dots that are decimal points stay, specks and the remains of lines go."""

from __future__ import annotations

import numpy as np
import pytest
from gipaudit_ocr.engine import engine
from gipaudit_ocr.figures import black_and_white, settled
from gipaudit_ocr.ink import Strip, strips
from gipaudit_ocr.paper import whitened, without_specks
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import ImageFilter

DPI = 200
POINT = DPI / 72
FONTS = ("Times-Roman", "Helvetica", "Courier")


def printed(text: str, font: str = "Times-Roman", size: float = 9.0, blur: float = 0.6) -> NDArray[np.uint8]:
    """A cell of 70 by 18 points in which a text is printed."""
    from io import BytesIO

    import pypdfium2
    from reportlab.pdfgen.canvas import Canvas

    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(70, 18), invariant=1)
    canvas.setFont(font, size)
    canvas.drawString(6, 6, text)
    canvas.save()
    page = pypdfium2.PdfDocument(buffer.getvalue())[0]
    image = page.render(scale=POINT, grayscale=True).to_pil()
    return np.array(image.filter(ImageFilter.GaussianBlur(blur)))


def cut(cell: NDArray[np.uint8]) -> list[Strip]:
    white = without_specks(whitened(cell, POINT), POINT)
    high, wide = cell.shape
    return strips(white, np.zeros(cell.shape, bool), (2, 2, wide - 2, high - 2), POINT)


def read(cell: NDArray[np.uint8]) -> tuple[str, float]:
    (strip,) = cut(cell)
    grey, flat = engine().read([strip.picture, black_and_white(strip.picture)])
    return settled(strip, grey.figure, flat.figure, POINT, pale=False)


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("size", [7.5, 9.0, 12.0])
@pytest.mark.parametrize("text", ["1.1", "11", "111", "0.1", "3335.83", "1,234", "10.5"])
def test_no_decimal_point_and_no_digit_is_lost_in_silence(text: str, size: float, font: str) -> None:
    said, sure = read(printed(text, font, size))
    assert said == text or sure < 0.9


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize(
    ("text", "expected"), [("-", "—"), ("/", "/"), ("1", "1"), ("7", "7"), ("0", "0"), ("-3", "-3")]
)
def test_signs_and_lone_digits_are_told_apart(text: str, expected: str, font: str) -> None:
    said, sure = read(printed(text, font))
    assert said == expected or sure < 0.9


def test_an_empty_cell_is_empty_and_so_is_one_with_a_speck() -> None:
    blank = printed("")
    assert cut(blank) == []
    blank[20, 60] = 0
    assert cut(blank) == []


def test_a_blot_is_not_taken_for_nothing() -> None:
    cell = printed("")
    cell[20:26, 60:66] = 0
    assert len(cut(cell)) == 1


def test_what_is_left_of_a_line_at_the_edge_is_no_1() -> None:
    cell = printed("")
    cell[:, 3:5] = 60
    assert cut(cell) == []


def test_a_figure_that_runs_into_a_line_is_doubted() -> None:
    cell = printed("86233")
    white = whitened(cell, POINT)
    line = np.zeros(cell.shape, bool)
    line[:, 33:37] = True
    found = strips(white, line, (2, 2, cell.shape[1] - 2, cell.shape[0] - 2), POINT)
    assert any(strip.cut for strip in found)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 99_999), st.sampled_from(FONTS), st.sampled_from([0.4, 0.8, 1.2]))
def test_no_number_is_surely_another(number: int, font: str, blur: float) -> None:
    said, sure = read(printed(str(number), font, blur=blur))
    assert said == str(number) or sure < 0.9
