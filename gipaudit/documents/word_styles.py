"""What Word's styles and numbering say of a paragraph: its heading level and the number printed before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from gipaudit.documents.word_lists import Lists
from gipaudit.documents.word_names import LEVEL, LIST, NUMBERING, PARAGRAPH_PROPERTIES, W
from gipaudit.documents.word_tree import child, children, integer, value

if TYPE_CHECKING:
    from lxml import etree

    Element = etree._Element

_OUTLINE, _STYLE = W + "outlineLvl", W + "pStyle"
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_CONTENTS = re.compile(r"toc\s*\d|目录\s*\d", re.IGNORECASE)
_NO_HEADING = 9
_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says: outline level and list as Word writes them, the level that its name tells."""

    outline: str | None = None
    named: int | None = None
    contents: bool = False
    list: str | None = None
    level: str | None = None


class Look(NamedTuple):
    """How a paragraph is set: its heading level, 1 to 6, the number that Word prints before it, or nothing, and
    whether it is a line of the table of contents.
    """

    heading: int | None
    number: str
    contents: bool


class Styles:
    """The styles and lists of one document. Counts on, so it is asked paragraph by paragraph, once each."""

    def __init__(self, styles: Element | None, numbering: Element | None) -> None:
        found = () if styles is None else styles.iterchildren(W + "style")
        self._styles = {style.get(W + "styleId", ""): style for style in found}
        self._default = next(
            (
                name
                for name, style in self._styles.items()
                if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on")
            ),
            "",
        )
        self._lists = Lists(numbering)
        self._known: dict[str, Style] = {}

    def look(self, properties: Element | None) -> Look:
        """Count a paragraph with these ``w:pPr``, and return how it is set."""
        own = children(properties)
        style = self._style(value(own.get(_STYLE)) or self._default)
        outline = value(own.get(_OUTLINE)) or style.outline
        heading = style.named if outline is None else _outlined(outline)
        return Look(heading, self._number(own.get(NUMBERING), style), style.contents)

    def _style(self, name: str) -> Style:
        """Return what a style says; it is looked through once."""
        if name not in self._known:
            self._known[name] = self._resolve(name)
        return self._known[name]

    def _resolve(self, name: str) -> Style:
        """Look through a style and those it is based on: what the nearest says, stands."""
        style = Style()
        for _ in range(_CHAIN):
            element = self._styles.get(name)
            if element is None:
                break
            properties, printed = child(element, PARAGRAPH_PROPERTIES), value(child(element, W + "name")) or ""
            numbering = child(properties, NUMBERING)
            style = Style(
                style.outline or value(child(properties, _OUTLINE)),
                style.named or _named_level(printed),
                style.contents or bool(_CONTENTS.match(printed)),
                style.list or value(child(numbering, LIST)),
                style.level or value(child(numbering, LEVEL)),
            )
            name = value(child(element, W + "basedOn")) or ""
        return style

    def _number(self, numbering: Element | None, style: Style) -> str:
        list = value(child(numbering, LIST)) or style.list
        if list is None:
            return ""
        return self._lists.number(list, integer(value(child(numbering, LEVEL)) or style.level, 0))


def _outlined(outline: str) -> int | None:
    level = integer(outline, _NO_HEADING)
    return min(level + 1, 6) if 0 <= level < _NO_HEADING else None


def _named_level(name: str) -> int | None:
    if match := _HEADING.match(name):
        return min(int(match[1]), 6)
    return 1 if name.lower() == "title" else None
