"""``gipaudit`` without a command."""

from __future__ import annotations

from typing import Annotated

import typer

from gipaudit import __version__
from gipaudit.cli import output
from gipaudit.cli.exit_codes import USAGE
from gipaudit.cli.language import say


def root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help=say("显示版本", "show the version"))] = False,
) -> None:
    """Answer ``--version`` and a bare ``gipaudit``."""
    if version:
        output.emit_lines([f"gipaudit {__version__}"])
        raise typer.Exit
    if context.invoked_subcommand is None:
        output.emit_lines([context.get_help()])
        raise typer.Exit(USAGE)
