"""Marks that people give, or take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from gipaudit.decisions.contradictions import contradicting
from gipaudit.decisions.matching import Desk, Log
from gipaudit.decisions.records import MarkDecision
from gipaudit.errors import Message, Problem, SourceError
from gipaudit.rules.masking import mask
from gipaudit.rules.names import refuse, unknown
from gipaudit.scorecard import Decided
from gipaudit.scoring.scheme import Manual, Scheme
from gipaudit.sources import shortened


def check_marks(decisions: Sequence[MarkDecision], scheme: Scheme) -> None:
    """Refuse marks that their item does not take, before any file is read.

    Raises:
        SourceError: there are such marks; all are told.
    """
    entries = {entry.id: entry for entry in scheme.manual}
    problems = [
        Problem(decision.made.at("marks"), message)
        for decision in decisions
        if decision.item in entries and (message := _refusal(decision, entries[decision.item])) is not None
    ]
    if problems:
        raise SourceError(problems)


def _refusal(decision: MarkDecision, entry: Manual) -> Message | None:
    given = decision.marks
    if isinstance(given, str):
        shown = shortened(given)
        if given in entry.choices:
            return None
        if entry.choices:
            return refuse(f"“{entry.id}”没有“{shown}”这一档", f"{entry.id!r} has no {shown!r}", given, entry.choices)
        return Message(f"“{entry.id}”要写分数，而不是“{shown}”", f"{entry.id!r} takes a number, not {shown!r}")
    if given > entry.marks:
        return Message(
            f"“{entry.id}”最多{entry.marks}分，而不是{given}",
            f"{entry.id!r} takes at most {entry.marks}, not {given}",
        )
    if entry.choices and given not in entry.choices.values():
        listed = "、".join(f"{word}（{marks}分）" for word, marks in entry.choices.items())
        return Message(
            f"“{entry.id}”只能是{listed}，而不是{given}分", f"{entry.id!r} is one of {listed}, not {given}"
        )
    return None


def marked(
    decisions: Sequence[MarkDecision], desk: Desk, scheme: Scheme, log: Log
) -> tuple[dict[str, Mapping[str, Decimal]], dict[str, tuple[Decided, ...]]]:
    """The marks of each report by item, and what was decided of it, by the SHA-256 of the file.

    Raises:
        SourceError: two decisions that mean one item of one report contradict each other.
    """
    entries = {entry.id: entry for entry in scheme.manual}
    given: dict[str, dict[str, list[MarkDecision]]] = {}
    for decision in decisions:
        if decision.item not in entries:
            known = unknown("人工评分项", "manual mark", decision.item, entries).zh
            log.tell(decision, "unmatched", known if entries else "规则集没有人工评分项")
            continue
        meant = desk.meant(decision.whose)
        if not meant:
            log.tell(decision, *desk.why_none(decision.whose))
        for report in meant:
            given.setdefault(report.sha256, {}).setdefault(decision.item, []).append(decision)
    marks: dict[str, Mapping[str, Decimal]] = {}
    decided: dict[str, tuple[Decided, ...]] = {}
    for sha256, items in given.items():
        for several in items.values():
            if problem := contradicting(several):
                raise SourceError([problem])
        marks[sha256] = {item: _number(several[-1], entries[item]) for item, several in items.items()}
        decided[sha256] = tuple(_decided(several[-1], entries[item]) for item, several in items.items())
    return marks, decided


def _number(decision: MarkDecision, entry: Manual) -> Decimal:
    return entry.choices[decision.marks] if isinstance(decision.marks, str) else decision.marks


def _decided(decision: MarkDecision, entry: Manual) -> Decided:
    made = decision.made
    return Decided(
        kind="mark",
        what=decision.item,
        name=f"{entry.title}（扣分）" if entry.deducts else entry.title,
        value=format(_number(decision, entry), "f"),
        place=made.place,
        by=made.by,
        on=made.on,
        reason=mask(made.reason),
    )
