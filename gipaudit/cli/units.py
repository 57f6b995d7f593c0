"""``gipaudit units``: a roster of units as a tree, and all that is wrong in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gipaudit.cli import output
from gipaudit.cli.language import current, say
from gipaudit.errors import Message
from gipaudit.renderers.terminal import clean

if TYPE_CHECKING:
    from gipaudit.forms.roster import Roster, RosterUnit

NAME = "units"
HELP = Message(
    "检查单位名录（YAML 或 CSV），按上下级列出各单位。\n\n退出码：0 没有错误；2 名录有误，逐条列出行、列。",
    "Check a roster of units (YAML or CSV) and list the units as a tree.\n\n"
    "Exit codes: 0 nothing wrong; 2 the roster is wrong, and all that is wrong is told.",
)
WRONG = 2


def run(
    file: Annotated[
        str,
        typer.Argument(
            metavar=say("名录", "FILE"), help=say("单位名录：.yaml、.csv 或 .tsv", "a .yaml, .csv or .tsv")
        ),
    ],
) -> int:
    """Check a roster and list its units."""
    from gipaudit.roster.reading import read_roster

    roster, problems = read_roster(Path(file))
    if problems:
        output.emit_lines(clean(problem.say(current())) for problem in problems)
        count = len(problems)
        output.emit_lines([say(f"名录有 {count} 处错误。", f"{count} problems.")])
        return WRONG
    output.emit_lines(_lines(roster))
    return 0


def _lines(roster: Roster) -> Iterator[str]:
    from gipaudit.renderers.layout import table
    from gipaudit.roster.enrolling import groups_of

    groups = groups_of(roster)
    headers = [say("单位", "Unit"), say("级别", "Level"), say("分组", "Group"), say("期限", "Deadline")]
    headers.append(say("权限", "Powers"))
    rows = [_row(depth, unit, groups.get(unit.name, "")) for depth, unit in _tree(roster)]
    yield from table(headers, rows, output.width(), flexible=(0, 4))
    yield ""
    counts = Counter(groups.get(unit.name, say("未分组", "no group")) for unit in roster.units)
    listed = say("、", ", ").join(f"{clean(group)} {count}" for group, count in counts.items())
    yield say(f"共 {len(roster.units)} 个单位：{listed}", f"{len(roster.units)} units: {listed}")


def _tree(roster: Roster) -> Iterator[tuple[int, RosterUnit]]:
    """The units in the order of the roster, those below one right behind it, each with its depth."""
    waiting = [(0, unit) for unit in reversed(roster.units) if roster.parent(unit) is None]
    while waiting:
        depth, unit = waiting.pop()
        yield depth, unit
        waiting.extend((depth + 1, each) for each in reversed(roster.below(unit)))


def _row(depth: int, unit: RosterUnit, group: str) -> tuple[str, ...]:
    from gipaudit.renderers import words

    also = f"（{'、'.join(unit.other_names)}）" if unit.other_names else ""
    powers = "、".join(sorted(unit.powers)) or (say("无", "none") if unit.powers_told else "")
    name = f"{'· ' * depth}{unit.name}{also}"
    day = unit.deadline.isoformat() if unit.deadline else ""
    return name, words.level(unit.level, current()) or say("未知", "unknown"), group, day, powers
