"""The lists of a Word document: which number is printed before the next paragraph of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gipaudit.documents.word_names import LEVEL, LIST, W
from gipaudit.documents.word_numerals import numeral
from gipaudit.documents.word_tree import child, children, integer, is_on, value

if TYPE_CHECKING:
    from lxml import etree

    Element = etree._Element

_PLACEHOLDER = re.compile(r"%([1-9])")
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: the number's format, the text around it, where it starts."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    digits: bool = False


Counter = list[int | None]
"""How far each level has been counted."""


@dataclass(frozen=True, slots=True)
class List:
    """One list as paragraphs name it (``w:num``): its levels, and the counter that it shares with its like."""

    levels: dict[int, Level]
    counter: Counter

    def count(self, level: int) -> str:
        """Count a paragraph of this level (from 0) and return the number printed before it, or nothing."""
        counter = self.counter
        counter[level + 1 :] = [None] * (_LEVELS - level - 1)
        current = counter[level]
        counter[level] = self.levels.get(level, Level()).start if current is None else current + 1
        shown = self.levels.get(level)
        if shown is None or shown.form == "bullet":
            return ""

        def number(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            definition = self.levels.get(index, Level())
            count = counter[index]
            form = "decimal" if shown.digits else definition.form
            return numeral(definition.start if count is None else count, form)

        return _PLACEHOLDER.sub(number, shown.text)


class Lists:
    """The lists of one document, each looked through when the first paragraph names it.

    Lists of one definition count together unless one starts anew.
    """

    def __init__(self, numbering: Element | None) -> None:
        definitions = () if numbering is None else tuple(numbering.iterchildren(W + "abstractNum"))
        numbers = () if numbering is None else numbering.iterchildren(W + "num")
        self._definitions = {one.get(W + "abstractNumId"): one for one in definitions}
        self._linked = {value(child(one, W + "styleLink")): one for one in definitions}
        self._numbers = {one.get(LIST, ""): one for one in numbers}
        self._counters: dict[str, Counter] = {}
        # Number 0 takes a paragraph out of the list that its style puts it in.
        self._known: dict[str, List | None] = {"0": None}

    def number(self, list: str, level: int) -> str:
        """Count a paragraph in a list, at a level from 0, and return the number printed before it, or nothing."""
        if list not in self._known:
            number = self._numbers.get(list)
            self._known[list] = None if number is None else self._list(number)
        found = self._known[list]
        return "" if found is None else found.count(min(max(level, 0), _LEVELS - 1))

    def _list(self, number: Element) -> List:
        name = value(child(number, W + "abstractNumId"))
        levels = self._levels(name)
        starts_anew = name not in self._definitions
        for override in number.iterchildren(W + "lvlOverride"):
            index = integer(value(override, LEVEL), 0)
            definition = child(override, W + "lvl")
            level = _level(definition) if definition is not None else levels.get(index, Level())
            start = value(child(override, W + "startOverride"))
            if start is not None:
                level = Level(level.form, level.text, integer(start, level.start), level.digits)
                starts_anew = True
            levels[index] = level
        counter: Counter = [None] * _LEVELS
        return List(levels, counter if starts_anew else self._counters.setdefault(name or "", counter))

    def _levels(self, name: str | None) -> dict[int, Level]:
        definition = self._definitions.get(name)
        link = value(child(definition, W + "numStyleLink"))
        if link in self._linked and link is not None:
            definition = self._linked[link]
        if definition is None:
            return {}
        return {integer(value(one, LEVEL), 0): _level(one) for one in definition.iterchildren(W + "lvl")}


def _level(element: Element) -> Level:
    properties = children(element)
    return Level(
        value(properties.get(W + "numFmt")) or "decimal",
        value(properties.get(W + "lvlText")) or "",
        integer(value(properties.get(W + "start")), 1),
        is_on(properties.get(W + "isLgl")),
    )
