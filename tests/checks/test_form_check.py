"""An old form used for a new year is told; where form or year is unclear nobody is accused."""

from __future__ import annotations

from dataclasses import replace

from support.reports import judge, report, without_form

from gipaudit.authoring.specimen import Specimen, make_report
from gipaudit.forms.library import forms
from gipaudit.forms.report import Uncertain
from gipaudit.rules.checks.form import CHECK


def test_the_form_in_force_passes() -> None:
    assert judge(CHECK, report(year=2021))["form"].verdict == "pass"
    assert judge(CHECK, report(year=2024))["form"].verdict == "pass"


def test_an_old_form_fails_and_the_one_in_force_is_named() -> None:
    outcome = judge(CHECK, report(year=2025))["form"]
    assert outcome.verdict == "fail"
    assert outcome.evidence.message.startswith("2025年度报告使用了旧格式：《示例格式》（2021—2024年度")
    assert "应当使用《政府信息公开工作年度报告格式》（2021年起" in outcome.evidence.message


def test_a_year_before_the_form_is_a_doubt_about_the_year() -> None:
    outcome = judge(CHECK, report(year=2019))["form"]
    assert outcome.verdict == "not_assessable"
    assert "核对报告年度" in outcome.evidence.why


def test_unknown_form_unknown_year_and_uncertain_year_are_not_assessable() -> None:
    doubt = (Uncertain("year", "2025", "标题与统计期限不一致"),)
    for made in (
        without_form(report(year=2025)),
        report(year=None),
        replace(report(year=2025), uncertain=doubt),
    ):
        assert judge(CHECK, made)["form"].verdict == "not_assessable"


def test_an_undivided_row_is_noticed_once_and_its_cells_are_named() -> None:
    whole = forms()["2021"]
    divided = judge(CHECK, make_report(whole, Specimen()), asks=["divided"])
    assert {key: outcome.verdict for key, outcome in divided.items()} == {"applications.other": "pass"}
    undivided = make_report(whole, Specimen(cells={"applications.other.natural": 1}))
    outcome = judge(CHECK, undivided, asks=["divided"])["applications.other"]
    assert outcome.verdict == "fail"
    assert outcome.evidence.message.startswith("表三“其他处理”印成一行，格式分为3行")
    assert len(outcome.evidence.cells) == 7


def test_a_form_that_divides_nothing_is_asked_nothing() -> None:
    assert judge(CHECK, make_report(forms()["2019"], Specimen()), asks=["divided"]) == {}
