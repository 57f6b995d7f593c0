"""From a page's tree to blocks in reading order, each with the elements it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from gipaudit.documents.encoding import printed
from gipaudit.documents.html_table import SPANNING, own_rows, spans
from gipaudit.documents.layout import Draft, settle
from gipaudit.documents.limits import Meter
from gipaudit.documents.model import Block, Paragraph, Picture, Place
from gipaudit.documents.pictured import inline

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

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
_TELLING = frozenset((*_HEADINGS, *_PERIPHERAL, "a", "pre"))
_WHOLE = frozenset(("table", "br", "input", "img", "v:imagedata"))
_DECIDING = _UNREAD | _WHOLE | _TELLING
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_MARKED = '[hidden], [style*="none" i], [style*="hid" i], [role]'
_SMALL = 40
_NOWHERE = Place()

# A hard line end inside collapsed white space; no page holds this character, see encoding.decode.
_BREAK = "\u2028"
_BLANKS = " \t\n" + _BREAK
_IN_CHINESE = re.compile(r"(?<=[\u2e80-\uffef])[ \t]*\n[ \t\n]*(?=[\u2e80-\uffef])")
_WHITE = re.compile(r"[ \t\n]+")


@dataclass(frozen=True, slots=True)
class Found:
    """A block, the ids of the elements around it from the outside in, and what they tell of it."""

    block: Block
    chain: tuple[int, ...]
    linked: bool = False
    peripheral: bool = False


class Page:
    """What is known of a whole page before it is walked through: the few elements whose attributes decide.

    ``hidden`` and ``peripheral`` are the ids of elements that are not shown, and that say of themselves that they
    stand beside the content; ``spanning`` those of cells that may cover several positions.
    """

    def __init__(self, tree: LexborHTMLParser) -> None:
        marked = tree.css(_MARKED)
        self.hidden = {node.mem_id for node in marked if _is_hidden(node)}
        self.peripheral = {node.mem_id for node in marked if _is_peripheral(node)}
        self.spanning = {node.mem_id for node in tree.css(SPANNING)}


class _Effect(NamedTuple):
    """What an element does to the text in it, as long as it is open."""

    link: bool
    pre: bool
    peripheral: bool
    heading: int | None


class Flow:
    """Reads elements and all in them, one after the other."""

    def __init__(self, page: Page, meter: Meter, depth: int = 0, peripheral: bool = False) -> None:
        self.page = page
        self.meter = meter
        self.depth = depth
        self._found: list[Found] = []
        self._text: list[str] = []
        self._linked = 0
        self._chain: list[int] = []
        self._links = self._pre = 0
        self._peripheral = int(peripheral)
        self._heading: int | None = None

    def read(self, root: LexborNode, chain: tuple[int, ...] = ()) -> list[Found]:
        """Return the blocks in an element; ``chain`` are the ids of the elements around them.

        Raises:
            DocumentError: ``too-deep``, ``too-many-cells`` or ``too-large``.
        """
        self._found, self._chain = [], list(chain)
        # A stack instead of recursion: pages nest deeper than Python calls do.
        opened: list[tuple[LexborNode, bool, _Effect | None]] = []
        node = root.child
        while node is not None or opened:
            if node is None:
                element, inline, effect = opened.pop()
                self._close(inline, effect)
                node = element.next
            elif node.is_text_node:
                self._take(node.text_content or "")
                node = node.next
            elif self._passes(node, tag := node.tag or ""):
                node = node.next
            else:
                inline = _is_inline(tag)
                opened.append((node, inline, self._open(node, tag, inline)))
                node = node.child
        self._flush()
        return self._found

    def _plain(self, cell: LexborNode) -> str | None:
        """Return the line of a cell that holds one text and nothing else, however wrapped, as most do; else none."""
        node, depth = cell.child, 0
        while node is not None:
            if node.next is not None:
                return None
            if node.is_text_node:
                return _line(node.text_content or "")
            id = node.mem_id
            if (
                node.tag in _DECIDING
                or not node.is_element_node
                or id in self.page.hidden
                or id in self.page.peripheral
            ):
                return None
            node, depth = node.child, depth + 1
            self.meter.depth(depth)
        return ""

    def _take(self, text: str) -> None:
        self._text.append(text.replace("\n", _BREAK) if self._pre else text)
        if self._links:
            self._linked += len(text.strip())

    def _passes(self, node: LexborNode, tag: str) -> bool:
        """Whether a node is done with: it is not read, or has been, as a whole."""
        if tag in _UNREAD or not node.is_element_node or node.mem_id in self.page.hidden:
            return True
        if tag not in _WHOLE:
            return False
        if tag == "table":
            self._flush()
            self._table(node)
        elif tag == "br":
            self._text.append(_BREAK)
        elif tag == "input":
            self._text.append(_value(node))
        else:
            self._picture(node)
        return True

    def _open(self, node: LexborNode, tag: str, inline: bool) -> _Effect | None:
        if not inline:
            self._flush()
        self._chain.append(node.mem_id)
        self.meter.depth(len(self._chain))
        if tag not in _TELLING and node.mem_id not in self.page.peripheral:
            return None
        peripheral = tag in _PERIPHERAL or node.mem_id in self.page.peripheral
        effect = _Effect(_is_link(node, tag), tag == "pre", peripheral, _HEADINGS.get(tag))
        self._links += effect.link
        self._pre += effect.pre
        self._peripheral += effect.peripheral
        if effect.heading is not None:
            self._heading = effect.heading
        return effect

    def _close(self, inline: bool, effect: _Effect | None) -> None:
        if not inline:
            self._flush()
        self._chain.pop()
        if effect is not None:
            self._links -= effect.link
            self._pre -= effect.pre
            self._peripheral -= effect.peripheral
            if effect.heading is not None:
                self._heading = None

    def _flush(self) -> None:
        if not self._text:
            return
        text, linked = "".join(self._text), self._linked
        self._text, self._linked = [], 0
        if not text.strip(_BLANKS):
            return
        # U+2028 ends lines for str.splitlines, but so do characters that a page may hold: split on it alone.
        for part in text.split(_BREAK):
            if line := _line(part):
                self.meter.block(len(line))
                self._add(Paragraph(line, _NOWHERE, self._heading), linked=_is_linked(text, linked))

    def _picture(self, node: LexborNode) -> None:
        attributes = node.attributes
        sizes = [_pixels(attributes.get(side)) for side in ("width", "height")]
        if any(size is not None and size < _SMALL for size in sizes):
            return
        self._flush()
        self.meter.block(0)
        caption = (attributes.get("alt") or attributes.get("title") or "").strip()
        picture = Picture(_NOWHERE, printed(caption)[:500], inline(attributes.get("src")))
        self._add(picture, linked=bool(self._links))

    def _table(self, table: LexborNode) -> None:
        # Each table in a table is some ten calls of Python: a quarter of the limit is far beyond any page.
        self.meter.depth((self.depth + 1) * 4)
        caption, rows = own_rows(table)
        chain = (*self._chain, table.mem_id)
        inner = Flow(self.page, self.meter, self.depth + 1, bool(self._peripheral))
        drafts: list[Draft] = []
        found: list[Found] = []
        lines: list[int] = []
        characters = 0
        rows = [row for row in rows if row[0].mem_id not in self.page.hidden]
        for row, column, row_span, column_span, cell in spans(rows, self.meter, self.page.hidden, self.page.spanning):
            if (line := self._plain(cell)) is None:
                held = inner.read(cell, (*chain, cell.mem_id))
                found += held
                blocks = [one.block for one in held]
                drafts.append(Draft(row, column, column + column_span, blocks, row_span))
                continue
            drafts.append(Draft(row, column, column + column_span, (), row_span, _NOWHERE, line))
            if line:
                lines.append(cell.mem_id)
                characters += len(line)
        self.meter.block(characters, len(lines))
        title = ""
        if caption is not None:
            title = "\n".join(one.block.text for one in inner.read(caption) if isinstance(one.block, Paragraph))
        origin = {id(one.block): one for one in found}
        settled = settle(drafts, len(rows), self.meter, title)
        holding = iter(lines)
        for number, block in enumerate(settled):
            around = chain
            if id(block) not in origin and isinstance(block, Paragraph) and (number or not title):
                around = (*chain, next(holding))  # the table is none, and this the line of a cell
            self._found.append(origin.get(id(block)) or Found(block, around, False, bool(self._peripheral)))

    def _add(self, block: Block, *, linked: bool) -> None:
        self._found.append(Found(block, tuple(self._chain), linked, bool(self._peripheral)))


def _line(text: str) -> str:
    """Return a line as a browser shows it: white space collapsed, none where the source breaks Chinese text."""
    if not text.isprintable():  # most cells and headings hold nothing but letters, digits and blanks
        text = printed(_WHITE.sub(" ", _IN_CHINESE.sub("", text)))
    elif "  " in text:
        text = _WHITE.sub(" ", text)
    return text.strip(" \n")


def _is_inline(tag: str) -> bool:
    return tag in _INLINE or ":" in tag


def _is_linked(text: str, linked: int) -> bool:
    """Whether most of a text, white space left out, is link."""
    return linked * 5 >= len("".join(text.split())) * 4 if linked else text.isspace()


def _is_link(node: LexborNode, tag: str) -> bool:
    """Whether an element is a link: Word marks its headings with anchors, which are none."""
    return tag == "a" and "href" in node.attributes


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def _is_peripheral(node: LexborNode) -> bool:
    return node.attributes.get("role") in ("navigation", "contentinfo")


def _value(node: LexborNode) -> str:
    """Return what an input field prints: some offices publish the form that they filled in."""
    attributes = node.attributes
    return attributes.get("value") or "" if (attributes.get("type") or "text").lower() in ("text", "number") else ""


def _pixels(size: str | None) -> int | None:
    match = re.match(r"\s*(\d{1,5})(?:px)?\s*$", size or "")
    return int(match[1]) if match else None
