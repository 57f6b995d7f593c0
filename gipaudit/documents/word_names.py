"""Names of WordprocessingML as the parser writes them, ``{namespace}local``: those of the transitional standard."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

_STRICT = "{http://purl.oclc.org/ooxml/"
_TRANSITIONAL = {
    "{http://purl.oclc.org/ooxml/wordprocessingml/main": "{http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "{http://purl.oclc.org/ooxml/officeDocument/math": "{http://schemas.openxmlformats.org/officeDocument/2006/math",
    "{http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": (
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    ),
}

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

VALUE = W + "val"
PARAGRAPH, PARAGRAPH_PROPERTIES = W + "p", W + "pPr"
RUN, RUN_PROPERTIES, TEXT, RUBY = W + "r", W + "rPr", W + "t", W + "ruby"
TABLE, TABLE_PROPERTIES = W + "tbl", W + "tblPr"
ROW, ROW_PROPERTIES = W + "tr", W + "trPr"
CELL, CELL_PROPERTIES = W + "tc", W + "tcPr"
TEXT_BOX, EMBEDDED = W + "txbxContent", W + "altChunk"
CONTROL, CONTROL_CONTENT = W + "sdt", W + "sdtContent"
NUMBERING, LIST, LEVEL = W + "numPr", W + "numId", W + "ilvl"
ALTERNATIVES, CHOICE, FALLBACK = MC + "AlternateContent", MC + "Choice", MC + "Fallback"


def make_transitional(root: etree._Element) -> None:
    """Give the elements and attributes of a part in the strict standard the names of the transitional one."""
    if not root.tag.startswith(_STRICT):
        return
    for element in root.iter():
        element.tag = _transitional(element.tag)
        for name in [str(one) for one in element.attrib if str(one).startswith(_STRICT)]:
            element.set(_transitional(name), element.attrib.pop(name))


@cache
def _transitional(name: str) -> str:
    namespace, _, local = name.rpartition("}")
    return f"{_TRANSITIONAL.get(namespace, namespace)}}}{local}" if namespace else name
