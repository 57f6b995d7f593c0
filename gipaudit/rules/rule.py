"""A ruleset as the engine sees it: loaded, extended, merged and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gipaudit.errors import Position, Problem
from gipaudit.scorecard import Severity

COMMON_KEYS = (
    "title",
    "title_en",
    "check",
    "forms",
    "when",
    "if",
    "severity",
    "dimension",
    "basis",
    "message",
    "remedy",
    "examples",
    "status",
)
"""The keys that every rule has and that no check's options may take."""


@dataclass(frozen=True, slots=True)
class When:
    """To whom a rule applies. Empty or ``None`` asks nothing.

    ``levels`` are patterns ``tier-kind`` whose parts may be ``*``; ``years`` is first and last year.
    """

    levels: tuple[str, ...] = ()
    years: tuple[int | None, int | None] | None = None
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """One check with its options: an entry in a ruleset.

    ``forms`` are generations. ``condition`` is the formula of ``if``. ``options`` are the check's own, as plain
    values. ``examples`` maps ``pass``, ``fail`` and ``not_assessable`` to lists of examples, each a mapping.
    ``origin`` maps a setting's dotted path (``formula``, ``when.levels``; the empty path is the rule itself) to the
    place it was written.
    """

    id: str
    title: str
    check: str
    forms: tuple[str, ...]
    options: Mapping[str, Any]
    title_en: str = ""
    when: When = field(default_factory=When)
    condition: str | None = None
    severity: Severity = "warning"
    dimension: str = ""
    basis: str = ""
    message: str = ""
    remedy: str = ""
    status: str = "stable"
    examples: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    origin: Mapping[str, Position] = field(default_factory=dict)

    def position(self, *path: str) -> Position | None:
        """Where the setting at that path was written, or else the nearest one around it."""
        for end in range(len(path), -1, -1):
            found = self.origin.get(".".join(path[:end]))
            if found is not None:
                return found
        return None


@dataclass(frozen=True)
class Ruleset:
    """A resolved ruleset.

    ``rules`` holds the rules that are on, by id; ``off`` those that were turned off and where. ``scoring`` is the
    merged ``scoring`` block as plain values; ``scoring_origin`` its settings' places by dotted path. ``files`` are
    all files that took part, the asked one first. ``plan`` is a SHA-256 over rules, options and marks. ``renamed``
    are the new ids of rules by their old ones (follow them with :func:`gipaudit.rules.renaming.current`); ``notes``
    tell what is not wrong but should be mended: rules called by old ids, rules in use that are deprecated.
    """

    id: str
    title: str
    version: str
    forms: tuple[str, ...]
    rules: Mapping[str, Rule]
    scoring: Mapping[str, Any]
    plan: str
    files: tuple[Path, ...]
    title_en: str = ""
    description: str = ""
    off: Mapping[str, Position] = field(default_factory=dict)
    scoring_origin: Mapping[str, Position] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Problem, ...] = ()
