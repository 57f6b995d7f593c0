"""Reports as a web page printed to PDF, and as scans: pictures of pages, a little turned and not clean."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from support.formats import Block

DPI = 200
TURN = 0.4
"""Degrees that a page lies askew on the scanner."""

_LOOK = """@page {size: A4; margin: 2.5cm}
body {font: 12pt "Noto Serif CJK SC"; line-height: 1.6}
h1 {text-align: center; font-size: 18pt} p {text-indent: 2em; margin: 0}
table {border-collapse: collapse; width: 100%; font-size: 9pt; line-height: 1.25}
td {border: 0.75pt solid black; padding: 1pt 2pt; text-align: center}"""


def printed_page(blocks: Sequence[Block]) -> bytes:
    """The report as a web page that WeasyPrint prints to PDF."""
    from weasyprint import HTML

    body = []
    for index, block in enumerate(blocks):
        if isinstance(block, str):
            body.append(f"<p>{escape(block)}</p>" if index else f"<h1>{escape(block)}</h1>")
            continue
        rows = (
            "".join(
                f'<td rowspan="{down}" colspan="{across}">{escape(text).replace(chr(10), "<br>")}</td>'
                for text, down, across in row
            )
            for row in block
        )
        body.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
    made = HTML(string=f"<style>{_LOOK}</style>{''.join(body)}").write_pdf()
    assert made is not None
    return made


def scanned(pdf: bytes, seed: int) -> bytes:
    """The pages of a PDF as a scanner gives them back: a PDF that holds one picture a page."""
    from PIL import Image

    pages = [Image.fromarray(picture) for picture in _pictures(pdf, seed)]
    buffer = BytesIO()
    pages[0].save(buffer, "PDF", resolution=DPI, save_all=True, append_images=pages[1:], quality=80)
    return buffer.getvalue()


def photographed(pdf: bytes, seed: int) -> bytes:
    """The first page of a PDF as one picture (PNG), cut behind the last line."""
    from PIL import Image

    picture = next(iter(_pictures(pdf, seed)))
    inked = np.flatnonzero((picture < 100).sum(axis=1) > 3)
    buffer = BytesIO()
    Image.fromarray(picture[: inked[-1] + DPI // 2]).save(buffer, "PNG", dpi=(DPI, DPI))
    return buffer.getvalue()


def _pictures(pdf: bytes, seed: int) -> list[NDArray[np.uint8]]:
    import pypdfium2
    from PIL import Image, ImageFilter

    noise = np.random.default_rng(seed)
    made = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        picture = page.render(scale=DPI / 72, grayscale=True).to_pil()
        turned = picture.rotate(TURN, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.6))
        grey = np.asarray(turned, dtype=np.float32)
        grey = 25 + grey * 0.87 + noise.normal(0, 8, grey.shape).astype(np.float32)
        made.append(np.clip(grey, 0, 255).astype(np.uint8))
        page.close()
    document.close()
    return made
