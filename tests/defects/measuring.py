"""Audit drafts as files in a folder, and say what was found in each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from gipaudit.pipeline import audit
from gipaudit.scorecard import Audit, Finding, Scorecard

from defects.draft import Draft
from defects.printing import SUFFIXES, write

TODAY = date(2026, 3, 1)


def save(folder: Path, drafts: Iterable[Draft]) -> None:
    for number, draft in enumerate(drafts):
        (folder / f"{number:05}.{SUFFIXES[draft.format]}").write_bytes(write(draft))


def audited(folder: Path, drafts: Sequence[Draft]) -> list[Scorecard]:
    """The scorecards, in the order of the drafts; every file must have been read."""
    save(folder, drafts)
    result = audit([folder], today=TODAY)
    assert complete(result), [*result.crashes, *result.unreadable, *result.skipped]
    return sorted(result.scorecards, key=lambda card: card.source or "")


def complete(result: Audit) -> bool:
    return not (result.crashes or result.unreadable or result.skipped)


def accusations(card: Scorecard) -> list[Finding]:
    """The findings that say the unit did something wrong."""
    return [finding for finding in card.findings if finding.verdict == "fail" and finding.severity != "info"]
