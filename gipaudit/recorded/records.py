"""An audit as it was kept: what is needed of its JSON to compare it with another, and nothing else.

The records bear the names of the contract ``gipaudit/audit@1``; what they leave out is skipped when it is read.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct, field

from gipaudit.scorecard import Severity, Verdict

Year = Annotated[int, Meta(ge=1, le=9999)]
Count = Annotated[int, Meta(ge=0, le=10**9)]


class Ruleset(Struct, frozen=True):
    """The rules that an audit judged by. Where the plans of two are equal, so are rules, options and marks.

    ``renamed`` are new ids of rules by their old ones.
    """

    id: str
    version: str
    plan: str
    title: str = ""
    renamed: dict[str, str] = field(default_factory=dict)


class Rule(Struct, frozen=True, gc=False):
    """What is told of a rule."""

    title: str
    severity: Severity
    title_en: str = ""


class Plugin(Struct, frozen=True, gc=False):
    """A plugin that took part."""

    name: str
    version: str


class Score(Struct, frozen=True, gc=False):
    """The marks of one report, as they were printed."""

    low: Decimal
    high: Decimal
    full: Decimal
    grade: str | None = None
    grade_high: str | None = None


class Result(Struct, frozen=True, gc=False):
    """How one rule came out for one report; ``why`` says it of what could not be judged."""

    id: str
    verdict: Verdict
    not_assessable: Count
    why: str = ""


class Waiver(Struct, frozen=True, gc=False):
    """What a waived finding's verdict was before, and by whose leave."""

    verdict: Verdict
    authority: str = ""


class Finding(Struct, frozen=True, gc=False):
    """One finding; ``waiver`` where it is waived."""

    rule: str
    instance: str
    verdict: Verdict
    severity: Severity
    fingerprint: str
    series: str
    message: str = ""
    why: str = ""
    waiver: Waiver | None = None

    @property
    def fails(self) -> bool:
        """Whether it is held against the unit."""
        return self.verdict == "fail"

    @property
    def is_waived(self) -> bool:
        """Whether it would be held against the unit but for a person's decision."""
        return self.verdict == "waived" and self.waiver is not None and self.waiver.verdict == "fail"


class Card(Struct, frozen=True):
    """One report's scorecard. A unit that sent nothing has one without ``source``."""

    source: str | None
    sha256: str | None
    unit: str | None
    year: Year | None
    score: Score
    findings: tuple[Finding, ...]
    rules: tuple[Result, ...]
    group: str | None = None
    rank: Count | None = None
    duplicate_of: str | None = None

    def result(self, rule: str) -> Result | None:
        """How a rule came out, ``None`` where it was not asked."""
        return next((each for each in self.rules if each.id == rule), None)


class Audit(Struct, frozen=True):
    """One audit. ``name`` is where it was kept, as a person would name it; ``version`` that of gipaudit."""

    name: str
    version: str
    today: date
    ruleset: Ruleset
    plugins: tuple[Plugin, ...]
    rules: dict[str, Rule]
    cards: tuple[Card, ...]

    @property
    def standing(self) -> tuple[Card, ...]:
        """The scorecards, of several reports of one unit and year only the one that the ranking takes."""
        return tuple(card for card in self.cards if card.duplicate_of is None)
