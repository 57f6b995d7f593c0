"""Word documents (.docx, .docm): what Word prints of the body, tracked changes accepted, merges resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gipaudit.documents.archive import CONTENT_TYPES, Archive
from gipaudit.documents.encoding import printed
from gipaudit.documents.layout import number
from gipaudit.documents.limits import Limits, Meter
from gipaudit.documents.model import Document
from gipaudit.documents.reading import Loader
from gipaudit.errors import DocumentError, Message

if TYPE_CHECKING:
    from lxml import etree

# Content types of Word's parts, the second those of files with macros.
_WORD = (b"wordprocessingml", b"vnd.ms-word.")
_PROPERTIES = ("title", "subject", "created", "modified")


def load(data: bytes, limits: Limits) -> Document:
    """Read a Word document.

    Raises:
        DocumentError: ``damaged``, ``encrypted``, ``unsafe``, ``inflates``, ``too-large``, ``too-deep``,
            ``too-many-cells`` or ``too-many-members``.
    """
    from gipaudit.documents.word_body import Body
    from gipaudit.documents.word_names import W
    from gipaudit.documents.word_package import Package
    from gipaudit.documents.word_styles import Styles
    from gipaudit.documents.word_tree import child

    package = Package(data, limits)
    root = package.document
    body = Body(Styles(package.styles, package.numbering), Meter(limits), root, package.picture)
    element = child(root, W + "body")
    blocks = number(body.read(element)) if element is not None else ()
    return Document(blocks, LOADER.name, _metadata(package.properties), bool(body.left_out), tuple(body.left_out))


def _metadata(properties: etree._Element | None) -> dict[str, str]:
    """Return title, subject and dates; who wrote it is nobody's business here."""
    metadata: dict[str, str] = {}
    for element in properties if properties is not None else ():
        name = str(element.tag).rpartition("}")[2]
        if name in _PROPERTIES and element.text and element.text.strip():
            metadata[name] = " ".join(printed(element.text).split())[:1000]
    return metadata


def recognise(data: bytes) -> bool:
    """Whether the bytes are an archive whose content types name a Word document."""
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return False
    try:
        archive = Archive(data, Limits())
        types = archive.read(CONTENT_TYPES) if CONTENT_TYPES in archive.names else b""
        return any(kind in types for kind in _WORD)
    except DocumentError:
        return False


LOADER = Loader("docx", "1", Message("Word 文档（.docx）", "Word document (.docx)"), recognise, load, rank=100)
