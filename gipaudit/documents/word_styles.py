"""What Word's styles and numbering say of a paragraph: its heading level and the number printed before it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gipaudit.documents.word_names import qualified, short
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
    return next(element.iterchildren(*qualified(name)), None)


def value(element: Element | None, name: str = "w:val") -> str | None:
    """Return an attribute by its short name."""
    if element is None:
        return None
    for key in qualified(name):
        text = element.get(key)
        if text is not None:
            return text
    return None


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


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says: outline level and list as Word writes them, the level that its name tells."""

    outline: str | None = None
    named: int | None = None
    contents: bool = False
    list: str | None = None
    level: str | None = None


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
        self._known: dict[str, Style] = {}

    def _style(self, properties: Element | None) -> Style:
        """Return what the paragraph's style says; a style is looked through once."""
        name = value(child(properties, "w:pStyle")) or self._default
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
            properties, printed = child(element, "w:pPr"), value(child(element, "w:name")) or ""
            numbering = child(properties, "w:numPr")
            style = Style(
                style.outline or value(child(properties, "w:outlineLvl")),
                style.named or _named_level(printed),
                style.contents or bool(_CONTENTS.match(printed)),
                style.list or value(child(numbering, "w:numId")),
                style.level or value(child(numbering, "w:ilvl")),
            )
            name = value(child(element, "w:basedOn")) or ""
        return style

    def heading(self, properties: Element | None) -> int | None:
        """Return the heading level, 1 to 6, of a paragraph with these ``w:pPr``."""
        style = self._style(properties)
        outline = value(child(properties, "w:outlineLvl")) or style.outline
        if outline is None:
            return style.named
        level = integer(outline, _LEVELS)
        return min(level + 1, 6) if 0 <= level < _LEVELS else None

    def in_contents(self, properties: Element | None) -> bool:
        """Whether the paragraph is a line of the table of contents."""
        return self._style(properties).contents

    def number(self, properties: Element | None) -> str:
        """Count a paragraph and return the number that Word prints before it, or nothing."""
        style, numbering = self._style(properties), child(properties, "w:numPr")
        found = self._lists.get(value(child(numbering, "w:numId")) or style.list or "0")
        if found is None:
            return ""
        level = integer(value(child(numbering, "w:ilvl")) or style.level, 0)
        return _count(found, min(max(level, 0), _LEVELS - 1))


def _named_level(name: str) -> int | None:
    if match := _HEADING.match(name):
        return min(int(match[1]), 6)
    return 1 if name.lower() == "title" else None


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
    definitions = [one for one in numbering if short(str(one.tag)) == "w:abstractNum"]
    linked = {value(child(one, "w:styleLink")): _levels(one) for one in definitions}
    abstract = {
        value(one, "w:abstractNumId"): linked.get(value(child(one, "w:numStyleLink"))) or _levels(one)
        if child(one, "w:numStyleLink") is not None
        else _levels(one)
        for one in definitions
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
