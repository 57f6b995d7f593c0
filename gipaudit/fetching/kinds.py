"""What was got, by its bytes: the suffix under which it is saved. What the server calls it is not asked."""

from __future__ import annotations

import re

from gipaudit.documents.encoding import decode, head
from gipaudit.documents.html import recognise as is_page
from gipaudit.errors import DocumentError

PAGE = ".html"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_BEGINNINGS = (
    (b"{\\rtf", ".rtf"),
    (b"Rar!\x1a\x07", ".rar"),
    (b"7z\xbc\xaf\x27\x1c", ".7z"),
    (b"\x1f\x8b", ".gz"),
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"II*\x00", ".tif"),
    (b"MM\x00*", ".tif"),
)
_MEMBERS = (
    (b"word/", ".docx"),
    (b"OFD.xml", ".ofd"),
    (b"xl/", ".xlsx"),
    (b"ppt/", ".pptx"),
    (b"content.xml", ".odt"),
)
_STREAMS = (("WordDocument", ".doc"), ("Workbook", ".xls"))
_SCRIPTED = re.compile(r"<(?:script|frameset|meta|title|body)[\s>]")


def suffix_of(data: bytes, named: str = "") -> str:
    """The suffix that fits the bytes; ``named`` is the link's, which tells WPS from Word.

    Bytes of no known kind are ``.bin``.
    """
    if b"%PDF-" in data[:1024]:
        return ".pdf"
    if data.startswith(_ZIP):
        return next((suffix for member, suffix in _MEMBERS if _has_member(data, member)), ".zip")
    if data.startswith(_OLE):
        found = next((suffix for name, suffix in _STREAMS if name.encode("utf-16-le") in data), ".bin")
        return named if (found, named) in ((".doc", ".wps"), (".xls", ".et")) else found
    for beginning, suffix in _BEGINNINGS:
        if data.startswith(beginning):
            return suffix
    if is_page(data) or _SCRIPTED.search(head(data)):
        return PAGE
    try:
        decode(data)
    except DocumentError:
        return ".bin"
    return ".txt"


def _has_member(data: bytes, name: bytes) -> bool:
    """Whether a ZIP file has a member whose name begins so: names stand 30 bytes behind their entry's mark."""
    return (
        re.search(rb"PK\x03\x04.{26}" + re.escape(name) + rb"|PK\x01\x02.{42}" + re.escape(name), data, re.S)
        is not None
    )
