"""The patterns with which a rule finds a quantity in sentences.

They are written as the sentence is: ``{数}`` stands for a number, however it is printed, with or without its unit;
``{上年}`` and ``{下年}`` for the year before and after the report's, in words or digits; ``…`` for up to 30
characters of the same clause without another number. All else is google-re2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, cast

from gipaudit.forms.figures import Found
from gipaudit.rules.narrative_sentences import NUMBER, Sentence
from gipaudit.rules.patterns import PatternError, compile_pattern

PLACEHOLDER, LAST, NEXT, GAP = "{数}", "{上年}", "{下年}", "…"

_REACH = 30
_CLAUSE = re.compile(f"[,;:。{NUMBER}]")
_UNIT = "[件条份次人个项篇宗起部家名场期户例批则本册位处页类元千万亿]{0,2}?"
_NUMBER = f"(?P<n>{NUMBER}){_UNIT}"
_GAP = f"[^{NUMBER},;:。!?]{{0,{_REACH}}}?"


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a sentence speaks of a quantity: ``sentence.text[start:end]``.

    ``at`` is where its number is marked; where the sentence says that there was none it is the end, and ``number`` is
    ``None``.
    """

    sentence: Sentence
    start: int
    end: int
    at: int
    number: Found | None

    @property
    def words(self) -> str:
        """What was matched, marked."""
        return self.sentence.text[self.start : self.end]

    @property
    def clause(self) -> str:
        """The same from where its clause begins: behind the last comma or number."""
        return re.split(_CLAUSE, self.before)[-1] + self.words

    @property
    def before(self) -> str:
        """What stands before it in its sentence, marked."""
        return self.sentence.text[: self.start]


class _Match(Protocol):
    def start(self, group: int = 0) -> int: ...

    def end(self, group: int = 0) -> int: ...


class _Grouped(Protocol):
    groupindex: dict[str, int]

    def search(self, text: str) -> _Match | None: ...

    def finditer(self, text: str) -> Iterator[_Match]: ...


def compile_mention(written: str, counted: bool, year: int | None = None) -> _Grouped:
    """Compile a pattern for reports of a year; ``counted`` says that it has a number, exactly one.

    Raises:
        PatternError: it is no such pattern.
    """
    times = written.count(PLACEHOLDER)
    if times != int(counted):
        if counted:
            raise PatternError(
                f"表达式里要有一个“{PLACEHOLDER}”，现有{times}个", f"the pattern needs one {PLACEHOLDER}, not {times}"
            )
        raise PatternError(f"这里的表达式不能有“{PLACEHOLDER}”", f"this pattern must not hold {PLACEHOLDER}")
    return cast(_Grouped, compile_pattern(expanded(written, year)))


def expanded(written: str, year: int | None = None) -> str:
    """A pattern with what stands for a number, a year and a gap written out."""
    before, after = ("", "") if year is None else (f"|{year - 1}年度?", f"|{year + 1}年度?")
    pattern = written.replace(PLACEHOLDER, _NUMBER).replace(GAP, _GAP)
    return pattern.replace(LAST, f"(上一?年度?|去年{before})").replace(NEXT, f"(下一?年度?|次年|明年{after})")


def mentions(pattern: _Grouped, sentence: Sentence) -> Iterator[Mention]:
    """Every place in a sentence that the pattern matches."""
    group = pattern.groupindex.get("n")
    for match in pattern.finditer(sentence.text):
        if group is None:
            yield Mention(sentence, match.start(), match.end(), match.end(), None)
            continue
        at = match.start(group)
        yield Mention(sentence, match.start(), match.end(), at, sentence.numbers[at])
