"""When a report was published: the page's metadata, the visible line, a date under the title, the signature."""

from __future__ import annotations

import re
from datetime import date

from gipaudit.forms.dates import arabic_dates, find_dates, only_date
from gipaudit.forms.opening import Opening, spaced
from gipaudit.forms.report import Uncertain

_METADATA = (
    "pubdate",
    "publishdate",
    "publish_date",
    "article:published_time",
    "publicationdate",
    "dc.date",
    "dcterms.date",
)
_VISIBLE = (
    re.compile(r"(?:发布|公布|发表|公开)\s?(?:时间|日期)\s?[:|]?\s?(20[0-9]{2}[^|\n]{0,14})"),
    re.compile(r"(?:更新|发文|成文|生成)\s?(?:时间|日期)\s?[:|]?\s?(20[0-9]{2}[^|\n]{0,14})"),
    re.compile(r"(?:^|[\s|])(?:时间|日期)\s?[:|]\s?(20[0-9]{2}[^|\n]{0,14})"),
)
_LAST = re.compile(r"20[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日[)。]?$")


def find_published(opening: Opening, year: int | None) -> tuple[date | None, list[Uncertain]]:
    """Return the date of publication and what is uncertain about it: dates that contradict each other or the year.

    The page's own statements go before the signature: a report is often signed days before it is put on the page.
    To bear no date, or only that of the signature, is usual and no doubt.
    """
    stated = _from_metadata(opening)
    visible = _visible(opening)
    signed = _signed(opening)
    chosen, source = next(
        (
            (day, name)
            for day, name in ((stated, "网页元数据"), (visible, "页面标注"), (signed, "文末或标题下的落款"))
            if day
        ),
        (None, ""),
    )
    if chosen is None:
        return None, []
    doubts = []
    if stated and visible and stated != visible:
        doubts.append(f"网页元数据为{stated}，页面标注为{visible}")
    if signed and signed > chosen:
        doubts.append(f"落款日期{signed}晚于发布日期")
    if year and chosen <= date(year, 12, 30):
        doubts.append(f"发布日期早于{year}年度结束")
    return chosen, [Uncertain("published", chosen.isoformat(), f"{source}：{'；'.join(doubts)}")] if doubts else []


def stated_on_page(opening: Opening) -> date | None:
    """The day that a page itself states, in its metadata or beside 发布时间 and its like; none where they differ."""
    stated, visible = _from_metadata(opening), _visible(opening)
    return None if stated and visible and stated != visible else stated or visible


def _from_metadata(opening: Opening) -> date | None:
    values = {key.lower(): value for key, value in opening.metadata.items()}
    for key in _METADATA:
        days = find_dates(arabic_dates(values.get(key, "")[:40]))
        if days:
            return days[0]
    return None


def _visible(opening: Opening) -> date | None:
    """The date that the page prints beside 发布时间 and its like; 发布 goes before 更新 and 发文."""
    lines = [
        re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", spaced(line.text)) for line in opening.raw[:80]
    ]
    for pattern in _VISIBLE:
        for line in lines:
            match = pattern.search(line) if len(line) < 400 else None
            days = find_dates(match[1]) if match else []
            if days:
                return days[0]
    return None


def _signed(opening: Opening) -> date | None:
    """The date at the end of the text, or alone in a line above it."""
    for line in reversed(opening.prose[-8:]):
        match = _LAST.search(line.text)
        days = find_dates(match[0]) if match else []
        if days and (len(line.text) < 50 or line is opening.prose[-1]):
            return days[0]
    return next((day for line in opening.prose[:8] if (day := only_date(line.text))), None)
