"""``gipaudit ruleset test``: every rule's examples, run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from gipaudit.cli import output
from gipaudit.cli.exit_codes import FOUND, OK
from gipaudit.cli.language import current, say
from gipaudit.cli.ruleset_arguments import Format, emit_json, format_option, ruleset_argument
from gipaudit.errors import Message
from gipaudit.renderers.terminal import clean

if TYPE_CHECKING:
    from gipaudit.authoring.testing import Tested, Wrong

NAME = "test"
HELP = Message(
    "运行规则的全部例子（examples）。没有例子的规则、结果与所写不同的例子都会列出，退出码为1。",
    "Run every rule's examples; exit code 1 where a rule has none or one comes out otherwise.",
)


def run(
    ruleset: Annotated[str, ruleset_argument()],
    rule: Annotated[
        str,
        typer.Option(
            metavar=say("规则", "GLOB"),
            help=say("只运行这些规则，可用星号，如 applications.*", "these rules only, such as applications.*"),
        ),
    ] = "*",
    format: Annotated[Format, format_option()] = Format.text,
) -> int:
    """Run the examples; exit code 1 where anything is wrong."""
    from gipaudit.authoring.testing import tested_record, try_examples
    from gipaudit.scoring.rulesets import load_ruleset

    rules = load_ruleset(ruleset, recheck=True)
    tested = try_examples(rules, rule)
    if format is Format.json:
        emit_json(tested_record(tested, rules))
    else:
        output.emit_lines(clean(line) for line in _lines(tested))
    return FOUND if tested.wrong else OK


def _lines(tested: Tested) -> Iterator[str]:
    for wrong in tested.wrong:
        yield from _wrong(wrong)
    counts = tested.rules, tested.examples, len(tested.wrong)
    if tested.wrong:
        yield say(
            f"{counts[0]} 条规则，{counts[1]} 个例子，{counts[2]} 处不符。",
            f"{counts[0]} rules, {counts[1]} examples, {counts[2]} wrong.",
        )
    else:
        yield say(
            f"{counts[0]} 条规则，{counts[1]} 个例子，结果都如所写。",
            f"{counts[0]} rules, {counts[1]} examples, all as they say.",
        )


def _wrong(wrong: Wrong) -> Iterator[str]:
    from gipaudit.authoring.places import shown

    failure = wrong.failure
    where = shown(wrong.position)
    if not failure.number:
        yield f"{where}: {failure.rule} " + failure.message.say(current())
        return
    form = say(f"，格式 {failure.form}", f", form {failure.form}") if failure.form else ""
    yield f"{where}: {failure.rule} {failure.expected}[{failure.number}]{form}"
    if failure.got:
        yield say(f"    应为 {failure.expected}，", f"    expected {failure.expected}, ") + say(
            f"结果是 {failure.got}", f"came out as {failure.got}"
        )
        if failure.said:
            yield f"    {failure.said}"
    else:
        yield "    " + failure.message.say(current())
