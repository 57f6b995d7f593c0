"""The scorecards and the ranking as people read them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from support.records import (
    AUDIT,
    BALANCE,
    BLANKS,
    CARD,
    CLEAN_AUDIT,
    CLEAN_CARD,
    CRASH,
    FAILED,
    FINDINGS,
    LEGAL,
    finding,
)
from syrupy.assertion import SnapshotAssertion

from gipaudit.renderers.layout import columns
from gipaudit.renderers.renderer import Settings
from gipaudit.renderers.table import render
from gipaudit.scorecard import Audit, Evidence, Finding


def printed(audit: Audit, **settings: Any) -> str:
    return "".join(render(audit, Settings(**settings)))


FULL = replace(AUDIT, crashes=(CRASH,), failed_plugins=(FAILED,))


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_whole_output(snapshot: SnapshotAssertion, width: int, language: str) -> None:
    assert printed(FULL, width=width, language=language) == snapshot


@pytest.mark.parametrize("width", [60, 80, 100, 120])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal(width: int, language: str) -> None:
    assert max(map(columns, printed(FULL, width=width, language=language).split("\n"))) <= width


def test_colour_changes_nothing_but_colour() -> None:
    import re

    plain = re.sub("\x1b\\[[0-9]+m", "", printed(FULL, color=True))
    assert plain == printed(FULL, color=False)


@pytest.mark.parametrize(
    "text",
    [
        "云溪市兰亭区水务局",
        "2023（人工指定）",
        "94.5–97.5 / 100",
        "良好–优秀",
        "扣分制 deduct",
        "第7张表第3行第4列",
        "文件第303行",
        "表三 本年新收·自然人",
        "国办公开办函〔2021〕30号 附件 表三",
        "核对该列各项，使勾稽关系成立",
        "改正可得2分",
        "表三 结转下年度·自然人 = 0",
        "存在的主要问题及改进情况（缺少）",
        "只从单位名称推断",
        "“见附件”（未能读出）",
        "未通过但不计分的规则：text.basis",
        "未能评定",
        "文件已加密",
        "不是年度报告",
        "文档中有一张图片",
        "ZeroDivisionError",
    ],
)
def test_every_fact_is_told(text: str) -> None:
    assert text in printed(FULL, width=120)


def test_ranking_and_summary_come_last() -> None:
    text = printed(FULL)
    cards, _, closing = text.partition("\n排名\n")
    assert "发现的问题" in cards
    assert "发现的问题" not in closing
    assert closing.rstrip().split("\n")[-1].startswith("规则集：")


def test_what_brings_most_marks_comes_first_then_what_is_most_severe() -> None:
    def made(base: Any, marks: str, **changes: Any) -> Finding:
        return replace(finding(base, "x", "", Evidence(), marks), **changes)

    found = (
        made(BLANKS, "0", rule="c", severity="info"),
        made(BLANKS, "0", rule="b", severity="error"),
        made(BLANKS, "1", rule="d", severity="info"),
        made(BLANKS, "3", rule="a", severity="warning"),
    )
    text = printed(replace(CLEAN_AUDIT, scorecards=(replace(CARD, findings=found),)))
    order = [line.split()[0] for line in text.split("\n") if line[:2] in ("1.", "2.", "3.", "4.")]
    told = [text.index(f"规则 {name}") for name in "adbc"]
    assert len(order) == 4
    assert told == sorted(told)


def test_what_cannot_be_assessed_is_no_finding() -> None:
    only = tuple(item for item in FINDINGS if item.verdict == "not_assessable")
    text = printed(replace(CLEAN_AUDIT, scorecards=(replace(CARD, findings=only),)))
    assert "在能够判定的范围内没有发现问题。" in text
    assert "未能判定（不作为问题" in text
    assert "【错误】" not in text


def test_a_report_in_order_is_told_so() -> None:
    assert "没有发现问题。" in printed(CLEAN_AUDIT)


def test_a_report_to_which_no_rule_applies_is_not_praised() -> None:
    text = printed(replace(CLEAN_AUDIT, scorecards=(replace(CLEAN_CARD, rules=()),)))
    assert "没有一条规则适用于这份报告" in text
    assert "没有发现问题" not in text


def test_one_habit_in_many_cells_does_not_fill_the_screen() -> None:
    many = finding(BLANKS, "x", "表三有 40 格空白", Evidence(cells=LEGAL[:1] * 40), "1")
    text = printed(replace(CLEAN_AUDIT, scorecards=(replace(CARD, findings=(many,)),)))
    assert text.count("（空格）") == 12
    assert "另有28格" in text


def test_findings_of_one_rule_say_its_basis_once() -> None:
    several = tuple(finding(BALANCE, key, f"{key}不平衡", Evidence(), "1") for key in ("自然人", "总计"))
    text = printed(replace(CLEAN_AUDIT, scorecards=(replace(CARD, findings=several),)))
    assert text.count(BALANCE.basis) == 1
    assert text.count("仅改此项可得1分") == 2


def test_a_hostile_document_does_not_reach_the_terminal() -> None:
    evil = "\x1b]0;owned\x07\u202e\u200b\udce9"
    item = finding(BALANCE, evil, evil, Evidence(equation=evil, why=evil), "1", remedy=evil, basis=evil)
    card = replace(CARD, unit=evil, source=evil, findings=(item,), notes=(evil,), duplicate_of=evil)
    text = printed(replace(AUDIT, scorecards=(card,), ruleset_title=evil, ranking=()), color=False)
    assert not set(evil) - set("]0;owned") & set(text)
    text.encode("utf-8")


def test_an_unranked_report_stands_below_the_ranking() -> None:
    text = printed(AUDIT)
    assert text.index("未能评定") > text.index("云溪市兰亭区清河镇人民政府", text.index("\n排名\n"))


def test_marks_are_rounded_once_where_they_are_printed() -> None:
    score = replace(CARD.score, low=Decimal(250) / 3, high=Decimal(250) / 3, grade_high=None)
    assert "83.33 / 100" in printed(replace(CLEAN_AUDIT, scorecards=(replace(CLEAN_CARD, score=score),)))
