"""What the tests of plugins are handed: a run of the command line, and a maker of distributions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Ran:
    """What a run of the command line left."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]
Make = Callable[..., Path]
