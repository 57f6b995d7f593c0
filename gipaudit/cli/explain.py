"""``gipaudit explain``: one rule of a ruleset, in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gipaudit.cli import output
from gipaudit.cli.language import current, say
from gipaudit.errors import Message, Position, UsageError
from gipaudit.resources import rulesets_folder

if TYPE_CHECKING:
    from gipaudit.rules.rule import Rule, Ruleset

NAME = "explain"
HELP = Message(
    "说明一条规则：查什么、为什么、依据、算式、扣多少分、例子，以及每项设置写在哪个文件第几行。",
    "Explain one rule: what it asks and why, basis, formula, marks, examples, and where each setting was written.",
)


def run(
    rule: Annotated[str, typer.Argument(metavar=say("规则", "RULE"), help=say("规则的标识", "id of the rule"))],
    ruleset: Annotated[
        str,
        typer.Option(
            metavar=say("规则集", "ID|FILE"),
            help=say("规则集的名称或文件（默认 national）", "id or file of the ruleset (default: national)"),
        ),
    ] = "national",
) -> int:
    """Explain a rule."""
    from gipaudit.rules.renaming import current as current_id
    from gipaudit.scoring.rulesets import load_ruleset

    rules = load_ruleset(ruleset)
    name = current_id(rule, rules.renamed)
    if name not in rules.rules:
        raise _unknown(name, rules)
    if name != rule:
        output.complain(
            Message(f"规则“{rule}”已改名为“{name}”", f"rule {rule!r} is now called {name!r}"), warning=True
        )
    output.emit_lines(_lines(rules.rules[name], rules))
    return 0


def _unknown(name: str, ruleset: Ruleset) -> UsageError:
    if name in ruleset.off:
        where = ruleset.off[name]
        return UsageError(f"规则 {name} 已在 {where} 关闭", f"rule {name} is turned off at {where}")
    from difflib import get_close_matches

    near = get_close_matches(name, ruleset.rules, 3, 0.5)
    zh = f"；是不是 {'、'.join(near)}？" if near else "；全部规则见 gipaudit ruleset show --resolved"
    en = f"; did you mean {', '.join(near)}?" if near else "; see gipaudit ruleset show --resolved"
    return UsageError(f"规则集 {ruleset.id} 没有规则“{name}”{zh}", f"ruleset {ruleset.id} has no rule {name!r}{en}")


def _lines(rule: Rule, ruleset: Ruleset) -> Iterator[str]:
    from gipaudit.cli.rule_words import applies_to, asked, examples, worth
    from gipaudit.renderers import words
    from gipaudit.renderers.layout import block, columns

    title = rule.title_en or rule.title if current() == "en" else rule.title
    yield from block(title + words.aside(rule.id, current()), output.width())
    yield ""
    facts = [
        *asked(rule),
        *applies_to(rule),
        (say("级别", "Severity"), words.word(words.SEVERITIES, rule.severity, current())),
        (
            say("状态", "Status"),
            words.word(words.STATUSES, rule.status, current()) if rule.status != "stable" else "",
        ),
        (say("依据", "Basis"), rule.basis),
        *worth(rule, ruleset),
        (say("改法", "Remedy"), rule.remedy),
        (say("提示语", "Message"), rule.message),
        *examples(rule),
    ]
    facts = [(name, text) for name, text in facts if text]
    room = max(columns(name) for name, _ in facts)
    for name, text in facts:
        yield from block(text, output.width(), name + " " * (room - columns(name) + 2))
    yield ""
    yield from _origins(rule, ruleset)


def _origins(rule: Rule, ruleset: Ruleset) -> Iterator[str]:
    from gipaudit.renderers.layout import table
    from gipaudit.scoring.scheme import most_specific

    rows = [
        (path or say("（规则）", "(the rule)"), _where(position))
        for path, position in rule.origin.items()
        if not path.startswith("examples.")
    ]
    marks = f"rules.{most_specific(ruleset.scoring.get('rules', {}), rule.id)}"
    rows += [
        (f"scoring.{path}", _where(position))
        for path, position in ruleset.scoring_origin.items()
        if path == marks or path.startswith(f"{marks}.")
    ]
    if rows:
        headers = (say("设置", "Setting"), say("写在（文件:行:列）", "Written at (file:line:column)"))
        yield from table(headers, rows, output.width(), flexible=(1,))


def _where(position: Position) -> str:
    """The place of a setting: a shipped file is named from the folder of rulesets, another from where we stand."""
    for folder in (rulesets_folder(), Path.cwd()):
        if position.file.is_relative_to(folder):
            return f"{position.file.relative_to(folder)}:{position.line}:{position.column}"
    return str(position)
