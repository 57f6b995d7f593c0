"""What is printed in a cell is read as printed, or not read at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gipaudit.forms.numerals import LONGEST_CELL, read_cell


def count(text: str) -> tuple[str, int | None, int | None]:
    numeral = read_cell(text, "count", None)
    return (
        numeral.state,
        None if numeral.low is None else int(numeral.low),
        None if numeral.high is None else int(numeral.high),
    )


@pytest.mark.parametrize("text", ["", " ", "\t\n", "\u00a0", "\u3000\u3000", "\u200b", "\ufeff \u2003"])
def test_an_empty_cell_is_blank_and_may_hold_anything(text: str) -> None:
    assert count(text) == ("blank", 0, None)


@pytest.mark.parametrize("text", ["-", "—", "--", "——", "－", "/", "／", "无", "无。", "不适用", "N/A", "\u3000— "])
def test_a_dash_is_not_zero(text: str) -> None:
    assert count(text) == ("dash", 0, None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("\u3000\u30000", 0),
        ("０", 0),
        ("１２３", 123),
        ("11,398,889", 11398889),
        ("1，234", 1234),
        ("1\u2009234", 1234),
        ("6项", 6),
        ("12 件", 12),
        ("0件次", 0),
        ("3 人次", 3),
        ("3.5万", 35000),
        ("2万件", 20000),
        ("3亿5千万", 350000000),
        ("5（件）", 5),
        ("零", 0),
        ("〇", 0),
        ("一百二十", 120),
        ("三千零五", 3005),
        ("三千五", 3500),
        ("两万三", 23000),
        ("廿", 20),
        ("卅一", 31),
        ("壹佰贰拾", 120),
        ("二〇二一", 2021),
        ("十五件", 15),
        ("十万零五千", 105000),
    ],
)
def test_a_number_is_read_however_it_is_written(text: str, value: int) -> None:
    assert count(text) == ("number", value, value)


@pytest.mark.parametrize(
    "text",
    [
        *("0 0", "2 3", "1 234", "69/3", "3-5", "1\n2"),
        *("1,23", "0,123", "1234,567", "1.234.567", "5.", "5、"),
        *("5%", "百分之五", "±2", "增-2", "—1", "２０２２年"),
        *("①", "3²", "½", "O", "l2", "1O", "٣"),
        *("22（16）", "22（应为23）", "(22)", "3*", "见附件", "二三", "三四十", "三千零", "百", "2万3"),
        *("0余", "约0", "约+3", "约3000余"),
        *("100元", "9" * 20, "1" * (LONGEST_CELL + 1)),
    ],
)
def test_what_can_be_read_in_two_ways_is_text_and_says_why(text: str) -> None:
    numeral = read_cell(text, "count", None)
    assert (numeral.state, numeral.low, numeral.high) == ("text", 0, None)
    assert numeral.why


def test_a_lone_stroke_is_neither_one_nor_a_dash() -> None:
    assert read_cell("一", "count", None).state == "text"
    assert count("一件") == ("number", 1, 1)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("+2", 2), ("＋2", 2), ("增2", 2), ("增加 2", 2), ("净增2项", 2), ("↑2", 2), ("持平", 0), ("-0", 0)),
        *(("-1", -1), ("－１", -1), ("−1", -1), ("减1", -1), ("减少1项", -1), ("↓1", -1), ("下降1", -1)),
    ],
)
def test_changes_have_signs(text: str, value: int) -> None:
    numeral = read_cell(text, "signed", None)
    assert (numeral.state, numeral.low, numeral.high) == ("number", value, value)


def test_a_negative_count_is_read_so_that_it_can_be_accused() -> None:
    assert count("-1") == ("number", -1, -1)


def test_nothing_known_of_a_change_may_be_negative() -> None:
    assert (read_cell("", "signed", None).low, read_cell("见注", "signed", None).low) == (None, None)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("约1.2万", 11500, 12499),
        ("约1.20万", 11950, 12049),
        ("三千余", 3000, 3999),
        ("50余", 50, 59),
        ("50多件", 50, 59),
        ("35余", 35, 39),
        ("三十余万", 300000, 399999),
        ("1.2万余", 12000, 12999),
        ("百余件", 100, 199),
        ("十余", 10, 19),
        ("近3000", 2000, 3000),
        ("200左右", 150, 249),
        ("不足10", 0, 9),
        ("3000以上", 3000, None),
        ("超过3000件", 3000, None),
        ("逾3000", 3000, 3999),
    ],
)
def test_an_approximate_number_is_an_interval_and_only_above_is_open(text: str, low: int, high: int | None) -> None:
    assert count(text) == ("number", low, high)
    assert read_cell(text, "count", None).why


def test_a_note_behind_the_number_is_told() -> None:
    numeral = read_cell("22（其中修订16件）", "count", None)
    assert (numeral.state, numeral.low, numeral.high) == ("number", 22, 22)
    assert "括注" in numeral.why


def test_leading_zeros_are_told() -> None:
    numeral = read_cell("007", "count", None)
    assert (numeral.low, bool(numeral.why)) == (7, True)


@pytest.mark.parametrize(
    ("text", "value", "quantum", "unit", "converted"),
    [
        ("12.50", "12.50", "0.01", None, False),
        ("0.00", "0.00", "0.01", None, False),
        (".5", "0.5", "0.1", None, False),
        ("3.5万元", "3.5", "0.1", "万元", False),
        ("251000元", "25.1", "0.0001", "元", True),
        ("251,000.00 元", "25.1", "0.000001", "元", True),
        ("￥251000", "25.1", "0.0001", "元", True),
        ("1亿元", "10000", "10000", "亿元", True),
        ("三万元", "3", "1", "万元", False),
        ("3万5千元", "3.5", None, "元", True),
        ("0件", "0", "1", "件", False),
    ],
)
def test_amounts_are_exact_in_the_forms_unit(
    text: str, value: str, quantum: str | None, unit: str | None, converted: bool
) -> None:
    numeral = read_cell(text, "amount", "万元")
    assert (numeral.state, numeral.low, numeral.high) == ("number", Decimal(value), Decimal(value))
    assert (numeral.unit, numeral.converted) == (unit, converted)
    assert quantum is None or numeral.quantum == Decimal(quantum)
    assert "E" not in f"{numeral.low}{numeral.quantum}"


def test_where_the_form_fixes_no_unit_nothing_is_converted() -> None:
    numeral = read_cell("251000元", "amount", None)
    assert (numeral.low, numeral.unit, numeral.converted) == (251000, "元", False)


@pytest.mark.parametrize("text", ["3.5万", "6项"])
def test_an_amount_whose_unit_is_open_or_wrong_is_text(text: str) -> None:
    assert read_cell(text, "amount", "万元").state == "text"


def test_an_approximate_amount_keeps_its_whole_interval() -> None:
    numeral = read_cell("约3.5万元", "amount", "万元")
    assert (numeral.low, numeral.high) == (Decimal("3.45"), Decimal("3.55"))


@pytest.mark.parametrize("printed", ["￥5件", "人民币5件", "￥5万人"])
def test_a_sign_of_money_before_a_count_of_things_is_no_number(printed: str) -> None:
    assert read_cell(printed, "amount", "万元").state == "text"
    assert read_cell(printed, "count", None).state == "text"
