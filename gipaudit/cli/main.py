"""The command ``gipaudit``: decides the language, builds the commands, and turns every outcome into an exit code."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gipaudit import __version__

if TYPE_CHECKING:
    import typer

    from gipaudit.errors import Message

USAGE, CRASHED, INTERRUPTED, READER_GONE = 2, 3, 130, 141

MANY_OBJECTS = 100_000
"""New objects between two looks for garbage: commands and rules are hundreds of thousands of objects and no garbage,
and at Python's own 700 the looks were a fifth of what a person waited for."""


def main() -> None:
    """Run the command line and end the process with its exit code."""
    gc.set_threshold(MANY_OBJECTS, 20, 20)
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code. Nothing but an interrupt's own end leaves this function."""
    if list(arguments) == ["--version"]:  # before anything is loaded: scripts ask this often
        print(f"gipaudit {__version__}")
        return 0
    from gipaudit.cli import language, output

    output.prepare()
    language.use(language.from_locale(os.environ))
    code = _run(arguments)
    if code not in (INTERRUPTED, READER_GONE):
        _warn_of_plugins()
    return code


def _run(arguments: Sequence[str]) -> int:
    from gipaudit.cli import language, output
    from gipaudit.errors import GipauditError

    try:
        chosen, rest = language.take(arguments, os.environ)
        language.use(chosen)
        return _dispatch(rest)
    except GipauditError as error:
        output.complain(error.message)
        return USAGE
    except output.ReaderGoneError:
        return READER_GONE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # the last door: a defect of ours is told in one line, without any document's text
        output.complain(_defect(error))
        return CRASHED


def _dispatch(arguments: Sequence[str]) -> int:
    import typer

    from gipaudit.cli.output import emit_lines
    from gipaudit.cli.usage import translated

    try:
        result = typer.main.get_command(build()).main(
            args=list(arguments), prog_name="gipaudit", standalone_mode=False
        )
    except typer.TyperException as problem:
        if type(problem).__name__ == "NoArgsIsHelpError":  # a group of commands without one: its message is the help
            emit_lines([problem.message])
            return USAGE
        raise translated(problem) from None
    return result if isinstance(result, int) else 0


def build() -> typer.Typer:
    """Build the commands, in the language of this run."""
    import typer

    from gipaudit.cli import (
        archive,
        audit,
        compare,
        explain,
        fetch,
        forms,
        history,
        inspect,
        plugins,
        rank,
        rescore,
        ruleset,
        units,
    )
    from gipaudit.cli.help import Command, Group
    from gipaudit.cli.language import current, say
    from gipaudit.cli.root import root

    app = typer.Typer(
        name="gipaudit",
        cls=Group,
        help=say(
            "审核政府信息公开工作年度报告：是否完整、表内数字是否平衡、文字是否写到应写的内容，并按评分规则打分、排名、列出应改之处。",
            "Audit annual reports on government information disclosure: completeness, arithmetic, text; with marks.",
        ),
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        invoke_without_command=True,
    )
    app.callback()(root)
    for module in (audit, rescore, compare, rank, history, explain, fetch, inspect, plugins, units):
        app.command(module.NAME, cls=Command, help=module.HELP.say(current()))(module.run)
    for group in (archive.group(), forms.group(), ruleset.group()):
        app.add_typer(group, cls=Group)
    return app


def _defect(error: Exception) -> Message:
    """Say what happened and where in the program, and nothing of what the documents hold."""
    import platform
    import traceback

    from gipaudit.errors import Message
    from gipaudit.plugins import distribution, plugins

    frames = traceback.extract_tb(error.__traceback__)
    places = " ← ".join(f"{os.path.basename(frame.filename)}:{frame.lineno}" for frame in reversed(frames[-3:]))
    facts = f"{type(error).__name__} {places} (gipaudit {__version__}, Python {platform.python_version()})"
    blamed = plugins().at_fault(error)
    if blamed is not None:
        return Message(
            f"插件 {distribution(blamed)} 出错，与报告无关；请将本行报给插件的维护者：{facts}",
            f"plugin {distribution(blamed)} broke, no fault of the reports; please send this line to its "
            f"maintainers: {facts}",
        )
    return Message(
        f"程序内部出错，与报告无关；请将本行报给维护者：{facts}",
        f"internal error, no fault of the reports; please send this line to the maintainers: {facts}",
    )


def _warn_of_plugins() -> None:
    """Say which plugins failed: whatever else was said may follow from it (a check that is not known)."""
    if "gipaudit.plugins" not in sys.modules:
        return
    from gipaudit.cli.output import complain
    from gipaudit.errors import Message
    from gipaudit.plugins import distribution, failures

    for info in failures():
        name = distribution(info)
        zh, en = f"插件 {name} 未能使用：{info.error}", f"plugin {name} cannot be used: {info.error}"
        complain(Message(zh, en), warning=True)
