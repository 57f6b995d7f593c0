"""``gipaudit explain`` and ``gipaudit inspect``: what they must say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.reports import report
from syrupy.assertion import SnapshotAssertion

from gipaudit.documents.model import Place
from gipaudit.errors import DocumentError
from gipaudit.forms.report import Identity, Reading, Report, Unbound, Uncertain
from gipaudit.scorecard import Interval

Command = Callable[..., tuple[int, str, str]]

RULESET = """\
ruleset: example
title: 示例规则集
version: 1.0.0
forms: ["2021"]
rules:
  tables.filled:
    title: 表三不留空格
    title_en: No blanks in table 3
    check: complete
    tables: [applications]
    severity: warning
    dimension: completeness
    basis: 国办公开办函〔2021〕30号
    remedy: 没有发生的填“0”
    when: {levels: [city-department], years: 2021-}
  tables.whole:
    title: 填整数
    check: kind
    asks: [integer]
    severity: error
    dimension: completeness
    status: experimental
scoring:
  model: deduct
  full_marks: 100
  dimensions:
    completeness: {title: 内容完整, marks: 100}
  rules:
    "tables.f*": {lose: 2, per: cell, at_most: 10}
"""


@pytest.fixture
def ruleset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("example.yaml").write_text(RULESET, encoding="utf-8")
    return "example.yaml"


@pytest.mark.parametrize("width", ["80", "120"])
def test_a_rule_is_explained(
    ruleset: str, command: Command, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    code, out, err = command("explain", "tables.filled", "--ruleset", ruleset)
    assert (code, err) == (0, "")
    assert out.replace(str(Path.cwd()), "…") == snapshot


def test_what_a_rule_costs_and_where_that_was_written(ruleset: str, command: Command) -> None:
    _, out, _ = command("explain", "tables.filled", "--ruleset", ruleset)
    assert "每个单元格扣2分，最多扣10分" in out
    assert "内容完整" in out
    line = next(number for number, text in enumerate(RULESET.split("\n"), start=1) if "tables: [app" in text)
    assert f"example.yaml:{line}:" in out


def test_what_a_rule_asks_of_each_form_is_told_apart(command: Command) -> None:
    out = command("explain", "complete.blank")[1]
    asked = [line.split()[0] for line in out.splitlines() if line.startswith("要求")]
    assert len(asked) == len(set(asked)) > 1
    assert "要求（2021）" in asked


def test_a_rule_without_marks_says_so(ruleset: str, command: Command) -> None:
    assert "不计分" in command("explain", "tables.whole", "--ruleset", ruleset)[1]


def test_a_rule_that_is_not_final_says_so(ruleset: str, command: Command) -> None:
    assert "试行" in command("explain", "tables.whole", "--ruleset", ruleset)[1]
    assert "状态" not in command("explain", "tables.filled", "--ruleset", ruleset)[1]


def test_an_unknown_rule_is_answered_with_the_nearest(ruleset: str, command: Command) -> None:
    code, out, err = command("explain", "table.fill", "--ruleset", ruleset)
    assert (code, out) == (2, "")
    assert "tables.filled" in err


def made() -> Report:
    """A report with one of every kind of reading."""
    whole: Interval = (Decimal(0), None)
    place = Place(line=12, table=1, row=2, column=3)
    base = report({"requests.new.natural": 3}, {"overview": "本年度工作总体情况"})
    changed = (
        Reading("blank", *whole, "", place),
        Reading("text", *whole, "见附件", place, why="印的是文字"),
        Reading("number", Decimal(50), Decimal(59), "50余", place),
        Reading("number", Decimal(4), Decimal(4), "4", place, 0.7, "order"),
        Reading("missing", *whole),
    )
    readings = {**base.readings, **dict(zip(list(base.readings)[1:], changed, strict=False))}
    return replace(
        base,
        source="兰亭区水务局.docx",
        readings=readings,
        identity=Identity("云溪市兰亭区水务局", 2023, "county-department", by_hand=frozenset({"year"})),
        uncertain=(Uncertain("level", "county-department", "只从单位名称推断"),),
        unbound=(Unbound("小计", place, "表中没有这一列"), Unbound("\x1b[2J", place, "不认识的行")),
    )


def test_what_an_audit_would_pass_over_is_said_with_the_reason(command: Command, tmp_path: Path) -> None:
    notice = tmp_path / "通知.txt"
    notice.write_text(
        "关于报送2023年度政府信息公开工作年度报告的通知\n各部门：\n请于1月20日前报送。\n", encoding="utf-8"
    )
    code, out, _ = command("inspect", str(notice))
    assert code == 0
    assert "审核时跳过：是关于年度报告的通知" in out
    assert "跳过" not in command("inspect", str(notice), "--unit", "云溪市水务局")[1]


@pytest.mark.parametrize("width", ["80", "120"])
def test_what_was_read_is_shown(
    pipeline: Any, command: Command, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    monkeypatch.setattr(pipeline, "read_report", lambda path, **_: made(), raising=False)
    code, out, err = command("inspect", "a.docx")
    assert (code, err) == (0, "")
    assert out == snapshot


@pytest.mark.parametrize(
    "told",
    [
        "2023（人工指定）",
        "县级部门",
        "?见附件",
        "50余^",
        "读作 50–59",
        "4*",
        "按行序",
        "70%",
        "表中没有这一列",
        "（空格）",
    ],
)
def test_nothing_that_was_read_is_kept_silent(
    pipeline: Any, command: Command, monkeypatch: pytest.MonkeyPatch, told: str
) -> None:
    monkeypatch.setattr(pipeline, "read_report", lambda path, **_: made(), raising=False)
    out = command("inspect", "a.docx")[1]
    assert told in out
    assert "\x1b" not in out


def test_a_document_that_cannot_be_read_is_told(
    pipeline: Any, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, **_: Any) -> Report:
        raise DocumentError("encrypted", "文件已加密", "the file is encrypted")

    monkeypatch.setattr(pipeline, "read_report", refuse, raising=False)
    assert command("inspect", "a.docx") == (4, "", "错误：文件已加密\n")
