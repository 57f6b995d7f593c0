"""What a YAML file says, with the place of everything in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gipaudit.errors import Position

KeyPath = tuple[str | int, ...]
"""The way to a value: keys and list indices from the top."""

LONGEST_SHOWN = 60


def shortened(text: str) -> str:
    """A piece of a file as it is shown in a message."""
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


@dataclass(frozen=True)
class Source:
    """A YAML file as plain values, with the place of every key and list item by its path.

    ``positions`` holds where each key and list item begins (``()`` is the file's first setting). ``starts`` holds,
    for each scalar that stands on one line without escapes, where its first character stands. ``printed`` holds the
    characters of every scalar that was read as something else than text (``1.10``, ``~``). ``encoding`` is
    ``utf-8``, ``utf-16`` or ``gb18030``.
    """

    file: Path
    data: Any
    positions: Mapping[KeyPath, Position]
    starts: Mapping[KeyPath, Position] = field(default_factory=dict)
    printed: Mapping[KeyPath, str] = field(default_factory=dict)
    encoding: str = "utf-8"

    def position(self, *path: str | int) -> Position:
        """Where the setting at that path stands, or else the nearest one around it."""
        for end in range(len(path), -1, -1):
            found = self.positions.get(path[:end])
            if found is not None:
                return found
        return Position(self.file, 1, 1)

    def inside(self, path: KeyPath, offset: int | None) -> Position:
        """Where the character at ``offset`` of the text at that path stands, as exactly as can be told."""
        start = self.starts.get(path)
        if offset is None or start is None:
            return self.position(*path)
        return replace(start, column=start.column + offset)
