"""Where the files that ship with gipaudit are: beside the package in a checkout, inside it when installed."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def rulesets_folder() -> Path:
    """Return the folder with ``forms/``, ``national/``, ``provinces/`` and ``schema/``."""
    package = Path(__file__).resolve().parent
    installed = package / "rulesets"
    return installed if installed.is_dir() else package.parent / "rulesets"


@cache
def shipped(file: Path) -> bool:
    """Whether a file ships with gipaudit: such files are held to their schemas when gipaudit is tested."""
    return file.resolve().is_relative_to(rulesets_folder())
