"""When a comparison passes, fails, cannot be judged or does not apply."""

from __future__ import annotations

import gc
import weakref
from decimal import Decimal

import pytest

from gipaudit.forms.arrays import Reports
from gipaudit.forms.form import Column, Form, FormTable, Label, Row
from gipaudit.forms.report import Reading
from gipaudit.rules.check import CODES
from gipaudit.rules.checks.identity import judge


def cells(**rows):
    return {f"requests.{row}.all": value for row, value in rows.items()}


BALANCE = "新收·总计 + 结转·总计 = 办结总计·总计"


@pytest.mark.parametrize(
    ("formula", "values", "verdict"),
    [
        (BALANCE, {"new": 3, "kept": 1, "total": 4}, "pass"),
        (BALANCE, {"new": 3, "kept": 1, "total": 5}, "fail"),
        (BALANCE, {"new": 9, "kept": "空", "total": 7}, "fail"),
        (BALANCE, {"new": 4, "kept": "空", "total": 4}, "pass"),
        (BALANCE, {"new": 3, "kept": "空", "total": 4}, "not_assessable"),
        (BALANCE, {"new": "?", "kept": 1, "total": 4}, "not_assessable"),
        (BALANCE, {"new": "?", "kept": 5, "total": 4}, "fail"),
        (BALANCE, {"new": "?", "kept": 4, "total": 4}, "not_assessable"),
        (BALANCE, {"new": "空", "kept": "空", "total": "空"}, "not_applicable"),
        (BALANCE, {"new": (50, 59), "kept": 0, "total": 55}, "not_assessable"),
        (BALANCE, {"new": (50, 59), "kept": 0, "total": 60}, "fail"),
        ("新收·总计 ≤ 新收·总计 + 1", {"new": "?"}, "pass"),
        ("新收·总计 ≤ 结转·总计 + 新收·总计", {"new": "?", "kept": 0}, "pass"),
        ("新收·总计 ≤ 结转·总计 ≤ 办结总计·总计", {"new": 1, "kept": 2, "total": 1}, "fail"),
        ("新收·总计 ≠ 结转·总计", {"new": 1, "kept": 1}, "fail"),
        ("新收·总计 < 结转·总计", {"new": 1, "kept": 1}, "fail"),
        ("新收·总计 > 结转·总计", {"new": (5, None), "kept": 4}, "pass"),
        ("最大(新收·总计, 结转·总计) ≤ 3", {"new": 4, "kept": "?"}, "fail"),
        ("最小(新收·总计, 结转·总计) ≤ 3", {"new": 2, "kept": "?"}, "pass"),
        ("个数(新收·总计, 结转·总计) = 1", {"new": 2, "kept": 0}, "pass"),
        ("个数(新收·总计, 结转·总计) ≥ 1", {"new": 2, "kept": "?"}, "pass"),
        ("个数(新收·总计, 结转·总计) = 2", {"new": 2, "kept": "?"}, "not_assessable"),
        ("新收·总计 ÷ 结转·总计 ≥ 0.5", {"new": 1, "kept": 2}, "pass"),
        ("新收·总计 ÷ 结转·总计 ≥ 0.5", {"new": 1, "kept": 0}, "not_assessable"),
        ("新收·总计 ÷ 3 = 结转·总计", {"new": 1000000007, "kept": 333333336}, "fail"),
        ("新收·总计 ÷ 3 = 结转·总计", {"new": 1000000008, "kept": 333333336}, "pass"),
        ("新收·总计 × 结转·总计 = 0", {"new": 0, "kept": "?"}, "pass"),
        ("如果 新收·总计 > 0 则 结转·总计 > 0", {"new": 0, "kept": 0}, "not_applicable"),
        ("如果 新收·总计 > 0 则 结转·总计 > 0", {"new": 1, "kept": 0}, "fail"),
        ("如果 新收·总计 > 0 则 结转·总计 > 0", {"new": "?", "kept": 0}, "not_assessable"),
        ("如果 新收·总计 > 0 则 结转·总计 > 0", {"new": "空", "kept": 3}, "not_applicable"),
        ("新收·总计 = 0 当且仅当 结转·总计 = 0", {"new": 0, "kept": 2}, "fail"),
        ("新收·总计 = 0 当且仅当 结转·总计 = 0", {"new": 2, "kept": 2}, "pass"),
        ("新收·总计 = 1 或 结转·总计 = 1", {"new": 1, "kept": "?"}, "pass"),
        ("新收·总计 = 1 或 结转·总计 = 1", {"new": 2, "kept": "?"}, "not_assessable"),
        ("新收·总计 = 1 且 结转·总计 = 1", {"new": 2, "kept": "?"}, "fail"),
        ("新收·总计 = 1 且 (结转·总计 = 1 或 办结总计·总计 = 1)", {"new": 1, "kept": 0, "total": 1}, "pass"),
    ],
)
def test_verdicts(bench, formula, values, verdict):
    assert bench.verdict(formula, cells(**values)) == verdict


