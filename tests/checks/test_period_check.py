"""The statistical period is stated and is the year reported on; a damaged statement is shown as printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.reports import judge, report

from gipaudit.authoring.specimen import Draft
from gipaudit.rules.checks.period import CHECK
from gipaudit.scorecard import Outcome


def period(preamble: str = "", **rest: object) -> Outcome:
    return judge(CHECK, report(preamble=preamble, year=2022, **rest))["period"]


@pytest.mark.parametrize(
    "statement",
    [
        "本报告所列数据的统计期限为2022年1月1日至12月31日。",
        "所列数据统计期限自2022年1月1日起至2022年12月31日止。",
        "统计期限从 2022 年 01 月 01 日起，至 12 月 31 日。",
        "数据统计时间：2022.1.1—2022.12.31",
        "统计期限为２０２２年１月１日到１２月３１日",
        "数据统计期限自二〇二二年一月一日至十二月三十一日",
        "统计期限为2022年1月至12月",
        "统计期限为2022年度。",
        "内容涵盖本局2022年1月1日至12月31日期间的公开工作。",
        "统计期限为2022\n年1月1日至12\n月31日。",
    ],
)
def test_a_stated_year_passes_however_it_is_written(statement: str) -> None:
    assert period(statement).verdict == "pass"


def test_it_may_stand_in_the_first_section_or_announced_further_on() -> None:
    statement = "统计期限为2022年1月1日至12月31日。"
    assert period(sections={"overview": statement}).verdict == "pass"
    assert period(sections={"other": statement}).verdict == "pass"


def test_a_span_of_dates_further_on_is_no_statement() -> None:
    outcome = period(sections={"problems": "2022年1月1日至12月31日开展整治。"})
    assert outcome.verdict == "fail"
    assert outcome.evidence.message == "没有写明数据的统计期限（应写明2022年1月1日至2022年12月31日）"


@pytest.mark.parametrize(
    "statement",
    ["数据统计期限自2022月1日起至12月31日止", "统计期限为202211日至20221231日", "统计期限自1月1日起至12月31日止"],
)
def test_a_damaged_statement_is_shown(statement: str) -> None:
    outcome = period(f"本报告{statement}。")
    assert outcome.verdict == "fail"
    assert outcome.evidence.message.startswith("统计期限没有写全或写错：")
    assert statement[2:] in outcome.evidence.passages[0].text
    assert outcome.evidence.passages[0].section == "preamble"


@pytest.mark.parametrize(
    ("statement", "stated"),
    [
        ("统计期限为2021年1月1日至12月31日", "2021年"),
        ("统计期限为2021年1月1日至2022年12月31日", "2021年至2022年"),
    ],
)
def test_another_year_fails_with_both(statement: str, stated: str) -> None:
    outcome = period(statement)
    assert outcome.verdict == "fail"
    assert outcome.evidence.message.startswith(f"统计期限写的是{stated}，与报告年度2022年不一致：")


def test_a_part_of_the_year_is_left_to_a_person() -> None:
    assert period("统计期限为2022年3月20日至12月31日。").verdict == "not_assessable"


def test_words_that_only_speak_of_a_period_state_none() -> None:
    outcome = period("统计期限内共收到申请100件，报告期间较2019年增长。")
    assert outcome.evidence.values["found"] == "无"


def test_without_a_year_or_with_the_preamble_lost_nothing_is_said() -> None:
    made = report(preamble="统计期限为2022年1月1日至12月31日。", year=None)
    assert judge(CHECK, made)["period"].verdict == "not_assessable"
    assert period(lossy=True).verdict == "not_assessable"
    assert period("根据规定编制。", lossy=True).verdict == "fail"


@given(st.text("统计期限自为至年月日起止0123456789二〇-.，。 \n", max_size=80))
def test_no_statement_makes_it_raise_or_pass_without_naming_the_year(text: str) -> None:
    outcome = period(sections={"overview": Draft(text=text)})
    if outcome.verdict == "pass":
        assert "2022" in "".join(text.split()) or "二〇二二" in "".join(text.split())
