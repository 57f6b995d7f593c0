"""Patterns of rulesets cannot harm and mean what an official writes; passages show what is there, without persons."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gipaudit.documents.model import Paragraph, Place
from gipaudit.rules.passages import Prose, mask
from gipaudit.rules.patterns import LONGEST, PatternError, compile_pattern
from gipaudit.rules.wording import bare, fold, fold_with_origins, same_heading


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(考核", "缺少“)”"),
        ("[考核", "缺少“]”"),
        ("考核\\", "末尾的“\\”"),
        ("*考核", "前面没有可重复的内容"),
        ("(?=考核)", "不支持前后查找"),
        ("考{1001}", "重复次数过大"),
        ("(考{1000}){1000}", "重复次数过大"),
        ("考*", "对任何文字都成立"),
        ("", "对任何文字都成立"),
        ("　", "对任何文字都成立"),
        ("考" * (LONGEST + 1), "超过 500 个字符"),
        ("\ud800", "无效字符"),
    ],
)
def test_a_bad_pattern_is_refused_in_words(pattern: str, reason: str) -> None:
    with pytest.raises(PatternError, match=re.escape(reason)):
        compile_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("（一）主动公开", "（一）主动公开"),
        ("(?:一|二)是", "二是"),
        ("收取 信息处理费", "收取信息 处理费"),
        ("费用为？", "费用为？"),
        ("[0-9]+件", "１２件"),
        ("信息处理费.{0,20}(未收取|收取)", "信息处理费：本年度未\n收取"),
        ("\\(含\\)", "（含）"),
    ],
)
def test_a_pattern_means_what_is_written_whatever_the_width(pattern: str, text: str) -> None:
    assert compile_pattern(pattern).search(fold(text)) is not None


@given(st.text(max_size=40))
def test_any_pattern_compiles_or_is_refused(pattern: str) -> None:
    with contextlib.suppress(PatternError):
        assert compile_pattern(pattern).search("") is None


@given(st.text(max_size=60))
def test_folding_remembers_where_each_character_stood(text: str) -> None:
    folded = fold_with_origins(text)
    assert folded.text == fold(text)
    assert len(folded.origins) == len(folded.text)
    assert list(folded.origins) == sorted(folded.origins)
    assert all(fold(text[origin]) for origin in folded.origins)


def test_headings_are_compared_without_numbering_and_quotes() -> None:
    assert bare("第五部分　存在的问题：") == "存在的问题"
    assert same_heading("四、行政复议和行政诉讼情况", "行政复议、行政诉讼情况")
    assert not same_heading("五、存在的问题", "存在的主要问题")


def _prose(*lines: str) -> Prose:
    return Prose([("overview", [Paragraph(line, Place(line=index)) for index, line in enumerate(lines, 1)])])


def test_a_passage_shows_what_stands_around_with_its_place() -> None:
    prose = _prose("第一行。", "前" * 50 + "考 核" + "后" * 50)
    (passage,) = prose.find([compile_pattern("考核")]).passages
    assert passage.text == "…" + "前" * 20 + "考 核" + "后" * 20 + "…"
    assert passage.place.line == 2
    assert passage.section == "overview"


def test_a_match_over_a_broken_line_is_shown_where_it_begins() -> None:
    hits = _prose("收取信息", "处理费").find([compile_pattern("信息处理费")])
    assert hits.words == ("信息处理费",)
    (passage,) = hits.passages
    assert passage.text == "收取信息"
    assert passage.place.line == 1


@pytest.mark.parametrize(
    "secret",
    [
        "13812345678",
        "138 1234 5678",
        "110101199001011234",
        "11010119900101123X",
        "6222020200001234567",
        "someone.name@mail.example.cn",
        "0531-67625328",
    ],
)
def test_what_tells_a_person_is_masked_character_for_character(secret: str) -> None:
    masked = mask(f"电话{secret}，联系人：李某某。")
    assert secret not in masked
    assert "李某某" not in masked
    assert len(masked) == len(f"电话{secret}，联系人：李某某。")


def test_figures_of_the_report_are_not_masked() -> None:
    text = "主动公开11398889条，统计期限为2022-01-01至2022-12-31，负责人：加强领导。"
    assert mask(text) == text


@given(st.text(max_size=120))
def test_masking_never_moves_the_text(text: str) -> None:
    assert len(mask(text)) == len(text)
