"""Every defect that people found by hand in the real reports is found, where these files alone can show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

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
    "narrative": ("text.plan_year", "text.work_year"),
    "narrative_vs_table": ("narrative.", "text.sums", "text.shares"),
    "cross_year": ("history.",),
    "structure": ("text.numbering",),
    "typo": ("text.numbering",),
}
"""The rules (or families of them) of which one must speak, by kind of defect."""

BEYOND: Mapping[tuple[str, str], str] = {
    ("hongze_2024", "2.其他法律行政止公开"): "a row's name with wrong characters; its figures are read and judged",
    ("pingtan_2016", "全市信息公开工作"): "slips of the pen: nothing in law or form says what was meant",
    ("pingtan_2016", "the cumulative figure drops at 2017"): "the report of 2017 is not here",
    ("pingtan_2016", "信函、传真申请数"): "the report of 2015 is not here",
    ("pingtan_2019", "聚焦新中国成立"): "slips of the pen",
    ("pingtan_2019", "no count of 依申请 applications"): "no rule asks the text to repeat the table",
    ("pingtan_2021", "规范审核审核"): "a slip of the pen",
    ("pingtan_2023", "previous: pingtan_2022"): "the report of 2022 is not here",
    ("pingtan_2024", "在工作中仍在不足"): "a slip of the pen",
    ("ptczj_2018", "title has a space"): "spaces are no defect; dated on the last day of the period",
    ("ptczj_2021", "六稳"): "slips of the pen",
    ("ptczj_2021", "narrative sub-sections"): "text around a table is allowed",
    ("shuyang_2025", ""): "what recognition made of the original is no defect of the report",
}
"""What no rule finds, by case and by words of the defect, and why."""


def beyond(case: str, defect: Mapping[str, Any]) -> bool:
    said = f"{defect.get('what', '')} {defect.get('rule', '')} previous: {defect.get('previous', '')}"
    return any(case == whose and words in said for whose, words in BEYOND)


def cells_of(defect: Mapping[str, Any]) -> set[str]:
    """The cells that a defect names."""
    return {*defect.get("cells", ()), *([defect["cell"]] if "cell" in defect else [])}


def told(defect: Mapping[str, Any]) -> list[str]:
    """The numbers that a finding must tell: what the text says, or what the years add up to."""
    numbers = [defect.get("text_value")] if defect["kind"] == "narrative_vs_table" else []
    if defect["kind"] == "cross_year":
        numbers = [defect["left"], defect["right"]]
    return [str(number) for number in numbers]


def is_found(defect: Mapping[str, Any], findings: Sequence[Finding]) -> bool:
    cells = cells_of(defect) if defect["kind"] != "narrative_vs_table" else set()
    spoken = (finding for finding in findings if finding.rule.startswith(RULES[defect["kind"]]))
    return any(
        (not cells or {cell.address for cell in finding.cells} == cells)
        and all(number in finding.message for number in told(defect))
        for finding in spoken
    )


def test_every_known_defect_is_found(
    truth: Any, readable: Sequence[str], all_years: Mapping[str, list[Finding]]
) -> None:
    asked = [
        (case, defect)
        for case in readable
        for defect in truth(case).get("known_defects", ())
        if not beyond(case, defect)
    ]
    assert len(asked) >= 26, "the real reports hold at least so many"
    lost = [f"{case}: {defect}" for case, defect in asked if not is_found(defect, all_years[case])]
    assert lost == []


@pytest.mark.parametrize("case", ["suqian_2023", "shuyang_2025", "shbgt_2025"])
def test_a_clean_report_is_accused_of_no_error(case: str, all_years: Mapping[str, list[Finding]]) -> None:
    accused = [finding for finding in all_years[case] if finding.severity != "info"]
    assert [finding.message for finding in accused if finding.severity == "error"] == []
    assert len(accused) <= 2, [finding.message for finding in accused]


def test_the_years_of_one_unit_hold_or_break_where_people_found(all_years: Mapping[str, list[Finding]]) -> None:
    broken = {
        case: sorted(finding.rule for finding in found if finding.rule.startswith("history."))
        for case, found in all_years.items()
    }
    assert {case: rules for case, rules in broken.items() if rules} == {
        "pingtan_2024": ["history.in_force"],
        "pingtan_2025": ["history.in_force"],
    }


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
