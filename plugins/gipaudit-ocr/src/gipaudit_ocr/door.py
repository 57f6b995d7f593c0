"""What gipaudit is told of this plugin. The libraries that recognise text are loaded with the first page."""

from __future__ import annotations

from importlib.metadata import version

from gipaudit.documents.limits import Limits
from gipaudit.documents.pages.page import Page
from gipaudit.documents.recognisers import Recogniser, Scan
from gipaudit.errors import Message


def read(scan: Scan, limits: Limits) -> Page:
    """Read a page."""
    from gipaudit_ocr import recogniser

    return recogniser.read(scan, limits)


RECOGNISER = Recogniser(
    "rapidocr", f"{version('rapidocr')}+1", Message("图片文字识别（rapidocr）", "text recognition (rapidocr)"), read
)
CONVERTER = f"{RECOGNISER.name} {RECOGNISER.version}"
"""What a document says of the program that recognised its text."""
