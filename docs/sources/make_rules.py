"""Write ``docs/rules/``: an index, a page for each rule of ``national``, the checks, and what lint looks for.

Run ``python docs/sources/make_rules.py`` after changing rules; a test holds the pages to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from gipaudit.authoring.linting import LINTS
from gipaudit.cli import language
from gipaudit.cli.rule_words import applies_to, asked, worth
from gipaudit.renderers.words import SEVERITIES, STATUSES
from gipaudit.resources import rulesets_folder
from gipaudit.rules import builtin
from gipaudit.rules.check import Check
from gipaudit.rules.rule import Rule, Ruleset
from gipaudit.scoring.rulesets import load_ruleset
from gipaudit.scoring.scheme import scheme_of

FOLDER = Path(__file__).resolve().parents[1] / "rules"
RULESET = "national"

NOTE = "<!-- 由 docs/sources/make_rules.py 生成，请勿手改。 -->"
_USED = 5
VERDICTS = {"pass": "通过的例子", "fail": "不通过的例子", "not_assessable": "无法评定的例子"}


def make() -> dict[str, str]:
    """Return every page by its file name."""
    language.use("zh")
    ruleset = load_ruleset(RULESET)
    pages = {f"{rule.id}.md": _page(rule, ruleset) for rule in ruleset.rules.values()}
    return {"README.md": _index(ruleset), "checks.md": _checks(ruleset), "lint.md": _lints(), **pages}


def write(folder: Path = FOLDER) -> None:
    """Write all pages, and remove those of rules that are gone."""
    pages = make()
    folder.mkdir(exist_ok=True)
    for file in folder.glob("*.md"):
        if file.name not in pages:
            file.unlink()
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")


def _index(ruleset: Ruleset) -> str:
    scheme = scheme_of(ruleset)
    titles = {dimension.id: f"{dimension.title}（{dimension.marks}分）" for dimension in scheme.dimensions}
    lines = [
        "# 规则一览",
        "",
        NOTE,
        "",
        f"`{RULESET}` 规则集共 {len(ruleset.rules)} 条规则，按维度排列；每条一页，"
        "写明查什么、依据、分值、例子和怎样改。"
        "分值是本项目给出的示例，各地可以[改写](../rulesets.md)；自己写规则用的[检查方法](checks.md)另有一页。",
    ]
    for dimension, title in titles.items():
        rules = sorted((rule for rule in ruleset.rules.values() if rule.dimension == dimension), key=lambda r: r.id)
        if rules:
            rows = [
                (
                    f"[{rule.id}]({rule.id}.md)",
                    _plain(rule.title),
                    SEVERITIES[rule.severity].zh,
                    "、".join(rule.forms),
                )
                for rule in rules
            ]
            lines += ["", f"## {title}", "", *_table(("规则", "要求", "级别", "格式"), rows)]
    return "\n".join(lines) + "\n"


def _page(rule: Rule, ruleset: Ruleset) -> str:
    facts = [
        ("级别", SEVERITIES[rule.severity].zh),
        *((("状态", STATUSES[rule.status].zh),) if rule.status != "stable" else ()),
        *worth(rule, ruleset),
        *applies_to(rule),
        ("依据", rule.basis),
        ("整改建议", rule.remedy),
        ("写在", _place(rule)),
    ]
    rows = [(name, _plain(text)) for name, text in facts if text]
    (_, check), *asks = asked(rule)
    lines = [f"# {_plain(rule.title)}", "", NOTE, "", f"`{rule.id}` · {_plain(check)} · {_plain(rule.title_en)}", ""]
    lines += [*_table(("项目", "内容"), rows), "", "## 查什么"]
    for name, text in asks:
        if name == "算式":  # it is given below, as it is written
            continue
        label = "" if name == "要求" else f"**{name.removeprefix('要求')}**　"
        lines += ["", label + _plain(text)]
    if isinstance(formula := rule.options.get("formula"), str):
        lines += ["", "写法：", "", "```text", formula, "```"]
    for verdict, title in VERDICTS.items():
        if rule.examples.get(verdict):
            lines += ["", f"## {title}", "", *_examples(rule.examples[verdict])]
    return "\n".join([*lines, "", *_changes(rule)]) + "\n"


def _place(rule: Rule) -> str:
    position = rule.position()
    return position.file.relative_to(rulesets_folder()).as_posix() if position else ""


def _examples(examples: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A table: a row for each thing that an example names, a column for each example."""
    keys = list(dict.fromkeys(key for example in examples for key in example))
    if not keys:
        yield "各格填 0，各部分齐全。"
        return
    heads = ["例"] if len(examples) == 1 else [f"例{number}" for number in range(1, len(examples) + 1)]
    rows = [(_plain(str(key)), *(_value(example, key) for example in examples)) for key in keys]
    yield from _table(("", *heads), rows)
    if not all(examples):
        yield from ("", "空着的一列：各格填 0，各部分齐全。")


