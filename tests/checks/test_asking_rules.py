"""The engine: a rule that breaks costs no other report its verdict, and ``if`` decides whether a rule is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from support.reports import SMALL, report, rule

from gipaudit.errors import Message
from gipaudit.forms.report import Report
from gipaudit.rules.check import Check, per_report
from gipaudit.rules.engine import judge
from gipaudit.rules.rule import Rule, Ruleset
from gipaudit.scorecard import Crash, Outcome, Verdict

SECRET = "机密的文字"


def check(broken_by: type[Exception], verdict: Verdict = "fail") -> Check:
    """A check that gives every report one verdict and breaks on those from ``broken.txt``."""

    def ask(rule: Rule, made: Report) -> Iterable[Outcome]:
        if made.source == "broken.txt":
            raise broken_by(SECRET)
        yield Outcome("report", "", verdict)

    return Check("sample", Message("示例", "sample"), {}, per_report(ask))


def asked(check: Check, *reports: Report, condition: str | None = None) -> tuple[list[str], list[Crash]]:
    """The verdict on each report, and the crashes."""
    one = replace(rule("sample"), condition=condition)
    rules = Ruleset("test", "示例", "", ("small",), MappingProxyType({one.id: one}), {}, "", (Path("test.yaml"),))
    judgements, crashes = judge(rules, reports, {"sample": check}, {"small": SMALL})
    return [judgement.answers[0].outcomes[0].verdict for judgement in judgements], crashes


@pytest.mark.parametrize("error", [ValueError, KeyError, ZeroDivisionError, AttributeError, RecursionError])
def test_a_rule_that_breaks_on_one_report_still_judges_the_others(error: type[Exception]) -> None:
    sound = report()
    verdicts, crashes = asked(check(error), sound, replace(sound, source="broken.txt"), sound)
    assert verdicts == ["fail", "crashed", "fail"]
    assert [(crash.rule, crash.report) for crash in crashes] == [("test.rule", "broken.txt")]
    assert error.__name__ in crashes[0].traceback
    assert SECRET not in crashes[0].traceback


@pytest.mark.parametrize(
    ("verdict", "printed", "expected"),
    [
        ("fail", 1, "fail"),
        ("fail", 0, "not_applicable"),
        ("fail", None, "not_assessable"),
        ("pass", 1, "pass"),
        ("pass", 0, "not_applicable"),
        ("pass", None, "pass"),
    ],
)
def test_a_rule_is_asked_where_its_condition_holds(verdict: Verdict, printed: int | None, expected: str) -> None:
    made = report({"requests.new.natural": printed})
    verdicts, crashes = asked(check(ValueError, verdict), made, condition="requests.new.natural > 0")
    assert (verdicts, crashes) == ([expected], [])
