"""Years and dates as reports print them: 2021年1月31日, 2021-01-31, 二〇二一年一月三十一日."""

from __future__ import annotations

import re
from datetime import date

FIRST_YEAR, LAST_YEAR = 2007, 2099
"""Reports exist since the Regulation (promulgated in 2007); other numbers of four digits are no report year."""

_SIGNS = str.maketrans("零〇○一二三四五六七八九", "000123456789")
_WRITTEN_YEAR = re.compile(r"[二2][零〇○0][零〇○一二三四五六七八九]{2}(?=\s?年)")
_WRITTEN_DAY = re.compile(r"(?<=[年月])\s?([一二三四五六七八九十]{1,3})\s?(?=[月日])")
_DATE = re.compile(
    r"(?<![0-9])(20[0-9]{2})\s{0,2}[年\-/.]\s{0,2}([0-9]{1,2})\s{0,2}[月\-/.]\s{0,2}([0-9]{1,2})(?![0-9])\s{0,2}日?"
)


def arabic_dates(text: str) -> str:
    """Write the years, months and days of dates in Chinese numerals as digits."""
    text = _WRITTEN_YEAR.sub(lambda match: match[0].translate(_SIGNS), text)
    return _WRITTEN_DAY.sub(lambda match: _small(match[1]), text)


def _small(text: str) -> str:
    tens, ten, ones = text.rpartition("十")
    high = int(tens.translate(_SIGNS) or "1") if ten else 0
    return str(high * 10 + int(ones.translate(_SIGNS) or "0"))


def find_dates(text: str) -> list[date]:
    """All real dates in a text that has passed :func:`arabic_dates`, in order; 2016年13月1日 is none."""
    found = []
    for year, month, day in _DATE.findall(text):
        try:
            found.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return found


def only_date(text: str) -> date | None:
    """The date of a line that holds nothing else but brackets around it."""
    bare = text.strip().strip("()[]").strip()
    match = _DATE.fullmatch(bare)
    return next(iter(find_dates(bare)), None) if match else None


def valid_year(text: str) -> int | None:
    """A report year, or ``None`` where the number cannot be one."""
    year = int(text)
    return year if FIRST_YEAR <= year <= LAST_YEAR else None
