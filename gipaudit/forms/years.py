"""The year a report is about: from its title, its period, or what its first sentences say."""

from __future__ import annotations

import re
from datetime import date

from gipaudit.forms.dates import valid_year
from gipaudit.forms.opening import Opening
from gipaudit.forms.phrases import Phrase
from gipaudit.forms.report import Uncertain

_PERIOD = re.compile(
    r"(?<![0-9])(20[0-9]{2})(?:年(?:度)?0?1月0?1日|[./-]0?1[./-]0?1(?![0-9]))(?:起|零时|0时)?,?\s?(?:至|到|-|—|–|~|～|―)"
)
_LOOSE_PERIOD = re.compile(r"(?:期限|期间|数据)[^。\n]{0,20}?(20[0-9]{2})年1月")
_OWN = re.compile(r"(20[0-9]{2})年?度(?:本)?(?:政府信息公开)?(?:工作)?(?:年度)?(?:报告|年报)")
_SENTENCE = re.compile(
    r"(?:^|[\n。])\s?(?:\(?[一二三1][、)．.][^\n。]{0,24}[。\n])?\s?(20[0-9]{2})年(?:度|以来|,|全年|[\u4e00-\u9fff])"
)
_TOLD = re.compile(
    r"(?:^|[\n。;:])\s?(?:\(?[一二三四五六1-6][、)．.]\s?)?(20[0-9]{2})年(?:度|来|以来|,|全年|我|全[省市县区镇乡])"
)
_PLANS = re.compile(r"将|下一?步|下阶段|打算|今后|计划")
_FIRST_SECTION = re.compile(r"^(?:一、|引言|概述|总体情况)")


MOST_WITNESSES = 20

LAST_USUAL_MONTH = 4
"""Reports are due by the end of March; one dated up to here is most likely the previous year's."""


def find_year(
    opening: Opening, titles: list[Phrase], phrases: list[Phrase], published: date | None = None
) -> tuple[int | None, list[Uncertain]]:
    """Return the year and what is uncertain about it.

    Where title and period contradict each other, the one is taken that more of the text and the date of publication
    speak for, else the period, for it says what the figures cover; both are told.
    """
    period = _first(_PERIOD, opening.own_text) or _first(_LOOSE_PERIOD, opening.own_text)
    printed = [phrase.year for phrase in titles if phrase.year]
    title = period if period in printed else (printed[0] if printed else None)
    if title is None:
        title = next((phrase.year for phrase in phrases if phrase.year), None)
    if title and period and title != period:
        year, why = _arbitrated(opening, title, period, published)
        return year, [Uncertain("year", str(year), f"标题写{title}年，统计期限写{period}年，{why}")]
    if title or period:
        others = sorted({year for year in printed if year != title})
        told = f"文中还有{'、'.join(map(str, others))}年报告的标题"
        return title or period, [Uncertain("year", str(title), told)] if others and not period else []
    weak = _first(_OWN, opening.own_text) or _from_sentences(opening)
    if weak:
        return weak, [Uncertain("year", str(weak), "标题和统计期限都没有年份，按正文推断")]
    return None, [Uncertain("year", None, "文中没有报告年度")]


def _arbitrated(opening: Opening, title: int, period: int, published: date | None) -> tuple[int, str]:
    """Which of two years the report is about, told by what its sentences begin with and when it was published."""
    past = "\n".join(line for line in opening.own_text.split("\n") if not _PLANS.search(line))
    witnesses = [int(year) for year in _TOLD.findall(past)[:MOST_WITNESSES]]
    if published is not None and published.month <= LAST_USUAL_MONTH:
        witnesses.append(published.year - 1)
    if witnesses.count(title) > witnesses.count(period):
        return title, "正文和发布日期多与标题相合，按标题计"
    return period, "按统计期限计"


def _first(pattern: re.Pattern[str], text: str) -> int | None:
    return next((year for match in pattern.finditer(text) if (year := valid_year(match[1]))), None)


def _from_sentences(opening: Opening) -> int | None:
    """The year with which the first sentences under the first heading begin."""
    lines = [line.text for line in opening.prose]
    start = next((index for index, line in enumerate(lines) if _FIRST_SECTION.match(line)), 0)
    after, before = lines[start : start + 6], lines[:start]
    return _first(_SENTENCE, "\n" + "\n".join(after)) or _first(_SENTENCE, "\n" + "\n".join(before))
