"""Where the command line writes: standard output and error, and files that are whole or not there."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterable
from io import TextIOWrapper
from pathlib import Path
from tempfile import NamedTemporaryFile

from gipaudit.cli.language import current, say
from gipaudit.errors import Message, UsageError
from gipaudit.renderers.terminal import clean

NARROWEST, WIDEST = 60, 160
"""Terminals are taken to be at least and at most so many columns wide."""


class ReaderGoneError(Exception):
    """Whoever read standard output has closed it (``| head``)."""


def prepare(*, machine: bool = False) -> None:
    """Make standard output and error print any text without failing.

    An encoding that knows no Chinese gives way to UTF-8; output for other programs (``machine``) is always UTF-8.
    """
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, TextIOWrapper):
            continue
        try:
            "中".encode(stream.encoding)
            able = True
        except (UnicodeEncodeError, LookupError):
            able = False
        utf8 = not able or (machine and stream is sys.stdout)
        stream.reconfigure(encoding="utf-8" if utf8 else None, errors="replace")


def width() -> int:
    """The terminal's width in columns, 80 where there is none."""
    return min(max(shutil.get_terminal_size((80, 24)).columns, NARROWEST), WIDEST)


def color() -> bool:
    """Whether standard output is a terminal that wants colour (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def emit(pieces: Iterable[str]) -> None:
    """Write pieces of text to standard output.

    Raises:
        ReaderGoneError: nobody reads any more.
    """
    try:
        for piece in pieces:
            sys.stdout.write(piece)
        sys.stdout.flush()
    except BrokenPipeError:
        # The interpreter flushes once more at its end, which must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise ReaderGoneError from None


def emit_lines(lines: Iterable[str]) -> None:
    """Write lines to standard output."""
    emit(line + "\n" for line in lines)


def complain(message: Message, *, warning: bool = False) -> None:
    """Write an error or a warning to standard error, each line cleaned for the terminal."""
    prefix = say("注意：", "warning: ") if warning else say("错误：", "error: ")
    for number, line in enumerate(message.say(current()).split("\n")):
        print((prefix if number == 0 else "  ") + clean(line), file=sys.stderr)


def write_file(path: Path, pieces: Iterable[str]) -> None:
    """Write a file as UTF-8. It appears whole or not at all; an older one stays until then.

    A device or pipe is written to directly, for it cannot be replaced.

    Raises:
        UsageError: it cannot be written.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            if target.is_dir():
                raise UsageError(f"{path} 是文件夹，不能写入", f"{path} is a folder and cannot be written")
            with open(target, "w", encoding="utf-8", newline="\n") as device:
                device.writelines(pieces)
            return
        _replace(target, pieces)
    except BrokenPipeError:
        raise ReaderGoneError from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(f"不能写入 {path}：{reason}", f"cannot write {path}: {reason}") from error


def _replace(target: Path, pieces: Iterable[str]) -> None:
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask()
    with NamedTemporaryFile(
        "w", encoding="utf-8", newline="\n", dir=target.parent, prefix=f".{target.name[:40]}.", delete=False
    ) as file:
        temporary = Path(file.name)
        try:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
            os.chmod(temporary, mode)
        except BaseException:
            temporary.unlink()
            raise
    os.replace(temporary, target)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
