"""``gipaudit ruleset lint``: what is doubtful in a ruleset that loads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

from gipaudit.cli import output
from gipaudit.cli.exit_codes import FOUND, OK
from gipaudit.cli.language import current, say
from gipaudit.cli.ruleset_arguments import Format, emit_json, format_option, ruleset_argument
from gipaudit.errors import Message
from gipaudit.renderers.terminal import clean

if TYPE_CHECKING:
    from gipaudit.authoring.linting import LintFinding

NAME = "lint"
HELP = Message(
    "挑出规则文件里可疑的地方：互相矛盾、重复、由别的规则推出的勾稽关系，永远成立或永远不成立的规则，匹配不到的表达式，"
    "不起作用的分值，没有依据、整改建议或例子的规则。\n\n退出码：有错误为1，只有警告和提示为0；规则文件写错为2。",
    "Tell what is doubtful in a ruleset: identities that contradict, repeat or imply one another, rules that always "
    "or never hold, patterns that match nothing, marks without effect, rules without basis, remedy or examples.\n\n"
    "Exit codes: 1 where there is an error, 0 for warnings and hints, 2 where the file itself is wrong.",
)


def run(
    ruleset: Annotated[str, ruleset_argument()],
    format: Annotated[Format, format_option()] = Format.text,
) -> int:
    """Lint a ruleset; exit code 1 where it has an error."""
    from gipaudit.authoring.linting import lint, lint_record
    from gipaudit.scoring.rulesets import load_ruleset

    rules = load_ruleset(ruleset, recheck=True)
    found = lint(rules)
    if format is Format.json:
        emit_json(lint_record(found, rules))
    else:
        output.emit_lines(clean(line) for line in _lines(found))
    return FOUND if any(finding.severity == "error" for finding in found) else OK


def _lines(found: Sequence[LintFinding]) -> Iterator[str]:
    from gipaudit.authoring.places import shown
    from gipaudit.renderers import words

    for finding in found:
        severity = words.word(words.SEVERITIES, finding.severity, current())
        rule = f"{finding.rule} " if finding.rule else ""
        yield (
            f"{shown(finding.position)}: "
            + say(f"【{severity}】", f"{severity}: ")
            + (f"{rule}{finding.message.say(current())} [{finding.code}]")
        )
        yield "    " + finding.lint.remedy.say(current())
    counts = Counter(finding.severity for finding in found)
    yield say(
        f"错误 {counts['error']}，警告 {counts['warning']}，提示 {counts['info']}。",
        f"{counts['error']} errors, {counts['warning']} warnings, {counts['info']} hints.",
    )
