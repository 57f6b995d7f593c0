"""One unit through the years, for reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gipaudit.cli.kept_audits import grades_or_none, marks, title
from gipaudit.cli.language import say
from gipaudit.renderers.layout import block, table
from gipaudit.renderers.terminal import styled

if TYPE_CHECKING:
    from gipaudit.comparing.past import Entry, History, Lasting


def text(found: History, width: int, *, color: bool) -> Iterator[str]:
    """Yield the lines."""
    for line in block(found.unit, width):
        yield styled(line, "bold", color)
    if len(found.names) > 1:
        yield from block(_names(found), width)
    if found.same_plan:
        yield from block(_ruleset(found.entries[-1]), width, say("规则集：", "Ruleset: "))
    yield ""
    yield from _table(found, width)
    yield ""
    if not found.same_plan:
        yield from block(
            say(
                "各年分值方案不同，分数不可直接比较",
                "the years were judged by different plans (rules or marks): scores cannot be compared",
            ),
            width,
            say("说明：", "Note: "),
        )
        yield ""
    yield from _lasting(found, width, color=color)


def _names(found: History) -> str:
    """Which year's report bears which name."""
    years: dict[str, list[str]] = {}
    for entry in found.entries:
        if entry.card.unit is not None and entry.card.year is not None:
            years.setdefault(entry.card.unit, []).append(str(entry.card.year))
    parts = [
        say(f"{'、'.join(dict.fromkeys(its))}年度作“{name}”", f'"{name}" in {", ".join(dict.fromkeys(its))}')
        for name, its in years.items()
    ]
    return say("名称：", "Names: ") + say("；", "; ").join(parts)


def _table(found: History, width: int) -> Iterator[str]:
    grouped = any(entry.card.group is not None for entry in found.entries)
    headers = [say("年度", "Year"), say("得分", "Score"), say("等级", "Grade"), say("名次", "Rank")]
    headers += [say("组内", "Group")] if grouped else []
    headers += [say("错误", "Errors"), say("警告", "Warnings")]
    right = (0, 1, *range(3, len(headers)))
    headers += [] if found.same_plan else [say("规则集", "Ruleset")]
    headers.append(say("审核日期", "Audited"))
    rows = [_row(entry, grouped=grouped, same_plan=found.same_plan) for entry in found.entries]
    yield from table(headers, rows, width, right=right, flexible=(2, len(headers) - 2))


def _row(entry: Entry, *, grouped: bool, same_plan: bool) -> Sequence[str]:
    card, failing = entry.card, entry.failing()
    return [
        "" if card.year is None else str(card.year),
        marks(card.score),
        grades_or_none(card),
        _among(entry.rank, entry.ranked),
        *((_among(entry.group_rank, entry.group_ranked),) if grouped else ()),
        str(failing["error"]),
        str(failing["warning"]),
        *(() if same_plan else (_ruleset(entry),)),
        entry.audit.today.isoformat(),
    ]


def _among(rank: int | None, ranked: int) -> str:
    return "" if rank is None else f"{rank}/{ranked}"


def _ruleset(entry: Entry) -> str:
    ruleset = entry.audit.ruleset
    return f"{ruleset.id} {ruleset.version}".strip()


def _lasting(found: History, width: int, *, color: bool) -> Iterator[str]:
    if not found.lasting:
        if len({entry.card.year for entry in found.entries}) > 1:
            yield say("没有连续两年都有的问题。", "No problem lasted for two years running.")
        return
    now = [each for each in found.lasting if each.now]
    over = [each for each in found.lasting if not each.now]
    for name, problems in (
        (say("连续几年都有、最近一年仍在的问题", "Problems of two years running or more, still there"), now),
        (say("曾经连续几年都有、最近一年没有的问题", "Problems that lasted for years and are not in the last"), over),
    ):
        if problems:
            yield styled(f"{name}{say('：', ': ')}{len(problems)}{say('项', '')}", "bold", color)
            for each in problems:
                yield from block(_said(found, each), width, f"  {each.years[0]}–{each.years[-1]}  ")
            yield ""


def _said(found: History, problem: Lasting) -> str:
    many = len(problem.years)
    name = title([entry.audit for entry in found.entries], problem.rule) + say(f"，{many}年", f", {many} years")
    return name + (say("：", ": ") + problem.finding.message if problem.finding.message else "")
