"""Reads scanned pages and pictures: text with its confidence, ruling lines, and with both the tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gipaudit.hookspecs import hookimpl

if TYPE_CHECKING:
    from gipaudit.documents.reading import Loader
    from gipaudit.documents.recognisers import Recogniser


@hookimpl
def register_recognisers(register: Callable[[Recogniser], None]) -> None:
    """Bring the way to read scanned pages."""
    from gipaudit_ocr.door import RECOGNISER

    register(RECOGNISER)


@hookimpl
def register_loaders(register: Callable[[Loader], None]) -> None:
    """Bring files that are pictures: PNG, JPEG, TIFF, BMP, GIF, WebP."""
    from gipaudit_ocr.picture import LOADER

    register(LOADER)
