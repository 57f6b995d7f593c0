"""An audit for reading on a terminal or on paper: scorecards, the ranking, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gipaudit.renderers import findings, words
from gipaudit.renderers.card import render_card
from gipaudit.renderers.layout import block, table
from gipaudit.renderers.renderer import Settings
from gipaudit.renderers.standing import render_missing, render_ranking
from gipaudit.renderers.summary import summarise
from gipaudit.renderers.terminal import styled
from gipaudit.scorecard import Audit, Baseline, Unread


def render(audit: Audit, settings: Settings) -> Iterator[str]:
    """Yield the audit, card by card; ranking and summary come last, so that they stay on the screen."""
    for card in audit.scorecards:
        if card.source is None:
            continue  # a unit that sent nothing has nothing to show but its line in the table of those
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
    yield from render_ranking(audit.ranking, settings)
    yield from render_missing(audit, settings)
    yield from _unread("未能读取的文件" if zh else "Files that could not be read", audit.unreadable, settings)
    # Files that an interrupt left unread may be thousands: a note tells how many, and what that means.
    skipped = [item for item in audit.skipped if item.code != "interrupted"]
    yield from _unread("跳过的文件" if zh else "Files skipped", skipped, settings)
    earlier = [item for item in audit.earlier.skipped if item.code != "interrupted"]
    unread = (*audit.earlier.unreadable, *earlier)
    yield from _unread("未用于比较的文件" if zh else "Files not compared with", unread, settings)
    yield from _idle(audit, settings)
    yield from _crashes(audit, settings)
    yield from _failed_plugins(audit, settings)
    yield from _summary(audit, settings)


def _title(text: str, settings: Settings) -> str:
    return styled(text, "bold", settings.color)


def _unread(title: str, files: Sequence[Unread], settings: Settings) -> Iterator[str]:
    if not files:
        return
    yield _title(f"{title}（{len(files)}）" if settings.language == "zh" else f"{title} ({len(files)})", settings)
    headers = ("文件", "原因") if settings.language == "zh" else ("File", "Reason")
    rows = [(item.source, item.message + words.aside(item.code, settings.language)) for item in files]
    yield from table(headers, rows, settings.width, flexible=(0, 1))
    yield ""


def _idle(audit: Audit, settings: Settings) -> Iterator[str]:
    """The decisions that had no effect; those for other years are only counted."""
    zh = settings.language == "zh"
    told = [item for item in audit.idle if item.code != "other-year"]
    if told:
        yield _title(
            f"没有起作用的人工决定（{len(told)}）" if zh else f"Decisions without effect ({len(told)})", settings
        )
        headers = ("位置", "决定", "原因") if zh else ("Place", "Decision", "Reason")
        rows = [
            (item.place, words.word(words.DECISIONS, item.kind, settings.language), item.message) for item in told
        ]
        yield from table(headers, rows, settings.width, flexible=(0, 2))
    if count := len(audit.idle) - len(told):
        zh_text = f"另有{count}条人工决定针对其他年度，此次不适用。"
        yield from block(zh_text if zh else f"{count} decisions are for other years.", settings.width)
    if audit.idle:
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
        text += f"未报送的单位{total.missing}个。" if total.missing else ""
        text += f"尚未收到报告的单位{total.awaited}个。" if total.awaited else ""
        text += f"豁免报送的单位{total.excused}个。" if total.excused else ""
        text += f"\n规则集：{ruleset}；审核日期：{audit.today.isoformat()}；gipaudit {audit.version}"
    else:
        unassessed = f", {total.unassessed} not assessed" if total.unassessed else ""
        text = (
            f"{total.reports} reports: {total.clean} clean, {total.with_errors} with errors, "
            f"{total.with_warnings} with warnings, {total.uncertain} uncertain{unassessed}; "
            f"{total.unreadable} files unreadable, {total.skipped} skipped."
        )
        text += f" {total.missing} units sent nothing." if total.missing else ""
        text += f" {total.awaited} units are yet to be received." if total.awaited else ""
        text += f" {total.excused} units are excused." if total.excused else ""
        text += f"\nRuleset: {ruleset}; date: {audit.today.isoformat()}; gipaudit {audit.version}"
    yield from block(text, settings.width)
    if audit.baseline is not None:
        yield from block(_baseline(audit.baseline, zh), settings.width)
        for note in audit.baseline.notes:
            yield from block(note, settings.width, "说明：" if zh else "Note: ")
    for note in audit.notes:
        yield from block(note, settings.width, "说明：" if zh else "Note: ")


def _baseline(value: Baseline, zh: bool) -> str:
    """What came of comparing with an earlier audit."""
    day = value.today.isoformat()
    if zh:
        gone = f"，{value.gone}处此次没有再审核" if value.gone else ""
        return (
            f"基线：{value.source}（{day}）。另有{value.known}处与基线相同，未列出；"
            f"基线中的问题已改正{value.fixed}处{gone}。得分不受基线影响。"
        )
    gone = f", {value.gone} not judged again" if value.gone else ""
    return (
        f"Baseline: {value.source} ({day}). {value.known} findings stand in it and are not listed; "
        f"{value.fixed} are mended{gone}. Scores do not depend on it."
    )
