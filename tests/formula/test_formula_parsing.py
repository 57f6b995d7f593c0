"""What may be written, how it is read, and what is answered to a slip of the pen."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gipaudit.rules.formula import FormulaError, Scope, Target, parse, to_text
from gipaudit.rules.formula.tree import (
    All,
    Any,
    Call,
    Comparison,
    Equivalent,
    Implies,
    Name,
    Negative,
    Number,
    Part,
    Product,
    Sum,
)

COLUMNS = (Target("requests", "columns"),)


def shape(text, bench, targets=COLUMNS):
    return parse(text, Scope(bench.form, targets))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("新收 + 结转 = 办结总计", "新收＋结转＝办结总计"),
        ("新收 <= 结转", "新收≤结转"),
        ("新收 >= 结转", "新收 ≧ 结转"),
        ("新收 != 结转", "新收 <> 结转"),
        ("新收 == 结转", "新收 ＝ 结转"),
        ("新收 − 结转 = ０", "新收 － 结转 = 0"),
        ("新收 * 2 / 3 > 1.5", "新收 × 2 ÷ 3 ＞ １．５"),
        ("sum(不予公开) = 0", "合计（不予公开）= 0"),
        ("max(新收, 结转) < 3", "最大（新收，结转）＜ 3"),
        ("count(新收、结转) = 2", "个数(新收, 结转) = 2"),
        ("如果 新收 > 0，则 结转 > 0", "如果 新收>0 则 结转>0"),
    ],
)
def test_full_width_and_plain_signs_mean_the_same(bench, one, other):
    assert shape(one, bench) == shape(other, bench)


def test_a_name_may_hold_an_operator(bench):
    tree = shape("上年项目 + 增/减 = 现有项目", bench, (Target("items", "rows"),))
    assert [name.text for name in tree.operands[0].terms[1][1:]] == ["增/减"]


def test_the_longest_name_is_taken(bench):
    names = [operand.text for operand in shape("新收申请数量 = 新收", bench).operands]
    assert names == ["新收申请数量", "新收"]


def test_quotes_make_a_name_of_anything(bench):
    assert shape("「新收」 = 「一、新收申请数量」", bench) == Comparison(
        (Name((Part("新收"),)), Name((Part("一、新收申请数量"),))), ("=",)
    )


def test_a_bare_number_is_no_row(bench):
    assert shape("新收 = 3.1", bench).operands[1] == Number(Decimal("3.1"))


def test_other_reports_are_named_by_a_prefix(bench):
    tree = shape("结转 = 上年.留待下年 ≥ 下级．新收", bench)
    assert [operand.period for operand in tree.operands] == ["", "上年", "下级"]


def test_product_binds_before_sum_and_minus_before_product(bench):
    assert to_text(shape("新收 + 结转 × −2 = 1", bench)) == "新收 + 结转 × −2 = 1"
    assert to_text(shape("(新收 + 结转) × 2 = 1", bench)) == "(新收 + 结转) × 2 = 1"


@pytest.mark.parametrize(
    ("text", "offset", "words"),
    [
        ("新收数 = 1", 0, "新收"),
        ("新收 = 接转", 5, "结转"),
        ("新收 + = 1", 5, "名称"),
        ("新收 +", 4, "中断"),
        ("新收", 2, "比较符"),
        ("新收 = 1,000", 5, "千位"),
        ("(新收 = 1", 7, "）"),
        ("「新收 = 1", 0, "配对"),
        ("新收 = 1 且 结转 = 2 或 结转 = 3", 16, "括号"),
        ("(新收 = 1) + 2 = 3", 0, "比较"),
        ("新收 且 结转 = 1", 0, "比较"),
        ("新收 结转 = 1", 3, "运算符"),
        ("如果 新收 > 1 结转 = 2", 10, "则"),
        ("合计(新收 + 结转) = 1", 6, "“，”"),
        ("新收 = 1234567890123456", 5, "15"),
        ("新收 = 3件", 6, "件"),
    ],
)
def test_a_slip_is_answered_at_its_character(bench, text, offset, words):
    with pytest.raises(FormulaError) as caught:
        shape(text, bench)
    assert caught.value.offset == offset
    assert words in caught.value.message.zh


@pytest.mark.parametrize(
    "text",
    [
        "新收 = " + "(" * 60 + "1" + ")" * 60,
        "新收 = " + "-" * 60 + "1",
        "新收 = " + " + ".join(["1"] * 501),
        "新收 = 1" + " " * 2000,
        "(" * 1990,
    ],
)
def test_size_and_depth_are_limited(bench, text):
    with pytest.raises(FormulaError):
        shape(text, bench)


names = st.builds(
    lambda texts, period: Name(tuple(Part(text) for text in texts), period),
    st.lists(st.text("甲乙丙a1.+=()·,或", min_size=1, max_size=4), min_size=1, max_size=3),
    st.sampled_from(["", "上年", "下级"]),
)
numbers = st.builds(Number, st.decimals(0, 99999, places=3))
calls = st.builds(
    Call, st.sampled_from(["合计", "最大", "最小", "个数"]), st.lists(names, min_size=1, max_size=3).map(tuple)
)


def longer(terms):
    def signed(first, others):
        rest = st.lists(st.tuples(st.sampled_from(others), terms), min_size=1, max_size=2)
        return st.tuples(terms, rest).map(lambda pair: ((first, pair[0]), *pair[1]))

    return st.one_of(
        st.builds(Negative, terms),
        st.builds(Sum, signed("+", "+−")),
        st.builds(Product, signed("×", "×÷")),
    )


terms = st.recursive(st.one_of(numbers, names, calls), longer, max_leaves=6)
comparisons = st.integers(1, 2).flatmap(
    lambda size: st.builds(
        Comparison,
        st.tuples(*[terms] * (size + 1)),
        st.tuples(*[st.sampled_from("=≠<≤>≥")] * size),
    )
)
conditions = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        *(st.builds(kind, st.lists(inner, min_size=2, max_size=3).map(tuple)) for kind in (All, Any))
    ),
    max_leaves=4,
)
statements = st.one_of(
    conditions, st.builds(Implies, conditions, conditions), st.builds(Equivalent, conditions, conditions)
)


class NoNames:
    """A lexicon in which every name must be quoted."""

    def longest(self, text, position):
        return None

    def known(self):
        return []


@given(statements)
def test_what_is_printed_parses_back_to_the_same_tree(tree):
    text = to_text(tree)
    if len(text) <= 2000:
        assert parse(text, NoNames()) == tree


@given(st.text(max_size=60))
def test_garbage_raises_the_formula_error_only(bench, text):
    offset = 0
    try:
        shape(text, bench)
    except FormulaError as error:
        offset = error.offset
    assert 0 <= offset <= len(text)


pieces = st.sampled_from(
    ["新收", "结转", "合计", "sum", "(", ")", "+", "-", "×", "÷", "=", "≤", "如果", "则", "且", "或", "当且仅当", "1",
     "0.5", "·", "上年.", "「", "」", ",", "不予公开", "requests.new.all", " "]
)  # fmt: skip


@given(st.lists(pieces, max_size=14).map("".join))
def test_a_heap_of_words_parses_or_is_refused_and_what_parses_prints_back(bench, text):
    try:
        tree = shape(text, bench)
    except FormulaError:
        return
    assert shape(to_text(tree), bench) == tree
