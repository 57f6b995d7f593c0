"""Every defect that people found by hand in the real reports is found, where this version reads the document.

What needs two reports or compares the text with the tables belongs to later versions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from gipaudit.scorecard import Finding

RULES: Mapping[str, tuple[str, ...]] = {
    "identity": ("applications.balance", "applications.row_total", "applications.column_total", "disputes.total"),
    "inequality": ("statistics.responses",),
    "blank": ("complete.blank",),
    "section": ("sections.present", "problems.named"),
    "missing_section": ("sections.present",),
    "period": ("report.period",),
    "title": ("report.title",),
    "not-a-count-cell": ("kind.heading",),
    "old-text": ("overview.old_text",),
    "form": ("report.form", "report.divided"),
}
"""The rules of which one must speak, by kind of defect."""


def cells_of(defect: Mapping[str, Any]) -> set[str]:
    """The cells that a defect names."""
    return {*defect.get("cells", ()), *([defect["cell"]] if "cell" in defect else [])}


def is_found(defect: Mapping[str, Any], findings: Sequence[Finding]) -> bool:
    cells = cells_of(defect)
    spoken = (finding for finding in findings if finding.rule in RULES[defect["kind"]])
    return any(not cells or {cell.address for cell in finding.cells} == cells for finding in spoken)


def test_every_known_defect_is_found(
    corpus: Path, truth: Any, failing: Callable[[str], list[Finding]], readable: Sequence[str]
) -> None:
    asked = [
        (case, defect)
        for case in readable
        for defect in truth(case).get("known_defects", ())
        if defect["kind"] in RULES
    ]
    assert len(asked) >= 11, "the real reports hold at least eleven such defects"
    lost = [f"{case}: {defect}" for case, defect in asked if not is_found(defect, failing(case))]
    assert lost == []


def test_blanks_are_accused_nowhere_else(
    truth: Any, failing: Callable[[str], list[Finding]], readable: Sequence[str]
) -> None:
    """A blank that nobody saw would be a false accusation."""
    known = {
        case
        for case in readable
        for defect in truth(case).get("known_defects", ())
        if defect["kind"] in ("blank", "missing")
    }
    accused = {
        case
        for case in readable
        for finding in failing(case)
        if finding.rule in ("complete.blank", "complete.missing")
    }
    assert accused == known


def test_no_arithmetic_is_accused_where_people_found_none(
    truth: Any, failing: Callable[[str], list[Finding]], readable: Sequence[str]
) -> None:
    known = {
        case for case in readable for defect in truth(case).get("known_defects", ()) if defect["kind"] == "identity"
    }
    accused = {case for case in readable for finding in failing(case) if finding.rule in RULES["identity"]}
    assert accused == known
