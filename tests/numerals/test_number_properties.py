"""Whatever a number is and however it is written: it is read back as itself, or not at all."""

from __future__ import annotations

from decimal import Decimal

import cn2an
from hypothesis import given
from hypothesis import strategies as st

from gipaudit.forms.form import Kind
from gipaudit.forms.magnitudes import parse_magnitude
from gipaudit.forms.numerals import COUNTERS, MONEY, read_cell

NUMBERS = st.integers(0, 10**12)
KINDS: st.SearchStrategy[Kind] = st.sampled_from(["count", "signed", "amount", "heading"])
UNITS = st.sampled_from([None, "件", "元", "万元", "条"])
SIGNS = st.text(
    st.sampled_from("0123456789０１一二三十百千万亿零〇点.,，+-－— 　\u00a0余多约近左右以上元件项次人(（)）增减%/无"),
    max_size=14,
)

FULL_WIDTH = str.maketrans("0123456789,+-.", "０１２３４５６７８９，＋－．")


@given(NUMBERS, st.sampled_from(["low", "up"]))
def test_every_written_chinese_number_agrees_with_cn2an(number: int, style: str) -> None:
    written = cn2an.an2cn(number, style)
    magnitude = parse_magnitude(written)
    assert magnitude is not None
    assert magnitude.value == number == cn2an.cn2an(written, "strict")


@given(st.text(st.sampled_from("零一二两三四五六七八九十百千万亿"), min_size=1, max_size=8))
def test_what_cn2an_reads_strictly_is_read_alike_or_not_at_all(text: str) -> None:
    magnitude = parse_magnitude(text)
    try:
        expected = cn2an.cn2an(text, "strict")
    except ValueError:
        return
    assert magnitude is None or magnitude.value == expected


@given(
    NUMBERS,
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", *COUNTERS]),
    st.sampled_from(["", " ", "\u3000\u3000", "\u00a0"]),
)
def test_arabic_numbers_round_trip(number: int, grouped: bool, wide: bool, unit: str, padding: str) -> None:
    printed = f"{number:,}" if grouped else str(number)
    printed = printed.translate(FULL_WIDTH) if wide else printed
    numeral = read_cell(f"{padding}{printed}{padding}{unit}{padding}", "count", None)
    assert (numeral.state, numeral.low, numeral.high, numeral.unit) == ("number", number, number, unit or None)


@given(st.integers(-(10**9), 10**9), st.sampled_from(["-", "－", "−", "减", "减少", "↓"]))
def test_signed_numbers_round_trip(number: int, minus: str) -> None:
    numeral = read_cell(f"{minus if number < 0 else ''}{abs(number)}", "signed", None)
    assert (numeral.low, numeral.high) == (number, number)


@given(st.decimals(0, 10**8, places=2), st.sampled_from(["元", "万元", "亿元"]), st.sampled_from(["元", "万元"]))
def test_money_is_converted_exactly(amount: Decimal, printed_unit: str, form_unit: str) -> None:
    numeral = read_cell(f"{amount}{printed_unit}", "amount", form_unit)
    assert numeral.low is not None
    assert numeral.low * 10 ** MONEY[form_unit] == amount * 10 ** MONEY[printed_unit]
    assert (numeral.unit, numeral.converted) == (printed_unit, printed_unit != form_unit)


@given(st.integers(10, 10**7), st.integers(1, 3))
def test_an_approximate_number_contains_what_was_rounded_to_it(number: int, digits: int) -> None:
    unit = 10 ** max(len(str(number)) - digits, 0)
    rounded = (number + unit // 2) // unit * unit
    cut = number // unit * unit
    about, more = read_cell(f"约{rounded}", "count", None), read_cell(f"{cut}余", "count", None)
    assert about.low is not None
    assert about.high is not None
    assert about.low <= number <= about.high
    if cut != number or unit == 1:
        assert more.low is not None
        assert more.high is not None
        assert more.low <= number <= more.high


@given(st.one_of(st.text(max_size=80), SIGNS), KINDS, UNITS)
def test_no_text_whatsoever_raises_or_gives_an_upside_down_interval(text: str, kind: Kind, unit: str | None) -> None:
    numeral = read_cell(text, kind, unit)
    if numeral.state == "number":
        assert numeral.low is not None
        assert numeral.high is None or numeral.low <= numeral.high
        assert numeral.quantum > 0
    else:
        assert (numeral.low, numeral.high) == ((None, None) if kind == "signed" else (0, None))
        assert numeral.state in ("blank", "dash") or numeral.why


@given(st.lists(st.integers(0, 99999), min_size=2, max_size=7), st.sampled_from([" ", "\u3000", "\n", "/", "、"]))
def test_several_numbers_in_one_cell_are_never_one(numbers: list[int], between: str) -> None:
    assert read_cell(between.join(map(str, numbers)), "count", None).state == "text"
