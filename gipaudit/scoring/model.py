"""What a scoring model gets and gives, and how each end of the score's interval looks at an outcome.

A score has two ends. At the *high* end what could not be assessed is taken as passing, at the *low* end as failing.
So is a failure that is less grave than its rule says: something in the report may explain it, and a person decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property, lru_cache
from typing import Literal

from gipaudit.errors import Message
from gipaudit.scorecard import Cause, DimensionScore, Outcome, Score, Severity, Verdict
from gipaudit.scoring.scheme import Policy, Scheme

End = Literal["low", "high"]
Key = tuple[str, str]
"""A finding: rule id and instance key."""

NOTHING: frozenset[Key] = frozenset()


@dataclass(frozen=True)
class Judged:
    """How one rule judged one report. ``arithmetic`` says that it compares numbers (check ``identity``)."""

    rule: str
    dimension: str
    severity: Severity
    arithmetic: bool
    outcomes: tuple[Outcome, ...]

    def standing(self, policy: Policy, end: End) -> Standing:
        """How the rule stands at one end."""
        found = self._standings.get((policy, end))
        if found is None:
            found = self._standings[policy, end] = _standing(self.outcomes, policy, end)
        return found

    @cached_property
    def _standings(self) -> dict[tuple[Policy, End], Standing]:
        """What was asked before: many reports share a rule that told nothing of them."""
        return {}


@dataclass(frozen=True)
class Standing:
    """The instances of one rule that are taken as failing and as passing; the others do not count."""

    failing: frozenset[str]
    passing: frozenset[str]

    def without(self, mended: frozenset[str]) -> Standing:
        """The same with some instances mended."""
        return Standing(self.failing - mended, self.passing | mended) if mended else self


@dataclass(frozen=True)
class Case:
    """One report before a scoring model.

    ``manual`` are the marks that people gave, by the id of the scheme's manual entry. ``unread`` are the addresses
    of cells that hold no exact number: what several instances cannot be assessed for one such cell is charged once.
    """

    scheme: Scheme
    judged: tuple[Judged, ...]
    causes: tuple[Cause, ...] = ()
    manual: Mapping[str, Decimal] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()

    @cached_property
    def rules(self) -> Mapping[str, Judged]:
        """The judged rules by id, in the order of their ids."""
        return {judged.rule: judged for judged in sorted(self.judged, key=lambda judged: judged.rule)}

    def standing(self, end: End, rule: str, mended: frozenset[Key] = NOTHING) -> Standing:
        """How a rule stands at one end, with some findings mended."""
        standing = self._standings[end][rule]
        return standing.without(frozenset(instance for id, instance in mended if id == rule)) if mended else standing

    def failing(self, end: End, rules: Iterable[str], mended: frozenset[Key] = NOTHING) -> list[Key]:
        """The findings of some rules that are taken as failing at one end, in order."""
        found: list[Key] = []
        known = self._failing[end]
        for rule in rules:
            keys = known[rule]
            found += [key for key in keys if key not in mended] if mended and keys else keys
        return found

    @cached_property
    def _failing(self) -> Mapping[End, Mapping[str, Sequence[Key]]]:
        """The failing findings of each rule at either end, in order."""
        return {
            end: {rule: [(rule, key) for key in sorted(standing.failing)] for rule, standing in standings.items()}
            for end, standings in self._standings.items()
        }

    @cached_property
    def cells(self) -> Mapping[Key, tuple[str, ...]]:
        """The cells that each instance rests on; those that pass are not named."""
        return {
            (judged.rule, outcome.instance): outcome.evidence.cells
            for judged in self.judged
            for outcome in judged.outcomes
            if outcome.verdict != "pass"
        }

    @cached_property
    def told(self) -> tuple[Key, ...]:
        """The findings: every instance that neither passes nor does not apply."""
        return tuple(
            (judged.rule, outcome.instance)
            for judged in self.rules.values()
            for outcome in judged.outcomes
            if outcome.verdict not in ("pass", "not_applicable")
        )

    @cached_property
    def crashed(self) -> frozenset[Key]:
        """The instances that a crash left without a verdict."""
        return frozenset(
            (judged.rule, outcome.instance)
            for judged in self.judged
            for outcome in judged.outcomes
            if outcome.verdict == "crashed"
        )

    @cached_property
    def _standings(self) -> Mapping[End, Mapping[str, Standing]]:
        policy = self.scheme.not_assessable
        found: dict[End, dict[str, Standing]] = {"low": {}, "high": {}}
        for id, judged in self.rules.items():
            found["low"][id], found["high"][id] = judged.standing(policy, "low"), judged.standing(policy, "high")
        return found


def _standing(outcomes: Sequence[Outcome], policy: Policy, end: End) -> Standing:
    failing: list[str] = []
    passing: list[str] = []
    for outcome in outcomes:
        taken = outcome.verdict if outcome.verdict == "pass" else taken_as(_proven(outcome), policy, end)
        if taken is not None:
            (passing if taken == "pass" else failing).append(outcome.instance)
    return Standing(frozenset(failing), frozenset(passing))


def _proven(outcome: Outcome) -> Verdict:
    """The verdict to give marks for: a failure that may be explained is as yet none."""
    return "not_assessable" if outcome.verdict == "fail" and outcome.severity is not None else outcome.verdict


def taken_as(verdict: Verdict, policy: Policy, end: End) -> Literal["pass", "fail"] | None:
    """How a verdict counts at one end; ``None`` is not at all.

    A waiver costs nothing, so it counts as passing. What waits for a person spans the interval under every policy.
    A crash is never taken as failing for certain: it is no fault of the unit.
    """
    match verdict:
        case "pass" | "waived":
            return "pass"
        case "fail":
            return "fail"
        case "not_applicable":
            return None
        case "not_assessable" if policy == "as_fail":
            return "fail"
        case "not_assessable" | "crashed" if policy == "as_pass":
            return "pass"
        case "not_assessable" | "crashed" if policy == "drop":
            return None
        case _:
            return "fail" if end == "low" else "pass"


@dataclass(frozen=True)
class Result:
    """The marks of one report.

    ``lost`` is the least and the most that a rule costs by itself, before its dimension's marks run out.
    ``finding_lost`` divides the least among the failing findings of the rule and the rest among those not assessable.
    ``finding_regained`` is the low end without that finding minus the low end as it is. Findings that are charged by
    cause go together, for one correction mends them: what that brings stands at those that bear the cost, and the
    others regain nothing. ``regained`` is the same for all findings of a rule, ``cause_regained`` for all of a cause,
    in the order of the case's causes.
    """

    score: Score
    dimensions: tuple[DimensionScore, ...]
    lost: Mapping[str, tuple[Decimal, Decimal]]
    regained: Mapping[str, Decimal]
    finding_lost: Mapping[Key, Decimal]
    finding_regained: Mapping[Key, Decimal]
    cause_regained: tuple[Decimal, ...] = ()


@dataclass(frozen=True)
class Scorer:
    """A scoring model. ``marked`` says whether a rule can cost or bring marks under a scheme.

    ``by_verdict`` says that of outcomes the marks rest on verdicts and severities alone, of causes on their tables,
    sizes and instances, and on cells (which, and whether unread) only of rules that the scheme charges by cell or by
    cause: reports that are equal in these are then scored once.
    """

    name: str
    title: Message
    score: Callable[[Case], Result]
    marked: Callable[[Scheme, str], bool] = field(default=lambda scheme, rule: True)
    by_verdict: bool = False


@lru_cache(maxsize=10_000)
def rounded(marks: Decimal) -> Decimal:
    """Marks as they are printed, ranked and graded: to the hundredth, halves up. The one place that rounds."""
    hundredths = marks.quantize(Decimal("0.01"), ROUND_HALF_UP)
    whole = hundredths.to_integral_value()
    return whole if whole == hundredths else hundredths.normalize()
