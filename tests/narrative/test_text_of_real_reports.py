"""The text of real reports against their tables: the differences known by hand, and no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from gipaudit.documents.finding import Found
from gipaudit.forms.library import forms
from gipaudit.forms.report import Report
from gipaudit.intake import read_file
from gipaudit.resources import rulesets_folder
from gipaudit.rules.engine import judge
from gipaudit.rules.ruleset import load_ruleset, registered_checks
from gipaudit.scorecard import Outcome

Read = Callable[[str], Report]

DIFFERENT = {
    "hongze_2024/report.pdf": {"narrative.received": ("17", "95")},
    "pingtan_2023/report.html": {"narrative.normative_in_force": ("393", "470")},
    "ptczj_2021/report.html": {"narrative.received": ("142", "0"), "narrative.refused": ("137", "0")},
    "shandong_rfb_2018/*.txt": {"narrative.2014.full_time": ("3", "1"), "narrative.2014.meetings": ("2", "4")},
}
"""What differs, by file and rule: the number of the text and that of the table. All may have a reason: warnings."""

AGREEING = {
    "suqian_2023/report.html": 9,
    "shuyang_2025/report.md": 4,
    "shbgt_2025/report.md": 9,
    "pingtan_2021/report.html": 3,
    "pingtan_2024/report.html": 2,
    "pingtan_2025/report.html": 5,
    "pingtan_2016/report.html": 4,
    "ptczj_2018/report.html": 3,
    "jining_rfb_2020/*.txt": 2,
}
"""Reports whose text agrees with their tables, and the least number of quantities that are compared in them."""


@pytest.fixture(scope="module")
def read(corpus: Path) -> Read:
    def found(pattern: str) -> Report:
        (path,) = corpus.glob(pattern)
        return read_file(Found(path, path.name, True), forms())

    return found


def outcomes(report: Report) -> list[tuple[str, str, Outcome]]:
    """Rule, severity and outcome, for each instance."""
    loaded = load_ruleset(rulesets_folder() / "national" / "national-narrative.yaml")
    rules = replace(loaded, rules={id: rule for id, rule in loaded.rules.items() if rule.check == "narrative"})
    (judgement,), crashes = judge(rules, [report], {check.name: check for check in registered_checks()}, forms())
    assert not crashes
    return [
        (answer.rule.id, outcome.severity or answer.rule.severity, outcome)
        for answer in judgement.answers
        for outcome in answer.outcomes
    ]


@pytest.mark.parametrize("case", DIFFERENT)
def test_known_differences_are_warned_of(case: str, read: Read) -> None:
    failed = [
        (rule, severity, outcome) for rule, severity, outcome in outcomes(read(case)) if outcome.verdict == "fail"
    ]
    found = {rule: (outcome.evidence.values["left"], outcome.evidence.values["right"]) for rule, _, outcome in failed}
    assert found == DIFFERENT[case]
    assert {severity for _, severity, _ in failed} == {"warning"}
    assert all(outcome.evidence.passages and outcome.evidence.cells for _, _, outcome in failed)


def test_another_scope_is_named(read: Read) -> None:
    (told,) = (outcome for _, _, outcome in outcomes(read("hongze_2024/report.pdf")) if outcome.verdict == "fail")
    assert "区政府办" in told.evidence.message
    assert "口径" in told.evidence.message


@pytest.mark.parametrize("case", AGREEING)
def test_what_agrees_is_compared_and_passes(case: str, read: Read) -> None:
    verdicts = [outcome.verdict for _, _, outcome in outcomes(read(case))]
    assert "fail" not in verdicts
    assert verdicts.count("pass") >= AGREEING[case]


@pytest.mark.parametrize("year", [2016, 2019, 2021, 2023, 2024, 2025])
def test_tables_that_a_conversion_lost_accuse_nobody(year: int, read: Read) -> None:
    assert all(outcome.verdict != "fail" for _, _, outcome in outcomes(read(f"pingtan_{year}/page.txt")))
