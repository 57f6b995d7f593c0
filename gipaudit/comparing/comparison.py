"""What became of every problem between two audits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import Literal

from gipaudit.comparing.pairing import By, Pairing, paired
from gipaudit.comparing.units import naming
from gipaudit.forms.roster import Roster
from gipaudit.recorded.records import Audit, Card, Finding, Result
from gipaudit.scorecard import answered

State = Literal["new", "fixed", "persisting", "waived", "incomparable"]

STATES: tuple[State, ...] = ("new", "fixed", "persisting", "waived", "incomparable")

Why = Literal["", "no-report", "no-rule", "not-asked", "not-applicable", "not-assessable", "manual", "crashed"]
"""Why a rule judged no report: nothing was sent, the ruleset has it not, it is for other forms; or its verdict."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one problem: a rule's one instance that failed, or would but for a waiver, in either audit.

    ``before`` and ``after`` are its finding there. It is ``waived`` where either is; ``incomparable`` where it failed
    in one audit and was not judged in the other: ``why`` says so, ``note`` in the rule's own words, in Chinese.
    """

    state: State
    rule: str
    instance: str
    before: Finding | None
    after: Finding | None
    why: Why = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class UnitChange:
    """One unit's two scorecards and what became of every problem. ``gained`` is what the score's ends gained.

    Scores that come from different rules and marks cannot be subtracted: then there is no ``gained``.
    """

    before: Card
    after: Card
    changes: tuple[Change, ...]
    gained: tuple[Decimal, Decimal] | None

    def of(self, state: State) -> tuple[Change, ...]:
        """The problems of which that became."""
        return tuple(change for change in self.changes if change.state == state)


@dataclass(frozen=True)
class Comparison:
    """Two audits compared. ``only_before`` and ``only_after`` are rules that the other audit has not."""

    before: Audit
    after: Audit
    pairing: Pairing
    units: tuple[UnitChange, ...]
    rules_only_before: tuple[str, ...]
    rules_only_after: tuple[str, ...]

    @property
    def by(self) -> By:
        """Whether the same reports were audited twice, or the same units in two years."""
        return self.pairing.by

    @property
    def same_plan(self) -> bool:
        """Whether both audits judged by the same rules, options and marks."""
        return self.before.ruleset.plan == self.after.ruleset.plan

    @property
    def same_programs(self) -> bool:
        """Whether both audits were made by the same versions of gipaudit and of the plugins."""
        return self.before.version == self.after.version and set(self.before.plugins) == set(self.after.plugins)

    def totals(self) -> Counter[State]:
        """How many problems there are of each state."""
        return Counter(change.state for unit in self.units for change in unit.changes)


def compare(before: Audit, after: Audit, roster: Roster | None = None) -> Comparison:
    """Compare two audits of the same reports (twice, or by two rulesets) or of the same units in two years.

    A problem is the same in both where unit, rule and instance are, and so its fingerprint or, in two years, series.
    """
    pairing = paired(before.standing, after.standing, naming(roster))
    same_plan = before.ruleset.plan == after.ruleset.plan
    return Comparison(
        before,
        after,
        pairing,
        tuple(
            UnitChange(
                one, other, tuple(_changes(one, other, before, after)), _gained(one, other) if same_plan else None
            )
            for one, other in pairing.pairs
        ),
        tuple(sorted(before.rules.keys() - after.rules.keys())),
        tuple(sorted(after.rules.keys() - before.rules.keys())),
    )


def _gained(before: Card, after: Card) -> tuple[Decimal, Decimal]:
    return after.score.low - before.score.low, after.score.high - before.score.high


Problem = tuple[str, str]


def _problems(card: Card) -> Mapping[Problem, Sequence[Finding]]:
    found: dict[Problem, list[Finding]] = {}
    for finding in card.findings:
        if finding.fails or finding.is_waived:
            found.setdefault((finding.rule, finding.instance), []).append(finding)
    return found


def _changes(before: Card, after: Card, old: Audit, new: Audit) -> Iterator[Change]:
    ours, theirs = _problems(before), _problems(after)
    was, now = _Judged(before, old), _Judged(after, new)
    for rule, instance in sorted(ours.keys() | theirs.keys()):
        for one, other in zip_longest(ours.get((rule, instance), ()), theirs.get((rule, instance), ())):
            yield _change(rule, instance, one, other, was, now)


def _change(
    rule: str, instance: str, one: Finding | None, other: Finding | None, was: _Judged, now: _Judged
) -> Change:
    if (one is not None and one.is_waived) or (other is not None and other.is_waived):
        return Change("waived", rule, instance, one, other)
    if one is not None and other is not None:
        return Change("persisting", rule, instance, one, other)
    why, note = (was if one is None else now).why_not(rule)
    if why:
        return Change("incomparable", rule, instance, one, other, why, note)
    return Change("new" if one is None else "fixed", rule, instance, one, other)


class _Judged:
    """What one audit judged of a report."""

    def __init__(self, card: Card, audit: Audit) -> None:
        self.card, self.audit = card, audit
        self.results: Mapping[str, Result] | None = None

    def why_not(self, rule: str) -> tuple[Why, str]:
        """Why a rule did not judge all of the report, and in the rule's own words; empty where it did."""
        if self.results is None:
            self.results = {result.id: result for result in self.card.rules}
        result = self.results.get(rule)
        if result is None:
            return ("no-report" if self.card.source is None else _absent(rule, self.audit)), ""
        if answered(result.verdict, result.not_assessable):
            return "", ""
        return _WHY.get(result.verdict, "not-assessable"), result.why


def _absent(rule: str, audit: Audit) -> Why:
    return "not-asked" if rule in audit.rules else "no-rule"


_WHY: Mapping[str, Why] = {"not_applicable": "not-applicable", "manual": "manual", "crashed": "crashed"}
