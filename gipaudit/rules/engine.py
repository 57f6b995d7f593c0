"""Asking every rule of every report.

Reports of one layout are judged together, since array checks are cheap for many at once. A rule that breaks is
reported as crashed, for the reports it broke on, and never held against a unit.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from gipaudit.forms.arrays import Reports
from gipaudit.forms.context import Context
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.plugins import distribution, plugins
from gipaudit.rules.applies import why_not
from gipaudit.rules.check import ABSENT, FAIL, NOT_APPLICABLE, PASS, Check, Outcomes
from gipaudit.rules.formula.conditions import condition
from gipaudit.rules.rule import Rule, Ruleset, When
from gipaudit.scorecard import PRECEDENCE, Crash, Evidence, Outcome, Verdict

WHOLE_REPORT = "report"
"""The instance key of what is said of the report as a whole."""


PIECE = 2000
"""How many reports are judged at once: their arrays then stay in the processor's cache, and memory is bounded."""


@dataclass(frozen=True)
class Answer:
    """How one rule judged one report. Reports of which it says the same, and nothing is told, share one answer."""

    rule: Rule
    outcomes: tuple[Outcome, ...]

    @cached_property
    def standing(self) -> Standing:
        """What marks are given for."""
        return Standing(self.rule, self.outcomes)

    @cached_property
    def why(self) -> str:
        """Why there is no verdict, where there is none."""
        if self.standing.verdict not in ("not_applicable", "not_assessable"):
            return ""
        return next((outcome.evidence.why for outcome in self.outcomes if outcome.evidence.why), "")


class Standing:
    """What an answer says, without whose report it is and why: equal where rule, instances and their verdicts are.

    ``verdict`` is the rule's, ``open`` tells whether any instance neither passes nor does not apply, and ``cells``
    are those that each such instance rests on.
    """

    def __init__(self, rule: Rule, outcomes: Sequence[Outcome]) -> None:
        self.rule = rule
        self._verdicts = tuple((each.instance, each.verdict, each.severity) for each in outcomes)
        verdicts = [each.verdict for each in outcomes]
        self.verdict: Verdict = next((each for each in PRECEDENCE if each in verdicts), "not_applicable")
        told = [each for each in outcomes if each.verdict not in ("pass", "not_applicable")]
        self.open = bool(told)
        self.cells = tuple(each.evidence.cells for each in told)
        self._hash = hash((rule.id, self._verdicts))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, Standing) and self.rule is other.rule and self._verdicts == other._verdicts


@dataclass(frozen=True)
class Judgement:
    """All rules' answers on one report, in the order of the ruleset; ``context`` is what stands around it.

    ``share_read`` is the share of its form's cells that were there and could be read (0–1).
    """

    report: Report
    answers: tuple[Answer, ...]
    context: Context | None = None
    share_read: float = 0.0


def judge(
    ruleset: Ruleset,
    reports: Sequence[Report],
    checks: Mapping[str, Check],
    forms: Mapping[str, Form],
    context: Context | None = None,
) -> tuple[list[Judgement], list[Crash]]:
    """Ask all rules of all reports; the judgements stand in the order of the reports."""
    engine = Engine(ruleset, checks, forms)
    context = context or Context(reports=tuple(reports))
    found: dict[int, Judgement] = {}
    for numbers in _pieces(reports):
        piece = Reports([reports[number] for number in numbers], context)
        found.update(zip(numbers, engine.judgements(piece), strict=True))
    return [found[number] for number in range(len(reports))], engine.crashes


def _pieces(reports: Sequence[Report]) -> Iterator[list[int]]:
    """The reports' numbers, those of one layout together, :data:`PIECE` at most."""
    layouts: dict[object, list[int]] = {}
    for number, report in enumerate(reports):
        form = report.form
        key = (report.generation, form and (form.id, form.variant, form.omitted))
        layouts.setdefault(key, []).append(number)
    for numbers in layouts.values():
        yield from (numbers[start : start + PIECE] for start in range(0, len(numbers), PIECE))


