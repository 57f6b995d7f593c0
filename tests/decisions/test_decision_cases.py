"""What people decide, case by case: a case is a folder with ``case.yaml`` and ``decisions.yaml``.

``reports`` (and ``previous``) are written as pages of an invented county, ``files`` as they are. ``expected`` are the
findings that fail, by unit, as rule and instance; ``waived`` those that are waived, with the verdict before; ``open``
the rules that cannot be assessed; ``decided`` what the scorecard says was decided; ``idle`` the lines of decisions
without effect, with their codes; ``says`` words that these must hold; ``cards`` unit, year and level; ``score`` both
ends. In ``decisions.yaml`` the name of a file in angles stands for its SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hierarchy.county import lay_out
from jsonschema import Draft202012Validator

from gipaudit.pipeline import audit
from gipaudit.renderers.json import render as render_json
from gipaudit.renderers.renderer import Settings
from gipaudit.renderers.table import render as render_table
from gipaudit.resources import rulesets_folder
from gipaudit.scorecard import Audit, Scorecard

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("cases/*/case.yaml"))
TODAY = date(2024, 2, 20)
SCHEMA = json.loads((rulesets_folder() / "schema" / "audit.schema.json").read_text(encoding="utf-8"))


def run(folder: Path, case: dict[str, Any], at: Path) -> Audit:
    lay_out(at / "reports", case["reports"])
    lay_out(at / "previous", case.get("previous", []))
    for name, text in case.get("files", {}).items():
        (at / "reports" / name).write_text(text, encoding="utf-8")
    text = (folder / "decisions.yaml").read_text(encoding="utf-8")
    decisions = at / "decisions.yaml"
    decisions.write_text(re.sub("<(.+?)>", lambda match: hashed(at / "reports" / match[1]), text), encoding="utf-8")
    return audit(
        at / "reports",
        ruleset=HERE / "office.yaml",
        today=TODAY,
        previous=at / "previous" if case.get("previous") else (),
        units=folder / case["units"] if "units" in case else None,
        decisions=decisions,
    )


def hashed(file: Path) -> str:
    return f'"{hashlib.sha256(file.read_bytes()).hexdigest()[:16].upper()}"'


def by_unit(result: Audit, told: Any) -> dict[str, list[str]]:
    """What is told of each unit, units of which there is nothing to tell left out."""
    found: dict[str, list[str]] = {}
    for card in result.scorecards:
        found.setdefault(card.unit or "", []).extend(told(card))
    return {unit: sorted(each) for unit, each in found.items() if each}


def failing(card: Scorecard) -> list[str]:
    return [f"{item.rule} {item.instance}" for item in card.findings if item.verdict == "fail"]


def waived(card: Scorecard) -> list[str]:
    return [f"{f.rule} {f.instance} {f.waiver.verdict}" for f in card.findings if f.waiver is not None]


def decided(card: Scorecard) -> list[str]:
    kinds = ("reading", "identity", "mark")
    return [
        f"{d.kind} {d.what} {d.value}" + (f" before {d.before}" if d.before else "")
        for d in card.decided
        if d.kind in kinds
    ]


def sorted_lists(given: dict[str, list[str]]) -> dict[str, list[str]]:
    return {unit: sorted(each) for unit, each in given.items()}


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_case(folder: Path, tmp_path: Path) -> None:
    case = yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8"))
    result = run(folder, case, tmp_path)
    assert not result.crashes
    assert by_unit(result, failing) == sorted_lists(case["expected"])
    assert by_unit(result, waived) == sorted_lists(case.get("waived", {}))
    assert by_unit(result, decided) == sorted_lists(case.get("decided", {}))
    for unit, rules in case.get("open", {}).items():
        (card,) = (card for card in result.scorecards if card.unit == unit)
        assert sorted({item.rule for item in card.findings if item.verdict == "not_assessable"}) == rules
    idle = [f"{item.place.rpartition(':')[2]} {item.code}" for item in result.idle]
    assert idle == case.get("idle", [])
    for words in case.get("says", ()):
        assert any(words in item.message for item in result.idle), [item.message for item in result.idle]
    for unit, ends in case.get("score", {}).items():
        (card,) = (card for card in result.scorecards if card.unit == unit)
        assert [float(card.score.low), float(card.score.high)] == ends
    if "cards" in case:
        assert [f"{card.unit} {card.year} {card.level}" for card in result.scorecards] == case["cards"]
    holds_the_contract(result)
    shows_everything(result)


def holds_the_contract(result: Audit) -> None:
    values = json.loads("".join(render_json(result, Settings())))
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(values)] == []
    assert len(values["decisions"]["idle"]) == len(result.idle)


def shows_everything(result: Audit) -> None:
    """Nothing acts unseen: each decision is on the screen with the line where it was written."""
    text = "".join("".join(render_table(result, Settings(language="zh", width=400))).split())
    for card in result.scorecards:
        shown = [each.place for each in card.decided] if card.source else []
        assert all("".join(place.split()) in text for place in shown)
    for item in result.idle:
        assert item.code == "other-year" or "".join(item.place.split()) in text
