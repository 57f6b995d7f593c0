"""Numbering in prose, and a ruleset for Shandong that asks about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from gipaudit.hookspecs import hookimpl

if TYPE_CHECKING:
    from gipaudit.rules.check import Check


@hookimpl
def register_checks(register: Callable[[Check], None]) -> None:
    """Bring the check ``enumeration``."""
    from gipaudit_shandong.enumeration import CHECK

    register(CHECK)


@hookimpl
def register_rulesets(register: Callable[[Path], None]) -> None:
    """Bring the ruleset ``shandong-plus``."""
    register(Path(__file__).parent / "rulesets")
