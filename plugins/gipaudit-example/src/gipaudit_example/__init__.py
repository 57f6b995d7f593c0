"""A document format, a check, a ruleset and an output: one of each, as small as can be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from gipaudit.hookspecs import hookimpl

if TYPE_CHECKING:
    from gipaudit.documents.reading import Loader
    from gipaudit.renderers.renderer import Renderer
    from gipaudit.rules.check import Check


@hookimpl
def register_loaders(register: Callable[[Loader], None]) -> None:
    """Bring the document format ``lines``."""
    from gipaudit_example.loader import LOADER

    register(LOADER)


@hookimpl
def register_checks(register: Callable[[Check], None]) -> None:
    """Bring the check ``figures``."""
    from gipaudit_example.check import CHECK

    register(CHECK)


@hookimpl
def register_rulesets(register: Callable[[Path], None]) -> None:
    """Bring the folder with the ruleset ``example-plus``."""
    register(Path(__file__).parent / "rulesets")


@hookimpl
def register_renderers(register: Callable[[Renderer], None]) -> None:
    """Bring the output ``csv``."""
    from gipaudit_example.renderer import RENDERER

    register(RENDERER)
