"""An audit for reading on a terminal or on paper: scorecards, the ranking, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gipaudit.renderers import findings, words
from gipaudit.renderers.card import render_card
from gipaudit.renderers.layout import block, table
from gipaudit.renderers.numbers import grades, marks_between
from gipaudit.renderers.renderer import Settings
from gipaudit.renderers.summary import summarise
from gipaudit.renderers.terminal import styled
from gipaudit.scorecard import Audit, Ranked, Unread

WIDE = 100
"""From this width on the ranking also names the files."""


def render(audit: Audit, settings: Settings) -> Iterator[str]:
    """Yield the audit, card by card; ranking and summary come last, so that they stay on the screen."""
    for card in audit.scorecards:
        yield _joined(render_card(card, audit.rules, settings))
    yield _joined(_closing(audit, settings))


def _joined(lines: Iterator[str]) -> str:
    return "".join(line + "\n" for line in lines)


def _closing(audit: Audit, settings: Settings) -> Iterator[str]:
    zh = settings.language == "zh"
    if audit.audit_findings:
        yield _title("跨报告的问题" if zh else "Findings across reports", settings)
        for item in audit.audit_findings:
            yield from findings.instance(item, settings)
        yield ""
    yield from _ranking(audit.ranking, settings)
    yield from _unread("未能读取的文件" if zh else "Files that could not be read", audit.unreadable, settings)
    yield from _unread("跳过的文件" if zh else "Files skipped", audit.skipped, settings)
    unread = (*audit.earlier.unreadable, *audit.earlier.skipped)
    yield from _unread("未用于比较的文件" if zh else "Files not compared with", unread, settings)
    yield from _crashes(audit, settings)
    yield from _failed_plugins(audit, settings)
    yield from _summary(audit, settings)


def _title(text: str, settings: Settings) -> str:
    return styled(text, "bold", settings.color)


def _ranking(ranking: Sequence[Ranked], settings: Settings) -> Iterator[str]:
    if not ranking:
        return
    zh = settings.language == "zh"
    headers = ["名次", "单位", "年度", "得分", "等级"] if zh else ["Rank", "Unit", "Year", "Score", "Grade"]
    wide = settings.width >= WIDE
    if wide:
        headers.append("文件" if zh else "File")
    yield _title("排名" if zh else "Ranking", settings)
    ranked = [item for item in ranking if item.rank is not None]
    if ranked:
        rows = [_ranked(item, wide, zh) for item in ranked]
        yield from table(headers, rows, settings.width, right=(0, 2, 3), flexible=(1, 5) if wide else (1,))
        yield ""
    below = [item for item in ranking if item.rank is None]
    if below:
        text = (
            "未能评定（读出的单元格不足一半，不参加排名）"
            if zh
            else "Not ranked (fewer than half of the cells were read)"
        )
        yield from block(text, settings.width)
        rows = [_ranked(item, wide, zh)[1:] for item in below]
        yield from table(headers[1:], rows, settings.width, right=(1, 2), flexible=(0, 4) if wide else (0,))
        yield ""


def _ranked(item: Ranked, wide: bool, zh: bool) -> list[str]:
    row = [
        "" if item.rank is None else str(item.rank),
        item.unit or item.source or ("单位未能识别" if zh else "unit not recognised"),
        "" if item.year is None else str(item.year),
        marks_between(item.score.low, item.score.high),
        grades(item.score),
    ]
    return [*row, item.source or ("未报送" if zh else "not received")] if wide else row


def _unread(title: str, files: Sequence[Unread], settings: Settings) -> Iterator[str]:
    if not files:
        return
    yield _title(f"{title}（{len(files)}）" if settings.language == "zh" else f"{title} ({len(files)})", settings)
    headers = ("文件", "原因") if settings.language == "zh" else ("File", "Reason")
    rows = [(item.source, item.message + words.aside(item.code, settings.language)) for item in files]
    yield from table(headers, rows, settings.width, flexible=(0, 1))
    yield ""


def _crashes(audit: Audit, settings: Settings) -> Iterator[str]:
    if not audit.crashes:
        return
    zh = settings.language == "zh"
    yield _title("出错的规则（不计入任何单位）" if zh else "Crashed rules (held against no unit)", settings)
    headers = ("规则", "插件", "报告", "错误") if zh else ("Rule", "Plugin", "Report", "Error")
    rows = [
        (
            item.rule or ("读取文件" if zh else "reading"),
            item.plugin,
            item.report,
            (item.traceback.strip().splitlines() or [""])[-1],
        )
        for item in audit.crashes
    ]
    yield from table(headers, rows, settings.width, flexible=(0, 1, 2, 3))
    yield ""


def _failed_plugins(audit: Audit, settings: Settings) -> Iterator[str]:
    if not audit.failed_plugins:
        return
    zh = settings.language == "zh"
    yield _title("未能使用的插件（其规则集、检查和格式没有参与审核）" if zh else "Plugins that failed", settings)
    headers = ("插件", "版本", "原因") if zh else ("Plugin", "Version", "Reason")
    rows = [(item.name, item.version, item.error) for item in audit.failed_plugins]
    yield from table(headers, rows, settings.width, flexible=(0, 2))
    yield ""


def _summary(audit: Audit, settings: Settings) -> Iterator[str]:
    zh, total = settings.language == "zh", summarise(audit)
    named = " ".join(filter(None, (audit.ruleset_id, audit.ruleset_version)))
    title = audit.ruleset_title if audit.ruleset_title != audit.ruleset_id else ""
    ruleset = title + words.aside(named, settings.language) if title else named
    if zh:
        unassessed = f"，未能评定{total.unassessed}份" if total.unassessed else ""
        text = (
            f"共审核{total.reports}份：无错误无警告{total.clean}份，有错误{total.with_errors}份，"
            f"有警告{total.with_warnings}份，存疑{total.uncertain}份{unassessed}；"
            f"未能读取{total.unreadable}个文件，跳过{total.skipped}个文件。"
        )
        text += f"\n规则集：{ruleset}；审核日期：{audit.today.isoformat()}；gipaudit {audit.version}"
    else:
        unassessed = f", {total.unassessed} not assessed" if total.unassessed else ""
        text = (
            f"{total.reports} reports: {total.clean} clean, {total.with_errors} with errors, "
            f"{total.with_warnings} with warnings, {total.uncertain} uncertain{unassessed}; "
            f"{total.unreadable} files unreadable, {total.skipped} skipped."
        )
        text += f"\nRuleset: {ruleset}; date: {audit.today.isoformat()}; gipaudit {audit.version}"
    yield from block(text, settings.width)
    for note in audit.notes:
        yield from block(note, settings.width, "说明：" if zh else "Note: ")
