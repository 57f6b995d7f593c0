"""``gipaudit ruleset try``: how scores and ranks would move under another ruleset."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gipaudit.cli import batches, output
from gipaudit.cli.exit_codes import CRASHED, NOTHING, OK, UNREADABLE
from gipaudit.cli.language import say
from gipaudit.cli.ruleset_arguments import Format, emit_json, format_option, ruleset_argument
from gipaudit.errors import Message

if TYPE_CHECKING:
    from gipaudit.authoring.trial import Move, RuleEffect, Trial
    from gipaudit.scorecard import Audit

NAME = "try"
HELP = Message(
    "用新规则集和原规则集审核同一批报告（只读一遍），列出各单位得分、名次的变化，以及是哪些规则引起的。\n\n"
    "退出码：0 比较完成；2 规则集或参数有误；3 规则或插件出错；4 点名的文件不能读；5 没有报告。",
    "Judge the same reports, read once, by a new ruleset and an old one, and tell how scores and ranks move and "
    "which rules make them.\n\n"
    "Exit codes: 0 compared; 2 a ruleset or an argument is wrong; 3 a rule or plugin crashed; 4 a file given by name "
    "cannot be read; 5 no report.",
)


def run(
    ruleset: Annotated[str, ruleset_argument()],
    paths: Annotated[
        list[Path],
        typer.Argument(metavar=say("报告…", "REPORTS…"), help=say("报告文件或文件夹", "files or folders of reports")),
    ],
    against: Annotated[
        str,
        typer.Option(
            metavar=say("规则集", "ID|FILE"), help=say("与哪个规则集比较（默认 national）", "compare with (national)")
        ),
    ] = "national",
    previous: Annotated[
        list[Path] | None,
        typer.Option(metavar=say("路径", "PATH"), help=say("上年的报告，只用来比较", "last year's reports")),
    ] = None,
    units: Annotated[
        Path | None, typer.Option(metavar=say("名录", "FILE"), help=say("单位名录", "a roster of units"))
    ] = None,
    jobs: Annotated[str | None, batches.jobs_option()] = None,
    format: Annotated[Format, format_option()] = Format.text,
) -> int:
    """Compare what two rulesets say of the same reports."""
    from gipaudit.authoring.trial import trial_record, try_ruleset
    from gipaudit.documents.limits import Limits
    from gipaudit.scoring.rulesets import load_ruleset

    new, old = load_ruleset(ruleset), load_ruleset(against)
    with batches.Batch(jobs, Limits()) as batch:
        trial = try_ruleset(
            new,
            old,
            paths,
            previous=previous or (),
            units=units,
            read=batch.watched(batch.local),
            judged=batch.judged,
        )
        if format is Format.json:
            emit_json(trial_record(trial))
        else:
            output.emit_lines(_lines(trial))
        if batch.interruption.stopped():
            return batch.ended(trial.after)
    return _code(trial.after, trial.before)


def _code(*audits: Audit) -> int:
    if any(audit.crashes for audit in audits):
        return CRASHED
    if any(unread.named for audit in audits for unread in (*audit.unreadable, *audit.earlier.unreadable)):
        return UNREADABLE
    return OK if audits[0].scorecards else NOTHING


def _lines(trial: Trial) -> Iterator[str]:
    from gipaudit.renderers.layout import block, table

    width = output.width()
    for name, audit in ((say("原", "Old"), trial.before), (say("新", "New"), trial.after)):
        version = f"{audit.ruleset_id} {audit.ruleset_version}".strip()
        yield from block(f"{name}: {version}  plan {audit.plan[:12]}", width)
    higher = sum(move.gained > 0 for move in trial.moves)
    lower = sum(move.gained < 0 for move in trial.moves)
    count = len(trial.moves)
    yield say(
        f"{count} 份报告：得分升 {higher} 份，降 {lower} 份，不变 {count - higher - lower} 份。",
        f"{count} reports: {higher} gain, {lower} lose, {count - higher - lower} stay.",
    )
    yield from _unread(trial.after)
    if count:
        heads = [say("单位", "Unit"), say("年度", "Year"), say("原得分", "Old"), say("新得分", "New")]
        heads += [say("升降", "Gain"), say("名次", "Rank")]
        yield ""
        yield from table(heads, [_row(move) for move in trial.moves], width, right=(1, 2, 3, 4), flexible=(0,))
    if trial.effects:
        yield ""
        headers = say("规则", "Rule"), say("改动", "Change"), say("份数", "Reports"), say("扣分合计", "Marks lost")
        yield from table(headers, [_effect(effect) for effect in trial.effects], width, right=(2,), flexible=(0,))
        yield from block(
            say(
                "扣分合计是各条规则自己所扣之和；同一维度扣完为止，所以得分的变化可能小于它。",
                "Marks lost are each rule's own; a dimension loses no more than its marks, so scores may move less.",
            ),
            width,
        )
    for move in trial.moves:
        if move.rules:
            yield from _unit(move, width)


def _unread(audit: Audit) -> Iterator[str]:
    if audit.unreadable:
        count = len(audit.unreadable)
        yield say(f"另有 {count} 份不能读，没有比较。", f"{count} more cannot be read and are not compared.")


def _row(move: Move) -> tuple[str, ...]:
    from gipaudit.renderers.numbers import marks_between

    return (
        move.unit or move.source or "",
        str(move.year or ""),
        marks_between(move.before.low, move.before.high),
        marks_between(move.after.low, move.after.high),
        _signed(move.gained),
        _rank(move),
    )


def _signed(number: Decimal) -> str:
    from gipaudit.renderers.numbers import marks, plain

    text = plain(marks(number))
    return f"+{text}" if number > 0 else text


def _rank(move: Move) -> str:
    ranks = move.rank_before, move.rank_after
    before, after = (say("未能评定", "none") if rank is None else str(rank) for rank in ranks)
    return before if before == after else f"{before} → {after}"


def _effect(effect: RuleEffect) -> tuple[str, ...]:
    from gipaudit.renderers.numbers import marks, plain

    change = {
        "added": say("新增", "added"),
        "gone": say("不再查", "gone"),
        "changed": say("改动", "changed"),
        "": say("分值", "marks"),
    }[effect.change]
    lost = f"{plain(marks(effect.before))} → {plain(marks(effect.after))}"
    return effect.rule, change, str(effect.reports), lost


def _unit(move: Move, width: int) -> Iterator[str]:
    from gipaudit.renderers.layout import block
    from gipaudit.renderers.numbers import marks_between

    before, after = marks_between(move.before.low, move.before.high), marks_between(move.after.low, move.after.high)
    grades = [move.before.grade or "", move.after.grade or ""]
    grade = f"  {grades[0]} → {grades[1]}" if grades[0] != grades[1] else ""
    yield ""
    yield from block(f"{move.unit or move.source or ''}  {before} → {after}{grade}", width)
    for rule in move.rules:
        lost = [marks_between(*loss) for loss in (rule.loss_before, rule.loss_after)]
        text = say(f"{rule.rule}：扣 {lost[0]} → {lost[1]}", f"{rule.rule}: {lost[0]} → {lost[1]} off")
        yield from block(text, width, "  ")
