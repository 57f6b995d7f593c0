"""Asking every rule of every report.

Reports of one layout are judged together, since array checks are cheap for many at once. A rule that breaks is
reported as crashed, for the reports it broke on, and never held against a unit.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from gipaudit.forms.context import Context
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report, Reports
from gipaudit.plugins import distribution, plugins
from gipaudit.rules.applies import why_not
from gipaudit.rules.check import CODES, FAIL, PASS, Check
from gipaudit.rules.formula.conditions import condition
from gipaudit.rules.rule import Rule, Ruleset
from gipaudit.scorecard import Crash, Evidence, Outcome

WHOLE_REPORT = "report"
"""The instance key of what is said of the report as a whole."""


@dataclass(frozen=True)
class Answer:
    """How one rule judged one report."""

    rule: Rule
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True)
class Judgement:
    """All rules' answers on one report, in the order of the ruleset; ``context`` is what stands around it."""

    report: Report
    answers: tuple[Answer, ...]
    context: Context | None = None


def judge(
    ruleset: Ruleset,
    reports: Sequence[Report],
    checks: Mapping[str, Check],
    forms: Mapping[str, Form],
    context: Context | None = None,
) -> tuple[list[Judgement], list[Crash]]:
    """Ask all rules of all reports; the judgements stand in the order of the reports."""
    engine = _Engine(ruleset, checks, forms)
    context = context or Context(reports=tuple(reports))
    answers: dict[int, tuple[Answer, ...]] = {}
    for numbers in _batches(reports):
        batch = Reports([reports[number] for number in numbers], context)
        answers.update(zip(numbers, engine.ask(batch), strict=True))
    return [Judgement(report, answers[number], context) for number, report in enumerate(reports)], engine.crashes


def _batches(reports: Sequence[Report]) -> Iterable[list[int]]:
    """The reports' numbers, those of one layout together."""
    batches: dict[object, list[int]] = {}
    for number, report in enumerate(reports):
        form = report.form
        key = (report.generation, form and (form.id, form.variant, form.omitted))
        batches.setdefault(key, []).append(number)
    return batches.values()


class _Engine:
    def __init__(self, ruleset: Ruleset, checks: Mapping[str, Check], forms: Mapping[str, Form]) -> None:
        self.rules = list(ruleset.rules.values())
        self.checks = checks
        self.forms = forms
        self.crashes: list[Crash] = []

    def ask(self, reports: Reports) -> list[tuple[Answer, ...]]:
        """All rules' answers for each report of one batch."""
        rules = [rule for rule in self.rules if reports.reports[0].generation in rule.forms]
        columns = [self._answers(rule, reports) for rule in rules]
        return [
            tuple(Answer(rule, column[number]) for rule, column in zip(rules, columns, strict=True))
            for number in range(len(reports))
        ]

    def _answers(self, rule: Rule, reports: Reports) -> list[tuple[Outcome, ...]]:
        reasons = [why_not(rule.when, report) for report in reports.reports]
        asked = [number for number, reason in enumerate(reasons) if not reason]
        answers: dict[int, tuple[Outcome, ...]] = {}
        if asked:
            batch = reports if len(asked) == len(reports) else reports.only(asked)
            answers = dict(zip(asked, self._judged(rule, batch), strict=True))
        return [answers[n] if not reason else _not_applicable(reason) for n, reason in enumerate(reasons)]

    def _judged(self, rule: Rule, reports: Reports) -> list[tuple[Outcome, ...]]:
        """Judge a batch; where that breaks, one report at a time, so that the others are not lost."""
        try:
            return self._outcomes(rule, reports)
        except Exception as error:  # a plugin's check may raise anything; it is told as crashed, with its name
            if len(reports) == 1:
                self.crashes.append(self._crash(rule, reports.reports[0], error))
                evidence = Evidence(message="该规则运行出错，未能判定", why=f"规则出错：{type(error).__name__}")
                return [(Outcome(WHOLE_REPORT, "", "crashed", evidence),)]
        return [self._judged(rule, reports.only([number]))[0] for number in range(len(reports))]

    def _outcomes(self, rule: Rule, reports: Reports) -> list[tuple[Outcome, ...]]:
        found = self.checks[rule.check].judge(rule, reports)
        outcomes = [tuple(found.of(number)) for number in range(len(reports))]
        if rule.condition is None:
            return outcomes
        forms = {key: form for key, form in self.forms.items() if form.id in rule.forms}
        holds = condition(rule.condition, forms).holds(reports).tolist()
        return [_under_condition(found, code, rule) for found, code in zip(outcomes, holds, strict=True)]

    def _crash(self, rule: Rule, report: Report, error: Exception) -> Crash:
        owner = plugins().owner("register_checks", rule.check) or plugins().at_fault(error)
        return Crash(rule.id, distribution(owner), report.source, frames(error))


def _under_condition(outcomes: tuple[Outcome, ...], code: int, rule: Rule) -> tuple[Outcome, ...]:
    """What a rule with ``if`` says: nothing where its condition does not hold, no verdict where that is unknown."""
    if code == PASS:
        return outcomes
    if code == FAIL:
        return _not_applicable(f"不符合适用条件：{rule.condition}")
    if any(CODES.index(outcome.verdict) == FAIL for outcome in outcomes):
        why = f"适用条件无法判定：{rule.condition}"
        return (Outcome(WHOLE_REPORT, "", "not_assessable", Evidence(why=why)),)
    return outcomes


def _not_applicable(why: str) -> tuple[Outcome, ...]:
    return (Outcome(WHOLE_REPORT, "", "not_applicable", Evidence(why=why)),)


def frames(error: BaseException) -> str:
    """The traceback without any text: an error's message may quote the document."""
    found = traceback.extract_tb(error.__traceback__)
    lines = [f"{'/'.join(PurePath(f.filename).parts[-3:])}:{f.lineno} {f.name}" for f in found]
    return "\n".join([*lines, type(error).__name__])
