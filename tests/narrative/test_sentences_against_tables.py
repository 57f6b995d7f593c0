"""What each sentence of ``sentences.txt`` says of the tables; adding a case is adding a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from gipaudit.authoring.examples import example_report
from gipaudit.forms.library import forms
from gipaudit.resources import rulesets_folder
from gipaudit.rules.engine import judge
from gipaudit.rules.rule import Ruleset
from gipaudit.rules.ruleset import load_ruleset, registered_checks

FILE = Path(__file__).with_name("sentences.txt")
CASES = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
PREFIX = "narrative."

UNITS: Mapping[str, tuple[str, str, str]] = {
    "局": ("2021", "青溪市水务局", "city-department"),
    "县": ("2021", "青溪县人民政府", "county-government"),
    "镇": ("2021", "青溪县柳湾镇人民政府", "township-government"),
    "2019": ("2019", "青溪市水务局", "city-department"),
    "2014": ("2014", "青溪市水务局", "city-department"),
    "福建": ("fujian", "青溪市水务局", "city-department"),
}
"""Form, unit and level by the first word of a case."""


@cache
def rules() -> Ruleset:
    loaded = load_ruleset(rulesets_folder() / "national" / "national-narrative.yaml")
    return replace(loaded, rules={id: rule for id, rule in loaded.rules.items() if id.startswith(PREFIX)})


def cell(written: str) -> Any:
    if written == "~":
        return None
    return written if written == "空" else float(written) if "." in written else int(written)


def said(unit: str, cells: str, sentence: str) -> dict[str, str]:
    """What each rule says: ``ok``, a severity, or ``?``; rules that say nothing are left out."""
    form_id, name, level = UNITS[unit]
    example: dict[str, Any] = {"overview": sentence, "单位": name, "级别": level}
    example["年度"] = {"2021": 2021, "2019": 2019}.get(form_id, 2016)
    for pair in filter(None, cells.split("，")):
        key, _, value = pair.rpartition("=")
        example[key] = cell(value)
    form = forms()[form_id]
    report = example_report(next(iter(rules().rules.values())), form, example)
    checks = {check.name: check for check in registered_checks()}
    (judgement,), crashes = judge(rules(), [report], checks, forms())
    assert not crashes
    answers: dict[str, str] = {}
    for answer in judgement.answers:
        for outcome in answer.outcomes:
            words = {"pass": "ok", "not_assessable": "?", "fail": outcome.severity or answer.rule.severity}
            if outcome.verdict in words and answers.get(id := answer.rule.id.removeprefix(PREFIX), "ok") == "ok":
                answers[id] = words[outcome.verdict]
    return answers


@pytest.mark.parametrize("line", CASES)
def test_a_sentence_is_held_to_the_tables(line: str) -> None:
    unit, cells, sentence, expected = (part.strip() for part in line.split("|"))
    wanted = dict(pair.strip().split("=") for pair in expected.split(",") if pair.strip())
    found = said(unit, cells, sentence)
    assert {id: word for id, word in found.items() if word != "ok" or id in wanted} == wanted


def test_there_are_cases_of_every_kind() -> None:
    words = [pair.rsplit("=", 1)[1] for line in CASES for pair in line.split("|")[3].split(",") if "=" in pair]
    assert min(words.count(word) for word in ("ok", "error", "warning", "?")) >= 2
    assert sum(not line.split("|")[3].strip() for line in CASES) >= 15