def test_blank_unknown_never_lets_a_blank_pass(bench):
    blank = cells(new=4, kept="空", total=4)
    assert bench.verdict(BALANCE, blank, blank="unknown") == "not_assessable"


@pytest.mark.parametrize(
    ("fee", "refund", "verdict"), [("12.5", "13", "pass"), ("12.4", "13", "fail"), ("1.20", "1.21", "fail")]
)
def test_amounts_agree_within_half_of_the_coarsest_last_digit(bench, fee, refund, verdict):
    assert bench.verdict("事业收费 = 退费", {"fees.fees.amount": fee, "fees.refund.amount": refund}) == verdict


def test_amounts_in_tenths_add_up(bench):
    assert bench.verdict("事业收费 × 3 = 退费", {"fees.fees.amount": "0.1", "fees.refund.amount": "0.3"}) == "pass"


def test_a_rule_may_set_its_tolerance(bench):
    near = cells(new=3, kept=1, total=5)
    assert bench.verdict(BALANCE, near, tolerance=1) == "pass"
    assert bench.verdict(BALANCE, near, tolerance=0.9) == "fail"
    halves = "新收·总计 ÷ 2 = 结转·总计"
    assert bench.verdict(halves, cells(new=3, kept=2), tolerance=0.5) == "pass"
    assert bench.verdict(halves, cells(new=3, kept=2), tolerance=0.4) == "fail"


def test_a_number_beyond_all_measure_is_not_judged(bench):
    assert bench.verdict(BALANCE, cells(new="1E+400", kept=0, total="1E+400")) == "not_assessable"
    assert bench.verdict(BALANCE, cells(new="1E+400", kept=0, total=3)) == "fail"


@pytest.mark.parametrize(("by", "confidence"), [("order", 0.7), ("header", 0.6), ("order", 0.95)])
def test_a_doubtful_reading_accuses_no_one_but_may_speak_for_the_unit(bench, by, confidence):
    doubtful = Reading("number", Decimal(5), Decimal(5), "5", by=by, confidence=confidence)
    evidence = bench.evidence(BALANCE, cells(new=3, kept=1, total=doubtful))
    assert bench.verdict(BALANCE, cells(new=3, kept=1, total=doubtful)) == "not_assessable"
    assert "读数存疑：表甲 办结总计·总计" in evidence.why
    assert bench.verdict(BALANCE, cells(new=4, kept=1, total=doubtful)) == "pass"


def test_an_undivided_row_stands_for_its_parts_and_a_part_is_then_not_known(bench):
    formula = "其他处理 ≤ 办结总计"
    parts = {"requests.other.late.firm": 2, "requests.other.rest.firm": 1, "requests.total.firm": 2}
    assert bench.verdict(formula, parts, each="表甲.列") == "fail"
    whole = {"requests.other.firm": 3, "requests.total.firm": 3}
    assert bench.verdict(formula, whole, bench.undivided, each="表甲.列") == "pass"
    evidence = bench.evidence("逾期 ≤ 新收", {}, bench.undivided, each="表甲.列")
    assert evidence.why == "本表未单列：表甲 逾期·个人"
    assert bench.verdict("逾期·企业 = 3", {}, bench.undivided) == "not_applicable"


