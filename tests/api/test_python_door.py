"""``gipaudit.audit(...)`` and ``python -m gipaudit``: the doors for people who write Python."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import gipaudit
from gipaudit.errors import UsageError

REPORT = """# 云溪市兰亭区水务局2023年政府信息公开工作年度报告

本报告统计期限为2023年1月1日至2023年12月31日。

## 一、总体情况

2023年，兰亭区水务局主动公开信息30条。
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.md"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_one_path_may_be_given_as_text_as_path_or_in_a_list(report: Path) -> None:
    day = date(2024, 4, 1)
    audits = [gipaudit.audit(paths, today=day) for paths in (str(report), report, [report], (str(report),))]
    assert [audit.scorecards[0].unit for audit in audits] == ["云溪市兰亭区水务局"] * 4
    assert all(audit == audits[0] for audit in audits)


@pytest.mark.parametrize(
    ("by_hand", "told"),
    [
        ({"unit": " "}, "单位名称"),
        ({"year": 23}, "2023"),
        ({"level": "city"}, "city-department"),
        ({"level": "city-bureau"}, "department"),
        ({"form": "2099"}, "2021"),
    ],
)
def test_what_is_set_by_hand_and_cannot_be_is_refused_and_not_blamed_on_the_report(
    report: Path, by_hand: dict[str, Any], told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        gipaudit.audit(report, **by_hand)


def test_what_is_set_by_hand_is_taken_and_marked(report: Path) -> None:
    (card,) = gipaudit.audit(report, unit="兰亭区水利局", year=2022, level="county-unknown").scorecards
    assert (card.unit, card.year, card.level) == ("兰亭区水利局", 2022, "county-unknown")
    assert card.by_hand == {"unit", "year", "level"}


def test_python_runs_the_package_as_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "gipaudit", "--version"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, f"gipaudit {gipaudit.__version__}\n")
