"""Where rulesets are: by id in the folders that built-ins and plugins bring, or by the path of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from gipaudit.errors import SourceError, UsageError
from gipaudit.sources.decoding import read_text

SUFFIXES = (".yaml", ".yml")

_ID = re.compile(
    r"""^\ufeff?ruleset:[ \t]*(?:"([^"\n]+)"|'([^'\n]+)'|([^#"'\s][^#\n]*?))[ \t]*(?:#.*)?$""", re.MULTILINE
)


@cache
def registered_folders() -> tuple[Path, ...]:
    """The folders with rulesets, built-in ones first."""
    from gipaudit.plugins import plugins

    folders: list[Path] = []
    plugins().collect("register_rulesets", folders.append)
    return tuple(folders)


def available(folders: Iterable[Path]) -> Mapping[str, tuple[Path, ...]]:
    """All rulesets in the folders by id; an id found twice has two files. Files that name no id are left out."""
    found: dict[str, list[Path]] = {}
    for folder in folders:
        for file in sorted(file for suffix in SUFFIXES for file in folder.glob(f"*{suffix}")):
            id = _id(file)
            if id is not None:
                found.setdefault(id, []).append(file)
    return {id: tuple(files) for id, files in sorted(found.items())}


def _id(file: Path) -> str | None:
    try:
        text, _ = read_text(file)
    except SourceError:
        return None
    match = _ID.search(text)
    return next(group for group in match.groups() if group) if match else None


def is_path(reference: str) -> bool:
    """Whether a reference is the path of a file, not an id."""
    return reference.lower().endswith(SUFFIXES) or "/" in reference or "\\" in reference


def find(reference: str, folders: Iterable[Path], beside: Path | None = None) -> Path:
    """Return the file of a ruleset.

    ``reference`` is an id, or a path: relative to the folder ``beside`` where one is given, else to the working
    folder.

    Raises:
        UsageError: no such ruleset or file, or two rulesets have that id.
    """
    if is_path(reference):
        file = (beside or Path()) / reference
        if not file.is_file():
            raise UsageError(f"没有规则文件“{file}”", f"no ruleset file {str(file)!r}")
        return file
    known = available(folders)
    files = known.get(reference, ())
    if len(files) > 1:
        places = "、".join(str(file) for file in files)
        raise UsageError(
            f"规则集“{reference}”有多份：{places}", f"ruleset {reference!r} exists more than once: {places}"
        )
    if not files:
        raise UsageError(*_unknown(reference, list(known)))
    return files[0]


def _unknown(reference: str, known: list[str]) -> tuple[str, str]:
    from gipaudit.rules.names import unknown

    message = unknown("规则集", "ruleset", reference, known)
    return message.zh, message.en
