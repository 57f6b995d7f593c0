"""``gipaudit audit``: its options, its exit codes, and what it writes where."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from support.records import CARD, CLEAN_AUDIT, CRASH, EMPTY_AUDIT, FINDINGS

from gipaudit.cli.exit_codes import exit_code
from gipaudit.documents.limits import Limits
from gipaudit.errors import Message as Said
from gipaudit.errors import Position, Problem, SourceError, UsageError
from gipaudit.scorecard import Audit, Unread

Command = Callable[..., tuple[int, str, str]]

FAILING = replace(CLEAN_AUDIT, scorecards=(CARD,))
WARNING = replace(
    CLEAN_AUDIT,
    scorecards=(replace(CARD, findings=tuple(item for item in FINDINGS if item.severity != "error")),),
)
KNOWN = replace(CLEAN_AUDIT, scorecards=(replace(CARD, findings=tuple(replace(f, known=True) for f in FINDINGS)),))
UNREAD = Unread("a.docx", "encrypted", "文件已加密", named=True)


def test_scorecards_and_ranking_are_printed(pipeline, command: Command) -> None:
    code, out, err = command("audit", "reports")
    assert code == 1
    assert out.index("云溪市兰亭区水务局") < out.index("\n排名\n")
    assert err == ""


def test_options_reach_the_pipeline(pipeline, command: Command) -> None:
    command(
        *("audit", "a.docx", "--ruleset", "shandong", "--today", "2024-01-31"),
        *("--unit", "兰亭区水务局", "--year", "2023", "--level", "county-department", "--form", "2021"),
        *("--limit", "seconds=90", "--limit", "memory_bytes=2G", "--previous", "2022"),
        *("--units", "units.csv", "--report-year", "2023"),
        *("--decisions", "决定.yaml", "--decisions", "豁免.yaml", "--baseline", "上次.json", "--no-localise"),
        *("--manifest", "采集/manifest.jsonl"),
    )
    assert pipeline.asked == {
        "paths": [Path("a.docx")],
        "ruleset": "shandong",
        "today": date(2024, 1, 31),
        "unit": "兰亭区水务局",
        "year": 2023,
        "level": "county-department",
        "form": "2021",
        "limits": Limits(seconds=90, memory_bytes=2 * 2**30),
        "previous": [Path("2022")],
        "units": "units.csv",
        "report_year": 2023,
        "decisions": [Path("决定.yaml"), Path("豁免.yaml")],
        "baseline": "上次.json",
        "localise": False,
        "manifest": "采集/manifest.jsonl",
    }


def test_nothing_is_set_by_default(pipeline, command: Command) -> None:
    command("audit", "a.docx")
    assert {key: value for key, value in pipeline.asked.items() if value is not None} == {
        "paths": [Path("a.docx")],
        "ruleset": "national",
        "limits": Limits(),
        "previous": [],
        "decisions": [],
        "localise": True,
    }


def test_json_is_the_contract(pipeline, command: Command) -> None:
    _, out, _ = command("audit", "reports", "--format", "json", "--no-readings")
    values = json.loads(out)
    assert values["schema"] == "gipaudit/audit@1"
    assert "readings" not in values["scorecards"][0]


@pytest.mark.parametrize(
    ("audit", "options", "expected"),
    [
        (CLEAN_AUDIT, {}, 0),
        (FAILING, {}, 1),
        (WARNING, {}, 0),
        (WARNING, {"fail_on": "warning"}, 1),
        (FAILING, {"fail_on": "never"}, 0),
        (CLEAN_AUDIT, {"fail_under": Decimal(100)}, 0),
        (CLEAN_AUDIT, {"fail_under": Decimal("100.01")}, 1),
        (CLEAN_AUDIT, {"fail_under": Decimal(101), "fail_on": "never"}, 0),
        (WARNING, {"fail_under": Decimal("94.6")}, 1),
        (EMPTY_AUDIT, {}, 5),
        (EMPTY_AUDIT, {"fail_on": "never"}, 5),
        (replace(FAILING, unreadable=(UNREAD,)), {}, 4),
        (replace(EMPTY_AUDIT, unreadable=(UNREAD,)), {"fail_on": "never"}, 4),
        (replace(CLEAN_AUDIT, unreadable=(replace(UNREAD, named=False),)), {}, 0),
        (replace(FAILING, unreadable=(UNREAD,), crashes=(CRASH,)), {}, 3),
        (replace(EMPTY_AUDIT, crashes=(CRASH,)), {"fail_on": "never"}, 3),
        (replace(CLEAN_AUDIT, audit_findings=(FINDINGS[0],)), {}, 1),
        (KNOWN, {}, 0),
        (KNOWN, {"fail_on": "warning"}, 0),
        (KNOWN, {"fail_under": Decimal("94.6")}, 1),
    ],
)
def test_the_exit_code_is_the_first_that_applies(audit: Audit, options: dict, expected: int) -> None:
    assert exit_code(audit, **{"fail_on": "error", "fail_under": None, **options}) == expected


def test_what_is_not_assessable_fails_nothing() -> None:
    only = replace(CARD, findings=tuple(item for item in FINDINGS if item.verdict != "fail"))
    assert exit_code(replace(CLEAN_AUDIT, scorecards=(only,)), "warning", None) == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["a", "b", "--unit", "x"], "只能在审核一个文件时使用"),
        (["a", "--year", "二〇二三"], "--year 应为年份"),
        (["a", "--year", "1023"], "年度应为年份"),
        (["a", "--level", "city"], "级别应写作"),
        (["a", "--form", "2099"], "没有格式“2099”"),
        (["a", "--today", "2024-02-30"], "--today 应写作"),
        (["a", "--fail-under", "八十"], "--fail-under 应为分数"),
        (["a", "--fail-under", "NaN"], "--fail-under 应为分数"),
        (["a", "--fail-on", "errors"], "--fail-on 只能是"),
        (["a", "--format", "yaml"], "json、table"),
        (["a", "--lang", "fr"], "zh 或 en"),
        (["a", "--formt", "json"], "没有选项 --formt"),
        (["a", "--format"], "--format"),
        ([], "缺少 文件或文件夹"),
    ],
)
def test_a_wrong_command_line_is_told_in_words(pipeline, command: Command, arguments: list[str], told: str) -> None:
    code, out, err = command("audit", *arguments)
    assert code == 2
    assert told in err
    assert out == ""
    assert "Traceback" not in err
    assert pipeline.asked == {}


def test_set_by_hand_asks_for_one_file_not_a_folder(pipeline, command: Command, tmp_path: Path) -> None:
    assert command("audit", str(tmp_path), "--unit", "x")[0] == 2


def test_all_problems_of_a_ruleset_are_told(pipeline, command: Command) -> None:
    problems = [Problem(Position(Path("r.yaml"), line, 3), Said(f"错{line}", f"wrong {line}")) for line in (4, 9)]
    pipeline.result = SourceError(problems)
    code, _, err = command("audit", "a")
    assert code == 2
    assert "r.yaml:4:3: 错4" in err
    assert "r.yaml:9:3: 错9" in err


def test_a_defect_of_ours_is_one_line_without_any_document_text(pipeline, command: Command) -> None:
    pipeline.result = ZeroDivisionError("身份证号 370000")
    code, _, err = command("audit", "a", "--lang", "en")
    assert code == 3
    assert err.count("\n") == 1
    assert "ZeroDivisionError" in err
    assert "370000" not in err


def test_an_interrupt_ends_with_one_line(pipeline, command: Command) -> None:
    pipeline.audit = lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt)  # type: ignore[method-assign]
    code, out, err = command("audit", "a")
    assert (code, out, err) == (130, "", "注意：已中断，结果不全\n")


def test_output_goes_to_the_file_and_nowhere_else(pipeline, command: Command, tmp_path: Path) -> None:
    target = tmp_path / "结果.json"
    code, out, _ = command("audit", "reports", "--format", "json", "--output", str(target))
    assert code == 1
    assert out == ""
    assert json.loads(target.read_text(encoding="utf-8"))["summary"]["reports"] == 3
    assert [file.name for file in tmp_path.iterdir()] == ["结果.json"]


@pytest.mark.parametrize("as_folder", [True, False])
def test_an_input_is_never_overwritten(pipeline, command: Command, tmp_path: Path, as_folder: bool) -> None:
    report = tmp_path / "reports" / "a.docx"
    report.parent.mkdir()
    report.write_text("the only copy")
    pipeline.result = replace(CLEAN_AUDIT, scorecards=(replace(CARD, source="a.docx"),))
    code, _, err = command("audit", str(report.parent if as_folder else report), "--output", str(report))
    assert code == 2
    assert "不能覆盖" in err
    assert report.read_text() == "the only copy"


def test_a_ruleset_is_never_overwritten(pipeline, command: Command, tmp_path: Path) -> None:
    ruleset = tmp_path / "r.yaml"
    ruleset.write_text("ruleset: r")
    assert command("audit", "a", "--ruleset", str(ruleset), "--output", str(ruleset))[0] == 2
    assert ruleset.read_text() == "ruleset: r"


def test_an_older_result_is_replaced_and_keeps_its_mode(pipeline, command: Command, tmp_path: Path) -> None:
    target = tmp_path / "audit.txt"
    target.write_text("old")
    target.chmod(0o640)
    command("audit", "reports", "--output", str(target))
    assert "云溪市" in target.read_text(encoding="utf-8")
    assert target.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("target", ["", "missing/audit.txt"])
def test_a_place_that_cannot_be_written_is_told(pipeline, command: Command, tmp_path: Path, target: str) -> None:
    code, _, err = command("audit", "reports", "--output", str(tmp_path / target))
    assert code == 2
    assert err.startswith("错误：")


def test_the_null_device_is_written_to_and_stays(pipeline, command: Command) -> None:
    assert command("audit", "reports", "--output", os.devnull)[0] == 1
    assert not Path(os.devnull).is_file()


def test_english_is_spoken_when_asked(pipeline, command: Command) -> None:
    _, out, _ = command("--lang", "en", "audit", "reports")
    assert "Ranking" in out
    assert "Received plus carried in equals" in out


def test_a_usage_error_of_the_pipeline_is_one_message(pipeline, command: Command) -> None:
    pipeline.result = UsageError("没有文件 \x1b[31mx", "no file")
    code, _, err = command("audit", "x")
    assert code == 2
    assert "\x1b" not in err
