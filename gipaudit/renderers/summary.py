"""What an audit comes to, in a few numbers."""

from __future__ import annotations

from dataclasses import dataclass

from gipaudit.scorecard import Audit, Scorecard, Severity


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over an audit's reports.

    ``clean`` reports have no failing finding of severity error or warning, and enough of them was read to say so;
    ``unassessed`` are those of which it was not. A report with both is counted in
    ``with_errors`` and in ``with_warnings``. ``uncertain`` reports say something that could not be told for sure.
    Units of the roster without a report are in none of these: ``missing`` are those that it is held against,
    ``excused`` those of which that was waived, ``awaited`` the others.
    """

    reports: int
    clean: int
    with_errors: int
    with_warnings: int
    uncertain: int
    unreadable: int
    skipped: int
    unassessed: int
    missing: int = 0
    awaited: int = 0
    excused: int = 0


def failing(card: Scorecard, severity: Severity) -> bool:
    """Whether a finding of exactly that severity fails."""
    return any(finding.verdict == "fail" and finding.severity == severity for finding in card.findings)


def assessed(card: Scorecard) -> bool:
    """Whether enough was read for the ranking, or the ranking takes another report of this unit and year."""
    return card.rank is not None or card.duplicate_of is not None


def held(card: Scorecard) -> bool:
    """Whether it is held against a unit that nothing of it was received."""
    return card.source is None and any(finding.verdict == "fail" for finding in card.findings)


def is_excused(card: Scorecard) -> bool:
    """Whether nothing was received of a unit, and a person waived that."""
    return card.source is None and not held(card) and any(finding.waiver for finding in card.findings)


def summarise(audit: Audit) -> Summary:
    """Count an audit's reports."""
    cards = [card for card in audit.scorecards if card.source is not None]
    absent = [card for card in audit.scorecards if card.source is None]
    missing, excused = sum(map(held, absent)), sum(map(is_excused, absent))
    errors = [failing(card, "error") for card in cards]
    warnings = [failing(card, "warning") for card in cards]
    enough = [assessed(card) for card in cards]
    return Summary(
        reports=len(cards),
        clean=sum(
            known and not error and not warning
            for known, error, warning in zip(enough, errors, warnings, strict=True)
        ),
        with_errors=sum(errors),
        with_warnings=sum(warnings),
        uncertain=sum(bool(card.uncertain) for card in cards),
        unreadable=len(audit.unreadable),
        skipped=len(audit.skipped),
        unassessed=enough.count(False),
        missing=missing,
        awaited=len(absent) - missing - excused,
        excused=excused,
    )
