"""From a page's tree to blocks in reading order, each with the elements it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gipaudit.documents.encoding import printed
from gipaudit.documents.html_table import own_rows, spans
from gipaudit.documents.layout import Draft, settle
from gipaudit.documents.limits import Meter
from gipaudit.documents.model import Block, Paragraph, Picture, Place

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_UNREAD = frozenset((
    "script", "style", "noscript", "template", "head", "title", "meta", "link", "iframe", "object", "embed",
    "select", "datalist", "textarea", "button", "svg", "audio", "video", "canvas", "map", "del", "s", "strike",
    "xml",
))  # fmt: skip
_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "dfn", "em", "font", "i", "ins", "kbd",
    "label", "mark", "nobr", "q", "rb", "rp", "rt", "ruby", "samp", "small", "span", "strong", "sub", "sup", "tt",
    "u", "var", "wbr", "time", "data", "output",
))  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_PERIPHERAL = frozenset(("nav", "footer", "aside"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_SMALL = 40

# A hard line end inside collapsed white space; no page holds this character, see encoding.decode.
_BREAK = "\u2028"
_IN_CHINESE = re.compile(r"(?<=[\u2e80-\uffef])[ \t]*\n[ \t\n]*(?=[\u2e80-\uffef])")
_WHITE = re.compile(r"[ \t\n]+")


@dataclass(frozen=True, slots=True)
class Found:
    """A block, the ids of the elements around it from the outside in, and what they tell of it."""

    block: Block
    chain: tuple[int, ...]
    linked: bool = False
    peripheral: bool = False


class Flow:
    """Reads one element and all in it; ``found`` holds the blocks."""

    def __init__(self, meter: Meter, depth: int = 0, chain: tuple[int, ...] = (), peripheral: bool = False) -> None:
        self.meter = meter
        self.depth = depth
        self.found: list[Found] = []
        self._text: list[str] = []
        self._linked = 0
        self._chain = list(chain)
        self._links = self._pre = 0
        self._peripheral = int(peripheral)
        self._heading: int | None = None

    def read(self, root: LexborNode) -> None:
        """Read what stands in an element.

        Raises:
            DocumentError: ``too-deep``, ``too-many-cells`` or ``too-large``.
        """
        # Each table in a table is some ten calls of Python: a quarter of the limit is far beyond any page.
        self.meter.depth(self.depth * 4)
        # A stack instead of recursion: pages nest deeper than Python calls do.
        stack: list[tuple[LexborNode, bool]] = [(root, False)]
        while stack:
            node, left = stack.pop()
            if left:
                self._leave(node)
            elif node is root or self._enter(node):
                if node is not root:
                    stack.append((node, True))
                stack.extend((child, False) for child in reversed(_children(node)))
        self._flush()

    def _enter(self, node: LexborNode) -> bool:
        """Take a node in; return whether its children are to be read."""
        tag = node.tag or ""
        if tag == "-text":
            text = node.text_content or ""
            self._text.append(text.replace("\n", _BREAK) if self._pre else text)
            if self._links:
                self._linked += len(text.strip())
            return False
        if tag.startswith(("-", "!")) or tag in _UNREAD or _is_hidden(node):
            return False
        if tag == "br":
            self._text.append(_BREAK)
            return False
        if tag == "img" or tag == "v:imagedata":
            self._picture(node)
            return False
        if tag == "input":
            self._text.append(_value(node))
            return False
        if tag == "table":
            self._flush()
            self._table(node)
            return False
        self._open(node, tag)
        return True

    def _open(self, node: LexborNode, tag: str) -> None:
        if not _is_inline(tag):
            self._flush()
        self._chain.append(node.mem_id)
        self._links += _is_link(node, tag)
        self._pre += tag == "pre"
        self._peripheral += _is_peripheral(node, tag)
        if tag in _HEADINGS:
            self._heading = _HEADINGS[tag]

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if not _is_inline(tag):
            self._flush()
        self._chain.pop()
        self._links -= _is_link(node, tag)
        self._pre -= tag == "pre"
        self._peripheral -= _is_peripheral(node, tag)
        if tag in _HEADINGS:
            self._heading = None

    def _flush(self) -> None:
        text, linked = "".join(self._text), self._linked
        self._text, self._linked = [], 0
        if not text:
            return
        # U+2028 ends lines for str.splitlines, but so do characters that a page may hold: split on it alone.
        for part in text.split(_BREAK):
            line = _WHITE.sub(" ", _IN_CHINESE.sub("", part))
            if line := printed(line).strip(" \n"):
                self.meter.block(len(line))
                is_link = linked * 5 >= len("".join(text.split())) * 4
                self._add(Paragraph(line, Place(), self._heading), linked=is_link)

    def _picture(self, node: LexborNode) -> None:
        attributes = node.attributes
        sizes = [_pixels(attributes.get(side)) for side in ("width", "height")]
        if any(size is not None and size < _SMALL for size in sizes):
            return
        self._flush()
        self.meter.block(0)
        caption = (attributes.get("alt") or attributes.get("title") or "").strip()
        self._add(Picture(Place(), printed(caption)[:500]), linked=bool(self._links))

    def _table(self, table: LexborNode) -> None:
        caption, rows = own_rows(table)
        chain = (*self._chain, table.mem_id)
        drafts: list[Draft] = []
        origin: dict[int, Found] = {}
        rows = [row for row in rows if not _is_hidden(row[0])]
        for row, column, row_span, column_span, cell in spans(rows, self.meter, _is_hidden):
            inner = Flow(self.meter, self.depth + 1, (*chain, cell.mem_id), bool(self._peripheral))
            inner.read(cell)
            origin.update((id(found.block), found) for found in inner.found)
            blocks = [found.block for found in inner.found]
            drafts.append(Draft(row, column, column + column_span, blocks, row_span))
        title = ""
        if caption is not None:
            inner = Flow(self.meter, self.depth + 1)
            inner.read(caption)
            title = "\n".join(found.block.text for found in inner.found if isinstance(found.block, Paragraph))
        for block in settle(drafts, len(rows), self.meter, title):
            self.found.append(origin.get(id(block)) or Found(block, chain, False, bool(self._peripheral)))

    def _add(self, block: Block, *, linked: bool) -> None:
        self.found.append(Found(block, tuple(self._chain), linked, bool(self._peripheral)))


def _children(node: LexborNode) -> list[LexborNode]:
    children = []
    child = node.child
    while child is not None:
        children.append(child)
        child = child.next
    return children


def _is_inline(tag: str) -> bool:
    return tag in _INLINE or ":" in tag


def _is_link(node: LexborNode, tag: str) -> bool:
    """Whether an element is a link: Word marks its headings with anchors, which are none."""
    return tag == "a" and "href" in node.attributes


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def _is_peripheral(node: LexborNode, tag: str) -> bool:
    return tag in _PERIPHERAL or node.attributes.get("role") in ("navigation", "contentinfo")


def _value(node: LexborNode) -> str:
    """Return what an input field prints: some offices publish the form that they filled in."""
    attributes = node.attributes
    return attributes.get("value") or "" if (attributes.get("type") or "text").lower() in ("text", "number") else ""


def _pixels(size: str | None) -> int | None:
    match = re.match(r"\s*(\d{1,5})(?:px)?\s*$", size or "")
    return int(match[1]) if match else None
