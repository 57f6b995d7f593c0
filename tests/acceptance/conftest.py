"""Real reports and rulesets as a user brings them, judged through the public function."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from shutil import copy

import pytest

from gipaudit.pipeline import audit
from gipaudit.scorecard import Finding, Scorecard

TODAY = date(2026, 3, 1)
DOCUMENTS = (".txt", ".html", ".md", ".pdf")
"""What this version reads of the real reports; a page whose cells were glued together is no report as sent."""


def documents(corpus: Path, case: str) -> list[Path]:
    """The report of a case as it was published: one file, or none that this version reads."""
    found = sorted((corpus / case).iterdir())
    return [path for path in found if path.suffix in DOCUMENTS and path.name != "page.txt"]


@pytest.fixture(scope="session")
def readable(corpus: Path) -> Sequence[str]:
    """The cases whose document this version reads."""
    cases = sorted(path.name for path in corpus.iterdir() if (path / "truth.json").is_file())
    return [case for case in cases if documents(corpus, case)]


@pytest.fixture(scope="session")
def card(corpus: Path) -> Callable[[str], Scorecard]:
    """Return a function: case name → its scorecard under the national ruleset."""

    @cache
    def judged(case: str) -> Scorecard:
        (made,) = audit(documents(corpus, case)).scorecards
        return made

    return judged


@pytest.fixture(scope="session")
def failing(card: Callable[[str], Scorecard]) -> Callable[[str], list[Finding]]:
    """Return a function: case name → the findings that fail."""
    return lambda case: [finding for finding in card(case).findings if finding.verdict == "fail"]


@pytest.fixture(scope="session")
def all_years(
    corpus: Path, readable: Sequence[str], tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, list[Finding]]:
    """Case name → the findings that fail where all the real reports are audited together, years side by side."""
    folder = tmp_path_factory.mktemp("all-years")
    for case in readable:
        (path,) = documents(corpus, case)
        copy(path, folder / f"{case}{path.suffix}")
    cards = audit(folder, today=TODAY).scorecards
    assert len(cards) == len(readable)
    return {
        Path(card.source or "").stem: [finding for finding in card.findings if finding.verdict == "fail"]
        for card in cards
    }
