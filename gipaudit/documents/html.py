"""Web pages as government portals serve them, and what Word saves as a web page.

The tree is a browser's (HTML5); what a page hides is not read. Menus and footers around the report fall away, see
:mod:`gipaudit.documents.html_content`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from gipaudit.documents.encoding import decode, head, printed
from gipaudit.documents.layout import number
from gipaudit.documents.limits import Limits, Meter, too_large
from gipaudit.documents.model import Block, Document, Place, Table
from gipaudit.documents.reading import Loader
from gipaudit.documents.signatures import refusal
from gipaudit.errors import Message

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

INEXACT = "部分字节无法按任何编码识别，相应文字缺失"

_ROOT = "<html"
_PAGE = ("<!doctype html", "<html", "<head", "<body")
_PIECE = re.compile(
    r"<(?:!--|\?xml|(?:p|div|table|span|br|font|strong|center|section|article|meta|title|h[1-6])[\s>/])"
)
_MARKDOWN = re.compile(rb"^(?:#{1,6} |\|?[ \t]*:?---+:?[ \t]*\|)", re.MULTILINE)


def load(data: bytes, limits: Limits) -> Document:
    """Read a web page.

    Raises:
        DocumentError: ``too-large``, ``too-deep``, ``too-many-cells`` or ``binary``.
    """
    if len(data) > limits.text_bytes:
        raise too_large(len(data), limits.text_bytes)
    from gipaudit.documents.html_content import select
    from gipaudit.documents.html_flow import Flow, Page

    decoded = decode(data)
    tree = _parse(decoded.text, limits)
    metadata = _metadata(tree)
    found = [] if tree.body is None else Flow(Page(tree), Meter(limits)).read(tree.body)
    titles = [metadata[key] for key in ("title", "articletitle") if key in metadata]
    blocks = select(found, titles)
    return Document(
        number(blocks),
        LOADER.name,
        {**metadata, "encoding": decoded.encoding},
        lossy=not decoded.exact,
        notes=() if decoded.exact else (INEXACT,),
    )


def fragment(source: str, meter: Meter) -> list[Block]:
    """Read a piece of HTML that stands in another format; nothing of it falls away.

    Raises:
        DocumentError: ``too-deep`` or ``too-many-cells``.
    """
    from gipaudit.documents.html_flow import Flow, Page

    tree = _parse(source, meter.limits)
    found = [] if tree.body is None else Flow(Page(tree), meter).read(tree.body)
    return [one.block for one in found]


def at_line(block: Block, line: int) -> Block:
    """Return a block of a fragment with the line at which the fragment begins."""
    if isinstance(block, Table):
        rows = tuple(tuple(replace(cell, place=replace(cell.place, line=line)) for cell in row) for row in block.rows)
        return replace(block, rows=rows, place=Place(line=line))
    return replace(block, place=Place(line=line))


def _parse(source: str, limits: Limits) -> LexborHTMLParser:
    from selectolax.lexbor import LexborHTMLParser

    from gipaudit.documents.html_guard import check

    check(source, limits)
    return LexborHTMLParser(source)


def _metadata(tree: LexborHTMLParser) -> Mapping[str, str]:
    """Return the title and what the page says of itself, by lower-case name; the first of a name stands."""
    metadata: dict[str, str] = {}
    title = tree.css_first("title")
    if title is not None and (text := " ".join(printed(title.text()).split())):
        metadata["title"] = text
    for meta in tree.css("meta"):
        attributes = meta.attributes
        name, content = attributes.get("name") or attributes.get("property"), attributes.get("content")
        if name and content and content.strip():
            metadata.setdefault(name.strip().lower()[:100], " ".join(printed(content).split())[:1000])
    return metadata


def recognise(data: bytes) -> bool:
    """Whether the file begins as a web page or a piece of one does, and shows nothing of Markdown around HTML."""
    beginning = head(data)
    start = beginning.lstrip("\xef\xbb\xbf\xff\xfe \t\r\n")
    if refusal(data) is not None:
        return False
    if start.startswith(_PAGE):
        return True
    return not _MARKDOWN.search(data[:65536]) and (_ROOT in beginning or bool(_PIECE.match(start)))


LOADER = Loader("html", "1", Message("网页", "web page"), recognise, load)
