"""What the commands that use an archive share: the options, opening it, keeping an audit in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from gipaudit.cli import output
from gipaudit.cli.language import say
from gipaudit.errors import UsageError

if TYPE_CHECKING:
    from gipaudit.archive.archive import Archive
    from gipaudit.scorecard import Audit
    from gipaudit.workers.files import Read

TEXTS = ("full", "masked")

UNASKED = ("archive", "file", "format", "jobs", "cluster")
"""Parameters that change nothing of an audit; an archive's address may hold a password."""


def option() -> Any:
    """Return the option ``--archive``."""
    return typer.Option(
        metavar=say("文件|网址", "FILE|URL"),
        help=say(
            "归档：SQLite 文件（如 gipaudit.db）或 postgresql://…；读过的不再读，中断后接着做",
            "the archive: an SQLite file (gipaudit.db) or postgresql://…; what was read is not read again",
        ),
    )


def judged_option() -> Any:
    """Return the option ``--archive`` of a command that judges what is in one."""
    return typer.Option(
        metavar=say("文件|网址", "FILE|URL"),
        help=say(
            "要评定的归档：SQLite 文件（如 gipaudit.db）或 postgresql://…",
            "the archive to judge: an SQLite file (gipaudit.db) or postgresql://…",
        ),
    )


def text_option() -> Any:
    """Return the option ``--archive-text``."""
    return typer.Option(
        metavar="full|masked",
        help=say(
            "归档中的文字：full 原文（默认）；masked 隐去个人信息，重新评定时不能再查个人信息",
            "texts in the archive: full (default), or masked: personal data hidden, and not looked for in a rescore",
        ),
    )


def opened(context: typer.Context, where: str, *, create: bool) -> Archive:
    """Open an archive, which is closed when the command ends.

    Raises:
        ArchiveError: it cannot be used.
    """
    from gipaudit.archive import open_archive

    archive = open_archive(where, create=create, tell=lambda message: output.complain(message, warning=True))
    context.with_resource(archive)
    return archive


class Keeper:
    """Keeps what an audit reads and finds, where an archive is named; else nothing."""

    def __init__(self, context: typer.Context, where: str | None, text: str) -> None:
        """Open the archive.

        Raises:
            UsageError: no such way to keep texts.
            ArchiveError: the archive cannot be used.
        """
        if text not in TEXTS:
            raise UsageError(
                f"--archive-text 只能是 full 或 masked，而不是“{text}”",
                f"--archive-text must be full or masked, not {text!r}",
            )
        self._given = context.params
        self._masked = text == "masked"
        self._archive = None if where is None else opened(context, where, create=True)

    def read(self, inner: Read) -> Read:
        """Return a way to read files that asks the archive first."""
        return inner if self._archive is None else self._archive.read(inner, masked=self._masked)

    def keep(self, audit: Audit) -> None:
        """Keep an audit, what it judged by, and what people wrote for it.

        Raises:
            ArchiveError: it cannot be written.
        """
        if self._archive is not None:
            keep(self._archive, audit, self._given)


def keep(archive: Archive, audit: Audit, given: Mapping[str, Any]) -> None:
    """Keep an audit that a command with these parameters made.

    Raises:
        ArchiveError: it cannot be written.
    """
    from gipaudit.archive.audits import Input, keep_audit
    from gipaudit.renderers.json import render
    from gipaudit.renderers.renderer import Settings
    from gipaudit.scoring.rulesets import load_ruleset

    written = [("decisions", path) for path in given["decisions"] or ()]
    written += [("units", given["units"])] if given["units"] else []
    keep_audit(
        archive,
        audit,
        render(audit, Settings(language="zh", width=80, color=False, readings=True)),
        ruleset=load_ruleset(given["ruleset"]),
        arguments={name: value for name, value in given.items() if name not in UNASKED and value is not None},
        inputs=[Input(role, path, Path(path).read_bytes()) for role, path in written],
    )


def refuse_archive(where: str | None, file: str | None) -> None:
    """Never write a result over the archive.

    Raises:
        UsageError: the result was to go there.
    """
    if where is None or file is None or not (Path(file).exists() and Path(where).exists()):
        return
    if Path(file).samefile(where):
        raise UsageError(f"{file} 是归档，不能覆盖", f"{file} is the archive and will not be overwritten")
