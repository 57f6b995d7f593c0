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
    """

    reports: int
    clean: int
    with_errors: int
    with_warnings: int
    uncertain: int
    unreadable: int
    skipped: int
    unassessed: int


def failing(card: Scorecard, severity: Severity) -> bool:
    """Whether a finding of exactly that severity fails."""
    return any(finding.verdict == "fail" and finding.severity == severity for finding in card.findings)


def assessed(card: Scorecard) -> bool:
    """Whether enough was read for the ranking, or the ranking takes another report of this unit and year."""
    return card.rank is not None or card.duplicate_of is not None


def summarise(audit: Audit) -> Summary:
    """Count an audit's reports."""
    errors = [failing(card, "error") for card in audit.scorecards]
    warnings = [failing(card, "warning") for card in audit.scorecards]
    enough = [assessed(card) for card in audit.scorecards]
    return Summary(
        reports=len(audit.scorecards),
        clean=sum(
            known and not error and not warning
            for known, error, warning in zip(enough, errors, warnings, strict=True)
        ),
        with_errors=sum(errors),
        with_warnings=sum(warnings),
        uncertain=sum(bool(card.uncertain) for card in audit.scorecards),
        unreadable=len(audit.unreadable),
        skipped=len(audit.skipped),
        unassessed=enough.count(False),
    )
