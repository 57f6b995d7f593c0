"""Text recognition: the door through which a plugin reads scanned pages and pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from gipaudit import plugins
from gipaudit.documents.limits import Limits
from gipaudit.documents.pages.page import Page
from gipaudit.errors import Message

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """A picture of a page. ``pixels`` is grey (0 black, 255 white), ``uint8`` of shape (rows, columns).

    ``number`` is the page's, from 1; ``width`` and ``height`` are its size in points.
    """

    number: int
    width: float
    height: float
    pixels: NDArray[np.uint8]


def grey_of(colours: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a picture in colours (red, green, blue: rows, columns, 3) as the grey one to be recognised.

    Half of it is the red alone, so that a red seal pales over the figures it was put on, and a red letterhead can
    still be read.
    """
    import numpy as np

    red, green, blue = (colours[:, :, channel].astype(np.uint16) for channel in range(3))
    # The usual weights of the eye (ITU-R BT.601), in 256ths.
    bright = (77 * red + 150 * green + 29 * blue) >> 8
    return np.asarray(np.maximum((red + bright) >> 1, bright), np.uint8)


@dataclass(frozen=True)
class Recogniser:
    """A way to read pictures.

    ``read`` returns the page with runs and ruling lines, each run with its confidence, its positions those of the
    picture as given. ``version`` changes whenever the same picture would be read differently. It raises
    DocumentError.
    """

    name: str
    version: str
    title: Message
    read: Callable[[Scan, Limits], Page]


@cache
def recogniser() -> Recogniser | None:
    """Return the installed way to read pictures, the first by name where there are several, or ``None``."""
    registered: plugins.Registry[Recogniser] = plugins.registry(
        "register_recognisers", "文字识别", "text recognition"
    )
    return min(registered, key=lambda each: each.name, default=None)


def decode(image: Image) -> None:
    """Decode a picture opened by Pillow.

    Raises:
        OSError: the file ends before its pixels do, whatever else in this process lets Pillow pass over that.
    """
    from PIL import ImageFile

    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        image.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
