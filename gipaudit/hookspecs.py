"""The hooks that a plugin may fill. Each is handed a function and calls it once for each thing it brings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pluggy import HookimplMarker, HookspecMarker

if TYPE_CHECKING:
    from pathlib import Path

    from gipaudit.documents.reading import Loader
    from gipaudit.documents.recognisers import Recogniser
    from gipaudit.renderers.renderer import Renderer
    from gipaudit.rules.check import Check
    from gipaudit.scoring.model import Scorer

hookspec = HookspecMarker("gipaudit")
hookimpl = HookimplMarker("gipaudit")


@hookspec
def register_loaders(register: Callable[[Loader], None]) -> None:
    """Bring document formats: call ``register(loader)`` for each."""


@hookspec
def register_recognisers(register: Callable[[Recogniser], None]) -> None:
    """Bring ways to read the text of pictures: call ``register(recogniser)`` for each."""


@hookspec
def register_forms(register: Callable[[Path], None]) -> None:
    """Bring forms: call ``register(path)`` for each folder that holds form files."""


@hookspec
def register_rulesets(register: Callable[[Path], None]) -> None:
    """Bring rulesets: call ``register(path)`` for each folder that holds ruleset files."""


@hookspec
def register_checks(register: Callable[[Check], None]) -> None:
    """Bring kinds of check: call ``register(check)`` for each."""


@hookspec
def register_scorers(register: Callable[[Scorer], None]) -> None:
    """Bring scoring models: call ``register(scorer)`` for each."""


@hookspec
def register_renderers(register: Callable[[Renderer], None]) -> None:
    """Bring outputs: call ``register(renderer)`` for each."""
