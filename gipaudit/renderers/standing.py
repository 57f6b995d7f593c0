"""Who stands where, and who sent nothing: the ranking, whole or by groups, and the units without a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gipaudit.renderers import words
from gipaudit.renderers.layout import block, table
from gipaudit.renderers.numbers import grades, marks_between
from gipaudit.renderers.renderer import Settings
from gipaudit.renderers.summary import held, is_excused
from gipaudit.renderers.terminal import styled
from gipaudit.scorecard import Audit, Finding, Ranked, Scorecard

WIDE = 100
"""From this width on the ranking also names the files."""


def render_ranking(ranking: Sequence[Ranked], settings: Settings) -> Iterator[str]:
    """Yield the ranking: where units have groups one for each, those without a group last."""
    zh = settings.language == "zh"
    groups = sorted({item.group for item in ranking if item.group is not None})
    if len(groups) < 2:
        yield from _ranking("排名" if zh else "Ranking", ranking, settings)
        return
    for group in groups:
        inside = [item for item in ranking if item.group == group]
        yield from _ranking(f"排名：{group}" if zh else f"Ranking: {group}", inside, settings, within=True)
    others = [item for item in ranking if item.group is None]
    yield from _ranking("排名：未分组" if zh else "Ranking: no group", others, settings)


def _ranking(title: str, ranking: Sequence[Ranked], settings: Settings, *, within: bool = False) -> Iterator[str]:
    if not ranking:
        return
    zh = settings.language == "zh"
    headers = ["名次", "单位", "年度", "得分", "等级"] if zh else ["Rank", "Unit", "Year", "Score", "Grade"]
    if within:
        headers.append("总名次" if zh else "Of all")
    wide = settings.width >= WIDE
    if wide:
        headers.append("文件" if zh else "File")
    flexible = (1, len(headers) - 1) if wide else (1,)
    yield styled(title, "bold", settings.color)
    ranked = [item for item in ranking if item.rank is not None]
    if ranked:
        rows = [_row(item, settings, wide=wide, within=within) for item in ranked]
        yield from table(headers, rows, settings.width, right=(0, 2, 3, *((5,) if within else ())), flexible=flexible)
        yield ""
    below = [item for item in ranking if item.rank is None]
    if below:
        text = (
            "未能评定（读出的单元格不足一半，不参加排名）"
            if zh
            else "Not ranked (fewer than half of the cells were read)"
        )
        yield from block(text, settings.width)
        rows = [_row(item, settings, wide=wide, within=False)[1:] for item in below]
        names = [*headers[1:5], *headers[len(headers) - 1 :]] if wide else headers[1:5]
        yield from table(names, rows, settings.width, right=(1, 2), flexible=(0, 4) if wide else (0,))
        yield ""


def _row(item: Ranked, settings: Settings, *, wide: bool, within: bool) -> list[str]:
    zh = settings.language == "zh"
    rank = item.rank_in_group if within else item.rank
    row = [
        "" if rank is None else str(rank),
        item.unit or item.source or ("单位未能识别" if zh else "unit not recognised"),
        "" if item.year is None else str(item.year),
        marks_between(item.score.low, item.score.high),
        grades(item.score),
    ]
    if within:
        row.append("" if item.rank is None else str(item.rank))
    return [*row, item.source or ("未报送" if zh else "not received")] if wide else row


def render_missing(audit: Audit, settings: Settings) -> Iterator[str]:
    """Yield the units of the roster of which no report is there: those that it is held against, then the others."""
    zh = settings.language == "zh"
    cards = [card for card in audit.scorecards if card.source is None]
    missing = [card for card in cards if held(card)]
    excused = [card for card in cards if is_excused(card)]
    others = [card for card in cards if not held(card) and not is_excused(card)]
    yield from _units("未报送的单位" if zh else "Units that sent nothing", missing, settings)
    yield from _units("尚未收到报告的单位（不作为问题）" if zh else "Units yet to be received", others, settings)
    yield from _units("豁免报送的单位（不作为问题）" if zh else "Units excused", excused, settings)


def _units(title: str, cards: Sequence[Scorecard], settings: Settings) -> Iterator[str]:
    if not cards:
        return
    zh = settings.language == "zh"
    yield styled(f"{title}（{len(cards)}）" if zh else f"{title} ({len(cards)})", "bold", settings.color)
    headers = ("单位", "级别", "年度", "说明") if zh else ("Unit", "Level", "Year", "Why")
    rows = [
        (
            card.unit or "",
            words.level(card.level, settings.language),
            "" if card.year is None else str(card.year),
            "；".join(_why(item, settings.language) for item in card.findings)
            or next((rule.why for rule in card.rules), ""),
        )
        for card in cards
    ]
    yield from table(headers, rows, settings.width, right=(2,), flexible=(0, 3))
    yield ""


def _why(item: Finding, language: str) -> str:
    """What a finding says, and by whose leave it is waived."""
    if item.waiver is None:
        return item.message
    return f"{item.message}{'；' if language == 'zh' else '; '}{words.waiver(item.waiver, language)}"
