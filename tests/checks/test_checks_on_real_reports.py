"""What the text and form checks say of real reports: the defects known by hand, and nothing of what was lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.reports import judge

from gipaudit.documents.finding import Found
from gipaudit.forms.library import forms
from gipaudit.forms.report import Report
from gipaudit.intake import read_file
from gipaudit.rules.checks import complete, form, kind, mentions, period, sections, title
from gipaudit.scorecard import Outcome

Read = Callable[[str], Report]
GLUED = ["pingtan_2019", "pingtan_2021", "pingtan_2023", "pingtan_2024", "pingtan_2025", "ptczj_2021"]
CLEAN = ["suqian_2023/*.html", "shuyang_2025/*.md", "shbgt_2025/*.md"]


@pytest.fixture(scope="module")
def read(corpus: Path) -> Read:
    def found(pattern: str) -> Report:
        (path,) = corpus.glob(pattern)
        return read_file(Found(path, path.name, True), forms())

    return found


def failing(outcomes: dict[str, Outcome]) -> dict[str, Outcome]:
    return {key: outcome for key, outcome in outcomes.items() if outcome.verdict == "fail"}


@pytest.mark.parametrize("case", ["jining_rfb_2020", "shandong_rfb_2018"])
def test_the_blanks_found_are_those_known_and_no_other_habit(
    case: str, read: Read, truth: Callable[[str], Any]
) -> None:
    (known,) = (defect["cells"] for defect in truth(case)["known_defects"] if defect["kind"] == "blank")
    ((key, outcome),) = failing(judge(complete.CHECK, read(f"{case}/*.txt"))).items()
    assert key.endswith(":blank")
    assert sorted(outcome.evidence.cells) == sorted(known)


def test_a_figure_in_a_heading_row_is_found(read: Read) -> None:
    (outcome,) = failing(judge(kind.CHECK, read("shandong_rfb_2018/*.txt"))).values()
    assert outcome.evidence.cells == ("statistics.2.2.count",)


def test_a_stray_character_in_the_title_is_found(read: Read) -> None:
    assert "多出“情”" in judge(title.CHECK, read("shandong_rfb_2018/*.txt"))["title"].evidence.message
    assert judge(title.CHECK, read("jining_rfb_2020/*.txt"))["title"].verdict == "pass"


@pytest.mark.parametrize("pattern", ["jining_rfb_2020/*.txt", "shandong_rfb_2018/*.txt", "ptczj_2018/*.html"])
def test_missing_and_damaged_periods_are_found(pattern: str, read: Read) -> None:
    outcome = judge(period.CHECK, read(pattern))["period"]
    assert outcome.verdict == "fail"
    assert ("没有写全或写错" in outcome.evidence.message) == pattern.startswith("ptczj")


@pytest.mark.parametrize(
    ("pattern", "missing"),
    [
        ("ptczj_2021/*.html", {"other:present"}),
        ("shandong_rfb_2018/*.txt", {"fees:present"}),
        ("jining_rfb_2020/*.txt", set()),
        ("pingtan_2024/*.html", set()),
    ],
)
def test_the_sections_missing_are_those_known(pattern: str, missing: set[str], read: Read) -> None:
    assert set(failing(judge(sections.CHECK, read(pattern)))) == missing


@pytest.mark.parametrize(
    "pattern",
    [
        "jining_rfb_2020/*.txt",
        "pingtan_2021/*.html",
        "pingtan_2023/*.html",
        "pingtan_2024/*.html",
        "suqian_2023/*.html",
    ],
)
def test_the_five_strands_are_found_where_they_are_written(pattern: str, read: Read) -> None:
    outcomes = judge(mentions.CHECK, read(pattern), strands=True)
    assert [outcome.verdict for outcome in outcomes.values()] == ["pass"] * 5


@pytest.mark.parametrize("pattern", CLEAN)
def test_clean_reports_are_accused_of_nothing_in_tables_sections_title_and_form(pattern: str, read: Read) -> None:
    made = read(pattern)
    asks = ["present", "order", "title", "filled", "tables"]
    for check, options in (
        (complete.CHECK, {}),
        (kind.CHECK, {}),
        (sections.CHECK, {"asks": asks}),
        (title.CHECK, {}),
        (form.CHECK, {}),
    ):
        assert failing(judge(check, made, **options)) == {}


@pytest.mark.parametrize("case", GLUED)
def test_tables_that_a_conversion_glued_together_accuse_nobody(case: str, read: Read) -> None:
    made = read(f"{case}/page.txt")
    for check, options in ((complete.CHECK, {}), (kind.CHECK, {}), (sections.CHECK, {"asks": ["present", "filled"]})):
        assert failing(judge(check, made, **options)) == {}
