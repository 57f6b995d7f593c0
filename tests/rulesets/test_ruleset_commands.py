"""``gipaudit ruleset``: what a rule author sees."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gipaudit.cli.main import run
from gipaudit.rules.finding import available, registered_folders
from gipaudit.scoring.rulesets import load_ruleset

TEN_LINES = """ruleset: 某县
title: 某县年度报告审核规则
extends: [shandong]
rules:
  applications.balance: off
  新收不少于办结:
    title: 新收和结转之和不少于办理结果总计
    check: identity
    each: 表三.各列
    formula: 本年新收 + 上年结转 ≥ 办理结果总计
    dimension: accuracy
    forms: [2021]
scoring:
  rules: {新收不少于办结: {lose: 1, per: report}}
"""


def test_list_shows_every_shipped_ruleset(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "zh", "ruleset", "list"]) == 0
    shown = capsys.readouterr().out
    for id in available(registered_folders()):
        assert id in shown
    assert "有错误" not in shown


@pytest.mark.parametrize("id", sorted(available(registered_folders())))
def test_every_shipped_ruleset_is_right_and_its_resolved_form_is_the_same(
    id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--lang", "zh", "ruleset", "check", id]) == 0
    assert f"{id} 没有错误" in capsys.readouterr().out
    assert run(["ruleset", "show", id, "--resolved"]) == 0
    file = tmp_path / "resolved.yaml"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    assert load_ruleset(file).plan == load_ruleset(id).plan


def test_an_official_changes_marks_turns_a_rule_off_and_adds_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "某县.yaml"
    file.write_text(TEN_LINES, encoding="utf-8")
    assert run(["--lang", "zh", "ruleset", "check", str(file)]) == 0
    assert "停用 1 条" in capsys.readouterr().out


def test_a_slip_in_a_cells_name_is_answered_with_its_place_and_the_right_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "某县.yaml"
    file.write_text(TEN_LINES.replace("上年结转 ≥", "上年接转 ≥"), encoding="utf-8")
    assert run(["--lang", "zh", "ruleset", "check", str(file)]) == 2
    shown = capsys.readouterr().out
    assert f"{file}:10:21: " in shown
    assert "上年结转" in shown


def test_check_tells_all_that_is_wrong_and_counts_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "某县.yaml"
    file.write_text(TEN_LINES.replace("off", "关").replace("lose: 1", "lsoe: 1"), encoding="utf-8")
    assert run(["--lang", "zh", "ruleset", "check", str(file)]) == 2
    lines = capsys.readouterr().out.splitlines()
    assert [line.removeprefix(f"{file}:").split(":")[0] for line in lines[:-1]] == ["5", "14"]
    assert lines[-1] == "共 2 处错误。"


def test_check_says_so_where_a_file_is_not_in_utf8(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "某县.yaml"
    file.write_bytes("ruleset: 某县\nextends: [shandong]\n".encode("gb18030"))
    assert run(["--lang", "zh", "ruleset", "check", str(file)]) == 0
    assert "建议另存为 UTF-8" in capsys.readouterr().err


def test_show_prints_the_file_as_it_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    (file,) = available(registered_folders())["shandong"]
    assert run(["ruleset", "show", "shandong"]) == 0
    assert capsys.readouterr().out == file.read_text(encoding="utf-8")


def test_an_unknown_ruleset_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "zh", "ruleset", "show", "shangdong"]) == 2
    assert "是不是“shandong”" in capsys.readouterr().err


def test_schema_prints_the_schema_of_what_is_installed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ruleset", "schema"]) == 0
    assert "check.identity" in json.loads(capsys.readouterr().out)["$defs"]
