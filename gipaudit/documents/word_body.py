"""The body of a Word document as blocks in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from gipaudit.documents.encoding import printed
from gipaudit.documents.limits import Meter
from gipaudit.documents.model import Block, Paragraph, Picture, Place
from gipaudit.documents.word_names import (
    CHOICE,
    EMBEDDED,
    FALLBACK,
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    RUBY,
    RUN,
    RUN_PROPERTIES,
    TABLE,
    TEXT,
    TEXT_BOX,
    WP,
    M,
    W,
)
from gipaudit.documents.word_styles import Styles
from gipaudit.documents.word_table import read_table
from gipaudit.documents.word_tree import child, flatten, is_on, value

if TYPE_CHECKING:
    from lxml import etree

    Element = etree._Element

_DRAWINGS = frozenset((W + "drawing", W + "pict", W + "object"))
_HIDING = (W + "vanish", W + "strike", W + "dstrike")
_CHARACTERS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_SYMBOL = W + "sym"
_CLOSED = "、）)．。.：:】］]"
_NOWHERE = Place()
LEFT_OUT = "文档嵌入了另一份文件（altChunk），其内容未读取"


class Body:
    """Reads blocks; ``left_out`` says what could not be read, in Chinese.

    ``picture`` gives the data of the picture with that relationship, where its text is to be recognised.
    """

    def __init__(
        self, styles: Styles, meter: Meter, root: Element, picture: Callable[[str], bytes | None] = lambda id: None
    ) -> None:
        self.styles = styles
        self.meter = meter
        self.picture = picture
        self.left_out: list[str] = []
        # Few documents hide anything; in the others no run has to be asked.
        self.hides = next(root.iter(*_HIDING), None) is not None
        self._depth = 0

    def read(self, parent: Element) -> list[Block]:
        """Return the blocks in an element that holds blocks: a body, a cell, a text box.

        Raises:
            DocumentError: ``too-deep``, ``too-many-cells`` or ``too-large``.
        """
        self._depth += 1
        # Each level of blocks is some ten calls of Python: a quarter of the limit is far beyond any report.
        self.meter.depth(self._depth * 4)
        blocks: list[Block] = []
        for element in flatten(parent):
            tag = element.tag
            if tag == PARAGRAPH:
                blocks += self._paragraph(element)
            elif tag == TABLE:
                blocks += read_table(element, self)
            elif tag == EMBEDDED and LEFT_OUT not in self.left_out:
                self.left_out.append(LEFT_OUT)
        self._depth -= 1
        return blocks

    def _paragraph(self, element: Element) -> list[Block]:
        look = self.styles.look(child(element, PARAGRAPH_PROPERTIES))
        if look.contents:
            return []
        runs = _Runs(self)
        runs.read(element)
        blocks: list[Block] = runs.pictures
        lines = printed("".join(runs.text)).split("\n")
        if number := look.number:
            lines[0] = f"{number}{'' if number[-1] in _CLOSED else ' '}{lines[0].lstrip()}"
        for line in lines:
            if line.strip():
                self.meter.block(len(line))
                blocks.append(Paragraph(line.strip(" \t"), _NOWHERE, look.heading))
        return blocks + runs.boxes


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
            tag = element.tag
            if tag == RUN:
                if not (self.body.hides and _is_unprinted(element)):
                    self._run(element)
            elif tag == RUBY:
                self.read(element)
            elif tag.startswith(M):
                self.text += [text.text or "" for text in element.iter(M + "t")]

    def _run(self, run: Element) -> None:
        for element in flatten(run):
            tag = element.tag
            if tag == TEXT:
                self.text.append((element.text or "").replace("\n", " "))
            elif tag in _CHARACTERS:
                self.text.append(_CHARACTERS[tag])
            elif tag == _SYMBOL:
                self.text.append(_symbol(value(element, W + "char") or ""))
            elif tag == RUBY:
                self.read(element)
            elif tag in _DRAWINGS:
                self._drawing(element)

    def _drawing(self, element: Element) -> None:
        boxes = dict.fromkeys(element.iter(TEXT_BOX))
        outermost = [box for box in boxes if not any(ancestor in boxes for ancestor in box.iterancestors())]
        for box in _printed_once(outermost):
            self.boxes += self.body.read(box)
        if boxes:
            return
        caption = next((one.get("descr") or "" for one in element.iter(WP + "docPr")), "")
        self.body.meter.block(len(caption))
        data = next(filter(None, map(self.body.picture, _relationships(element))), None)
        self.pictures.append(Picture(_NOWHERE, printed(caption)[:500], data))


def _relationships(drawing: Element) -> Iterator[str]:
    """Yield the ids by which a drawing names its pictures, whatever the standard's edition calls their namespaces."""
    for element in drawing.iter("{*}blip", "{*}imagedata"):
        for name, id in element.attrib.items():
            if str(name).endswith(("}embed", "}id")):
                yield str(id)


def _printed_once(boxes: Iterable[Element]) -> Iterator[Element]:
    """Yield the boxes but those of a fallback whose choice is there as well."""
    for box in boxes:
        fallback = next(box.iterancestors(FALLBACK), None)
        if fallback is None or child(fallback.getparent(), CHOICE) is None:
            yield box


def _is_unprinted(run: Element) -> bool:
    """Whether a run is hidden or struck out."""
    properties = child(run, RUN_PROPERTIES)
    return any(is_on(child(properties, name)) for name in _HIDING)


def _symbol(code: str) -> str:
    """Return a symbol; those of private fonts have no meaning outside them and become a replacement mark."""
    number = int(code, 16) if len(code) == 4 and all(digit in "0123456789abcdefABCDEF" for digit in code) else 0
    return chr(number) if 0x20 < number < 0xD800 else "\ufffd"