def _value(example: Mapping[str, Any], key: str) -> str:
    return _plain(_shown(example[key])) if key in example else ""


def _shown(value: Any) -> str:
    if value is None:
        return "（没有读出）"
    if isinstance(value, Mapping):
        return "；".join(f"{key}：{_shown(below)}" for key, below in value.items()) or "（各格填 0）"
    if isinstance(value, list | tuple):
        return "、".join(f"（{_shown(below)}）" if isinstance(below, Mapping) else _shown(below) for below in value)
    return str(value)


def _changes(rule: Rule) -> Iterable[str]:
    lighter = "info" if rule.severity != "info" else "warning"
    return (
        "## 改写",
        "",
        "不查这一条：",
        "",
        "```yaml",
        "ruleset: 本地",
        f"extends: [{RULESET}]",
        "rules:",
        f"  {rule.id}: off",
        "```",
        "",
        "改级别和分值：",
        "",
        "```yaml",
        "ruleset: 本地",
        f"extends: [{RULESET}]",
        "rules:",
        f"  {rule.id}: {{severity: {lighter}}}",
        "scoring:",
        "  rules:",
        f"    {rule.id}: {{lose: 1, per: report}}",
        "```",
    )


def _checks(ruleset: Ruleset) -> str:
    """What a rule may be made of: each check that comes with gipaudit, its options, and the rules that use it."""
    found: list[Check] = []
    builtin.register_checks(found.append)
    lines = [
        "# 检查方法一览",
        "",
        NOTE,
        "",
        "一条规则的 `check:` 写用哪种检查方法，其余的键是它的选项；写法见[写规则](../rulesets.md)，"
        "插件可以[增加](../plugins.md)。",
    ]
    for check in sorted(found, key=lambda check: check.name):
        lines += ["", f"## {check.name}", "", f"{_plain(check.title.zh)}。"]
        required = check.options.get("required", ())
        rows = [
            (f"`{name}`", "必须写" if name in required else "", _plain(option.get("description", "")))
            for name, option in check.options.get("properties", {}).items()
        ]
        if rows:
            lines += ["", *_table(("选项", "", "写什么"), rows)]
        used = sorted(rule.id for rule in ruleset.rules.values() if rule.check == check.name)
        if used:
            shown = "、".join(f"[{id}]({id}.md)" for id in used[:_USED])
            lines += ["", f"用它的规则：{shown}{'等' if len(used) > _USED else ''}。"]
    return "\n".join(lines) + "\n"


def _lints() -> str:
    rows = [
        (f"`{lint.code}`", SEVERITIES[lint.severity].zh, _plain(lint.title.zh), _plain(lint.remedy.zh))
        for lint in LINTS.values()
    ]
    lines = ["# ruleset lint 查什么", "", NOTE, "", *_table(("代码", "级别", "问题", "怎样改"), rows)]
    return "\n".join(lines) + "\n"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield "|---" * len(heads) + "|"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _plain(text: str) -> str:
    """A text on one line that Markdown leaves as it is."""
    return re.sub(r"([\\`*_\[\]<>|~#])", r"\\\1", " ".join(text.split()))


if __name__ == "__main__":
    write()
