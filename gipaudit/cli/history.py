"""``gipaudit history``: one unit through the years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from gipaudit.cli import kept_audits
from gipaudit.cli.exit_codes import OK
from gipaudit.cli.kept_audits import Format, file_option, format_option, units_option
from gipaudit.cli.language import say
from gipaudit.errors import Message

if TYPE_CHECKING:
    from gipaudit.comparing.past import Entry, History

NAME = "history"
HELP = Message(
    "列出一个单位历年的得分、等级、名次和问题，以及连续几年都有的问题。\n\n"
    "退出码：0 已列出；2 命令行有误，文件不是审核结果，或没有这个单位。",
    "Follow one unit through the years: marks, grade, rank, and the problems that stay.\n\n"
    "Exit codes: 0 listed; 2 wrong command line, a file that is no audit, or no such unit.",
)


def run(
    unit: Annotated[str, typer.Argument(metavar=say("单位", "UNIT"), help=say("单位名称", "the unit's name"))],
    audits: Annotated[
        list[str],
        typer.Argument(
            metavar=say("审核结果…", "AUDIT…"),
            help=say(
                "历年的审核结果：audit --format json 的输出，或归档（gipaudit.db 是其中各次，gipaudit.db#7 是一次）",
                "audits: what audit --format json wrote, or archives (gipaudit.db: all of it, gipaudit.db#7: one)",
            ),
        ),
    ],
    format: Annotated[Format, format_option()] = Format.table,
    file: Annotated[str | None, file_option()] = None,
    units: Annotated[str | None, units_option()] = None,
) -> int:
    """Follow one unit through the years."""
    from gipaudit.comparing.past import history

    with kept_audits.shelf(audits) as shelf:
        found = history(unit, shelf.audits, kept_audits.roster(units), shelf.whole)
    kept_audits.write(pieces(found, format, file), file, format, (*audits, units))
    return OK


def pieces(found: History, format: Format, file: str | None) -> Iterable[str]:
    """Yield a history in a format, in pieces."""
    from gipaudit.cli.history_text import text
    from gipaudit.comparing import plain

    if format is Format.json:
        return kept_audits.json_pieces(plain.history(found))
    if format is Format.csv:
        return kept_audits.csv_pieces(_headers(), (list(_row(entry)) for entry in found.entries))
    return kept_audits.lines(text(found, kept_audits.width(file), color=kept_audits.color(file)))


def _headers() -> Sequence[str]:
    return say(
        "年度,单位,规则集,版本,最低分,最高分,等级,名次,排名单位数,分组,组内名次,组内单位数,错误,警告,提示,审核日期,文件,审核结果",
        "year,unit,ruleset,version,low,high,grade,rank,ranked,"
        "group,rank in group,ranked in group,errors,warnings,notes,audited,file,audit",
    ).split(",")


def _row(entry: Entry) -> Iterator[str]:
    card, ruleset, failing = entry.card, entry.audit.ruleset, entry.failing()
    yield "" if card.year is None else str(card.year)
    yield from (card.unit or "", ruleset.id, ruleset.version)
    yield from (kept_audits.number(card.score.low), kept_audits.number(card.score.high))
    yield kept_audits.grades(card.score)
    yield from ("" if entry.rank is None else str(entry.rank), str(entry.ranked))
    yield card.group or ""
    yield from ("" if entry.group_rank is None else str(entry.group_rank), str(entry.group_ranked or ""))
    yield from (str(failing["error"]), str(failing["warning"]), str(failing["info"]))
    yield from (entry.audit.today.isoformat(), card.source or "", entry.audit.name)
