"""Two audits compared, case by case: a case is a folder with two folders of reports, ``before`` and ``after``.

``expected.txt`` is what ``gipaudit compare`` prints at 80 columns; a new case gets it with GIPAUDIT_WRITE_CASES=1, to
be read and judged by eye. A folder of reports holds report files, or ``reports.yaml``: those of an invented county,
all figures 0 but those named. A case may bring a ruleset, decisions and a roster of its own for either audit:
``before.ruleset.yaml``, ``after.decisions.yaml``, ``units.csv`` …
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
import yaml
from hierarchy.county import lay_out

from gipaudit.cli.main import run
from gipaudit.pipeline import audit
from gipaudit.renderers.json import render
from gipaudit.renderers.renderer import Settings

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("cases/*/after"))
TODAY = date(2024, 2, 20)


def audited(case: Path, which: str, desk: Path) -> None:
    """Audit one of a case's folders and keep the JSON on the desk."""
    reports = case / which
    if (listed := reports / "reports.yaml").exists():
        reports = desk / f"{which} reports"
        lay_out(reports, yaml.safe_load(listed.read_text(encoding="utf-8")))
    own = {name: case / f"{which}.{name}.yaml" for name in ("ruleset", "decisions")}
    roster = case / "units.csv"
    result = audit(
        reports,
        ruleset=own["ruleset"] if own["ruleset"].exists() else HERE / "office.yaml",
        decisions=[own["decisions"]] if own["decisions"].exists() else [],
        units=roster if roster.exists() else None,
        report_year=2023 if roster.exists() else None,
        today=TODAY,
    )
    (desk / f"{which}.json").write_text("".join(render(result, Settings(readings=False))), encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path, terminal: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_printed_of_a_case(case: Path, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for which in ("before", "after"):
        audited(case, which, desk)
    assert run(["compare", "before.json", "after.json"]) == 0
    printed, expected = capsys.readouterr().out, case / "expected.txt"
    if os.environ.get("GIPAUDIT_WRITE_CASES"):
        expected.write_text(printed, encoding="utf-8")
    assert printed == expected.read_text(encoding="utf-8")


def test_there_are_cases() -> None:
    assert len(CASES) >= 6
