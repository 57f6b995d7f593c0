"""The numbers by which prose is divided: 一是 … 二是 …, （一）…, 1. …, （1）…

Text is taken as :func:`gipaudit.rules.wording.fold` gives it: no blanks, no full-width letters or brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

HIGHEST = 30
"""Greater numbers are no numbering of points."""

_DIGITS = "一二三四五六七八九"
_TENS = ("", "十", "二十", "三十")


def numeral(number: int) -> str:
    """The Chinese numeral of 1 to 39."""
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (_DIGITS[ones - 1] if ones else "")


_NUMBERS = {numeral(number): number for number in range(1, HIGHEST + 1)}
_CHINESE = "([一二三四五六七八九十]{1,3})"
_ARABIC = "([0-9]{1,2})"
_BREAK = "^|(?<=[。;,:、!?)”’》】…—.])"


@dataclass(frozen=True, slots=True)
class Style:
    """One way of numbering. ``rank`` orders styles from the outer to the inner: a point of an outer style ends all
    lists of inner ones. ``written`` shows a number as it is printed; ``inline`` styles stand inside paragraphs too.
    """

    name: str
    rank: int
    pattern: re.Pattern[str]
    written: str
    inline: bool = False

    def show(self, number: int) -> str:
        """A number in this style."""
        return self.written.format(numeral(number) if "十" in self.pattern.pattern else number)


STYLES = (
    Style("（一）", 1, re.compile(rf"^\({_CHINESE}\)"), "（{}）"),
    Style("1.", 2, re.compile(rf"^{_ARABIC}[.、](?![0-9])"), "{}."),
    Style("（1）", 3, re.compile(rf"^\({_ARABIC}\)"), "（{}）"),
    Style("第一", 4, re.compile(rf"(?:{_BREAK})第{_CHINESE}[,:]"), "第{}", inline=True),
    Style("一是", 5, re.compile(rf"(?:{_BREAK}){_CHINESE}是(?![否非])"), "{}是", inline=True),
)
"""The order of 《党政机关公文格式》（GB/T 9704—2012）7.3.3, and two styles of running prose below it."""


@dataclass(frozen=True, slots=True)
class Marker:
    """One number found: its style, its value, where it stands in the text, and in which paragraph."""

    style: Style
    number: int
    start: int
    end: int
    paragraph: int


def markers(paragraph: str, styles: tuple[Style, ...], offset: int, index: int) -> Iterator[Marker]:
    """The numbers in one folded paragraph that begins at ``offset`` of the whole text, in their order."""
    found = [
        Marker(style, number, offset + match.start(), offset + match.end(), index)
        for style in styles
        for match in (style.pattern.finditer(paragraph) if style.inline else _first(style, paragraph))
        if (number := _number(match[1])) is not None
    ]
    yield from sorted(found, key=lambda marker: marker.start)


def _first(style: Style, paragraph: str) -> Iterator[re.Match[str]]:
    match = style.pattern.match(paragraph)
    if match is not None:
        yield match


def _number(text: str) -> int | None:
    number = int(text) if text.isascii() else _NUMBERS.get(text)
    return number if number is not None and 1 <= number <= HIGHEST else None


@lru_cache(HIGHEST)
def _hint(number: int) -> re.Pattern[str]:
    chinese, arabic = numeral(number), str(number)
    words = "首先|一方面|一来" if number == 1 else "其次|再次|再者|此外|另外|另一方面"
    return re.compile(
        rf"{words}|(?:{_BREAK})(?:{chinese}(?![一二三四五六七八九十])|{arabic}(?![0-9]))"
        rf"|{chinese}[是要则]|[第其(]{chinese}(?![一二三四五六七八九十])|\({arabic}\)|(?<![0-9.]){arabic}[.、](?![0-9])"
    )


def hinted(number: int, text: str) -> bool:
    """Whether a text may hold a point of that number in whatever writing: then nobody is told that it is missing."""
    return _hint(number).search(text) is not None


def opening(text: str) -> int:
    """Where the first thing stands that may be a first point in whatever writing; behind the text where none does."""
    match = _hint(1).search(text)
    return match.start() if match is not None else len(text)
