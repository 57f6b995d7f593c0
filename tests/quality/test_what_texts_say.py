"""What each line of ``sentences.txt`` says of text and quality; adding a case is adding a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from gipaudit.authoring.examples import example_report, run_examples
from gipaudit.forms.library import forms
from gipaudit.resources import rulesets_folder
from gipaudit.rules.engine import judge
from gipaudit.rules.rule import Rule, Ruleset
from gipaudit.rules.ruleset import load_ruleset, registered_checks

FILE = Path(__file__).with_name("sentences.txt")
CASES = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
FILES = ("national-text", "national-quality")
CELLS: Mapping[str, int] = {"本年新收·总计": 80, "办理结果总计·总计": 78, "结转下年度·总计": 2}
ELSEWHERE = frozenset({"contact", "length"})
"""What most cases leave out because it is not what they are about; a case about it names it."""


def loaded(file: str) -> Ruleset:
    return load_ruleset(rulesets_folder() / "national" / f"{file}.yaml")


@cache
def rules() -> Ruleset:
    both = [loaded(file) for file in FILES]
    return replace(both[0], rules={id: rule for each in both for id, rule in each.rules.items() if _is_own(rule)})


def _is_own(rule: Rule) -> bool:
    """Whether a rule is one of these files' own, and none that they extend."""
    position = rule.position()
    return position is not None and position.file.stem in FILES


def said(section: str, words: str) -> dict[str, str]:
    """The last word of each rule that fails, and how gravely."""
    example: dict[str, Any] = {"单位": "青溪市水务局", "年度": 2023, **CELLS, section: words.replace("⏎", "\n")}
    form = forms()["2021"]
    report = example_report(next(iter(rules().rules.values())), form, example, scoped=False)
    checks = {check.name: check for check in registered_checks()}
    (judgement,), crashes = judge(rules(), [report], checks, forms())
    assert not crashes
    return {
        answer.rule.id.rpartition(".")[2]: outcome.severity or answer.rule.severity
        for answer in judgement.answers
        for outcome in answer.outcomes
        if outcome.verdict == "fail"
    }


@pytest.mark.parametrize("line", CASES)
def test_what_a_text_says(line: str) -> None:
    section, words, expected = (part.strip() for part in line.split("|"))
    wanted = dict(pair.strip().split("=") for pair in expected.split(",") if pair.strip())
    found = {rule: how for rule, how in said(section, words).items() if rule not in ELSEWHERE - wanted.keys()}
    assert found == wanted


@pytest.mark.parametrize("file", FILES)
def test_the_examples_of_the_rules_hold(file: str) -> None:
    assert [str(failure) for failure in run_examples(loaded(file))] == []
