"""Decisions that contradict each other: both places are told, and nothing is done until a person has chosen."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise

from gipaudit.decisions.records import Decisions, IdentityDecision, MarkDecision, ReadingDecision, Whose, last_part
from gipaudit.errors import Message, Problem
from gipaudit.forms.labels import fold

Contrary = IdentityDecision | ReadingDecision | MarkDecision


def contradictions(decisions: Decisions) -> Iterator[Problem]:
    """The pairs that surely speak of one report and say different things of one matter.

    Whether a file's name, its hash and a unit mean one report is known only when the reports are there: see
    :func:`contradicting`.
    """
    met: dict[Hashable, list[Contrary]] = {}
    every: list[Contrary] = [*decisions.identities, *decisions.readings, *decisions.marks]
    for decision in every:
        for report in _reports(decision.whose):
            met.setdefault((_matter(decision), report), []).append(decision)
    told: set[Problem] = set()
    for several in met.values():
        for one, two in pairwise(several):
            if one.whose.may_be(two.whose) and _differ(one, two) and (problem := _problem(one, two)) not in told:
                told.add(problem)
                yield problem


def contradicting(decisions: Sequence[Contrary]) -> Problem | None:
    """The first contradiction among decisions that were found to speak of one report and one matter."""
    return next((_problem(one, two) for one, two in pairwise(decisions) if _differ(one, two)), None)


def _reports(whose: Whose) -> Iterator[Hashable]:
    """What those have in common that may speak of one report."""
    if whose.unit:
        yield fold(whose.unit), whose.year
    if whose.sha256:
        yield whose.sha256[:8]
    if whose.file:
        yield last_part(whose.file)


def _matter(decision: Contrary) -> Hashable:
    match decision:
        case ReadingDecision():
            return ("reading", *sorted(decision.addresses))
        case MarkDecision():
            return "mark", decision.item
    return "identity"


def _differ(one: Contrary, two: Contrary) -> bool:
    match one, two:
        case IdentityDecision(), IdentityDecision():
            both = one.hand.given() & two.hand.given()
            return any(getattr(one.hand, name) != getattr(two.hand, name) for name in both)
        case ReadingDecision(), ReadingDecision():
            return one.value != two.value
        case MarkDecision(), MarkDecision():
            return one.marks != two.marks
    return False


def _problem(first: Contrary, second: Contrary) -> Problem:
    place = first.made.place
    return Problem(
        second.made.position,
        Message(f"与 {place} 的决定矛盾，请只留一条", f"contradicts the decision at {place}: keep one of them"),
    )
