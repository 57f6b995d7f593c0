"""What a person is told: the equation, both sides, the cells, and what would mend it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from gipaudit.rules.check import FAIL, NOT_ASSESSABLE, PASS
from gipaudit.rules.formula import FormulaError, condition, constraints
from gipaudit.rules.linear import Constraint, LinearForm

BALANCE = "新收 + 结转 = 办结总计 + 留待下年"


def test_a_failing_balance_shows_both_sides(bench):
    cells = {"requests.new.firm": 3, "requests.kept.firm": 1, "requests.total.firm": 4, "requests.left.firm": 1}
    evidence = bench.evidence(BALANCE, cells, each="requests.columns")
    assert evidence.message == "企业：3 + 1 ≠ 4 + 1（差 1）"
    assert evidence.equation == "3 + 1 ≠ 4 + 1"
    assert (evidence.left, evidence.right) == ((Decimal(4), Decimal(4)), (Decimal(5), Decimal(5)))
    assert evidence.cells == tuple(cells)
    assert dict(evidence.values) == {
        "column": "企业", "cell": "企业", "left": "3 + 1", "right": "4 + 1", "difference": "1"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "values", "equation"),
    [
        ("新收 ≤ 办结总计", (3, 2), "3 > 2"),
        ("新收 ≥ 办结总计", (2, 3), "2 < 3"),
        ("新收 < 办结总计", (3, 3), "3 ≥ 3"),
        ("新收 ≠ 办结总计", (3, 3), "3 = 3"),
        ("0 ≤ 新收 ≤ 办结总计", (3, 2), "3 > 2"),
        ("新收 = 合计(不予公开) + 办结总计", (3, 2), "3 ≠ 0 + 2"),
        ("新收 × 2 = 最大(结转, 办结总计)", (3, 2), "3 × 2 ≠ 最大(0, 2)"),
    ],
)
def test_the_equation_says_what_is_true(bench, formula, values, equation):
    cells = {"requests.new.firm": values[0], "requests.total.firm": values[1]}
    assert bench.evidence(formula, cells, each="表甲.列", **{"except": ["个人", "学校", "总计"]}).equation == equation


def test_a_sum_shows_its_figures_without_the_zeros(bench):
    cells = {"requests.granted.firm": 2, "requests.refused.query.firm": "空", "requests.total.firm": 1}
    evidence = bench.evidence("办结总计 = 合计(办理结果)", cells, each="表甲.列")
    assert evidence.message == "企业：1 ≠ 2 + 空（差 至少 1）"
    assert evidence.right == (Decimal(2), None)
    assert evidence.values["found"] == "1"
    assert "expected" not in evidence.values


def test_a_single_cell_is_found_and_expected(bench):
    cells = {"requests.total.firm": 5, "requests.granted.firm": 3}
    values = bench.evidence("办结总计 = 公开 + 秘密", cells, each="表甲.列").values
    assert (values["found"], values["expected"]) == ("5", "3")


def test_one_blank_that_would_mend_it_is_suggested(bench):
    cells = {"requests.new.firm": 3, "requests.kept.firm": "空", "requests.total.firm": 4}
    (suggestion,) = bench.evidence(BALANCE, cells, each="表甲.列").suggestions
    assert (suggestion.address, suggestion.value) == ("requests.kept.firm", Decimal(1))


@pytest.mark.parametrize(
    "more", [{"requests.left.firm": "空"}, {"requests.left.firm": "?"}, {"requests.new.firm": (2, 3)}]
)
def test_nothing_is_suggested_where_more_than_one_number_is_open(bench, more):
    cells = {"requests.new.firm": 3, "requests.kept.firm": "空", "requests.total.firm": 4, **more}
    evidence = bench.evidence(BALANCE, cells, each="表甲.列")
    assert evidence.why
    assert evidence.suggestions == ()


def test_no_fraction_is_suggested_for_a_count(bench):
    cells = {"requests.new.firm": 3, "requests.kept.firm": "空"}
    assert bench.evidence("新收 = 结转 × 2", cells, each="表甲.列").suggestions == ()


def test_what_could_not_be_judged_says_why(bench):
    cells = {"requests.new.firm": "?", "requests.kept.firm": "空", "requests.total.firm": (40, 49)}
    evidence = bench.evidence(BALANCE, cells, each="表甲.列")
    assert evidence.equation == "？ + 空 = [40～49] + 0"
    assert evidence.why == "未能读出：表甲 新收·企业；未填写：表甲 结转·企业；数字不确切：表甲 办结总计·企业"


def test_a_failing_conclusion_tells_its_premise(bench):
    cells = {"requests.new.all": 2}
    assert bench.evidence("如果 新收·总计 > 1 则 结转·总计 > 0", cells).message == "已知 2 > 1，而 0 ≤ 0"
    assert bench.evidence("如果 新收·总计 > 5 则 结转·总计 > 0", cells).why == "前提不成立"


def test_conditions_that_all_fail_are_shown_whole(bench):
    message = bench.evidence("新收·总计 = 1 或 结转·总计 = 1", {}).message
    assert message == "不成立：0 = 1 或 0 = 1"


def test_negative_figures_stand_in_brackets(bench):
    cells = {"items.licence.before": 3, "items.licence.change": -4}
    assert bench.evidence("上年项目 + 增/减 ≥ 0", cells, each="事项.行").equation == "3 + (−4) < 0"


def test_linear_rules_give_constraints_for_every_instance(bench):
    found = constraints(bench.rule(BALANCE + " 且 新收 ≤ 9", each="表甲.列"), bench.divided)
    one = Fraction(1)
    assert found["firm"] == (
        Constraint(
            LinearForm(
                {
                    "requests.new.firm": one,
                    "requests.kept.firm": one,
                    "requests.total.firm": -one,
                    "requests.left.firm": -one,
                }
            ),
            "=",
        ),
        Constraint(LinearForm({"requests.new.firm": one}, Fraction(-9)), "≤"),
    )


@pytest.mark.parametrize(
    "formula", ["新收 = 1 或 结转 = 1", "如果 新收 = 1 则 结转 = 1", "最大(新收, 结转) = 1", "结转 = 上年.留待下年"]
)
def test_what_is_not_linear_or_not_always_asked_gives_none(bench, formula):
    assert constraints(bench.rule(formula, each="表甲.列"), bench.divided) == {}


def test_rows_that_are_not_printed_give_none(bench):
    assert constraints(bench.rule("逾期 ≤ 新收", each="表甲.列"), bench.undivided) == {}
    assert len(constraints(bench.rule("逾期 ≤ 新收", each="表甲.列"), bench.divided)) == 4


def test_a_condition_holds_does_not_or_is_not_known(bench):
    asked = condition("逾期·总计 > 0", {"X": bench.form})
    reports = bench.reports(*({"requests.other.late.all": value} for value in (1, 0, "空", "?")))
    assert asked.holds(reports).tolist() == [PASS, FAIL, FAIL, NOT_ASSESSABLE]
    assert asked.holds(bench.reports({}, form=bench.undivided)).tolist() == [NOT_ASSESSABLE]


def test_a_condition_on_a_row_that_a_variant_has_not_does_not_hold_there(bench):
    asked = condition("增/减 ≥ 0", {"X": bench.form, "X/two": bench.variant})
    assert asked.holds(bench.reports({}, form=bench.variant)).tolist() == [FAIL]


def test_a_condition_must_fit_its_forms(bench):
    for text in ("增减幅 > 0", "如果 增/减 > 0 则 增/减 > 1"):
        with pytest.raises(FormulaError):
            condition(text, {"X": bench.form})


def test_numbers_are_shown_as_they_are_printed(bench):
    cells = {
        "requests.total.firm": "5.0",
        "requests.granted.firm": "-3",
        "requests.refused.query.firm": "20000000000000",
    }
    evidence = bench.evidence("办结总计 = 公开 + 查询", cells, each="requests.columns")
    assert evidence.equation == "5.0 ≠ (−3) + 20000000000000"
