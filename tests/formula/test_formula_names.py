"""What a name means: a row in the current column, a column in the current row, a cell of the form, or an error."""

from __future__ import annotations

import pytest

from gipaudit.rules.checks.identity import CHECK
from gipaudit.rules.formula import AmbiguousNameError, FormulaError, UnknownNameError, compile_rule, describe


def cells(bench, formula, form=None, **options):
    compiled = compile_rule(bench.rule(formula, **options), form or bench.divided)
    return {instance.key: instance.cells for instance in compiled.instances}


def refusal(bench, formula, **options):
    with pytest.raises(FormulaError) as caught:
        cells(bench, formula, **options)
    return caught.value


def test_under_columns_a_name_is_a_row(bench):
    found = cells(bench, "新收 = 办结总计", each="requests.columns")
    assert found["firm"] == ("requests.new.firm", "requests.total.firm")
    assert list(found) == ["person", "firm", "school", "all"]


def test_under_rows_a_name_is_a_column_and_headings_are_no_instance(bench):
    found = cells(bench, "总计 = 个人 + 合计(单位)", each="表甲.各行")
    assert found["new"] == ("requests.new.all", "requests.new.person", "requests.new.firm", "requests.new.school")
    assert "heading" not in found


@pytest.mark.parametrize("each", ["requests.columns", "表甲.列", "表甲．各列", "申请情况表.列", ["requests.columns"]])
def test_a_table_may_be_named_in_chinese(bench, each):
    assert len(cells(bench, "新收 ≥ 0", each=each)) == 4


@pytest.mark.parametrize("left_out", ["总计", ["all"], ["总计", "单位"]])
def test_except_leaves_out_by_name_or_id_or_group(bench, left_out):
    found = cells(bench, "新收 ≥ 0", each="requests.columns", **{"except": left_out})
    assert "all" not in found
    assert ("firm" in found) is (len(left_out) != 2 or left_out == "总计")


def test_several_tables_give_keys_that_name_the_table(bench):
    found = cells(bench, "金额 ≥ 0", each=["fees.rows"])
    assert list(found) == ["fees", "refund"]
    both = cells(bench, "requests.new.all ≥ 0", each=["fees.rows", "事项.行"])
    assert list(both) == ["fees.fees", "fees.refund", "items.licence"]


def test_a_name_must_mean_something_in_each_table(bench):
    error = refusal(bench, "金额 ≥ 0", each=["fees.rows", "items.rows"])
    assert isinstance(error, UnknownNameError)
    assert error.offset == 0


def test_one_table_twice_is_refused(bench):
    assert "一次" in str(refusal(bench, "总计 ≥ 0", each=["requests.columns", "requests.rows"]))


@pytest.mark.parametrize(
    "name",
    [
        "表甲·新收·总计", "新收·总计", "一、新收申请数量·总计", "新收申请数量·all", "requests.new.all",
        "「新收」·「总计」", "requests·new·all",
    ],
)  # fmt: skip
def test_a_cell_has_many_names(bench, name):
    assert cells(bench, f"{name} = 0") == {"report": ("requests.new.all",)}


def test_where_a_table_has_one_row_or_column_it_need_not_be_named(bench):
    assert cells(bench, "增/减 = 退费") == {"report": ("items.licence.change", "fees.refund.amount")}


def test_a_cell_may_be_named_beside_rows(bench):
    assert cells(bench, "新收 ≤ 新收·总计", each="表甲.列")["firm"] == ("requests.new.firm", "requests.new.all")


def test_an_ambiguous_name_lists_the_full_ones(bench):
    error = refusal(bench, "新收 = 0")
    assert isinstance(error, AmbiguousNameError)
    assert "表甲·新收·个人、表甲·新收·企业" in str(error)


def test_parts_in_a_wrong_order_are_told_the_right_one(bench):
    assert "新收·总计" in str(refusal(bench, "总计·新收 = 0"))


def test_an_unknown_name_is_answered_with_the_nearest(bench):
    error = refusal(bench, "新收 = 办结总记", each="requests.columns")
    assert (error.offset, "办结总计" in str(error)) == (5, True)


def test_a_group_needs_a_function(bench):
    assert "合计(不予公开)" in str(refusal(bench, "不予公开 = 0", each="requests.columns"))


def test_a_heading_has_no_number(bench):
    assert "标题行" in str(refusal(bench, "requests.heading.all = 0"))


def test_a_formula_without_cells_is_refused(bench):
    assert "单元格" in str(refusal(bench, "1 = 1"))


def test_a_cell_named_twice_in_a_function_is_refused(bench):
    assert "重复" in str(refusal(bench, "合计(不予公开, 秘密) = 0", each="requests.columns"))


@pytest.mark.parametrize(
    ("layout", "rows"),
    [("divided", ["other.late", "other.rest"]), ("undivided", ["other"]), ("form", ["other.late", "other.rest"])],
)
def test_a_group_takes_what_the_layout_prints(bench, layout, rows):
    found = cells(bench, "合计(其他处理) = 0", getattr(bench, layout), each="requests.columns")
    assert found["all"] == tuple(f"requests.{row}.all" for row in rows)


@pytest.mark.parametrize("layout", ["divided", "undivided"])
def test_a_group_of_everything_counts_no_part_twice_and_leaves_unprinted_rows_out(bench, layout):
    found = cells(bench, "合计(办理结果) = 0", getattr(bench, layout), each="requests.columns")["all"]
    rest = {"requests.other.all"} if layout == "undivided" else {"requests.other.late.all", "requests.other.rest.all"}
    asked = {"requests.granted.all", "requests.refused.secret.all", "requests.refused.query.all"}
    assert set(found) == asked | rest


def test_a_function_of_one_row_is_that_row(bench):
    assert cells(bench, "合计(新收) = 0", each="requests.columns")["all"] == ("requests.new.all",)


def test_loading_tells_path_and_character(bench):
    forms = {"X": bench.form}
    for options, path, offset in (
        ({"formula": "新收 = 错", "each": "requests.columns"}, ("formula",), 5),
        ({"formula": "新收 = 1", "each": "表丙.列"}, ("each",), None),
        ({"formula": "新收 = 1", "each": ["requests.columns", "表甲"]}, ("each", 1), None),
        ({"formula": "新收 = 1", "each": "表甲.列", "except": ["没有"]}, ("except", 0), None),
    ):
        formula = options.pop("formula")
        (problem,) = CHECK.validate(bench.rule(formula, **options), forms)
        assert (problem.path, problem.offset) == (path, offset)


def test_a_row_of_one_variant_only_is_no_mistake_but_a_row_of_none_is(bench):
    forms = {"X": bench.form, "X/two": bench.variant}
    assert list(CHECK.validate(bench.rule("增/减 = 0"), forms)) == []
    assert len(list(CHECK.validate(bench.rule("增/减幅 = 0"), forms))) == 1
    outcomes = bench.outcomes("增/减 = 0", bench.reports({}, form=bench.variant))
    (outcome,) = outcomes.of(0)
    assert (outcome.verdict, outcome.evidence.why) == ("not_applicable", "本表式没有规则所比的表、行或列")


def test_a_formula_explains_itself_in_short_chinese_names(bench):
    rule = bench.rule("new + 「上年结转申请数量」 = sum(refused)", each="requests.columns")
    assert describe(rule, bench.divided) == "表甲的每一列：新收 + 结转 = 合计(不予公开)"
    assert describe(bench.rule("requests.new.all > 0"), bench.divided) == "表甲 新收·总计 > 0"
