"""What reaches the terminal is safe, fits, and breaks where Chinese may break."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gipaudit.renderers.layout import block, columns, shortened, table, wrap
from gipaudit.renderers.terminal import MARK, clean

ANY_TEXT = st.text(st.characters(), max_size=200)
CHINESE = st.text("政府信息公开工作年度报告，。；：）（“”、2023abc", min_size=1, max_size=120)


@given(ANY_TEXT)
def test_nothing_that_steers_a_terminal_is_left(text: str) -> None:
    line = clean(text)
    assert all(unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for character in line)
    line.encode("utf-8")


@pytest.mark.parametrize(
    "hidden",
    [
        "\x1b[31m",
        "\x07",
        "\x9b",
        "\u202e",
        "\u2066",
        "\u200b",
        "\u200d",
        "\ufeff",
        "\udce9",
        "\u3164",
        "\ufe0f",
        "\x7f",
    ],
)
def test_what_is_taken_out_leaves_a_visible_mark(hidden: str) -> None:
    assert MARK in clean(f"水务局{hidden}2023")


def test_ordinary_text_is_left_alone() -> None:
    text = "国办公开办函〔2021〕30号《条例》第四十九条：3 + 1 ≠ 4 — “年报”·①"
    assert clean(text) == text


def test_line_breaks_become_blanks() -> None:
    assert clean("一行\r\n二行\t三") == "一行 二行 三"


@given(ANY_TEXT, st.integers(4, 60))
def test_no_line_is_wider_than_asked(text: str, width: int) -> None:
    assert all(columns(line) <= width for line in wrap(text, width))


@given(ANY_TEXT, st.integers(4, 60))
def test_wrapping_loses_nothing_but_blanks(text: str, width: int) -> None:
    kept = "".join("".join(wrap(text, width)).split())
    assert kept == "".join("".join(map(clean, text.split("\n"))).split())


@given(CHINESE.filter(lambda text: not any(mark * 2 in text for mark in "，。；：）（“”、")), st.integers(14, 60))
def test_no_line_begins_with_a_closing_mark(text: str, width: int) -> None:
    # Only heaps of marks, wider than half a line, may be cut anywhere.
    calm = "".join(mark if mark.isalnum() else mark + "报" for mark in text)
    assert all(line[0] not in "，。；：）”、" for line in wrap("报" + calm, width)[1:])


def test_chinese_is_wrapped_by_columns() -> None:
    assert wrap("政府信息公开，年度报告", 12) == ["政府信息公", "开，年度报告"]
    assert wrap("说明（示例）", 6) == ["说明", "（示", "例）"]


def test_words_stay_whole() -> None:
    assert wrap("see applications.balance now", 22) == ["see", "applications.balance", "now"]


def test_a_paragraph_hangs_under_its_first_word() -> None:
    assert list(block("甲乙丙丁", 10, "依据：")) == ["依据：甲乙", "      丙丁"]


WIDE_ROWS = [["云溪市兰亭区水务局" * 4, "94.5–97.5", "\x1b[2J"], ["清河镇", "100", "优秀"]]


@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_table_with_chinese_text_fits_and_is_aligned(width: int) -> None:
    lines = list(table(("单位", "得分", "等级"), WIDE_ROWS, width, right=(1,)))
    assert all(columns(line) <= width for line in lines)
    rule = lines[1]
    end_of_score = len(rule) - len(rule.split("  ")[2]) - 2
    scores = [line for line in lines if "94.5–97.5" in line or "100" in line]
    assert len(scores) == 2
    for line in scores:
        last = "94.5–97.5" if "94.5–97.5" in line else "100"
        assert columns(line[: line.index(last) + len(last)]) == end_of_score
    assert not any("\x1b" in line for line in lines)


def test_a_table_without_rows_still_prints_its_head() -> None:
    assert next(table(("单位", "得分"), [], 40)).split() == ["单位", "得分"]


@given(st.text(alphabet="甲a，1…", max_size=30), st.integers(2, 30))
def test_a_shortened_text_fits_and_says_that_it_is_shortened(text: str, most: int) -> None:
    short = shortened(text, most)
    assert columns(short) <= most
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))
