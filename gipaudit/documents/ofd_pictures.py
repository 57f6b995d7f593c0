"""Pictures in an OFD file: whether they can be seen through, and a scanned page put together from them."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from gipaudit.documents.archive import damaged
from gipaudit.documents.ofd_canvas import Sheet
from gipaudit.documents.ofd_package import Package
from gipaudit.documents.recognisers import Scan, decode, grey_of
from gipaudit.errors import DocumentError

if TYPE_CHECKING:
    from PIL import Image

_FULL_COLOUR = (0, 2)  # the colour types of PNG that hold no transparency
_TRANSPARENT = b"tRNS"
_DOTS = 300 / 72  # pixels in a point, at most: 300 dpi
_PIXELS = 20_000_000  # of a page; its pictures together may have twice as many


def opaque(package: Package, part: str) -> bool:
    """Whether nothing shines through a picture, as far as its format tells.

    Raises:
        DocumentError: as :meth:`Package.data`.
    """
    data = package.data(part)[:4096]
    if data.startswith(b"\x89PNG"):
        return len(data) > 25 and data[25] in _FULL_COLOUR and _TRANSPARENT not in data
    return data.startswith((b"\xff\xd8\xff", b"BM", b"II*\x00", b"MM\x00*", b"\x97JB2"))


def scan(package: Package, sheet: Sheet) -> Scan | None:
    """Return a page's pictures as one, each in its place; ``None`` where none of them can be opened.

    Raises:
        DocumentError: ``damaged`` or ``too-large``.
    """
    import numpy as np
    from PIL import Image

    pictures = [(each.box, picture) for each in sheet.canvas.pictures if (picture := _opened(package, each.part))]
    if sum(picture.width * picture.height for _, picture in pictures) > 2 * _PIXELS:
        raise _too_large()
    dots = max((picture.width / max(box[2] - box[0], 1.0) for box, picture in pictures), default=0.0)
    dots = min(dots, _DOTS, (_PIXELS / (sheet.width * sheet.height)) ** 0.5)
    if not dots:
        return None
    size = max(round(sheet.width * dots), 1), max(round(sheet.height * dots), 1)
    whole = Image.new("RGB", size, (255, 255, 255))
    for (left, top, right, bottom), picture in pictures:
        width, height = round((right - left) * dots), round((bottom - top) * dots)
        if 0 < width * height <= 2 * _PIXELS:
            try:
                decode(picture)
                shown = picture.convert("RGBA" if picture.has_transparency_data else "RGB").resize((width, height))
            except (OSError, ValueError, SyntaxError):
                raise damaged() from None
            whole.paste(shown, (round(left * dots), round(top * dots)), shown if shown.mode == "RGBA" else None)
    return Scan(sheet.number, sheet.width, sheet.height, grey_of(np.asarray(whole, dtype=np.uint8)))


def _opened(package: Package, part: str) -> Image.Image | None:
    from PIL import Image, UnidentifiedImageError

    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return Image.open(BytesIO(package.data(part)))
        except UnidentifiedImageError:
            return None
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise _too_large() from None
        except (OSError, ValueError, SyntaxError):
            raise damaged() from None


def _too_large() -> DocumentError:
    return DocumentError("too-large", "文件中的图片尺寸过大，未读取", "a picture in the file is too large: not read")
