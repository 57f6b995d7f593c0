"""The scoring models that come with gipaudit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gipaudit.hookspecs import hookimpl

if TYPE_CHECKING:
    from gipaudit.scoring.model import Scorer


@hookimpl
def register_scorers(register: Callable[[Scorer], None]) -> None:
    """Bring ``deduct``, ``weighted`` and ``pass-rate``."""
    from gipaudit.scoring import deduct, pass_rate, weighted

    for module in (deduct, weighted, pass_rate):
        register(module.SCORER)
