"""Names of WordprocessingML, the same for the transitional and the strict standard."""

from __future__ import annotations

from functools import cache

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
}


@cache
def short(name: str) -> str:
    """Return ``w:p`` for an element or attribute name in braces notation; ``?`` before what is foreign."""
    if not name.startswith("{"):
        return name
    namespace, _, local = name[1:].partition("}")
    return f"{_PREFIXES.get(namespace, '?')}:{local}"


@cache
def qualified(name: str) -> tuple[str, ...]:
    """Return the names in braces notation that ``w:p`` stands for: the transitional one, then the strict."""
    prefix, _, local = name.partition(":")
    return tuple(f"{{{namespace}}}{local}" for namespace, short in _PREFIXES.items() if short == prefix)
