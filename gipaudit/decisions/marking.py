"""Marks that people give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from gipaudit.decisions.contradictions import contradicting
from gipaudit.decisions.matching import Desk, Log
from gipaudit.decisions.records import MarkDecision
from gipaudit.errors import Message, Problem, SourceError
from gipaudit.rules.names import unknown
from gipaudit.scorecard import Decided
from gipaudit.scoring.scheme import Manual, Scheme


def check_marks(decisions: Sequence[MarkDecision], scheme: Scheme) -> None:
    """Refuse marks that their item does not take, before any file is read.

    Raises:
        SourceError: there are such marks; all are told.
    """
    entries = {entry.id: entry for entry in scheme.manual}
    problems = [
        Problem(decision.made.at("marks"), message)
        for decision in decisions
        if decision.item in entries and (message := _refused(entries[decision.item], decision.marks)) is not None
    ]
    if problems:
        raise SourceError(problems)


def _refused(entry: Manual, marks: Decimal) -> Message | None:
    """Why an item does not take these marks, or ``None``."""
    if marks > entry.marks:
        return Message(
            f"“{entry.id}”最多{entry.marks}分，而不是{marks}",
            f"{entry.id!r} takes at most {entry.marks}, not {marks}",
        )
    if entry.choices and marks not in entry.choices.values():
        listed = "、".join(f"{word}{each}分" for word, each in entry.choices.items())
        return Message(f"“{entry.id}”只能是{listed}，而不是{marks}", f"{entry.id!r} is one of {listed}, not {marks}")
    return None


def marked(
    decisions: Sequence[MarkDecision], desk: Desk, scheme: Scheme, log: Log
) -> tuple[dict[str, Mapping[str, Decimal]], dict[str, tuple[Decided, ...]]]:
    """The marks of each report by item, and what was decided of it, by the SHA-256 of the file.

    Raises:
        SourceError: two decisions that mean one item of one report contradict each other.
    """
    titles = {entry.id: entry.title for entry in scheme.manual}
    given: dict[str, dict[str, list[MarkDecision]]] = {}
    for decision in decisions:
        if decision.item not in titles:
            why = unknown("人工评分项", "manual mark", decision.item, titles).zh if titles else "规则集没有人工评分项"
            log.tell(decision, "unmatched", why)
            continue
        meant = desk.meant(decision.whose)
        if not meant:
            log.tell(decision, *desk.why_none(decision.whose))
        for report in meant:
            given.setdefault(report.sha256, {}).setdefault(decision.item, []).append(decision)
    for items in given.values():
        for several in items.values():
            if problem := contradicting(several):
                raise SourceError([problem])
    return (
        {sha256: {item: several[-1].marks for item, several in items.items()} for sha256, items in given.items()},
        {
            sha256: tuple(_decided(several[-1], titles[item]) for item, several in items.items())
            for sha256, items in given.items()
        },
    )


def _decided(decision: MarkDecision, title: str) -> Decided:
    made = decision.made
    return Decided(
        kind="mark",
        what=decision.item,
        name=title,
        value=format(decision.marks, "f"),
        place=made.place,
        by=made.by,
        on=made.on,
        reason=made.reason,
    )
