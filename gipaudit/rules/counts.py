"""The counts of a sentence, each with the words that say what it counts.

A list (共12件，其中自然人10件、企业2件) is told by the order of its counts, by the words between them and by the
brackets they stand in; so every count knows all three.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gipaudit.forms.figures import PERCENT, Found
from gipaudit.forms.numerals import MONEY
from gipaudit.forms.report import Report
from gipaudit.rules.narrative_sentences import NUMBER, Sentence, sentences
from gipaudit.rules.remembering import Remembered
from gipaudit.scorecard import Interval

TOP = -1
"""The bracket of what stands in none."""

_SHARES = (PERCENT, "‰", "个百分点", "倍")


@dataclass(frozen=True, slots=True)
class Count:
    """A number at ``sentence.text[start:end]``, its unit included.

    ``between`` is what stands between it and the number before it in the same bracket, what is bracketed left out.
    ``bracket`` is the place of the bracket that holds it, or :data:`TOP`. ``share`` tells of 51%.
    """

    sentence: Sentence
    start: int
    end: int
    found: Found
    between: str
    bracket: int
    share: bool

    @property
    def label(self) -> str:
        """What it counts: the words right before it (政策、规范性文件类信息 is one label)."""
        return re.split("[,;:。]", self.between)[-1].lstrip("、")

    @property
    def unit(self) -> str:
        """Its unit; all amounts of money are in 元."""
        unit = self.found.unit or ""
        return "元" if unit in MONEY else unit.removesuffix("次") if unit == "件次" else unit

    @property
    def interval(self) -> Interval:
        """Its bounds, in 元 where it is money; a count printed in 万 may have been rounded or cut off."""
        low, high = self.found.low, self.found.high
        quantum = self.found.quantum
        if (self.found.unit or "") in MONEY:
            shift = MONEY[self.found.unit or ""]
            half = quantum.scaleb(shift) / 2 if quantum.scaleb(shift) > 1 else Decimal(0)
            return (
                None if low is None else low.scaleb(shift) - half,
                None if high is None else high.scaleb(shift) + half,
            )
        if self.share or self.found.inexact or quantum <= 1 or low is None or high is None:
            return low, high
        return low - quantum / 2, high + quantum - 1

    @property
    def printed(self) -> str:
        """It and its unit as printed."""
        return self.sentence.shown(self.start, self.end)


def _counted(report: Report) -> Sequence[tuple[Sentence, Sequence[Count]]]:
    return tuple((sentence, tuple(_counts(sentence))) for sentence in sentences(report))


counted = Remembered(_counted)
"""The sentences of a report with their counts, in its order."""


def _counts(sentence: Sentence) -> Iterator[Count]:
    text = sentence.text
    opened: list[int] = []
    said: dict[int, list[str]] = {TOP: []}
    at = 0
    while at < len(text):
        sign = text[at]
        bracket = opened[-1] if opened else TOP
        if sign == "(":
            opened.append(at)
            said[at] = []
        elif sign == ")" and opened:
            opened.pop()
        elif sign == NUMBER and at in sentence.numbers:
            found = sentence.numbers[at]
            end = at + 1 + len(_unit_in_text(found, text, at))
            yield Count(sentence, at, end, found, "".join(said[bracket]), bracket, found.unit in _SHARES)
            said[bracket] = []
            at = end
            continue
        else:
            said[bracket].append(sign)
        at += 1


def _unit_in_text(found: Found, text: str, at: int) -> str:
    unit = found.unit or ""
    return unit if text.startswith(unit, at + 1) else ""


def total(items: Sequence[Count]) -> Interval:
    """The bounds of the sum of some counts."""
    low: Decimal | None = Decimal(0)
    high: Decimal | None = Decimal(0)
    for item in items:
        least, most = item.interval
        low = None if low is None or least is None else low + least
        high = None if high is None or most is None else high + most
    return low, high


def above(first: Interval, second: Interval) -> bool:
    """Whether the first is surely the greater one."""
    return first[0] is not None and second[1] is not None and first[0] > second[1]


def meet(first: Interval, second: Interval) -> bool:
    """Whether the two may be the same number."""
    return not above(first, second) and not above(second, first)
