"""``gipaudit ruleset test``: which example went wrong, where it stands, and what came out instead."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gipaudit.cli.main import run

HEAD = """\
ruleset: own
forms: ["2021"]
rules:
"""
RIGHT = """\
  新收不少:
    title: 本年新收的申请不少于结转下年度的申请
    check: identity
    formula: 表三·本年新收·总计 ≥ 表三·结转下年度·总计
    examples:
      pass:
        - {本年新收·总计: 3, 结转下年度·总计: 1}
        - {本年新收·总计: 3, 结转下年度·总计: 3}
      fail: {本年新收·总计: 1, 结转下年度·总计: 2}
"""


def outcome(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, *more: str) -> tuple[int, str]:
    file = tmp_path / "own.yaml"
    file.write_text(HEAD + text, encoding="utf-8")
    code = run(["--lang", "zh", "ruleset", "test", str(file), *more])
    return code, capsys.readouterr().out.replace(f"{file}:", "own.yaml:")


def test_rules_whose_examples_come_out_as_written_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outcome(tmp_path, capsys, RIGHT) == (0, "1 条规则，3 个例子，结果都如所写。\n")


def test_an_example_that_comes_out_otherwise_is_told_with_its_line_and_what_the_rule_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, shown = outcome(tmp_path, capsys, RIGHT.replace("结转下年度·总计: 3}", "结转下年度·总计: 4}"))
    assert code == 1
    assert shown.splitlines() == [
        "own.yaml:11:11: 新收不少 pass[2]，格式 2021",
        "    应为 pass，结果是 fail",
        "    3 < 4（差 1）",
        "1 条规则，3 个例子，1 处不符。",
    ]


def test_a_rule_without_an_example_fails_the_test_as_much_as_a_wrong_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, shown = outcome(tmp_path, capsys, RIGHT[: RIGHT.index("      fail:")])
    assert code == 1
    assert "own.yaml:4:3: 新收不少 没有 fail 示例" in shown


def test_only_the_rules_that_fit_a_pattern_are_tested(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = RIGHT.replace("新收不少", "另一条").replace("≥", "<")
    assert outcome(tmp_path, capsys, RIGHT + other, "--rule", "新收*")[0] == 0
    assert outcome(tmp_path, capsys, RIGHT + other)[0] == 1


def test_a_pattern_that_fits_no_rule_is_a_mistake_not_a_success(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outcome(tmp_path, capsys, RIGHT, "--rule", "新收不小")[0] == 2


def test_json_tells_the_verdicts_and_the_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, shown = outcome(tmp_path, capsys, RIGHT.replace("≥", "<"), "--format", "json")
    record = json.loads(shown)
    assert code == 1
    assert (record["rules"], record["examples"]) == (1, 3)
    told = [(wrong["expected"], wrong["number"], wrong["got"], wrong["line"]) for wrong in record["wrong"]]
    assert told == [("pass", 1, "fail", 10), ("pass", 2, "fail", 11), ("fail", 1, "pass", 12)]
