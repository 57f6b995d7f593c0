"""Reports as a scanner sees them: typeset, printed to pixels, then turned, blurred, stamped and dirtied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from support.formats import Block
from support.typeset import HEIGHT, WIDTH, Leaf, typeset, width_of

Grey = NDArray[np.uint8]


@dataclass(frozen=True)
class Look:
    """How a page is printed and scanned.

    ``digits`` is the font of Latin letters and digits. ``turn`` is in degrees, ``quarter`` in quarter turns,
    ``blur`` the spread of a Gaussian in pixels, ``noise`` the spread of grey levels, ``salt`` the share of pixels
    that are black or white by chance, ``paper`` and ``rules`` the grey of paper and lines (255 white), ``thin`` the
    lines' width in points, ``jpeg`` the quality of compression (0 none), ``seal`` puts a stamp over the first table.
    """

    digits: str = "Times-Roman"
    dpi: int = 200
    turn: float = 0.4
    quarter: int = 0
    blur: float = 0.6
    noise: float = 6.0
    salt: float = 0.0
    paper: int = 250
    rules: int = 0
    thin: float = 0.5
    jpeg: int = 75
    seal: bool = False
    seed: int = 1


def scans(blocks: Sequence[Block], look: Look) -> list[Grey]:
    """The pages of a report as they come from the scanner."""
    import pypdfium2

    document = pypdfium2.PdfDocument(_printed(typeset(blocks), look))
    random = np.random.default_rng(look.seed)
    return [
        _scanned(np.asarray(page.render(scale=look.dpi / 72, grayscale=True).to_numpy()), look, random)
        for page in document
    ]


def png(picture: Grey) -> bytes:
    """A picture as a file."""
    from PIL import Image

    buffer = BytesIO()
    Image.fromarray(picture).save(buffer, "PNG")
    return buffer.getvalue()


def _printed(leaves: Sequence[Leaf], look: Look) -> bytes:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1)
    for leaf in leaves:
        canvas.setLineWidth(look.thin)
        canvas.setStrokeGray(look.rules / 255)
        for left, top, right, bottom in leaf.rules:
            canvas.line(left, HEIGHT - top, right, HEIGHT - bottom)
        for words in leaf.words:
            x = words.x
            for latin, run in groupby(words.text, key=str.isascii):
                text = "".join(run)
                canvas.setFont(look.digits if latin else "STSong-Light", words.size)
                canvas.drawString(x, HEIGHT - words.baseline, text)
                x += width_of(text, words.size)
        if look.seal and leaf.rules:
            _stamp(canvas, leaf)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _stamp(canvas: object, leaf: Leaf) -> None:
    """A round red seal over the middle of the page's lines."""
    middle = HEIGHT - sum(rule[1] for rule in leaf.rules) / len(leaf.rules)
    canvas.saveState()  # type: ignore[attr-defined]
    canvas.setStrokeColorRGB(0.9, 0.1, 0.1, alpha=0.55)  # type: ignore[attr-defined]
    canvas.setLineWidth(3)  # type: ignore[attr-defined]
    canvas.circle(WIDTH * 0.62, middle, 58)  # type: ignore[attr-defined]
    canvas.setLineWidth(1)  # type: ignore[attr-defined]
    canvas.circle(WIDTH * 0.62, middle, 20)  # type: ignore[attr-defined]
    canvas.restoreState()  # type: ignore[attr-defined]


def _scanned(picture: Grey, look: Look, random: np.random.Generator) -> Grey:
    from PIL import Image, ImageFilter

    image = Image.fromarray(picture)
    if look.turn:
        image = image.rotate(look.turn, Image.Resampling.BICUBIC, fillcolor=255)
    if look.blur:
        image = image.filter(ImageFilter.GaussianBlur(look.blur))
    values = np.asarray(image).astype(np.float64) * look.paper / 255
    values += random.normal(0, look.noise, values.shape) if look.noise else 0.0
    if look.salt:
        chance = random.random(values.shape)
        values[chance < look.salt / 2] = 0
        values[chance > 1 - look.salt / 2] = 255
    grey = np.clip(values, 0, 255).astype(np.uint8)
    if look.jpeg:
        buffer = BytesIO()
        Image.fromarray(grey).save(buffer, "JPEG", quality=look.jpeg)
        grey = np.asarray(Image.open(buffer))
    return np.ascontiguousarray(np.rot90(grey, look.quarter))


def looks() -> Iterator[tuple[str, Look]]:
    """What is measured: one change from the usual scan at a time, then several together."""
    yield "usual", Look()
    yield "clean", Look(turn=0, blur=0, noise=0, jpeg=0)
    yield "Helvetica", Look(digits="Helvetica")
    yield "Courier", Look(digits="Courier")
    yield "150 dpi", Look(dpi=150)
    yield "150 dpi, blurred", Look(dpi=150, blur=0.9)
    yield "300 dpi", Look(dpi=300, blur=1.0)
    yield "+1.5°", Look(turn=1.5)
    yield "−1.5°", Look(turn=-1.5, digits="Helvetica")
    yield "grey paper", Look(paper=185, noise=10)
    yield "salt and pepper", Look(salt=0.004)
    yield "faint lines", Look(rules=150, thin=0.35)
    yield "seal", Look(seal=True)
    yield "seal, 150 dpi", Look(seal=True, dpi=150, digits="Helvetica")
    yield "blurred", Look(blur=1.4)
    yield "strongly compressed", Look(jpeg=30)
    yield "on its side", Look(quarter=1)
    yield "on its head", Look(quarter=2, turn=-0.7)
    yield "noisy", Look(noise=25, blur=0.8)
    yield "all at once", Look(dpi=170, turn=0.9, paper=205, noise=12, salt=0.001, rules=90, jpeg=55, seal=True)
