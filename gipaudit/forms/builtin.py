"""The forms that ship with gipaudit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gipaudit.hookspecs import hookimpl
from gipaudit.resources import rulesets_folder


@hookimpl
def register_forms(register: Callable[[Path], None]) -> None:
    """Bring the forms of 2014, 2019 and 2021 and their variants."""
    register(rulesets_folder() / "forms")
