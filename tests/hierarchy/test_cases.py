"""An invented county, case by case: a case is a folder with ``case.yaml`` and, where it needs one, a roster.

``reports`` are written as pages; ``expected`` are the rules that fail, by unit; ``open`` those that cannot be
assessed; ``missing`` and ``awaited`` the units of the roster without a report that it is, and is not, held against;
``says`` what a finding of a unit must tell; ``duplicates`` which file is a duplicate of which; ``groups`` the group
of each unit.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hierarchy.county import lay_out

from gipaudit.pipeline import audit
from gipaudit.scorecard import Audit

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("cases/*/case.yaml"))
RULES = "national-units"


def run(folder: Path, case: dict[str, Any], reports: Path) -> Audit:
    lay_out(reports, case["reports"])
    for name in case.get("broken", ()):
        (reports / name).write_bytes(b"%PDF-1.4 torn")
    roster = folder / case["units"] if "units" in case else HERE / "units.csv"
    return audit(reports, ruleset=RULES, today=date.fromisoformat(str(case["today"])), units=roster, report_year=2023)


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_case(folder: Path, tmp_path: Path) -> None:
    case = yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8"))
    result = run(folder, case, tmp_path / "reports")
    assert not result.crashes
    received = [card for card in result.scorecards if card.source is not None]
    absent = [card for card in result.scorecards if card.source is None]
    failing = {
        card.unit: sorted({item.rule for item in card.findings if item.verdict == "fail"}) for card in received
    }
    if "expected" in case:
        expected = {unit: sorted(rules) for unit, rules in case["expected"].items()}
        assert {unit: rules for unit, rules in failing.items() if rules} == expected
    for unit, rules in case.get("open", {}).items():
        (card,) = (card for card in received if card.unit == unit)
        assert {item.rule for item in card.findings if item.verdict == "not_assessable"} == set(rules)
    held = [card for card in absent if any(item.verdict == "fail" for item in card.findings)]
    if "missing" in case:
        assert sorted(card.unit or "" for card in held) == sorted(case["missing"])
    if "awaited" in case:
        assert sorted(card.unit or "" for card in absent if card not in held) == sorted(case["awaited"])
    for card in held:
        assert (card.score.low, card.score.high, card.year) == (0, 0, 2023)
        assert card.rank is not None
    assert not [card for card in absent if card not in held and card.rank is not None]
    for unit, words in case.get("says", {}).items():
        told = [item.message for card in result.scorecards if card.unit == unit for item in card.findings]
        assert any(words in message for message in told), told
    named = {card.source: card.duplicate_of for card in received if card.duplicate_of}
    assert named == case.get("duplicates", {})
    for unit, group in case.get("groups", {}).items():
        assert {card.group for card in result.scorecards if card.unit == unit} == {group}
