"""Where rulesets are: by id in the folders that built-ins and plugins bring, or by the path of a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path

from gipaudit.errors import SourceError, UsageError
from gipaudit.rules.names import unknown
from gipaudit.sources.decoding import read_text
from gipaudit.sources.reading import parse

SUFFIXES = (".yaml", ".yml")


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
    """The id a file names, without reading the rest of it, which may be wrong."""
    try:
        text, _ = read_text(file)
    except SourceError:
        return None
    line = next((line for line in text.split("\n") if line.startswith("ruleset:")), "")
    source, problems = parse(file, line)
    id = source.data.get("ruleset") if source and not problems and isinstance(source.data, dict) else None
    return id if isinstance(id, str) else None


def is_path(reference: str) -> bool:
    """Whether a reference is the path of a file, not an id."""
    return reference.lower().endswith(SUFFIXES) or "/" in reference or "\\" in reference


class Library:
    """The rulesets in some folders, looked through once."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = tuple(folders)

    @cached_property
    def rulesets(self) -> Mapping[str, tuple[Path, ...]]:
        """All rulesets by id."""
        return available(self._folders)

    def find(self, reference: str, beside: Path | None = None) -> Path:
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
        files = self.rulesets.get(reference, ())
        if len(files) == 1:
            return files[0]
        if files:
            places = "、".join(str(file) for file in files)
            zh = f"规则集“{reference}”有多份：{places}"
            raise UsageError(zh, f"ruleset {reference!r} exists more than once: {places}")
        message = unknown("规则集", "ruleset", reference, self.rulesets)
        raise UsageError(message.zh, message.en)
