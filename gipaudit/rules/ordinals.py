"""The numbers before the items of a list (一、（一）1. (1) 一是 第一，), and where they skip or repeat.

A number goes on with a list that is open, or begins a new one with 1. Lists may stand inside one another. One that
begins with another number than 1 says nothing: its first item may have been run into a heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_DIGITS = {sign: value for value, sign in enumerate("一二三四五六七八九十", 1)}
_NUMERAL = "[一二三四五六七八九十]{1,3}"
_STOPS = tuple("。;:>!?")
_LEADS = (*_STOPS, ",", "方面", "措施", "问题", "情况")

_KINDS: Sequence[tuple[str, re.Pattern[str], tuple[str, ...]]] = (
    ("（{}）", re.compile(rf"\(({_NUMERAL})\)(?![项款])"), _STOPS),
    ("{}.", re.compile(r"([0-9]{1,2})[.、](?![0-9])"), _STOPS),
    ("({})", re.compile(r"\(([0-9]{1,2})\)(?![项款])"), _STOPS),
    ("{}是", re.compile(rf"({_NUMERAL})是(?!否)"), _LEADS),
    ("第{}", re.compile(rf"第({_NUMERAL})[,、:]"), _LEADS),
)
"""How a number is written, how it is found, and what stands before it where it does not begin its line."""

_HEADING_KIND = 0
_LACKS = "缺"
_OTHERWISE = re.compile(
    r"其次|再次|再者|另外|此外|同时|最后|还有|第?[二三四五六七八九十](?:要|则|来|[、,.:)])|\([二三四五六七八九十]\)|[2-9][.、)]|[②-⑨]"
)
"""Other ways to begin an item: where one stands between two numbers, nothing need be lacking."""
_FURTHEST = 3
"""A number that is further on than this from the last one belongs to another list."""


@dataclass(frozen=True, slots=True)
class Break:
    """A number that does not follow: at ``start`` up to ``end`` of a line, and what is wrong in words."""

    line: int
    start: int
    end: int
    why: str


class _Open:
    """The lists of one kind that are open, by the last number of each, the innermost last."""

    def __init__(self, written: str) -> None:
        self.written = written
        self.lasts: list[int] = []

    def takes(self, value: int) -> str:
        """Let a number go on; say what is wrong where it does not."""
        for depth in range(len(self.lasts) - 1, -1, -1):
            if self.lasts[depth] + 1 == value:
                self.lasts[depth:] = [value]
                return ""
        if value == 1 or not self.lasts:
            self.lasts.append(value)
            return ""
        last = self.lasts[-1]
        self.lasts[-1] = value
        if value == last:
            return f"“{self._shown(value)}”重复"
        if last < value <= last + _FURTHEST:
            lacking = "”“".join(self._shown(number) for number in range(last + 1, value))
            return f"“{self._shown(last)}”之后是“{self._shown(value)}”，{_LACKS}“{lacking}”"
        return ""

    def _shown(self, value: int) -> str:
        return self.written.format(value if self.written in ("{}.", "({})") else numeral(value))


def breaks(lines: Sequence[str]) -> Iterator[Break]:
    """Where the numbering of some folded lines skips or repeats."""
    opened = [_Open(written) for written, _, _ in _KINDS]
    previous: dict[int, tuple[int, int]] = {}
    for index, line in enumerate(lines):
        found = sorted(
            (match.start(1), match.end(), kind, _value(match[1]))
            for kind, (_, pattern, leads) in enumerate(_KINDS)
            for match in pattern.finditer(line)
            if match.start() == 0 or line.endswith(leads, 0, match.start())
        )
        for start, end, kind, value in found:
            if kind == _HEADING_KIND:
                for deeper in opened[1:]:
                    deeper.lasts.clear()
            begin, position = previous.get(kind, (index, start))
            previous[kind] = index, end
            if (why := opened[kind].takes(value)) and not (
                _LACKS in why and _OTHERWISE.search(_between(lines, begin, position, index, start))
            ):
                yield Break(index, start, end, why)


def _between(lines: Sequence[str], begin: int, position: int, index: int, start: int) -> str:
    """What stands between two places, each a line and a position in it."""
    if begin == index:
        return lines[index][position:start]
    return "\n".join((lines[begin][position:], *lines[begin + 1 : index], lines[index][:start]))


def heading_breaks(values: Sequence[int | None]) -> Iterator[tuple[int, str]]:
    """Where the numbers of headings (``None`` for a heading without one) skip or repeat: index and what is wrong."""
    opened = _Open("{}、")
    for index, value in enumerate(values):
        if value is None:
            opened.lasts.clear()
        elif why := opened.takes(value):
            yield index, why


def numeral(value: int) -> str:
    """A number up to 99 in Chinese characters: 12 is 十二."""
    tens, ones = divmod(value, 10)
    signs = "一二三四五六七八九"
    return (signs[tens - 1] if tens > 1 else "") + ("十" if tens else "") + (signs[ones - 1] if ones else "")


def _value(printed: str) -> int:
    """The number that 12 or 十二 prints."""
    if printed.isdecimal():
        return int(printed)
    tens, ten, ones = printed.partition("十")
    if not ten:
        return _DIGITS[printed] if len(printed) == 1 else 0
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + _DIGITS.get(ones, 0)


_CHAPTER = re.compile(rf"(?:^|[\]>.)])({_NUMERAL})、")


def chapter_number(heading: str) -> int | None:
    """The number of a folded heading 三、…, whatever mark stands before it."""
    match = _CHAPTER.search(heading[:40])
    return _value(match[1]) if match else None
