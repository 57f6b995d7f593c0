"""What the rules on text and quality say of real reports: the defects known by hand, and nothing of clean ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from gipaudit import audit

OWN = ("text.", "quality.", "problems.definite", "problems.answered", "problems.length")


def said(corpus: Path, pattern: str, *, told: tuple[str, ...] = ("error", "warning")) -> dict[str, str]:
    """The messages of the rules of this part that fail, by rule."""
    (path,) = corpus.glob(pattern)
    (card,) = audit(path).scorecards
    return {
        finding.rule: finding.message
        for finding in card.findings
        if finding.verdict == "fail" and finding.severity in told and finding.rule.startswith(OWN)
    }


@pytest.mark.parametrize(
    "pattern",
    [
        "suqian_2023/*.html",
        "shuyang_2025/*.md",
        "shbgt_2025/*.md",
        "hongze_2024/*.pdf",
        "jining_rfb_2020/*.txt",
        "pingtan_2021/*.html",
        "pingtan_2024/*.html",
        "pingtan_2025/*.html",
        "shandong_rfb_2018/*.txt",
    ],
)
def test_reports_without_such_defects_are_accused_of_none(corpus: Path, pattern: str) -> None:
    assert said(corpus, pattern) == {}


def test_a_list_that_falls_short_is_found(corpus: Path) -> None:
    found = said(corpus, "pingtan_2019/*.html")
    assert found.keys() == {"text.sums"}
    assert "2533 ≠ 2599" in found["text.sums"]


def test_a_whole_and_a_share_that_do_not_fit_their_parts_are_found(corpus: Path) -> None:
    found = said(corpus, "ptczj_2021/*.html")
    assert "477 ≠ 510" in found["text.sums"]
    assert "41.5%" in found["text.shares"]


@pytest.mark.parametrize(("pattern", "next_year"), [("pingtan_2016/*.html", "2017"), ("ptczj_2021/*.html", "2022")])
def test_plans_for_the_year_that_is_over_are_found(corpus: Path, pattern: str, next_year: str) -> None:
    assert f"应为{next_year}年" in said(corpus, pattern)["text.plan_year"]


@pytest.mark.parametrize(
    ("pattern", "lacking"), [("pingtan_2023/*.html", "缺“二是”"), ("ptczj_2018/*.html", "缺“五、”“六、”")]
)
def test_numbering_that_skips_is_found(corpus: Path, pattern: str, lacking: str) -> None:
    found = said(corpus, pattern)
    assert found.keys() == {"text.numbering"}
    assert lacking in found["text.numbering"]


@pytest.mark.parametrize("case", ["pingtan_2019", "pingtan_2021", "pingtan_2023", "pingtan_2024", "pingtan_2025"])
def test_text_that_a_conversion_glued_together_accuses_nobody_of_what_it_lost(corpus: Path, case: str) -> None:
    found = said(corpus, f"{case}/page.txt")
    assert not found.keys() - {"text.sums"}
