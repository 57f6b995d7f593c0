"""The body of a Word document as blocks in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from gipaudit.documents.encoding import printed
from gipaudit.documents.limits import Meter
from gipaudit.documents.model import Block, Paragraph, Picture, Place
from gipaudit.documents.word_names import short
from gipaudit.documents.word_styles import Styles, child, is_on, value

if TYPE_CHECKING:
    from lxml import etree

    Element = etree._Element

# Elements that only wrap others, at the level of blocks and of runs.
_WRAPPERS = frozenset((
    "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo", "w:hyperlink", "w:fldSimple", "w:dir",
    "w:bdo", "w:rt", "w:rubyBase", "mc:Choice", "mc:Fallback", "m:oMath", "m:oMathPara",
))  # fmt: skip
_DRAWINGS = frozenset(("w:drawing", "w:pict", "w:object"))
_CLOSED = "、）)．。.：:】］]"
EMBEDDED = "文档嵌入了另一份文件（altChunk），其内容未读取"


class Body:
    """Reads blocks; ``left_out`` says what could not be read, in Chinese."""

    def __init__(self, styles: Styles, meter: Meter) -> None:
        self.styles = styles
        self.meter = meter
        self.left_out: list[str] = []
        self._depth = 0

    def read(self, parent: Element) -> list[Block]:
        """Return the blocks in an element that holds blocks: a body, a cell, a text box.

        Raises:
            DocumentError: ``too-deep``, ``too-many-cells`` or ``too-large``.
        """
        from gipaudit.documents.word_table import read_table

        self._depth += 1
        # Each level of blocks is some ten calls of Python: a quarter of the limit is far beyond any report.
        self.meter.depth(self._depth * 4)
        blocks: list[Block] = []
        for element in flatten(parent):
            match short(str(element.tag)):
                case "w:p":
                    blocks += self._paragraph(element)
                case "w:tbl":
                    blocks += read_table(element, self)
                case "w:altChunk" if EMBEDDED not in self.left_out:
                    self.left_out.append(EMBEDDED)
        self._depth -= 1
        return blocks

    def _paragraph(self, element: Element) -> list[Block]:
        properties = child(element, "w:pPr")
        number = self.styles.number(properties)
        if self.styles.in_contents(properties):
            return []
        runs = _Runs(self)
        runs.read(element)
        blocks: list[Block] = []
        heading = self.styles.heading(properties)
        lines = printed("".join(runs.text)).split("\n")
        if number:
            lines[0] = f"{number}{'' if number[-1] in _CLOSED else ' '}{lines[0].lstrip()}"
        for line in lines:
            if line.strip():
                self.meter.block(len(line))
                blocks.append(Paragraph(line.strip(" \t"), Place(), heading))
        return [*runs.pictures, *blocks, *runs.boxes]


class _Runs:
    """Gathers what the runs of one paragraph print: text, pictures, and the blocks of text boxes."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.text: list[str] = []
        self.pictures: list[Block] = []
        self.boxes: list[Block] = []

    def read(self, parent: Element) -> None:
        """Read the children of a paragraph or of what wraps runs."""
        for element in flatten(parent):
            name = short(str(element.tag))
            if name == "w:r" and not _is_unprinted(child(element, "w:rPr")):
                for part in flatten(element):
                    self._part(part)
            elif name == "w:ruby":
                self.read(element)
            elif name.startswith("m:"):
                self.text += [text.text or "" for text in element.iter() if short(str(text.tag)) == "m:t"]

    def _part(self, element: Element) -> None:
        match short(str(element.tag)):
            case "w:t":
                self.text.append((element.text or "").replace("\n", " "))
            case "w:tab" | "w:ptab":
                self.text.append("\t")
            case "w:br" | "w:cr":
                self.text.append("\n")
            case "w:noBreakHyphen":
                self.text.append("-")
            case "w:sym":
                self.text.append(_symbol(value(element, "w:char") or ""))
            case "w:ruby":
                self.read(element)
            case name if name in _DRAWINGS:
                self._drawing(element)

    def _drawing(self, element: Element) -> None:
        boxes = {box: None for box in element.iter() if short(str(box.tag)) == "w:txbxContent"}
        outermost = [box for box in boxes if not any(ancestor in boxes for ancestor in box.iterancestors())]
        for box in _printed_once(outermost):
            self.boxes += self.body.read(box)
        if boxes:
            return
        caption = next((one.get("descr") or "" for one in element.iter() if short(str(one.tag)) == "wp:docPr"), "")
        self.body.meter.block(len(caption))
        self.pictures.append(Picture(Place(), printed(caption)[:500]))


def flatten(parent: Element) -> Iterator[Element]:
    """Yield the children of an element, and instead of wrappers what they hold; deletions fall away.

    Of alternative contents the first choice stands, and only where there is none the fallback.
    """
    stack: list[Iterator[Element]] = [iter(parent)]
    while stack:
        for element in stack[-1]:
            name = short(str(element.tag))
            if name == "mc:AlternateContent":
                content = child(element, "mc:Choice")
                content = content if content is not None else child(element, "mc:Fallback")
                stack.append(iter(content if content is not None else ()))
                break
            if name == "w:sdt":
                content = child(element, "w:sdtContent")
                stack.append(iter(content if content is not None else ()))
                break
            if name in _WRAPPERS:
                stack.append(iter(element))
                break
            yield element
        else:
            stack.pop()


def _printed_once(boxes: Iterable[Element]) -> Iterator[Element]:
    """Yield the boxes but those of a fallback whose choice is there as well."""
    for box in boxes:
        fallback = next((one for one in box.iterancestors() if short(str(one.tag)) == "mc:Fallback"), None)
        if fallback is None or child(fallback.getparent(), "mc:Choice") is None:
            yield box


def _is_unprinted(properties: Element | None) -> bool:
    """Whether a run is hidden or struck out."""
    return any(is_on(child(properties, name)) for name in ("w:vanish", "w:strike", "w:dstrike"))


def _symbol(code: str) -> str:
    """Return a symbol; those of private fonts have no meaning outside them and become a replacement mark."""
    number = int(code, 16) if len(code) == 4 and all(digit in "0123456789abcdefABCDEF" for digit in code) else 0
    return chr(number) if 0x20 < number < 0xD800 else "\ufffd"