class Engine:
    """Asks the rules of one ruleset. ``crashes`` are the rules that broke, and on which report."""

    def __init__(self, ruleset: Ruleset, checks: Mapping[str, Check], forms: Mapping[str, Form]) -> None:
        self.crashes: list[Crash] = []
        self._rules = list(ruleset.rules.values())
        self._checks = checks
        self._forms = forms
        self._shared: dict[object, dict[object, Answer]] = {}
        self._together: dict[tuple[int, ...], tuple[Answer, ...]] = {}

    def verdicts(self, reports: Reports) -> Iterator[tuple[Rule, Outcomes]]:
        """Every rule with its verdicts on the reports of one layout that it is asked of, without evidence."""
        for rule in self._asked(reports):
            numbers = [number for number, why in enumerate(_reasons(rule, reports)) if not why]
            if numbers:
                yield rule, self._verdicts(rule, _some(reports, numbers))

    def judgements(self, reports: Reports) -> Iterator[Judgement]:
        """All rules' answers on each of the reports of one layout."""
        columns = [self._answers(rule, reports) for rule in self._asked(reports)]
        shares = reports.arrays.shares_read.tolist()
        for number, report in enumerate(reports.reports):
            answers = tuple(column[number] for column in columns)
            which = tuple(map(id, answers))
            kept = self._together.get(which)
            if kept is None:
                kept = answers
                if not any(answer.standing.open for answer in answers):
                    self._together[which] = answers
            yield Judgement(report, kept, reports.context, shares[number])

    def _asked(self, reports: Reports) -> list[Rule]:
        generation = reports.reports[0].generation if len(reports) else None
        return [rule for rule in self._rules if generation in rule.forms]

    def _answers(self, rule: Rule, reports: Reports) -> list[Answer]:
        reasons = _reasons(rule, reports)
        asked = [number for number, reason in enumerate(reasons) if not reason]
        answers: dict[int, Answer] = {}
        if asked:
            answers = dict(zip(asked, self._judged(rule, _some(reports, asked)), strict=True))
        return [answers[n] if not reason else self._not_applicable(rule, reason) for n, reason in enumerate(reasons)]

    def _judged(self, rule: Rule, reports: Reports) -> list[Answer]:
        """Judge a batch; where that breaks, one report at a time, so that the others are not lost."""
        try:
            return self._answered(rule, reports)
        except Exception as error:  # a plugin's check may raise anything; it is told as crashed, with its name
            if len(reports) == 1:
                self.crashes.append(self._crash(rule, reports.reports[0], error))
                evidence = Evidence(message="该规则运行出错，未能判定", why=f"规则出错：{type(error).__name__}")
                return [Answer(rule, (Outcome(WHOLE_REPORT, "", "crashed", evidence),))]
        return [self._judged(rule, reports.only([number]))[0] for number in range(len(reports))]

    def _verdicts(self, rule: Rule, reports: Reports) -> Outcomes:
        return self._checks[rule.check].judge(rule, reports)

    def _answered(self, rule: Rule, reports: Reports) -> list[Answer]:
        found = self._verdicts(rule, reports)
        answers = self._told(rule, found)
        if rule.condition is None:
            return answers
        forms = {key: form for key, form in self._forms.items() if form.id in rule.forms}
        holds = condition(rule.condition, forms).holds(reports).tolist()
        return [self._under_condition(answer, code) for answer, code in zip(answers, holds, strict=True)]

    def _told(self, rule: Rule, found: Outcomes) -> list[Answer]:
        """The answers on each report: evidence is made for what is told, the others are shared."""
        import numpy as np

        kept = self._shared.setdefault((rule.id, tuple(found.instances), tuple(found.labels)), {})
        passing = (found.verdicts == PASS).all(axis=0)
        answers: dict[int, Answer] = {}
        if passing.any():
            shared = self._quiet(rule, found, int(passing.argmax()), (), kept)
            answers = dict.fromkeys(np.flatnonzero(passing).tolist(), shared)
        loud = np.any(~np.isin(found.verdicts, _QUIET), axis=0)
        answers |= {number: Answer(rule, tuple(found.of(number))) for number in np.flatnonzero(loud).tolist()}
        absent: dict[int, list[int]] = {number: [] for number in np.flatnonzero(~(passing | loud)).tolist()}
        for number, row in np.argwhere(found.verdicts.T == NOT_APPLICABLE).tolist():
            if number in absent:
                absent[number].append(row)
        for number, rows in absent.items():
            answers[number] = self._quiet(rule, found, number, rows, kept)
        return [answers[number] for number in range(len(loud))]

    def _quiet(
        self, rule: Rule, found: Outcomes, number: int, absent: Sequence[int], kept: dict[object, Answer]
    ) -> Answer:
        """The answer on a report of which nothing is told: one for all with these verdicts, for these reasons."""
        why = tuple(found.evidence(row, number).why for row in absent)
        key = (found.verdicts[:, number].tobytes(), why)
        shared = kept.get(key)
        if shared is None:
            shared = kept[key] = Answer(rule, tuple(found.of(number)))
        return shared

    def _under_condition(self, answer: Answer, code: int) -> Answer:
        """What a rule with ``if`` says: nothing where the condition does not hold, no verdict where it is unknown."""
        rule = answer.rule
        if code == PASS:
            return answer
        if code == FAIL:
            return self._not_applicable(rule, f"不符合适用条件：{rule.condition}")
        if any(outcome.verdict == "fail" for outcome in answer.outcomes):
            why = f"适用条件无法判定：{rule.condition}"
            return Answer(rule, (Outcome(WHOLE_REPORT, "", "not_assessable", Evidence(why=why)),))
        return answer

    def _not_applicable(self, rule: Rule, why: str) -> Answer:
        kept = self._shared.setdefault(rule.id, {})
        shared = kept.get(why)
        if shared is None:
            outcome = Outcome(WHOLE_REPORT, "", "not_applicable", Evidence(why=why))
            shared = kept[why] = Answer(rule, (outcome,))
        return shared

    def _crash(self, rule: Rule, report: Report, error: Exception) -> Crash:
        owner = plugins().owner("register_checks", rule.check) or plugins().at_fault(error)
        return Crash(rule.id, distribution(owner), report.source, frames(error))


_QUIET = (PASS, NOT_APPLICABLE, ABSENT)
"""The codes of what is not told."""


def _reasons(rule: Rule, reports: Reports) -> list[str]:
    """Why the rule does not apply to each of the reports; empty where it does."""
    if rule.when == When():
        return [""] * len(reports)
    return [why_not(rule.when, report) for report in reports.reports]


def _some(reports: Reports, numbers: Sequence[int]) -> Reports:
    return reports if len(numbers) == len(reports) else reports.only(numbers)


def frames(error: BaseException) -> str:
    """The traceback without any text: an error's message may quote the document."""
    found = traceback.extract_tb(error.__traceback__)
    lines = [f"{'/'.join(PurePath(f.filename).parts[-3:])}:{f.lineno} {f.name}" for f in found]
    return "\n".join([*lines, type(error).__name__])
