"""Help pages: the same for every command, in the user's language, right for Chinese text at any width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from typer.core import TyperCommand, TyperGroup

from gipaudit.cli import language
from gipaudit.cli.language import say
from gipaudit.cli.output import width
from gipaudit.errors import UsageError
from gipaudit.renderers.layout import block, columns


class Command(TyperCommand):
    """A command with our help page."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        formatter.write("\n".join(_page(self, ctx)))


class Group(TyperGroup):
    """A group of commands with our help page, which answers an unknown command with the nearest one."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        formatter.write("\n".join(_page(self, ctx)))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that the arguments name.

        Raises:
            UsageError: there is none of that name.
        """
        names = self.list_commands(ctx)
        if args and args[0] not in names and not args[0].startswith("-"):
            near = get_close_matches(args[0], names, 1)
            if near:
                raise UsageError(
                    f"没有命令“{args[0]}”；是不是 {near[0]}？", f"no command {args[0]!r}; did you mean {near[0]}?"
                )
            raise UsageError(
                f"没有命令“{args[0]}”；可用：{'、'.join(names)}", f"no command {args[0]!r}; known: {', '.join(names)}"
            )
        return super().resolve_command(ctx, args)


def _page(command: Any, ctx: Any) -> Iterator[str]:
    arguments = [item for item in command.params if item.param_type_name == "argument"]
    options = [item for item in command.params if item.param_type_name == "option" and not item.hidden]
    usage = [ctx.command_path, say("[选项]", "[OPTIONS]")]
    if isinstance(command, TyperGroup):
        usage.append(say("命令 …", "COMMAND …"))
    usage += [item.metavar or item.name.upper() for item in arguments]
    yield from block(" ".join(usage), width(), say("用法：", "Usage: "))
    yield ""
    for paragraph in (command.help or "").split("\n\n"):
        yield from block(paragraph.replace("\n", "" if language.current() == "zh" else " "), width())
        yield ""
    yield from _list(
        say("参数：", "Arguments:"), [(item.metavar or item.name.upper(), item.help or "") for item in arguments]
    )
    if isinstance(command, TyperGroup):
        subcommands = [(name, command.commands[name].get_short_help_str(200)) for name in command.list_commands(ctx)]
        yield from _list(say("命令：", "Commands:"), subcommands)
    listed = [(_option(item), item.help or "") for item in options]
    listed.append(("--lang zh|en", language.HELP.say(language.current())))
    listed.append(("--help", say("显示本说明", "show this page")))
    yield from _list(say("选项：", "Options:"), listed)


def _option(item: Any) -> str:
    names = ", ".join([*item.opts, *item.secondary_opts])
    return names if item.is_flag else f"{names} {item.metavar or item.name.upper()}"


def _list(title: str, items: Sequence[tuple[str, str]]) -> Iterator[str]:
    if not items:
        return
    yield title
    room = min(max(columns(name) for name, _ in items), 28)
    for name, text in items:
        indent = " " * (room + 4)
        if columns(name) > room:
            yield f"  {name}"
            yield from block(text, width(), indent)
        else:
            yield from block(text, width(), "  " + name + " " * (room - columns(name)) + "  ", indent)
    yield ""
