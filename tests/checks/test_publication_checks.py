"""Under which year a report is filed, whether its copies agree, and whether its figures are another's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from support.reports import SMALL

from gipaudit.authoring.specimen import CellValue, Specimen, make_report
from gipaudit.forms.arrays import Reports
from gipaudit.forms.context import Context
from gipaudit.forms.report import Report
from gipaudit.rules.check import Check
from gipaudit.rules.checks import filed, repeats, versions
from gipaudit.rules.rule import Rule
from gipaudit.scorecard import Outcome

CELLS = [address for address, cell in SMALL.standard.cells.items() if cell.kind == "count"]


def report(
    source: str = "报告.docx", unit: str = "青溪市水务局", year: int | None = 2021, **figures: CellValue
) -> Report:
    cells = dict(zip(CELLS, figures.values(), strict=False))
    made = make_report(SMALL, Specimen(cells=cells, unit=unit, year=year))
    return replace(made, source=source, sha256=str(hash((source, unit, year))))


def judged(check: Check, one: Report, *others: Report, earlier: tuple[Report, ...] = (), **options: int) -> Outcome:
    rule = Rule("r", "r", check.name, (SMALL.id,), options)
    context = Context(reports=(one, *others), earlier=earlier)
    (outcome,) = check.judge(rule, Reports([one], context)).of(0)
    return outcome


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        ("2021/水务局.docx", "pass"),
        ("2022年1月/水务局.docx", "pass"),
        ("2020年度/水务局2021年年报.docx", "pass"),
        ("2020年度/水务局.docx", "fail"),
        ("包2019.zip!/水务局.docx", "fail"),
        ("水务局.docx", "not_applicable"),
        ("20200131/t20200131_5501.html", "not_applicable"),
        ("国办公开办函〔2019〕60号附件.docx", "not_applicable"),
    ],
)
def test_folders_and_files_name_the_year(source: str, verdict: str) -> None:
    assert judged(filed.CHECK, report(source)).verdict == verdict


def test_of_a_report_without_a_year_nothing_is_said() -> None:
    assert judged(filed.CHECK, report("2020年度/水务局.docx", year=None)).verdict == "not_assessable"


def test_copies_that_differ_name_the_cells_and_the_other_file() -> None:
    outcome = judged(versions.CHECK, report(a=5, b=7), report("网站.html", a=5, b=8))
    assert outcome.verdict == "fail"
    assert outcome.evidence.cells == (CELLS[1],)
    assert "网站.html" in outcome.evidence.message
    assert "7与8" in outcome.evidence.message


def test_copies_that_agree_pass_and_what_was_not_read_accuses_nobody() -> None:
    assert judged(versions.CHECK, report(a=5), report("网站.html", a=5)).verdict == "pass"
    assert judged(versions.CHECK, report(a=5), report("网站.html", a=None)).verdict == "pass"
    assert judged(versions.CHECK, report(a=5), report("网站.html", a="约8")).verdict == "pass"


def test_reports_of_other_units_and_years_are_no_copies() -> None:
    others = report("局.docx", unit="青溪市教育局", a=6), report("上年.docx", year=2020, a=6)
    assert judged(versions.CHECK, report(a=5), *others).verdict == "not_applicable"


MANY: dict[str, Any] = {"a": 41, "b": 37, "c": 12, "d": 9, "e": 215, "f": 8}


@pytest.mark.parametrize(
    "other", [report("上年.docx", year=2020, **MANY), report("局.docx", unit="青溪市教育局", **MANY)]
)
def test_figures_that_come_again_one_by_one_are_told(other: Report) -> None:
    assert judged(repeats.CHECK, report(**MANY), other).verdict == "fail"


def test_last_years_report_given_to_compare_with_counts_too() -> None:
    outcome = judged(repeats.CHECK, report(**MANY), earlier=(report("上年.docx", year=2020, **MANY),))
    assert outcome.verdict == "fail"
    assert "2020年度" in outcome.evidence.message


def test_the_earlier_of_two_reports_is_not_the_copy() -> None:
    assert judged(repeats.CHECK, report(year=2020, **MANY), report("新.docx", **MANY)).verdict == "pass"


def test_one_figure_that_differs_clears_a_report() -> None:
    other = report("局.docx", unit="青溪市教育局", **{**MANY, "f": 7})
    assert judged(repeats.CHECK, report(**MANY), other).verdict == "pass"


def test_the_same_file_twice_or_few_figures_prove_nothing() -> None:
    assert judged(repeats.CHECK, report(**MANY), report("又.docx", **MANY)).verdict == "pass"
    few: dict[str, Any] = {"a": 1, "b": 1, "c": 2, "d": 1, "e": 2, "f": 1}
    other = report("局.docx", unit="青溪市教育局", **few)
    assert judged(repeats.CHECK, report(**few), other).verdict == "not_applicable"


def test_what_was_not_read_for_certain_proves_nothing() -> None:
    one = report(**{**MANY, "f": "约8"})
    assert judged(repeats.CHECK, one, report("局.docx", unit="青溪市教育局", **MANY)).verdict == "not_applicable"


def test_how_many_figures_are_asked_for_can_be_set() -> None:
    three: dict[str, Any] = {"a": 41, "b": 37, "c": 12}
    pair = report(**three), report("局.docx", unit="青溪市教育局", **three)
    assert judged(repeats.CHECK, *pair).verdict == "not_applicable"
    assert judged(repeats.CHECK, *pair, least=3).verdict == "fail"
