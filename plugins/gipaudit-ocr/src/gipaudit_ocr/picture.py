"""Files that are pictures (PNG, JPEG, TIFF, BMP, GIF, WebP): each frame is a page."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from gipaudit.documents.limits import Limits, Meter
from gipaudit.documents.model import Document
from gipaudit.documents.reading import Loader
from gipaudit.documents.recognisers import Scan, decode, grey_of
from gipaudit.errors import DocumentError, Message

if TYPE_CHECKING:
    from PIL.Image import Image

PIXELS = 60_000_000
"""The most pixels of one page: A3 at 400 dpi has 31 million."""

_ALL_PIXELS = 3_000_000_000
_KINDS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF87a", b"GIF89a")
_SHORT_SIDE, _LONG_SIDE = 595.0, 842.0
_SCANNED = range(100, 1201)
_PAGES = (250.0, 1700.0)
"""From A6 to A2: a picture whose stated resolution makes it another size states a wrong one."""

_LARGEST = 3600
"""The longer side in pixels beyond which a page is scaled down: more tells no more of print."""


def recognise(data: bytes) -> bool:
    """Whether the bytes are a picture, by its signature."""
    return (
        data.startswith(_SIGNATURES)
        or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
        or (data[:2] == b"BM" and data[6:10] == b"\x00\x00\x00\x00")
    )


def load(data: bytes, limits: Limits) -> Document:
    """Read a picture, frame by frame.

    Raises:
        DocumentError: ``damaged``, ``too-large``, ``too-many-cells``.
    """
    from gipaudit.documents.pages.compose import compose
    from gipaudit_ocr.door import CONVERTER, read

    pages = [read(scan, limits) for scan in scans(data, limits)]
    blocks = compose(pages, Meter(limits))
    return Document(blocks, LOADER.name, lossy=True, converter=CONVERTER)


def scans(data: bytes, limits: Limits) -> Iterator[Scan]:
    """Yield the frames of a picture as pages.

    Raises:
        DocumentError: ``damaged``, ``too-large``.
    """
    from PIL import Image, UnidentifiedImageError

    with warnings.catch_warnings():
        # What Pillow warns of (odd metadata, its own bound on pixels) is decided here by our bounds.
        warnings.simplefilter("ignore")
        try:
            with Image.open(BytesIO(data), formats=_KINDS) as image:
                yield from _frames(image, limits)
        except Image.DecompressionBombError:
            raise _too_large() from None
        except (UnidentifiedImageError, OSError, EOFError, ValueError, SyntaxError, OverflowError, MemoryError):
            raise DocumentError(
                "damaged", "图片已损坏，无法打开", "the picture is damaged and cannot be opened"
            ) from None


def _frames(image: Image, limits: Limits) -> Iterator[Scan]:
    pixels = 0
    for number in range(1, limits.pages + 2):
        try:
            image.seek(number - 1)
        except EOFError:
            return
        # Bounds come before any pixel is decoded.
        size = image.width * image.height
        pixels += size
        if size > PIXELS or pixels > _ALL_PIXELS or number > limits.pages:
            raise _too_large()
        yield _scan(image, number)


def _scan(image: Image, number: int) -> Scan:
    """One frame as a page: as it is meant to be seen, what is transparent white, huge ones scaled down."""
    import numpy as np
    from PIL import Image as images
    from PIL import ImageOps

    width, height = _size(image)
    decode(image)
    seen = ImageOps.exif_transpose(image)
    if seen.size != image.size:
        width, height = height, width
    if seen.mode.startswith(("I", "F")):
        values = np.asarray(seen, np.float64)
        grey = (values * (255 / max(float(values.max()), 255.0))).clip(0, 255).astype(np.uint8)
    else:
        colours = seen.convert("RGBA")
        paper = images.new("RGBA", colours.size, "white")
        shown = images.alpha_composite(paper, colours).convert("RGB")
        shown.thumbnail((_LARGEST, _LARGEST))
        grey = grey_of(np.asarray(shown, np.uint8))
    return Scan(number, width, height, grey)


def _size(image: Image) -> tuple[float, float]:
    """Width and height in points: by the resolution the file states where that makes a sheet, else those of A4."""
    given = image.info.get("dpi")
    dpi = float(given[0]) if isinstance(given, tuple) and given and given[0] else 0.0
    if _SCANNED.start <= dpi < _SCANNED.stop:
        width, height = image.width * 72 / dpi, image.height * 72 / dpi
        if all(_PAGES[0] <= side <= _PAGES[1] for side in (width, height)):
            return width, height
    wide = _LONG_SIDE if image.width > 1.2 * image.height else _SHORT_SIDE
    return wide, image.height * wide / image.width


def _too_large() -> DocumentError:
    return DocumentError(
        "too-large",
        f"图片太大（每页上限 {PIXELS // 1_000_000} 百万像素）；请以 200 dpi 重新扫描或缩小后再试",
        f"the picture is too large (at most {PIXELS // 1_000_000} megapixels a page): scan it anew at 200 dpi",
    )


LOADER = Loader("picture", "1", Message("图片", "pictures"), recognise, load, rank=-5)
