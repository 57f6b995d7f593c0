"""The plan changes exactly when what is asked, or what it costs, changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.rulesets import load

TEXT = """ruleset: base
title: 基础
forms: ['2021']
rules:
  a: {title: 甲, check: equation, formula: 甲 = 乙, tolerance: 1, severity: error, dimension: x, basis: 某,
    message: 错}
  b: {title: 乙, check: words, all_of: [一], when: {years: 2021-}}
scoring:
  dimensions: {x: {title: 准确, marks: 100}}
  rules: {a: {lose: 2}}
"""

SAME = [
    ("title: 甲", "title: 另一标题"),
    ("title: 准确", "title: 数据准确"),
    ("basis: 某", "basis: 另一文件"),
    ("message: 错", "message: 有误"),
    ("ruleset: base", "ruleset: 另一"),
    ("tolerance: 1", "tolerance: 1.0"),
    ("forms: ['2021']", "# 注释\nforms: [2021]"),
    ("{lose: 2}", "{lose: 2.0}"),
]
OTHER = [
    ("甲 = 乙", "甲 = 丙"),
    ("tolerance: 1", "tolerance: 2"),
    ("severity: error", "severity: info"),
    ("dimension: x, ", ""),
    ("forms: ['2021']", "forms: ['2019']"),
    ("2021-", "2022-"),
    ("{lose: 2}", "{lose: 3}"),
    ("marks: 100", "marks: 90"),
    ("  b: {", "  c: {"),
    ("all_of: [一]", "all_of: [二]"),
]


def plan(folder: Path, text: str) -> str:
    return load(folder, {"a.yaml": text}).plan


@pytest.mark.parametrize(("old", "new"), SAME)
def test_wording_does_not_change_it(tmp_path: Path, old: str, new: str) -> None:
    assert old in TEXT
    assert plan(tmp_path, TEXT.replace(old, new)) == plan(tmp_path, TEXT)


@pytest.mark.parametrize(("old", "new"), OTHER)
def test_what_is_asked_and_what_it_costs_change_it(tmp_path: Path, old: str, new: str) -> None:
    assert old in TEXT
    assert plan(tmp_path, TEXT.replace(old, new)) != plan(tmp_path, TEXT)


def test_the_order_of_rules_does_not_change_it(tmp_path: Path) -> None:
    lines = TEXT.splitlines(keepends=True)
    lines[4:7] = [lines[6], *lines[4:6]]
    assert plan(tmp_path, "".join(lines)) == plan(tmp_path, TEXT)
