"""``gipaudit units`` shows a roster as a tree and tells what is wrong; ``audit --units`` refuses a wrong one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hierarchy.county import lay_out

from gipaudit.cli.main import run
from gipaudit.resources import rulesets_folder

ROSTER = Path(__file__).parent / "units.csv"


@pytest.fixture(autouse=True)
def desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")


def test_the_tree_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["units", str(ROSTER)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].split() == ["禾丰县人民政府", "县级政府", "政府"]
    assert "· 柳湾镇人民政府  乡级政府              乡镇街道  2024-01-20" in lines
    assert lines[-1] == "共 12 个单位：政府 1、县直部门 7、乡镇街道 4"


def test_a_wrong_roster_is_told_and_stops_an_audit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "units.yaml"
    wrong.write_text("units:\n- {name: 甲县财政局, parent: 甲县}\n", encoding="utf-8")
    assert run(["units", str(wrong)]) == 2
    assert "units.yaml:2:3: 名录里没有上级“甲县”" in capsys.readouterr().out
    lay_out(tmp_path / "reports", [{"unit": "禾丰县财政局"}])
    assert run(["audit", str(tmp_path / "reports"), "--units", str(wrong)]) == 2
    assert "units.yaml:2:3" in capsys.readouterr().err


def audited(tmp_path: Path, *options: str) -> list[str]:
    lay_out(tmp_path / "reports", [{"unit": "禾丰县财政局"}, {"unit": "柳湾镇人民政府"}])
    return ["audit", str(tmp_path / "reports"), "--units", str(ROSTER), "--today", "2024-02-10", *options]


def test_who_is_missing_is_in_the_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(audited(tmp_path, "--format", "json")) == 1
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    schema = json.loads((rulesets_folder() / "schema" / "audit.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(told, schema)
    assert (told["summary"]["reports"], told["summary"]["missing"], told["summary"]["awaited"]) == (2, 5, 5)
    missing = [card for card in told["scorecards"] if card["source"] is None and card["rank"]]
    assert {card["unit"] for card in missing} >= {"县民政局", "县审计局"}
    for card in missing:
        assert (card["score"]["low"], card["score"]["high"], card["sha256"]) == (0, 0, None)
        assert [rule["verdict"] for rule in card["rules"]] == ["fail"]
    towns = [line for line in told["ranking"] if line["group"] == "乡镇街道"]
    assert [(line["unit"], line["rank_in_group"]) for line in towns] == [("柳湾镇人民政府", 1)]


@pytest.mark.parametrize("width", ["80", "120"])
def test_every_group_has_a_ranking_within_the_width(
    tmp_path: Path, width: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from gipaudit.renderers.layout import columns

    monkeypatch.setenv("COLUMNS", width)
    run(audited(tmp_path))
    text = capsys.readouterr().out
    for words in ("排名：县直部门", "排名：乡镇街道", "未报送的单位（5）", "尚未收到报告的单位", "按2023年度核对"):
        assert words in text
    assert max(map(columns, text.splitlines())) <= int(width)


def test_another_year_is_asked_when_it_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(audited(tmp_path, "--report-year", "2022"))
    text = capsys.readouterr().out
    assert "按2022年度核对：收到0个，没有收到12个" in text
    assert "只有2023年度的报告" in text.replace("\n", "").replace(" ", "")
