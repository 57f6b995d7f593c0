"""One thing that a rule is asked of, and the rule's formula bound to its cells."""

from __future__ import annotations

from dataclasses import dataclass

from gipaudit.rules.formula.compiled import Logic, Meaning
from gipaudit.rules.formula.names import Here


@dataclass(frozen=True, slots=True)
class Instance:
    """One thing a rule is asked of.

    ``here`` is its row or column, ``None`` for the report. ``cells`` are the keys of its cells in the order they are
    written (see :mod:`gipaudit.rules.formula.keys`); ``unprinted`` those that this layout does not print, ``shown``
    the others, and ``foreign`` those that are another report's (上年, 下级).
    """

    key: str
    label: str
    here: Here | None
    logic: Logic
    meaning: Meaning
    cells: tuple[str, ...]
    unprinted: frozenset[str]
    shown: frozenset[str]
    foreign: tuple[str, ...]
