"""An instance that is less grave than its rule is told so, and only that one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import MappingProxyType

from support.reports import SMALL, report, rule

from gipaudit.cards import card_of
from gipaudit.errors import Message
from gipaudit.forms.report import Report
from gipaudit.rules.check import Check, per_report
from gipaudit.rules.engine import judge
from gipaudit.rules.rule import Rule, Ruleset
from gipaudit.scorecard import Outcome
from gipaudit.scoring.scheme import read_scheme


def ask(rule: Rule, made: Report) -> Iterable[Outcome]:
    yield Outcome("sure", "确定", "fail")
    yield Outcome("scope", "口径可能不同", "fail", severity="info")


def test_one_instance_is_lighter_than_its_rule() -> None:
    one = rule("sample")
    rules = Ruleset("test", "示例", "", ("small",), MappingProxyType({one.id: one}), {}, "", (Path("test.yaml"),))
    check = Check("sample", Message("示例", "sample"), {}, per_report(ask))
    (judgement,), _ = judge(rules, [report()], {"sample": check}, {"small": SMALL})
    findings = card_of(judgement, read_scheme({})).findings
    assert {finding.instance: finding.severity for finding in findings} == {"scope": "info", "sure": one.severity}
