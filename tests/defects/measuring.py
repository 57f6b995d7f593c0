"""Audit drafts as files in a folder, and say what was found in each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from defects.draft import Draft
from defects.planting import Planted
from defects.printing import SUFFIXES, write
from defects.sets import Together

from gipaudit.pipeline import audit
from gipaudit.scorecard import Audit, Finding, Scorecard

TODAY = date(2026, 3, 1)
_COMPARING = ("copies.", "history.", "report.versions")
CONSEQUENCES = ("narrative.", "powers.")
"""The text of a draft tells the figures as they were before a defect was planted, and a figure may say too much."""


MANY = int(os.environ.get("GIPAUDIT_MANY", "1"))
"""How many times the usual number of reports the tests look at."""


def save(folder: Path, drafts: Iterable[Draft]) -> None:
    for number, draft in enumerate(drafts):
        (folder / f"{number:05}.{SUFFIXES[draft.format]}").write_bytes(write(draft))


def audited(folder: Path, drafts: Sequence[Draft]) -> list[Scorecard]:
    """The scorecards, in the order of the drafts; every file must have been read."""
    save(folder, drafts)
    result = audit([folder], today=TODAY)
    assert [*result.crashes, *result.unreadable, *result.skipped] == []
    return sorted(result.scorecards, key=lambda card: card.source or "")


def accusations(card: Scorecard) -> list[Finding]:
    """The findings that say the unit did something wrong.

    That the prose of drafts is another's is true: they are written from a few paragraphs. Nor does a draft continue
    another's figures, though their units and years may happen to be the same or to follow one another.
    """
    return [
        finding
        for finding in card.findings
        if finding.verdict == "fail" and finding.severity != "info" and not finding.rule.startswith(_COMPARING)
    ]


@dataclass(frozen=True)
class Answer:
    """Whether a planted defect was told with its cells and sections, and what else was said against the unit."""

    found: bool
    others: tuple[str, ...]


def audited_together(folder: Path, given: Together) -> Audit:
    """The audit of a set of reports, each of which must have been read."""
    reports = folder / "reports"
    reports.mkdir()
    save(reports, given.drafts)
    roster = folder / "units.csv"
    roster.write_text("\n".join(given.roster), encoding="utf-8")
    result = audit([reports], today=TODAY, units=roster if given.roster else None)
    assert [*result.crashes, *result.unreadable, *result.skipped] == []
    return result


def answer_together(given: Together, result: Audit) -> Answer:
    """Whether what is wrong with a set was told of the right report, and what else was said.

    Sections are compared in no set but where a copy was planted: drafts are written from a few paragraphs.
    """
    ignored = ("copies.",) if not given.rule.startswith("copies.") else ()
    own: list[Finding] = []
    others: list[Finding] = []
    for card in result.scorecards:
        number = -2 if card.source is None else int(Path(card.source).stem)
        for finding in card.findings:
            if finding.verdict != "fail" or finding.severity == "info" or finding.rule.startswith(ignored or "-"):
                continue
            if finding.rule == given.rule and number == given.of:
                own.append(finding)
            elif not (given.rule and finding.rule.startswith((*CONSEQUENCES, *given.follows, "-"))):
                others.append(finding)
    return Answer(bool(own), tuple(f"{f.rule} {f.instance}: {f.message}" for f in others))


def answer(planted: Planted, card: Scorecard) -> Answer:
    said = accusations(card)
    rules = {planted.rule, planted.instead}
    own = [finding for finding in said if finding.rule in rules]
    cells = {cell.address for finding in own for cell in finding.cells}
    sections = {finding.instance.partition(":")[0] for finding in own}
    follows = (*CONSEQUENCES, *planted.follows)
    others = [f for f in said if f.rule not in rules and not f.rule.startswith(follows)]
    if planted.cells:
        others += [f for f in own if not {cell.address for cell in f.cells} & set(planted.cells)]
    found = bool(own) and cells >= set(planted.cells) and sections >= set(planted.sections)
    return Answer(found, tuple(f"{f.rule} {f.instance}: {f.message}" for f in others))
