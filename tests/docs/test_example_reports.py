"""The example reports are what their sources say, and show a visitor what they are meant to show."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from gipaudit.pipeline import audit

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "docs" / "examples"


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    sys.path.insert(0, str(ROOT / "docs" / "sources"))
    try:
        from make_examples import make

        files: dict[str, bytes] = make()
        return files
    finally:
        sys.path.pop(0)


@pytest.fixture(scope="module")
def told() -> dict[str, set[str]]:
    """The rules that fail, by unit."""
    result = audit([EXAMPLES], ruleset="shandong")
    return {
        card.unit or "": {finding.rule for finding in card.findings if finding.verdict == "fail"}
        for card in result.scorecards
    }


def content(data: bytes) -> Any:
    """A document's members, for compressed bytes differ between machines."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_examples_are_what_their_sources_make(made: dict[str, bytes]) -> None:
    """Where this fails, run python docs/sources/make_examples.py."""
    assert sorted(made) == sorted(path.name for path in EXAMPLES.iterdir())
    changed = [name for name, data in made.items() if content((EXAMPLES / name).read_bytes()) != content(data)]
    assert changed == []


def test_no_clock_is_written_into_them(made: dict[str, bytes]) -> None:
    for data in made.values():
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                assert {member.date_time[0] for member in archive.infolist()} == {1980}


def test_telephone_numbers_are_plainly_fictitious(made: dict[str, bytes]) -> None:
    for source in (ROOT / "docs" / "sources").glob("*.yaml"):
        numbers = re.findall(r"[0-9]{3,4}-[0-9]{7,8}", source.read_text(encoding="utf-8"))
        assert all(number.startswith("0000-55501") for number in numbers)


SHOWN = {
    "青溪市水务局": set(),
    "禾丰县人民政府": {"overview.accountability", "other.processing_fee", "other.unpaid_fee"},
    "青溪市民政局": {"applications.row_total", "applications.column_total", "applications.balance"},
    "青溪市教育体育局": {"complete.blank", "kind.bare", "text.contact"},
    "禾丰县柳湾镇人民政府": {"problems.named", "problems.measures", "report.divided"},
    "禾丰县林业局": {"report.form", "sections.present", "text.contact"},
    "青溪市文化广播局": {"matters.not_negative", "overview.old_text", "report.period", "text.contact"},
    "禾丰县环境保护局": {"statistics.replies", "kind.heading", "sections.present", "text.contact"},
}


def test_each_shows_its_defects_and_no_others(told: dict[str, set[str]]) -> None:
    assert told == SHOWN


def test_one_wrong_cell_is_charged_once() -> None:
    (path,) = EXAMPLES.glob("青溪市民政局*")
    (card,) = audit([path], ruleset="shandong").scorecards
    assert len([finding for finding in card.findings if finding.verdict == "fail"]) == 3
    assert card.score.full - card.score.low == 3


def test_what_is_no_report_and_what_cannot_be_read_are_told() -> None:
    result = audit([EXAMPLES])
    assert [(item.source[:3], item.code) for item in result.skipped] == [("关于报", "notice")]
    assert [(item.source[:6], item.code) for item in result.unreadable] == [("青溪市商务局", "damaged")]


def test_the_sources_say_what_each_is_for() -> None:
    for source in (ROOT / "docs" / "sources").glob("*.yaml"):
        assert source.read_text(encoding="utf-8").startswith("# 20"), source.name
