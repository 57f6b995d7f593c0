"""The checks and rulesets that ship with gipaudit."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from gipaudit.hookspecs import hookimpl
from gipaudit.resources import rulesets_folder

if TYPE_CHECKING:
    from gipaudit.rules.check import Check

CHECKS: tuple[str, ...] = (
    "complete",
    "copies",
    "deadline",
    "extent",
    "filed",
    "form",
    "hierarchy",
    "history",
    "identity",
    "kind",
    "listed",
    "mentions",
    "narrative",
    "numbering",
    "percentages",
    "period",
    "powers",
    "presence",
    "privacy",
    "rates",
    "reachable",
    "repeats",
    "sections",
    "substance",
    "sums",
    "title",
    "versions",
    "wording",
    "years",
)
"""Modules of :mod:`gipaudit.rules.checks`; each holds one ``CHECK``."""

FOLDERS = ("national", "provinces")


@hookimpl
def register_checks(register: Callable[[Check], None]) -> None:
    """Bring the built-in kinds of check."""
    for name in CHECKS:
        register(import_module(f"gipaudit.rules.checks.{name}").CHECK)


@hookimpl
def register_rulesets(register: Callable[[Path], None]) -> None:
    """Bring the national and the provincial rulesets."""
    for folder in FOLDERS:
        register(rulesets_folder() / folder)