def test_an_optional_row_that_is_not_printed_is_unknown_by_itself(bench):
    assert bench.verdict("本地事项 + 新收 = 办结总计", {"requests.total.firm": 2}, each="表甲.列") == "not_assessable"


def test_other_reports_not_at_hand_do_not_apply(bench):
    for prefix, why in (("上年", "没有上年报告"), ("下级", "没有下级名单")):
        evidence = bench.evidence(f"结转 = {prefix}.留待下年", {}, each="表甲.列")
        assert evidence.why == why


def test_the_year_before_is_compared_where_it_is_at_hand(bench):
    rule = bench.rule("结转·总计 = 上年.留待下年·总计")
    now = bench.reports(cells(kept=2), cells(kept=2), cells(kept=2))
    before = bench.reports(cells(left=2), cells(left=3), cells(left="?"))
    outcomes = judge(rule, now, previous=before)
    assert [CODES[code] for code in outcomes.verdicts[0]] == ["pass", "fail", "not_assessable"]
    assert outcomes.evidence(0, 1).equation == "2 ≠ 3"


def test_reports_without_a_form_have_no_instances(bench):
    from dataclasses import replace

    reports = Reports([replace(bench.report({}), form=None, readings={})])
    assert list(bench.outcomes(BALANCE, reports).of(0)) == []


def test_rows_that_last_years_table_did_not_print_are_not_asked_and_the_others_are(bench):
    now = bench.reports({"requests.other.late.firm": 3, "requests.granted.firm": 2})
    before = bench.reports({}, form=bench.undivided)
    outcomes = judge(bench.rule("企业 = 上年.企业", each="requests.rows"), now, previous=before)
    told = {outcome.instance: (outcome.verdict, outcome.evidence.why) for outcome in outcomes.of(0)}
    assert told["other.late"] == ("not_applicable", "上年报告的表式没有所比的单元格")
    assert told["other.rest"] == told["other.late"]
    assert told["granted"][0] == "fail"
    assert {verdict for verdict, _ in told.values()} == {"pass", "fail", "not_applicable"}
    failing = next(outcome for outcome in outcomes.of(0) if outcome.verdict == "fail")
    assert failing.evidence.equation == "2 ≠ 0"
    assert failing.evidence.passages[0].text == "表甲 公开·企业：0"


def test_counts_and_amounts_side_by_side_are_each_compared_as_what_they_are(bench):
    rows = (Row("one", Label("甲", "甲")), Row("two", Label("乙", "乙")))
    columns = (
        Column("count", Label("件数", "件数")),
        Column("sum", Label("金额", "金额"), kind="amount", unit="万元"),
    )
    form = Form("X", "", "", "", None, None, (), (FormTable("mixed", Label("混合表", "混合表"), rows, columns),))
    printed = {"mixed.one.count": "1.2", "mixed.two.count": "1.24", "mixed.one.sum": "1.2", "mixed.two.sum": "1.24"}
    outcomes = bench.outcomes("甲 = 乙", bench.reports(printed, form=form), each="mixed.columns")
    assert [CODES[code] for code in outcomes.verdicts[:, 0]] == ["fail", "pass"]


@pytest.mark.parametrize("values", [["空", "空"], [0, "空"], [0, 0]])
def test_reports_that_were_judged_are_let_go_of(bench, values):
    reports = bench.reports(*({"requests.new.firm": value, "requests.total.firm": 2} for value in values))
    outcomes = bench.outcomes("新收 = 办结总计", reports, each="requests.columns")
    assert [list(outcomes.of(number)) for number in range(len(reports))]
    kept = weakref.ref(reports)
    del reports, outcomes
    gc.collect()
    assert kept() is None
