"""Reading a ruleset file and all that it extends, circles refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from gipaudit.errors import Message, Problem, UsageError
from gipaudit.rules.extending import Flattener, Layer
from gipaudit.rules.finding import Library, is_path
from gipaudit.rules.schema import split
from gipaudit.rules.schema_errors import schema_problems
from gipaudit.rules.settings import Setting
from gipaudit.sources import Source, read_source

MOST_FILES = 100


class Loader:
    """Reads files once each, in the order they are met; ``files`` keeps that order.

    Files for which ``trusted`` answers yes are not held to the schema.
    """

    def __init__(self, library: Library, schema: Mapping[str, Any], trusted: Callable[[Path], bool]) -> None:
        self._library = library
        self._schema = schema
        self._trusted = trusted
        self._flattener = Flattener()
        self._layers: dict[Path, Layer | None] = {}
        self._problems: list[Problem] = []
        self.files: list[Path] = []

    def problems(self) -> list[Problem]:
        """All that was wrong so far."""
        return [*self._problems, *self._flattener.problems]

    def load(self, file: Path, chain: tuple[Path, ...] = ()) -> Layer | None:
        """Return the file with all it extends, or ``None`` where nothing can be made of it."""
        key = file.resolve()
        if key in self._layers:
            return self._layers[key]
        self.files.append(file)
        source, problems = _shipped_source(file) if self._trusted(file) else read_source(file)
        self._problems += problems
        layer = None
        if source is not None:
            if isinstance(source.data, dict):
                shape = Setting.of(source)
                if not self._trusted(file):
                    self._problems += self._misshapen(source.data, shape)
                own = _sound(Setting.of(source))
                parents = self._parents(own, file, (*chain, key))
                found = [parent for parent in parents if parent is not None]
                layer = self._flattener.flatten(own, found, complete=len(found) == len(parents))
            elif not problems:
                message = Message("规则文件应为一组设置（名称: 值）", "a ruleset file must be a mapping")
                self._problems.append(Problem(source.position(), message))
        self._layers[key] = layer
        return layer

    def _misshapen(self, data: Any, shape: Setting) -> list[Problem]:
        """What the schema finds wrong in a file; ``data`` is mended (see :func:`schema_problems`)."""
        common, checks = self._schemas
        problems = schema_problems(data, common, shape)
        rules = shape.get("rules")
        for id, entry in rules.entries.items() if rules else ():
            check = entry.get("check")
            if check is not None and isinstance(check.value, str) and check.value in checks:
                problems += schema_problems(data["rules"][id], checks[check.value], entry)
        return problems

    @cached_property
    def _schemas(self) -> tuple[Mapping[str, Any], Mapping[str, Mapping[str, Any]]]:
        """The schema of a file, and that of each check's options; shipped files ask for neither."""
        return split(self._schema)

    def _parents(self, own: Setting, file: Path, chain: tuple[Path, ...]) -> list[Layer | None]:
        """The files that a file extends; ``None`` for each that cannot be had, which has been told."""
        extends = own.get("extends")
        if extends is None:
            return []
        references = [extends.value] if isinstance(extends.value, str) else extends.value
        found: list[Layer | None] = []
        for number, reference in enumerate(references):
            place = extends.place((number,), 0) if isinstance(extends.value, list) else extends.place((), 0)
            try:
                parent = self._library.find(reference, file.parent)
            except UsageError as error:
                self._problems.append(Problem(place, error.message))
                found.append(None)
                continue
            message = self._refusal(parent, reference, chain)
            if message is not None:
                self._problems.append(Problem(place, message))
            found.append(None if message else self.load(parent, chain))
        return found

    def _refusal(self, parent: Path, reference: str, chain: tuple[Path, ...]) -> Message | None:
        if parent.resolve() in chain:
            start = chain.index(parent.resolve())
            names = [file.name for file in (*chain[start:], parent)]
            zh = f"继承成了一个圈：{' → '.join(names)}"
            return Message(zh, f"extends itself: {' → '.join(names)}")
        if len(self.files) >= MOST_FILES:
            zh = f"继承的文件超过 {MOST_FILES} 个"
            return Message(zh, f"more than {MOST_FILES} files are extended")
        if is_path(reference) and parent.is_absolute() and Path(reference).is_absolute():
            zh = "extends 请写编号或相对本文件的路径，不写绝对路径"
            return Message(zh, "extends takes an id or a path relative to this file, not an absolute one")
        return None


@cache
def _shipped_source(file: Path) -> tuple[Source | None, list[Problem]]:
    """A file that does not change while gipaudit runs, and that many rulesets extend: nobody changes what is read."""
    return read_source(file)


def _sound(own: Setting) -> Setting:
    """A file without the settings whose kind is wrong (they have been told), so that the rest can be looked at."""
    kinds: dict[str, type | tuple[type, ...]] = {
        "extends": (str, list),
        "forms": (str, list),
        "rules": dict,
        "renamed": dict,
        "scoring": dict,
    }
    kept = {key: below for key, below in own.entries.items() if isinstance(below.value, kinds.get(key, str))}
    for key in ("extends", "forms"):
        if key in kept and not isinstance(kept[key].value, str) and not _texts(kept[key].value):
            del kept[key]
    if "rules" in kept:
        rules = kept["rules"]
        entries = {id: entry for id, entry in rules.entries.items() if _is_rule(entry)}
        kept["rules"] = Setting(entries, rules.source, rules.path)
    return Setting(kept, own.source, own.path)


def _texts(value: list[Any]) -> bool:
    return all(isinstance(item, str) for item in value)


def _is_rule(entry: Setting) -> bool:
    return isinstance(entry.value, dict) or entry.value in ("off", "on")
