"""A ruleset's settings as a tree in which each remembers the file it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gipaudit.errors import Position
from gipaudit.sources import KeyPath, Source


@dataclass(frozen=True)
class Setting:
    """One setting and all below it. ``value`` is a mapping of settings, or a scalar or list as plain value."""

    value: Any
    source: Source
    path: KeyPath = ()

    @classmethod
    def of(cls, source: Source) -> Setting:
        """The whole of a file."""
        return _build(source.data, source, ())

    @property
    def entries(self) -> Mapping[str, Setting]:
        """The settings of a mapping; nothing where it is none."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def position(self) -> Position:
        """Where it was written."""
        return self.source.position(*self.path)

    def get(self, *keys: str) -> Setting | None:
        """The setting at that path below, or ``None``."""
        found: Setting | None = self
        for key in keys:
            found = found.entries.get(key) if found else None
        return found

    def plain(self) -> Any:
        """Its value without places."""
        if isinstance(self.value, dict):
            return {key: setting.plain() for key, setting in self.value.items()}
        return self.value

    def nearest(self, path: KeyPath) -> tuple[Setting, KeyPath]:
        """The setting at that path below or the nearest around it, and what is left of the path."""
        found = self
        for number, key in enumerate(path):
            below = found.entries.get(str(key)) if isinstance(found.value, dict) else None
            if below is None:
                return found, path[number:]
            found = below
        return found, ()

    def place(self, path: KeyPath, offset: int | None = None) -> Position:
        """Where the value at that path below was written, or the character at ``offset`` in it."""
        found, rest = self.nearest(path)
        return found.source.inside((*found.path, *rest), offset)

    def printed(self, path: KeyPath) -> str | None:
        """The characters written for a value below that was not read as text."""
        found, rest = self.nearest(path)
        return found.source.printed.get((*found.path, *rest))

    def leaves(self, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Setting]]:
        """Every setting below by its path, itself first."""
        yield path, self
        for key, setting in self.entries.items():
            yield from setting.leaves((*path, key))

    def files(self) -> frozenset[Path]:
        """The files that a setting of it was written in."""
        return frozenset(setting.source.file for _, setting in self.leaves())


def _build(value: Any, source: Source, path: KeyPath) -> Setting:
    if isinstance(value, dict):
        value = {key: _build(below, source, (*path, key)) for key, below in value.items()}
    return Setting(value, source, path)


def merge(base: Setting, over: Setting, whole: frozenset[tuple[str, ...]] = frozenset()) -> Setting:
    """Lay one setting over another: mappings key by key, all else replaced whole.

    ``whole`` names mappings, by their path, that are replaced whole too.
    """
    return _merge(base, over, whole, ())


def _merge(base: Setting, over: Setting, whole: frozenset[tuple[str, ...]], path: tuple[str, ...]) -> Setting:
    if path in whole or not isinstance(base.value, dict) or not isinstance(over.value, dict):
        return over
    merged = dict(base.value)
    for key, setting in over.value.items():
        inherited = merged.get(key)
        merged[key] = _merge(inherited, setting, whole, (*path, key)) if inherited else setting
    return Setting(merged, over.source, over.path)
