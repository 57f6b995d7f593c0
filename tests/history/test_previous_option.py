"""``--previous``: reports that are read to compare with, and neither judged nor ranked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT

from gipaudit.cli.exit_codes import exit_code
from gipaudit.pipeline import audit

Command = Callable[..., tuple[int, str, str]]
EXAMPLE = ROOT / "docs" / "examples" / "禾丰县柳湾镇人民政府2022年政府信息公开工作年度报告.md"
CARRIED_IN = "| 二、上年结转政府信息公开申请数量 |  |  | 0 | 0 | 0 | 0 | 0 | 0 | 0 |"


@pytest.fixture
def years(tmp_path: Path) -> tuple[Path, Path]:
    """Last year's report and this year's, in two folders; this year's carries in one that last year's left not."""
    text = EXAMPLE.read_text(encoding="utf-8")
    assert CARRIED_IN in text
    before, now = tmp_path / "2022", tmp_path / "2023"
    before.mkdir()
    now.mkdir()
    (before / "柳湾镇.md").write_text(text, encoding="utf-8")
    carried = CARRIED_IN.replace("| 0 |", "| 1 |", 1).removesuffix("| 0 |") + "| 1 |"
    (now / "柳湾镇.md").write_text(text.replace("2022", "2023").replace(CARRIED_IN, carried), encoding="utf-8")
    return before, now


def test_they_are_compared_with_and_not_counted(years: tuple[Path, Path]) -> None:
    before, now = years
    found = audit([now], previous=[before])
    (card,) = found.scorecards
    assert card.year == 2023
    assert len(found.ranking) == 1
    assert [(item.source, item.year) for item in found.earlier.reports] == [("柳湾镇.md", 2022)]
    assert {f.rule for f in card.findings if f.rule.startswith("history.") and f.verdict == "fail"} == {
        "history.carried_in",
        "history.carried_in_columns",
    }
    assert found.notes == ()


def test_one_run_over_both_years_says_the_same(years: tuple[Path, Path]) -> None:
    before, now = years
    apart, together = audit([now], previous=[before]).scorecards, audit([before, now]).scorecards
    said = [
        {(f.rule, f.instance, f.message) for f in cards[-1].findings if f.rule.startswith("history.")}
        for cards in (apart, together)
    ]
    assert said[0] == said[1] != set()


def test_without_them_it_is_told_once_what_was_not_asked(years: tuple[Path, Path]) -> None:
    _, now = years
    found = audit([now])
    (note,) = found.notes
    assert "--previous" in note
    assert "柳湾镇人民政府2023年度" in note
    results = {result.id: result for result in found.scorecards[0].rules}
    assert results["history.carried_in"].verdict == "not_applicable"
    assert results["history.carried_in"].why == "没有2022年度的报告，未与上年比较"


def test_a_file_given_both_ways_is_audited_once(years: tuple[Path, Path]) -> None:
    before, now = years
    found = audit([before, now], previous=[before])
    assert len(found.scorecards) == 2
    assert found.earlier.reports == ()


def test_what_cannot_be_read_is_told_apart_from_what_is_audited(years: tuple[Path, Path]) -> None:
    before, now = years
    (before / "坏.docx").write_bytes(b"PK\x03\x04 no archive")
    (before / "说明.txt").write_text("此文件夹存放往年的材料。", encoding="utf-8")
    found = audit([now], previous=[before])
    assert (found.unreadable, found.skipped) == ((), ())
    assert [item.source for item in found.earlier.unreadable] == ["坏.docx"]
    assert [item.source for item in found.earlier.skipped] == ["说明.txt"]
    assert exit_code(found, "never", None) == 0
    assert exit_code(audit([now], previous=[before / "坏.docx"]), "never", None) == 4


def test_the_json_and_the_table_show_both(years: tuple[Path, Path], command: Command) -> None:
    before, now = years
    (before / "坏.docx").write_bytes(b"PK\x03\x04 no archive")
    _, out, _ = command("audit", str(now), "--previous", str(before), "--format", "json", "--no-readings")
    values = json.loads(out)
    assert [item["year"] for item in values["earlier"]["reports"]] == [2022]
    assert [item["source"] for item in values["earlier"]["unreadable"]] == ["坏.docx"]
    assert values["summary"]["unreadable"] == 0
    assert values["notes"] == []
    (finding,) = [f for f in values["scorecards"][0]["findings"] if f["rule"] == "history.carried_in"]
    (passage,) = finding["passages"]
    assert (passage["role"], passage["year"], passage["place"]["source"]) == ("compared", 2022, "柳湾镇.md")
    _, out, _ = command("audit", str(now), "--previous", str(before))
    assert "未用于比较的文件（1）" in out
    assert "禾丰县柳湾镇人民政府2022年度报告" in out


def test_an_earlier_report_is_never_written_over(years: tuple[Path, Path], command: Command) -> None:
    before, now = years
    code, _, said = command("audit", str(now), "--previous", str(before), "--output", str(before / "柳湾镇.md"))
    assert code == 2
    assert "不能覆盖" in said
