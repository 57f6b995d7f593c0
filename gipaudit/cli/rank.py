"""``gipaudit rank``: a year's ranking by groups, beside that of the year before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from gipaudit.cli import kept_audits
from gipaudit.cli.arguments import year_of
from gipaudit.cli.exit_codes import OK
from gipaudit.cli.kept_audits import Format, file_option, format_option, units_option
from gipaudit.cli.language import current, say
from gipaudit.errors import Message

if TYPE_CHECKING:
    from gipaudit.comparing.standing import Place, Standing

NAME = "rank"
HELP = Message(
    "列出一个年度的排名（分组的按组排）、上年名次和升降。\n\n"
    "名次取自审核结果，同分同名次；得分是区间的，列出可能的名次。\n\n"
    "退出码：0 已列出；2 命令行有误，文件不是审核结果，或没有这个年度、分组。",
    "Rank one year, by groups where there are groups, beside the year before.\n\n"
    "Ranks are those of the audit, equals share one; where scores are intervals the possible ranks are told.\n\n"
    "Exit codes: 0 listed; 2 wrong command line, a file that is no audit, or no such year or group.",
)


def run(
    audit: Annotated[
        str,
        typer.Argument(metavar=say("审核结果", "AUDIT"), help=kept_audits.AUDIT_HELP.say(current())),
    ],
    group: Annotated[
        str | None, typer.Option(metavar=say("分组", "GROUP"), help=say("只列这一组", "this group only"))
    ] = None,
    year: Annotated[
        str | None,
        typer.Option(
            metavar=say("年度", "YEAR"),
            help=say("排哪个年度（默认多数报告的年度）", "the year to rank (default: that of most reports)"),
        ),
    ] = None,
    previous: Annotated[
        str | None,
        typer.Option(
            metavar=say("审核结果", "AUDIT"),
            help=say(
                "上年的审核结果（默认在同一次审核中找上年的报告）",
                "the audit of the year before (default: its reports in the same audit)",
            ),
        ),
    ] = None,
    format: Annotated[Format, format_option()] = Format.table,
    file: Annotated[str | None, file_option()] = None,
    units: Annotated[str | None, units_option()] = None,
) -> int:
    """Rank the units of one year."""
    from gipaudit.comparing.standing import standing

    found = standing(
        kept_audits.read(audit),
        year=year_of("--year", year),
        group=group,
        previous=None if previous is None else kept_audits.read(previous),
        roster=kept_audits.roster(units),
    )
    kept_audits.write(pieces(found, format, file), file, format, (audit, previous, units))
    return OK


def pieces(found: Standing, format: Format, file: str | None) -> Iterable[str]:
    """Yield a ranking in a format, in pieces."""
    from gipaudit.cli.rank_text import text
    from gipaudit.comparing import plain

    if format is Format.json:
        return kept_audits.json_pieces(plain.standing(found))
    if format is Format.csv:
        return kept_audits.csv_pieces(_headers(), _rows(found))
    return kept_audits.lines(text(found, kept_audits.width(file), color=kept_audits.color(file)))


def _headers() -> Sequence[str]:
    return say(
        "分组,名次,最好名次,最差名次,单位,年度,最低分,最高分,等级,总名次,上年名次,升降,文件",
        "group,rank,best rank,worst rank,unit,year,low,high,grade,rank of all,rank before,change,file",
    ).split(",")


def _rows(found: Standing) -> Iterator[Sequence[str]]:
    for ranking in found.rankings:
        for place in ranking.places:
            yield [ranking.group or "", *_row(found, place)]


def _row(found: Standing, place: Place) -> Sequence[str]:
    from gipaudit.cli.rank_text import change

    card = place.card
    return [
        *("" if rank is None else str(rank) for rank in (place.rank, place.best, place.worst)),
        card.unit or "",
        str(found.year),
        kept_audits.number(card.score.low),
        kept_audits.number(card.score.high),
        kept_audits.grades(card.score),
        *("" if rank is None else str(rank) for rank in (card.rank, place.earlier_rank)),
        change(found, place),
        card.source or "",
    ]
