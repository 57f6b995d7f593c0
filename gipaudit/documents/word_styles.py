"""What Word's styles and numbering say of a paragraph: its heading level and the number printed before it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gipaudit.documents.word_names import short
from gipaudit.documents.word_numerals import numeral

if TYPE_CHECKING:
    from lxml import etree

    Element = etree._Element

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_CONTENTS = re.compile(r"toc\s*\d|目录\s*\d", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"%([1-9])")
_LEVELS = 9
_CHAIN = 20


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child of that short name."""
    if element is None:
        return None
    return next((one for one in element if isinstance(one.tag, str) and short(one.tag) == name), None)


def value(element: Element | None, name: str = "w:val") -> str | None:
    """Return an attribute by its short name."""
    if element is None:
        return None
    return next((str(text) for key, text in element.attrib.items() if short(str(key)) == name), None)


def integer(text: str | None, default: int) -> int:
    """Return a whole number of at most six digits as Word writes it, else the default."""
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,6}", text) else default


def is_on(element: Element | None) -> bool:
    """Whether a switch such as ``w:vanish`` is there and on."""
    return element is not None and value(element) not in ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: the number's format, the text around it, where it starts."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    digits: bool = False


@dataclass(slots=True)
class List:
    """One list as paragraphs name it (``w:num``): its levels, and the counter that it shares with its like."""

    levels: dict[int, Level]
    counter: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


class Styles:
    """The styles and lists of one document. Counts on, so it is asked paragraph by paragraph, once each."""

    def __init__(self, styles: Element | None, numbering: Element | None) -> None:
        self._styles = {
            value(style, "w:styleId") or "": style
            for style in (styles if styles is not None else ())
            if short(str(style.tag)) == "w:style"
        }
        self._default = next(
            (
                name
                for name, style in self._styles.items()
                if value(style, "w:type") == "paragraph" and value(style, "w:default") in ("1", "true", "on")
            ),
            "",
        )
        self._lists = _lists(numbering)

    def _chain(self, properties: Element | None) -> list[Element]:
        """Return a paragraph's style and those it is based on, nearest first."""
        name = value(child(properties, "w:pStyle")) or self._default
        chain: list[Element] = []
        while name in self._styles and len(chain) < _CHAIN:
            chain.append(self._styles[name])
            name = value(child(chain[-1], "w:basedOn")) or ""
        return chain

    def heading(self, properties: Element | None) -> int | None:
        """Return the heading level, 1 to 6, of a paragraph with these ``w:pPr``."""
        chain = self._chain(properties)
        for one in (properties, *(child(style, "w:pPr") for style in chain)):
            outline = child(one, "w:outlineLvl")
            if outline is not None:
                level = integer(value(outline), 9)
                return min(level + 1, 6) if 0 <= level < _LEVELS else None
        for style in chain:
            name = value(child(style, "w:name")) or ""
            if match := _HEADING.match(name):
                return min(int(match[1]), 6)
            if name.lower() == "title":
                return 1
        return None

    def in_contents(self, properties: Element | None) -> bool:
        """Whether the paragraph is a line of the table of contents."""
        return any(_CONTENTS.match(value(child(style, "w:name")) or "") for style in self._chain(properties))

    def number(self, properties: Element | None) -> str:
        """Count a paragraph and return the number that Word prints before it, or nothing."""
        identity, level = None, None
        for one in (properties, *(child(style, "w:pPr") for style in self._chain(properties))):
            numbering = child(one, "w:numPr")
            if numbering is not None:
                identity = identity or value(child(numbering, "w:numId"))
                level = level or value(child(numbering, "w:ilvl"))
        found = self._lists.get(identity or "0")
        if found is None:
            return ""
        return _count(found, min(max(integer(level, 0), 0), _LEVELS - 1))


def _count(found: List, level: int) -> str:
    counter = found.counter
    counter[level + 1 :] = [None] * (_LEVELS - level - 1)
    current = counter[level]
    counter[level] = found.levels.get(level, Level()).start if current is None else current + 1
    shown = found.levels.get(level)
    if shown is None or shown.form == "bullet":
        return ""

    def number(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        definition = found.levels.get(index, Level())
        count = counter[index]
        form = "decimal" if shown.digits else definition.form
        return numeral(definition.start if count is None else count, form)

    return _PLACEHOLDER.sub(number, shown.text)


def _lists(numbering: Element | None) -> dict[str, List]:
    """Return the lists by number; lists of one definition count together unless one starts anew."""
    if numbering is None:
        return {}
    abstract = {
        value(one, "w:abstractNumId"): _levels(one) for one in numbering if short(str(one.tag)) == "w:abstractNum"
    }
    counters: dict[str | None, list[int | None]] = {name: [None] * _LEVELS for name in abstract}
    lists: dict[str, List] = {}
    for one in numbering:
        if short(str(one.tag)) != "w:num":
            continue
        name = value(child(one, "w:abstractNumId"))
        levels, counter = dict(abstract.get(name, {})), counters.get(name)
        for override in one:
            if short(str(override.tag)) != "w:lvlOverride":
                continue
            index = integer(value(override, "w:ilvl"), 0)
            definition = child(override, "w:lvl")
            level = _level(definition) if definition is not None else levels.get(index, Level())
            start = value(child(override, "w:startOverride"))
            if start is not None:
                level = Level(level.form, level.text, integer(start, level.start), level.digits)
                counter = None
            levels[index] = level
        lists[value(one, "w:numId") or ""] = List(levels, counter) if counter is not None else List(levels)
    lists.pop("0", None)
    return lists


def _levels(abstract: Element) -> dict[int, Level]:
    return {integer(value(one, "w:ilvl"), 0): _level(one) for one in abstract if short(str(one.tag)) == "w:lvl"}


def _level(element: Element) -> Level:
    return Level(
        value(child(element, "w:numFmt")) or "decimal",
        value(child(element, "w:lvlText")) or "",
        integer(value(child(element, "w:start")), 1),
        is_on(child(element, "w:isLgl")),
    )
