"""Marks that stand for a picture in text: ``[image: image1]`` of converters, ``![caption](file)`` of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gipaudit.documents.layout import PICTURE
from gipaudit.documents.model import Paragraph, Picture, Place

_MARK = re.compile(
    r"\[(?:image|图片)[:：]\s*([^\]\n]{0,200})\]|!\[([^\]\n]{0,500})\]\([^()\n]{0,2000}\)|<img\b[^<>]{0,2000}>",
    re.IGNORECASE,
)


def pieces(text: str, place: Place, heading: int | None = None) -> Iterator[Paragraph | Picture]:
    """Split a line into its pictures and the text between them; blank pieces fall away."""
    end = 0
    for match in _MARK.finditer(text):
        yield from _paragraph(text[end : match.start()], place, heading)
        yield Picture(place, (match[1] or match[2] or "").strip())
        end = match.end()
    yield from _paragraph(text[end:], place, heading)


def _paragraph(text: str, place: Place, heading: int | None) -> Iterator[Paragraph]:
    if text := text.strip():
        yield Paragraph(text, place, heading)


def unmarked(text: str) -> str:
    """Return a cell's text without picture marks; a cell that holds only a picture says so and is not blank."""
    plain, count = _MARK.subn("", text)
    return plain if plain.strip() or not count else PICTURE
