"""What became of every problem between two audits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import zip_longest
from typing import Literal

from gipaudit.comparing.pairing import By, Pairing, paired
from gipaudit.comparing.rules import Calling, calling
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
    def duplicates(self) -> tuple[int, int]:
        """How many reports of either audit are of a unit and year of which another one counts."""
        return len(self.before.cards) - len(self.before.standing), len(self.after.cards) - len(self.after.standing)

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
    A rule that bears a new id since is the same rule.
    """
    pairing = paired(before.standing, after.standing, naming(roster))
    same_plan = before.ruleset.plan == after.ruleset.plan
    call = calling((before, after))
    ours, theirs = (frozenset(map(call, audit.rules)) for audit in (before, after))
    units = (
        UnitChange(
            one,
            other,
            tuple(_changes(_Side(one, ours, call), _Side(other, theirs, call))),
            _gained(one, other) if same_plan else None,
        )
        for one, other in pairing.pairs
    )
    return Comparison(
        before, after, pairing, tuple(units), tuple(sorted(ours - theirs)), tuple(sorted(theirs - ours))
    )


def _gained(before: Card, after: Card) -> tuple[Decimal, Decimal]:
    return after.score.low - before.score.low, after.score.high - before.score.high


@dataclass
class _Side:
    """A report in one audit; ``asked`` are the rules of that audit, all called as they are now."""

    card: Card
    asked: frozenset[str]
    call: Calling

    def problems(self) -> Mapping[tuple[str, str], Sequence[Finding]]:
        """What is held against the unit, or would be but for a waiver, by rule and instance."""
        found: dict[tuple[str, str], list[Finding]] = {}
        for finding in self.card.findings:
            if finding.fails or finding.is_waived:
                found.setdefault((self.call(finding.rule), finding.instance), []).append(finding)
        return found

    @cached_property
    def results(self) -> Mapping[str, Result]:
        """How each rule came out."""
        return {self.call(result.id): result for result in self.card.rules}

    def why_not(self, rule: str) -> tuple[Why, str]:
        """Why a rule did not judge all of the report, and in the rule's own words; empty where it did."""
        result = self.results.get(rule)
        if result is None:
            return ("no-report" if self.card.source is None else "not-asked" if rule in self.asked else "no-rule"), ""
        if answered(result.verdict, result.not_assessable):
            return "", ""
        return _WHY.get(result.verdict, "not-assessable"), result.why


_WHY: Mapping[str, Why] = {"not_applicable": "not-applicable", "manual": "manual", "crashed": "crashed"}


def _changes(before: _Side, after: _Side) -> Iterator[Change]:
    ours, theirs = before.problems(), after.problems()
    for rule, instance in sorted(ours.keys() | theirs.keys()):
        for one, other in zip_longest(ours.get((rule, instance), ()), theirs.get((rule, instance), ())):
            yield _change(rule, instance, one, other, before if one is None else after)


def _change(rule: str, instance: str, one: Finding | None, other: Finding | None, silent: _Side) -> Change:
    """What became of a problem; ``silent`` is the side that may not have it."""
    if (one is not None and one.is_waived) or (other is not None and other.is_waived):
        return Change("waived", rule, instance, one, other)
    if one is not None and other is not None:
        return Change("persisting", rule, instance, one, other)
    why, note = silent.why_not(rule)
    if why:
        return Change("incomparable", rule, instance, one, other, why, note)
    return Change("new" if one is None else "fixed", rule, instance, one, other)
