"""What an audit's outcome is to a script."""

from __future__ import annotations

from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gipaudit.scorecard import Audit

OK, FOUND, USAGE, CRASHED, UNREADABLE, NOTHING = 0, 1, 2, 3, 4, 5

FAIL_ON = ("error", "warning", "never")


def exit_code(audit: Audit, fail_on: str, fail_under: Decimal | None) -> int:
    """Return the first that applies of 3, 4, 1, 5 and 0.

    3: a rule or plugin crashed; 4: a document given by name could not be read; 1: a finding fails at or above
    ``fail_on`` that no baseline had already, or a score's lower end is under ``fail_under`` (neither under
    ``never``); 5: there was nothing to audit. (2, a wrong command line or ruleset, is told before there is an audit.)
    """
    if audit.crashes:
        return CRASHED
    if any(unread.named for unread in (*audit.unreadable, *audit.earlier.unreadable)):
        return UNREADABLE
    if fail_on != "never" and (_found(audit, fail_on) or _under(audit, fail_under)):
        return FOUND
    return OK if audit.scorecards else NOTHING


def _found(audit: Audit, fail_on: str) -> bool:
    severities = ("error",) if fail_on == "error" else ("error", "warning")
    findings = (finding for card in audit.scorecards for finding in card.findings)
    return any(
        finding.verdict == "fail" and finding.severity in severities and not finding.known
        for finding in chain(findings, audit.audit_findings)
    )


def _under(audit: Audit, fail_under: Decimal | None) -> bool:
    return fail_under is not None and any(card.score.low < fail_under for card in audit.scorecards)
