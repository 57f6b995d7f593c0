"""``gipaudit ruleset diff``: what sets two rulesets apart, as a note of changes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from gipaudit.cli import output
from gipaudit.cli.language import current, say
from gipaudit.cli.ruleset_arguments import Format, emit_json, format_option, ruleset_argument
from gipaudit.errors import Message
from gipaudit.renderers.terminal import clean

if TYPE_CHECKING:
    from gipaudit.authoring.diff import RuleChange, RulesetDiff, SettingChange
    from gipaudit.errors import Position
    from gipaudit.rules.rule import Ruleset

NAME = "diff"
HELP = Message(
    "比较两个规则集：新增、不再查、改动的规则，逐项列出改前、改后和所在的行，以及分值的改动。",
    "Compare two rulesets: rules added, gone and changed, setting by setting with their lines, and marks.",
)


def run(
    before: Annotated[str, ruleset_argument(say("甲", "_A"))],
    after: Annotated[str, ruleset_argument(say("乙", "_B"))],
    format: Annotated[Format, format_option()] = Format.text,
) -> int:
    """Compare two rulesets."""
    from gipaudit.authoring.diff import diff, diff_record
    from gipaudit.scoring.rulesets import load_ruleset

    found = diff(load_ruleset(before), load_ruleset(after))
    if format is Format.json:
        emit_json(diff_record(found))
    else:
        output.emit_lines(clean(line) for line in _lines(found))
    return 0


def _lines(found: RulesetDiff) -> Iterator[str]:
    yield f"{_named(found.before)} → {_named(found.after)}"
    if found.same:
        yield say("规则和分值都相同。", "The rules and the marks are the same.")
        return
    counts = len(found.added), len(found.gone), len(found.changed), len(found.scoring)
    yield say(
        f"新增 {counts[0]} 条规则，不再查 {counts[1]} 条，改动 {counts[2]} 条；评分改动 {counts[3]} 处。",
        f"{counts[0]} rules added, {counts[1]} gone, {counts[2]} changed; {counts[3]} changes of marks.",
    )
    yield from _rules(say("新增的规则", "Rules added"), found.added)
    yield from _rules(say("不再查的规则", "Rules gone"), found.gone)
    yield from _rules(say("改动的规则", "Rules changed"), found.changed)
    if found.scoring:
        yield from ("", say("评分的改动", "Changes of marks"))
        for change in found.scoring:
            yield f"  {_change(change, change.path)}"
    yield ""
    if found.before.plan == found.after.plan:
        yield say(
            f"判定计划相同（{found.after.plan[:12]}）：两者审核结果一样。",
            f"Equal plans ({found.after.plan[:12]}): both judge alike.",
        )
    else:
        yield say("判定计划不同：", "Plans: ") + f"{found.before.plan[:12]} → {found.after.plan[:12]}"


def _named(ruleset: Ruleset) -> str:
    return f"{ruleset.id} {ruleset.version}".strip()


def _rules(title: str, changes: Sequence[RuleChange]) -> Iterator[str]:
    if not changes:
        return
    yield from ("", title)
    for change in changes:
        rule = change.rule
        name = rule.title_en or rule.title if current() == "en" else rule.title
        place = change.off or (rule.position() if change.before is None else None)
        yield f"  {change.id}  {name}" + _at(place)
        for setting in change.settings:
            yield f"    {_change(setting, _called(setting.path))}"


def _called(path: str) -> str:
    """A setting by the title that its schema gives it, in Chinese."""
    from gipaudit.rules.schema import COMMON

    first, dot, rest = path.partition(".")
    title = COMMON[first]["title"] if first in COMMON and current() == "zh" and "title" in COMMON[first] else first
    return f"{title}{dot}{rest}"


def _change(change: SettingChange, name: str) -> str:
    key = change.path.rpartition(".")[2]
    before, after = _value(key, change.before), _value(key, change.after)
    return f"{name}{say('：', ': ')}{before} → {after}" + _at(change.after_place or change.before_place)


def _at(place: Position | None) -> str:
    from gipaudit.authoring.places import shown

    return f"{say('（', ' (')}{shown(place)}{say('）', ')')}" if place else ""


def _value(key: str, value: Any) -> str:
    from gipaudit.renderers import words
    from gipaudit.sources import shortened

    if value is None:
        return say("（无）", "(none)")
    known = {"severity": words.SEVERITIES, "status": words.STATUSES}.get(key, {})
    if isinstance(value, str):
        return shortened(words.word(known, value, current()) if value in known else f"“{value}”")
    if isinstance(value, Mapping | list | tuple):
        return shortened(json.dumps(value, ensure_ascii=False, default=list))
    return str(value)
