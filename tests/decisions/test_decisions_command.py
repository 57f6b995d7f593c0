"""``--decisions`` and ``--baseline`` at the command line: what they do to the exit code, the screen and the files."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hierarchy.county import lay_out

from gipaudit.cli import language
from gipaudit.cli.main import run
from gipaudit.decisions.identifying import Told
from gipaudit.decisions.reading import load_decisions
from gipaudit.forms.by_hand import ByHand
from gipaudit.forms.library import forms
from gipaudit.pipeline import audit
from gipaudit.renderers.renderer import Settings
from gipaudit.renderers.table import render

OFFICE = str(Path(__file__).parent / "office.yaml")
WAIVER = """waivers:
  - {unit: 禾丰县水务局, rule: "*", reason: 试行, authority: 县政办函2号, by: 王五, expires: 2024-12-31}
"""

Audit = Callable[..., tuple[int, str, str]]


@pytest.fixture
def audited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Audit:
    """Return a function: options → exit code, output and errors of an audit of one report with two errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("COLUMNS", "100")
    language.use("zh")
    lay_out(
        tmp_path / "reports", [{"unit": "禾丰县水务局", "cells": {"applications.new.natural": 3}, "file": "a.html"}]
    )
    Path("decisions.yaml").write_text(WAIVER, encoding="utf-8")

    def go(*options: str) -> tuple[int, str, str]:
        code = run(["audit", "reports", "--ruleset", OFFICE, "--today", "2024-02-20", *options])
        return code, *capsys.readouterr()

    return go


def test_what_is_waived_does_not_fail(audited: Audit) -> None:
    assert audited()[0] == 1
    code, out, _ = audited("--decisions", "decisions.yaml")
    assert code == 0
    assert "原判未通过；依据：县政办函2号；理由：试行（王五，至2024-12-31，decisions.yaml:2）" in out.replace(
        "\n", ""
    )
    assert audited("--decisions", "decisions.yaml", "--today", "2025-01-01")[0] == 1


def test_what_is_waived_is_grey(audited: Audit) -> None:
    result = audit("reports", ruleset=OFFICE, today=date(2024, 2, 20), decisions="decisions.yaml")
    lines = "".join(render(result, Settings(color=True))).splitlines()
    grey = [line for line in lines if line.startswith("\x1b[2m")]
    assert any("自然人" in line for line in grey)
    assert any("豁免：原判未通过" in line for line in grey)


def test_it_speaks_english(audited: Audit) -> None:
    what = "year: 2023, cell: 本年新收·自然人, value: 2, by: 李四, on: 2024-02-03, reason: 污"
    readings = "".join(f"- {{unit: {unit}, {what}}}\n" for unit in ("禾丰县水务局", "禾丰县水利局"))
    waiver = WAIVER.replace('"*"', "balance")
    Path("decisions.yaml").write_text(f"{waiver}readings:\n{readings}", encoding="utf-8")
    out = audited("--decisions", "decisions.yaml", "--lang", "en")[1]
    language.use("zh")
    assert "applications.new.natural is 2, read as 3 (李四, 2024-02-03, decisions.yaml:4)" in out
    assert "was: failed; authority: 县政办函2号" in out
    assert "2 (corrected by hand, read as 3)" in out
    assert "Decisions without effect (1)" in out


def test_a_wrong_file_stops_the_audit_before_any_report_is_read(audited: Audit) -> None:
    Path("decisions.yaml").write_text("waivers:\n  - {unit: 甲局, rule: a}\n", encoding="utf-8")
    Path("reports/a.html").write_bytes(b"%PDF-1.4 torn")
    code, out, err = audited("--decisions", "decisions.yaml")
    assert (code, out) == (2, "")
    assert "decisions.yaml:2:5: 缺少“reason”" in err
    code, _, err = audited("--baseline", "没有.json")
    assert code == 2
    assert "没有.json:1:1: 文件不存在" in err


@pytest.mark.parametrize("option", ["--decisions", "--baseline"])
def test_what_people_wrote_is_never_written_over(option: str, audited: Audit) -> None:
    audited("--format", "json", "--output", "上次.json")
    file = "decisions.yaml" if option == "--decisions" else "上次.json"
    before = Path(file).read_bytes()
    code, _, err = audited(option, file, "--output", file)
    assert code == 2
    assert "是输入文件，不能覆盖" in err
    assert Path(file).read_bytes() == before


def test_a_baseline_leaves_only_what_is_new(audited: Audit) -> None:
    assert audited("--format", "json", "--output", "上次.json")[0] == 1
    code, out, _ = audited("--baseline", "上次.json")
    assert code == 0
    assert "另有2处与基线相同，未列出。" in out
    assert audited("--baseline", "上次.json", "--fail-under", "99")[0] == 1


def test_what_is_waived_now_and_failed_before_is_shown(audited: Audit) -> None:
    """A waiver is news: it is never hidden by the baseline in which the finding still failed."""
    audited("--format", "json", "--output", "上次.json")
    code, out, _ = audited("--baseline", "上次.json", "--decisions", "decisions.yaml", "--format", "json")
    (card,) = json.loads(out)["scorecards"]
    assert code == 0
    assert [(item["verdict"], item.get("known")) for item in card["findings"]] == [("waived", None)] * 2


def test_options_of_the_command_line_go_before_decisions(audited: Audit) -> None:
    Path("decisions.yaml").write_text(
        "identities:\n  - {file: a.html, unit: 甲县水利局, year: 2022}\n", encoding="utf-8"
    )
    file = ("audit", "reports/a.html", "--ruleset", OFFICE, "--format", "json", "--output", "out.json")
    code = run([*file, "--unit", "甲县水务局", "--decisions", "decisions.yaml"])
    values = json.loads(Path("out.json").read_text(encoding="utf-8"))
    (card,) = values["scorecards"]
    assert code == 1
    assert (card["unit"], card["year"], card["by_hand"]) == ("甲县水务局", 2022, ["unit", "year"])
    assert [(item["what"], item["value"]) for item in card["decided"]] == [("year", "2022")]
    assert [(item["code"], item["message"]) for item in values["decisions"]["idle"]] == [
        ("overruled", "单位以命令行指定的为准")
    ]


def test_what_people_write_is_masked_like_what_reports_print(audited: Audit) -> None:
    who = "by: 李四, on: 2024-02-03, reason: 已与经办人13812345678核对"
    Path("decisions.yaml").write_text(
        f"identities:\n  - {{file: a.html, level: county-department, {who}}}\n"
        f"readings:\n  - {{file: a.html, cell: 本年新收·自然人, value: 2, {who}}}\n"
        f"marks:\n  - {{file: a.html, item: innovation, marks: 2, {who}}}\n"
        f'waivers:\n  - {{unit: "*", rule: balance, year: 2023, authority: 电话13812345678, {who}}}\n',
        encoding="utf-8",
    )
    for options in (("--format", "json"), ()):
        _, out, _ = audited("--decisions", "decisions.yaml", *options)
        assert "138****5678" in out
        assert "13812345678" not in out


def test_what_is_said_of_files_can_be_sent_to_another_process(tmp_path: Path) -> None:
    file = tmp_path / "decisions.yaml"
    file.write_text("identities:\n  - {file: a.html, unit: 甲县水利局}\n", encoding="utf-8")
    told = pickle.loads(pickle.dumps(Told(load_decisions([file], forms()).identities, ByHand(year=2022))))
    assert told.of("reports/a.html", "0" * 64) == ByHand(unit="甲县水利局", year=2022)
