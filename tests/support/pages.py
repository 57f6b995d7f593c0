"""Write paragraphs and tables as PDF with a font that is not embedded, and as bare page records."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from support.formats import Block
from support.typeset import HEIGHT, WIDTH, Leaf, typeset, width_of

from gipaudit.documents.pages.page import Page, Run

FONT = "STSong-Light"


def to_pdf(blocks: Sequence[Block], running: str = "") -> bytes:
    """A PDF whose Chinese font is only named, as office programs of old make it; text drawn line by line."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1)
    for leaf in typeset(blocks, running):
        canvas.setLineWidth(0.5)
        for left, top, right, bottom in leaf.rules:
            canvas.line(left, HEIGHT - top, right, HEIGHT - bottom)
        for words in leaf.words:
            canvas.setFont(FONT, words.size)
            canvas.drawString(words.x, HEIGHT - words.baseline, words.text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def to_pages(blocks: Sequence[Block], running: str = "") -> list[Page]:
    """The pages as a reader of any fixed-layout format hands them on: a run a character."""
    return [_page(number, leaf) for number, leaf in enumerate(typeset(blocks, running), 1)]


def _page(number: int, leaf: Leaf) -> Page:
    runs = []
    for words in leaf.words:
        x = words.x
        for character in words.text:
            wide = width_of(character, words.size)
            if not character.isspace():
                top, bottom = words.baseline - words.size * 0.85, words.baseline + words.size * 0.15
                runs.append(Run(character, (x, top, x + wide, bottom)))
            x += wide
    rules = [(left - 0.25, top - 0.25, right + 0.25, bottom + 0.25) for left, top, right, bottom in leaf.rules]
    return Page(number, WIDTH, HEIGHT, tuple(runs), tuple(rules))
