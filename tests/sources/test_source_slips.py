"""The slips of a Chinese keyboard are answered in words, all of them at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from gipaudit.sources.reading import parse

FILE = Path("规则.yaml")

SLIPS = [
    ("a: b\ntitle：甲\nc: d", 2, 6, "全角冒号"),
    ("x:\n  title：甲\n  check: i", 2, 8, "全角冒号"),
    ("x:\n  title：甲\n", 2, 8, "全角冒号"),
    ("a: {lose：2}", 1, 9, "全角冒号"),
    ("veto:\n  - rule：甲", 2, 9, "全角冒号"),
    ("x:\n  lose:2\n  per: c", 2, 7, "缺一个空格"),
    ("x:\n  lose:2\n", 2, 7, "缺一个空格"),
    ("a: {lose:2}", 1, 9, "缺一个空格"),
    ("a: {lose: 2，per: cause}\nb: c", 1, 12, "全角“，”"),
    ("a: [考核，评议]", 1, 7, "半角逗号"),
    ("a: [考核、评议]", 1, 7, "半角逗号"),
    ("a: [b, c］\nd: e", 1, 9, "全角“］”"),
    ("a: {b: c｝\nd: e", 1, 9, "全角“｝”"),
    ("a: ｛lose: 2｝", 1, 4, "全角“｛”"),
    ("x:\n\ta: b", 2, 1, "TAB"),
    ("x:\n　a: b\n", 2, 1, "全角空格"),
    ("message: {column}：{left}\nb: c", 1, 10, "以 { 开头"),
    ("message: [甲]乙\nb: c", 1, 10, "以 [ 开头"),
    ("a: @x\nb: c", 1, 4, "以 @ 开头"),
    ("a: %x\nb: c", 1, 4, "以 % 开头"),
    ("levels: [*-government]", 1, 10, "以 * 开头"),
    ("a: '甲\nb: c", 1, 4, "引号没有配对"),
    ('a: "甲”\nb: c', 1, 4, "全角引号"),
    ('a: "甲"乙\nb: c', 1, 7, "引号之后还有文字"),
    ("a: 甲: 乙\nb: c", 1, 5, "冒号加空格"),
    ("a: [b, c\nd: e", 1, 4, "括号没有配对"),
    ("＃ 注释\na: b", 1, 1, "半角 #"),
    ("a:\n  b: c\n d: e", 3, 2, "缩进"),
    ("a: b\n一句话\nc: d", 2, 1, "缺少冒号"),
]


@pytest.mark.parametrize(("text", "line", "column", "word"), SLIPS)
def test_a_slip_is_told_once_where_it_stands(text: str, line: int, column: int, word: str) -> None:
    _, problems = parse(FILE, text)
    assert len(problems) == 1
    position = problems[0].position
    assert (position.line, position.column) == (line, column)
    assert word in problems[0].say("zh")


@pytest.mark.parametrize(
    "text",
    [
        "title: 关于“一票否决”的规定：试行",
        "a: http://example.invalid/x",
        "a:\n  - http://example.invalid/x\n",
        "basis: |\n  依据：某办法\n  说明:见附件\n",
        "remedy: 核对各项，\n  使之相等\n",
        "a: {title: 未公开、未答复，扣分}",
        "a: ['考核，评议']",
        "{column: '{left}：{right}'}",
    ],
)
def test_ordinary_chinese_prose_is_no_slip(text: str) -> None:
    assert parse(FILE, text)[1] == []


def test_all_slips_are_told_at_once_in_the_order_of_the_file() -> None:
    text = "ruleset：甲\nrules:\n  一:\n    lose:2\n    title: '乙\n  二: {lose: 1，per: cell}\nrules: 3\n"
    source, problems = parse(FILE, text)
    assert [problem.position.line for problem in problems] == [1, 4, 5, 6, 7]
    assert source is not None
    assert source.data == {
        "ruleset": "甲",
        "rules": {"一": {"lose": 2, "title": "乙"}, "二": {"lose": 1, "per": "cell"}},
    }


def test_places_behind_a_mended_slip_are_those_of_the_file_as_written() -> None:
    source, _ = parse(FILE, "a:\n  lose: 2\n  b：{c: 1, dd: 2}\n")
    assert source is not None
    assert str(source.position("a", "b", "dd")) == "规则.yaml:3:12"


def test_the_messages_exist_in_english() -> None:
    _, problems = parse(FILE, "a: b\ntitle：甲\nc: d")
    assert problems[0].say("en") == "规则.yaml:2:6: full-width colon after 'title': write ': '"
