"""``gipaudit compare``: what became of every problem between two audits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gipaudit.cli import kept_audits
from gipaudit.cli.exit_codes import FOUND, OK
from gipaudit.cli.kept_audits import Format, file_option, format_option, units_option
from gipaudit.cli.language import current, say
from gipaudit.errors import Message

if TYPE_CHECKING:
    from gipaudit.comparing.comparison import Comparison, UnitChange
    from gipaudit.recorded.records import Card

NAME = "compare"
HELP = Message(
    "比较两次审核：每个问题是新增、已改、仍在、豁免，还是不可比，得分变了多少。\n\n"
    "可以是同一批报告（前后两次，或用两个规则集），也可以是同一批单位的两个年度；属于哪一种，看哪一种对上的多，输出中写明。\n\n"
    "退出码：0 已比较；1 有新增的问题（--fail-on new）；2 命令行有误，或文件不是审核结果。",
    "Compare two audits: problems that are new, fixed, persisting, waived or not comparable, and scores.\n\n"
    "They may be of the same reports (twice, or by two rulesets) or of the same units in two years: whichever pairs "
    "more of them, as the output says.\n\n"
    "Exit codes: 0 compared; 1 there are new problems (--fail-on new); 2 wrong command line, or no audit.",
)


class FailOn(StrEnum):
    """What makes the exit code 1."""

    never = "never"
    new = "new"


def _argument(which: str) -> Any:
    return typer.Argument(metavar=which, help=kept_audits.AUDIT_HELP.say(current()))


def run(
    before: Annotated[str, _argument(say("甲", "A"))],
    after: Annotated[str, _argument(say("乙", "B"))],
    format: Annotated[Format, format_option()] = Format.table,
    file: Annotated[str | None, file_option()] = None,
    units: Annotated[str | None, units_option()] = None,
    fail_on: Annotated[
        FailOn,
        typer.Option(
            metavar="new|never",
            help=say(
                "new：有新增的问题时退出码为1（默认 never）", "new: exit with 1 on new problems (default: never)"
            ),
        ),
    ] = FailOn.never,
) -> int:
    """Compare two audits."""
    from gipaudit.comparing.comparison import compare

    found = compare(kept_audits.read(before), kept_audits.read(after), kept_audits.roster(units))
    kept_audits.write(pieces(found, format, file), file, format, (before, after, units))
    return FOUND if fail_on is FailOn.new and found.totals()["new"] else OK


def pieces(found: Comparison, format: Format, file: str | None) -> Iterable[str]:
    """Yield a comparison in a format, in pieces."""
    from gipaudit.cli.compare_text import text
    from gipaudit.comparing import plain

    if format is Format.json:
        return kept_audits.json_pieces(plain.comparison(found), "units", map(plain.unit, found.units))
    if format is Format.csv:
        return kept_audits.csv_pieces(_headers(), _rows(found))
    return kept_audits.lines(text(found, kept_audits.width(file), color=kept_audits.color(file)))


def _headers() -> Sequence[str]:
    return say(
        "单位,分组,甲年度,乙年度,甲最低分,甲最高分,乙最低分,乙最高分,最低分增减,最高分增减,新增,已改,仍在,豁免,不可比,甲文件,乙文件",
        "unit,group,year A,year B,low A,high A,low B,high B,low gained,high gained,"
        "new,fixed,persisting,waived,incomparable,file A,file B",
    ).split(",")


def _rows(found: Comparison) -> Iterator[Sequence[str]]:
    for unit in found.units:
        yield _row(unit.before, unit.after, unit)
    for card in found.pairing.only_before:
        yield _row(card, None, None)
    for card in found.pairing.only_after:
        yield _row(None, card, None)


def _row(before: Card | None, after: Card | None, unit: UnitChange | None) -> Sequence[str]:
    from gipaudit.comparing.comparison import STATES

    number = kept_audits.number
    shown = after or before
    both = (before, after)
    gained = (None, None) if unit is None or unit.gained is None else unit.gained
    return [
        (shown and shown.unit) or "",
        (shown and shown.group) or "",
        *("" if card is None or card.year is None else str(card.year) for card in both),
        *(number(end) for card in both for end in ((card.score.low, card.score.high) if card else (None, None))),
        *map(number, gained),
        *("" if unit is None else str(len(unit.of(state))) for state in STATES),
        *((card.source if card else None) or "" for card in both),
    ]
