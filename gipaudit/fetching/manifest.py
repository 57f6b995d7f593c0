"""The manifest of a folder of fetched reports: every answer, one line of JSON each, written as it comes.

The file only grows. A run that is killed leaves at most one line unfinished, which the next run cuts off; a file is
in place before its line is written, so that whatever the manifest says was got is there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock

from gipaudit.errors import Message, Position, Problem, SourceError, UsageError
from gipaudit.fetching.entry import BadEntryError, Entry, entry_of

NAME = "manifest.jsonl"
SCHEMA = "gipaudit/manifest@1"
LONGEST_LINE = 32_000
MOST_LINES = 5_000_000
"""Bounds on what is read: ten years of a province are some two million answers."""

_HEAD = json.dumps({"schema": SCHEMA}) + "\n"


def read_manifest(file: Path) -> list[Entry]:
    """Read a manifest; a last line that was not finished is passed over.

    Raises:
        UsageError: there is no such file, or it cannot be read.
        SourceError: it is no manifest; the first wrong line is told.
    """
    entries: list[Entry] = []
    try:
        for number, line in enumerate(_lines(file), 1):
            if number == 1:
                _check_head(file, line)
                continue
            try:
                entries.append(entry_of(line))
            except BadEntryError as error:
                raise _wrong(file, number, error.zh, error.en) from None
    except FileNotFoundError:
        raise UsageError(f"没有采集清单：{file}", f"no such manifest: {file}") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(f"不能读取采集清单 {file}：{reason}", f"cannot read {file}: {reason}") from None
    return entries


def _lines(file: Path) -> Iterator[str]:
    """The finished lines of a manifest."""
    with file.open("rb") as stream:
        for number in range(1, MOST_LINES + 2):
            line = stream.readline(LONGEST_LINE + 1)
            if not line.endswith(b"\n"):
                if len(line) > LONGEST_LINE:
                    raise _wrong(file, number, "这一行过长", "the line is too long")
                if number == 1:
                    _check_head(file, line.decode("utf-8", errors="replace"))
                return
            if number > MOST_LINES:
                raise _wrong(file, number, f"超过 {MOST_LINES} 行", f"more than {MOST_LINES} lines")
            try:
                yield line.decode("utf-8")
            except UnicodeDecodeError:
                raise _wrong(file, number, "不是 UTF-8 文字", "no UTF-8 text") from None


def _check_head(file: Path, line: str) -> None:
    if line != _HEAD:
        zh = f"不是 gipaudit fetch 写的采集清单（第一行应为 {_HEAD.strip()}）"
        raise _wrong(file, 1, zh, f"no manifest of gipaudit fetch: the first line must be {_HEAD.strip()}")


def _wrong(file: Path, line: int, zh: str, en: str) -> SourceError:
    return SourceError([Problem(Position(file, line, 1), Message(zh, en))])


class Manifest:
    """The manifest of a folder, read and then written to; may be used by several threads."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / NAME
        self._guard = Lock()
        self._by_url: dict[str, Entry] = {}
        self._got: dict[str, Entry] = {}
        self._told: set[tuple[str, int, str]] = set()
        self._claimed: dict[str, str] = {}
        entries = read_manifest(self.file) if self.file.exists() else []
        for entry in entries:
            self._take(entry)
        self._mend()

    def _mend(self) -> None:
        """Cut off a line that was not finished, and begin a manifest where there is none."""
        with self.file.open("ab+") as stream:
            size = stream.seek(0, os.SEEK_END)
            if size == 0:
                stream.write(_HEAD.encode())
                return
            start = max(size - LONGEST_LINE - 1, 0)
            stream.seek(start)
            end = start + stream.read().rfind(b"\n") + 1
            if end != size:
                stream.truncate(end)

    def _take(self, entry: Entry) -> None:
        self._by_url[entry.url] = entry
        self._told.add((entry.unit, entry.year, entry.url))
        if entry.got:
            self._got[entry.url] = entry
            self._claimed[entry.file.casefold()] = entry.url

    def add(self, entries: Sequence[Entry]) -> None:
        """Write entries down, so that they are there whatever happens next.

        Raises:
            UsageError: they cannot be written (the disk is full); the manifest is then as it was.
        """
        with self._guard:
            size = self.file.stat().st_size
            try:
                with self.file.open("ab") as stream:
                    stream.write("".join(entry.line() for entry in entries).encode())
                    stream.flush()
                    os.fsync(stream.fileno())
            except OSError as error:
                os.truncate(self.file, size)
                raise not_written(self.file, error) from error
            for entry in entries:
                self._take(entry)

    def latest(self, url: str) -> Entry | None:
        """What came of asking for an address the last time."""
        return self._by_url.get(url)

    def got(self, url: str) -> Entry | None:
        """The last time that something was got from an address."""
        return self._got.get(url)

    def tells(self, unit: str, year: int, url: str) -> bool:
        """Whether anything is said of an address for that unit and year."""
        return (unit, year, url) in self._told

    def is_free(self, file: str, url: str) -> bool:
        """Whether a file name is no other address's, capitals aside as some file systems have it."""
        return self._claimed.get(file.casefold(), url) == url


def not_written(path: Path, error: OSError) -> UsageError:
    """The error that says that a file cannot be written, and what may be done."""
    reason = error.strerror or type(error).__name__
    return UsageError(
        f"不能写入 {path}：{reason}。已采集的都在，解决后再次运行同一命令即可继续",
        f"cannot write {path}: {reason}. What was fetched is there: mend it and run the same command to go on",
    )
