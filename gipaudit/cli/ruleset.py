"""``gipaudit ruleset``: the rulesets that are known, what is wrong in one, and what one says in full."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gipaudit.cli import output, ruleset_diff, ruleset_lint, ruleset_test, ruleset_try
from gipaudit.cli.help import Command
from gipaudit.cli.language import current, say
from gipaudit.errors import GipauditError, Message, SourceError
from gipaudit.renderers.terminal import clean

if TYPE_CHECKING:
    from gipaudit.errors import Position
    from gipaudit.rules.rule import Rule, Ruleset

WRONG = 2


def group() -> typer.Typer:
    """Build the commands, in the language of this run."""
    app = typer.Typer(
        name="ruleset",
        help=say(
            "审核规则：list 列出，show 查看；check、test、lint 检查自己写的规则文件，diff、try 看改动和影响。",
            "Rulesets: list and show them; check, test and lint a file of your own; diff and try what it changes.",
        ),
        no_args_is_help=True,
    )
    for name, run, help in (
        ("list", list_rulesets, say("列出全部规则集。", "List the rulesets.")),
        (
            "check",
            check,
            say("检查规则文件，列出全部错误及其行、列。", "Check a ruleset file and tell all that is wrong."),
        ),
        (
            "show",
            show,
            say("显示规则文件；--resolved 显示继承后的全部规则及其出处。", "Show a ruleset, or all it comes to."),
        ),
        (
            "schema",
            schema,
            say("输出规则文件的 JSON Schema，供编辑器提示和校验。", "Print the JSON Schema for editors."),
        ),
    ):
        app.command(name, cls=Command, help=help)(run)
    for module in (ruleset_test, ruleset_lint, ruleset_diff, ruleset_try):
        app.command(module.NAME, cls=Command, help=module.HELP.say(current()))(module.run)
    return app


def list_rulesets() -> int:
    """List the rulesets that built-ins and plugins bring, folder by folder."""
    from gipaudit.renderers.layout import table
    from gipaudit.rules.finding import available, registered_folders

    headers = (say("规则集", "Ruleset"), say("名称", "Title"), say("版本", "Version"), say("格式", "Forms"))
    for number, folder in enumerate(registered_folders()):
        known = available([folder])
        rows = [(_name(id, file), *_about(file)) for id, files in known.items() for file in files]
        blank = [""] if number else []
        output.emit_lines([*blank, clean(str(folder)), *table(headers, rows, output.width(), flexible=(1,))])
    return 0


def check(
    file: Annotated[
        str, typer.Argument(metavar=say("文件", "FILE"), help=say("规则文件或规则集编号", "a file or an id"))
    ],
) -> int:
    """Check a ruleset and the examples of its own rules; exit code 2 where anything is wrong."""
    try:
        ruleset = _load(file, recheck=True)
    except SourceError as error:
        output.emit_lines(clean(problem.say(current())) for problem in error.problems)
        count = len(error.problems)
        output.emit_lines([say(f"共 {count} 处错误。", f"{count} problems.")])
        return WRONG
    _warn_of_encoding(ruleset)
    for note in ruleset.notes:
        output.complain(Message(note.say("zh"), note.say("en")), warning=True)
    ran, wrong = _examples(ruleset)
    if wrong:
        output.emit_lines(clean(line) for line in wrong)
        output.emit_lines([say(f"共 {len(wrong)} 个例子不符。", f"{len(wrong)} examples came out otherwise.")])
        return WRONG
    counts = len(ruleset.rules), len(ruleset.off), len(ruleset.files)
    output.emit_lines(
        [
            clean(
                say(
                    f"{ruleset.id} 没有错误：{counts[0]} 条规则，停用 {counts[1]} 条，来自 {counts[2]} 个文件。",
                    f"{ruleset.id} is fine: {counts[0]} rules, {counts[1]} off, from {counts[2]} files.",
                )
            )
        ]
    )
    if ran:
        output.emit_lines([say(f"{ran} 个例子，结果都如所写。", f"{ran} examples, all as they say.")])
    return 0


def _examples(ruleset: Ruleset) -> tuple[int, list[str]]:
    """Run the examples that stand in this file itself: how many there are, and those that came out otherwise."""
    from dataclasses import replace

    from gipaudit.authoring.examples import run_examples

    own = {
        id: rule
        for id, rule in ruleset.rules.items()
        if rule.examples and rule.origin["examples"].file == ruleset.files[0]
    }
    failures = [failure for failure in run_examples(replace(ruleset, rules=own)) if failure.number]
    told = [
        f"{_written(own[failure.rule], failure.expected)}: {failure.rule} {failure.expected}[{failure.number}]"
        + (f"（{failure.form}）" if failure.form else "")
        + say("：", ": ")
        + failure.message.say(current())
        for failure in failures
    ]
    return sum(len(several) for rule in own.values() for several in rule.examples.values()), told


def _written(rule: Rule, expected: str) -> Position:
    return rule.origin.get(f"examples.{expected}", rule.origin["examples"])


def show(
    reference: Annotated[
        str, typer.Argument(metavar=say("规则集", "RULESET"), help=say("规则集编号或文件", "an id or a file"))
    ],
    resolved: Annotated[
        bool,
        typer.Option("--resolved", help=say("合并继承的各文件，注明出处", "all files merged, with their places")),
    ] = False,
) -> int:
    """Show a ruleset's file, or what it comes to with all it extends."""
    if resolved:
        from gipaudit.rules.writing import resolved_yaml

        output.emit_lines(clean(line) for line in resolved_yaml(_load(reference)))
        return 0
    from gipaudit.rules.finding import Library, registered_folders
    from gipaudit.sources.decoding import read_text

    text, _ = read_text(Library(registered_folders()).find(reference))
    output.emit_lines(clean(line) for line in text.removesuffix("\n").split("\n"))
    return 0


def schema() -> int:
    """Print the JSON Schema of a ruleset file, with the options of all installed checks."""
    from gipaudit.rules.ruleset import registered_checks
    from gipaudit.rules.schema import ruleset_schema
    from gipaudit.scoring.schema import SCHEMA

    content = ruleset_schema(registered_checks(), SCHEMA)
    output.emit([json.dumps(content, ensure_ascii=False, indent=2), "\n"])
    return 0


def _load(reference: str, *, recheck: bool = False) -> Ruleset:
    from gipaudit.scoring.rulesets import load_ruleset

    return load_ruleset(reference, recheck=recheck)


def _about(file: Path) -> tuple[str, str, str]:
    """Title, version and forms of a ruleset, or that it cannot be used."""
    from gipaudit.scoring.rulesets import load_ruleset

    try:
        ruleset = load_ruleset(file)
    except GipauditError:
        return say("（有错误，见 ruleset check）", "(broken, see ruleset check)"), "", ""
    title = ruleset.title_en if current() == "en" and ruleset.title_en else ruleset.title
    return clean(title), clean(ruleset.version), " ".join(ruleset.forms)


def _name(id: str, file: Path) -> str:
    """A ruleset's id, with its file where that is called otherwise."""
    return clean(id if file.stem == id else f"{id} ({file.name})")


def _warn_of_encoding(ruleset: Ruleset) -> None:
    from gipaudit.sources.decoding import read_text

    for file in ruleset.files:
        encoding = read_text(file)[1]
        if encoding != "utf-8":
            zh = f"{file} 的编码是 {encoding}，建议另存为 UTF-8"
            output.complain(Message(zh, f"{file} is saved as {encoding}; UTF-8 is better"), warning=True)
