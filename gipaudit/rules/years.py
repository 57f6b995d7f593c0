"""Years and statistical periods as reports print them, in folded text (:func:`gipaudit.rules.wording.fold`)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
YEAR = r"((?:19|20)[0-9]{2}|[二][〇零○][〇零○一二三四五六七八九]{2})"
"""A year of four digits, Arabic or Chinese: one group of a pattern."""
_MONTH_1 = r"(?:0?1|一)"
_DAY_1 = r"(?:0?1|一)"
_MONTH_12 = r"(?:12|十二)"
_DAY_31 = r"(?:31|三十一)"
_TO = r"(?:起|始|0时|零时){0,2}[,、]?(?:至|到|-|—|–|―|~|～)+"

_WHOLE_YEAR = re.compile(
    rf"{YEAR}(?:年{_MONTH_1}月{_DAY_1}[日号]?|[./-]{_MONTH_1}[./-]{_DAY_1}){_TO}"
    rf"(?:(?:{YEAR}年?|同年|当年|本年)[./-]?)?{_MONTH_12}[月./-]{_DAY_31}"
)
_WHOLE_MONTHS = re.compile(rf"{YEAR}年{_MONTH_1}月?{_TO}(?:{YEAR}年|同年|当年)?{_MONTH_12}月(?![0-9三])")
_LEAD = r"^(?:均|为|是|:|,|自|从|于|在|指|覆盖|包括|起止时间){0,4}"
_BARE_YEAR = re.compile(rf"{_LEAD}{YEAR}(?:年度|年全年|年(?![0-9一二三四五六七八九十]))")
_DAMAGED = re.compile(rf"{_LEAD}(?:(?:19|20)[0-9]{{2}}.{{0,20}}?[月日]|0?1月0?1[日号]?{_TO}).{{0,12}}")
_OTHER_RANGE = re.compile(rf"{YEAR}年[0-9]{{1,2}}月[0-9]{{1,2}}[日号]?{_TO}(?:{YEAR}年)?[0-9]{{1,2}}月[0-9]{{1,2}}")
_SENTENCE = re.compile(r"[^。;!?]{0,45}")
CUE = re.compile(
    r"(?:统计|数据|报告)(?:的)?(?:时间|起止)?(?:期限|时限|期间|周期|时段|区间)|统计(?:的)?(?:起止)?(?:时间|日期|范围)"
)
"""The words that announce a statistical period."""

TITLE_YEAR = re.compile(rf"(?<![0-9〔\[]){YEAR}(?:年|年度)")
"""A year as a title prints it."""


def number(printed: str) -> int:
    """A year of four digits, Arabic or Chinese, as a number."""
    return int(printed.translate(_DIGITS))


@dataclass(frozen=True, slots=True)
class Period:
    """A statistical period stated in ``text[start:end]``.

    ``first`` and ``last`` are its years, ``None`` where the statement is damaged; ``whole`` tells that it runs from
    1 January to 31 December; ``announced`` that words such as 统计期限 stand before it.
    """

    start: int
    end: int
    first: int | None
    last: int | None
    whole: bool
    announced: bool


def periods(text: str) -> Iterator[Period]:
    """All statements of a period: whole years wherever they stand, then what follows an announcement.

    What is announced and begins like a date, but cannot be read, is damaged: ``first`` is then None. Words that only
    speak of a period are passed over.
    """
    starts: list[int] = []
    for pattern in (_WHOLE_YEAR, _WHOLE_MONTHS):
        for match in pattern.finditer(text):
            first = number(match[1])
            last = number(match[2]) if match[2] else first
            announced = CUE.search(text, max(0, match.start() - 25), match.start()) is not None
            starts.append(match.start())
            yield Period(match.start(), match.end(), first, last, True, announced)
    starts.sort()
    for cue in CUE.finditer(text):
        sentence = _SENTENCE.match(text, cue.end())
        end = sentence.end() if sentence else cue.end()
        following = bisect_left(starts, cue.end())
        if following < len(starts) and starts[following] < end:
            continue
        statement = text[cue.end() : end]
        if other := _OTHER_RANGE.search(statement):
            first = number(other[1])
            yield Period(cue.start(), cue.end() + other.end(), first, number(other[2] or other[1]), False, True)
        elif bare := _BARE_YEAR.match(statement):
            yield Period(cue.start(), cue.end() + bare.end(), number(bare[1]), number(bare[1]), True, True)
        elif damaged := _DAMAGED.match(statement):
            yield Period(cue.start(), cue.end() + damaged.end(), None, None, False, True)
