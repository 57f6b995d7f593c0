"""Judging reports beside last year's: those with the same two layouts together, and why the others are not asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from gipaudit.forms.arrays import Reports
from gipaudit.forms.report import Report
from gipaudit.rules.check import ABSENT, FAIL, NOT_APPLICABLE, NOT_ASSESSABLE, Judge, Outcomes, per_report
from gipaudit.rules.previous import Pairs, doubt, pairs
from gipaudit.rules.rule import Rule
from gipaudit.scorecard import Evidence, Outcome, Severity

WHOLE = "report"
"""The instance of what is said of the whole report."""


def not_asked(reports: Reports, why: str) -> Outcomes:
    """One instance that applies to none of the reports."""
    import numpy as np

    verdicts = np.full((1, len(reports)), NOT_APPLICABLE, np.int8)
    return Outcomes((WHOLE,), ("",), verdicts, lambda _, __: Evidence(why=why))


def year_by_year(reports: Reports, judge: Callable[[Reports, Reports], Outcomes]) -> Outcomes:
    """Judge each report with last year's: ``judge`` is given reports of one layout and last year's of one layout,
    aligned. A report without one is not asked, and where unit or year of either is in doubt nothing is held against
    the unit.
    """
    import numpy as np

    together, lonely = pairs(reports)
    parts = [(each, judge(each.now, each.previous)) for each in together]
    labels: dict[str, str] = {WHOLE: ""} if lonely else {}
    for _, outcomes in parts:
        for key, label in zip(outcomes.instances, outcomes.labels, strict=True):
            labels[key] = labels.get(key) or label
    keys = {key: row for row, key in enumerate(labels)}
    verdicts = np.full((len(keys), len(reports)), ABSENT, np.int8)
    doubts: dict[tuple[int, int], str] = {}
    for each, outcomes in parts:
        if len(outcomes.instances):
            verdicts[np.ix_([keys[key] for key in outcomes.instances], each.numbers)] = outcomes.verdicts
        for column in np.flatnonzero((outcomes.verdicts == FAIL).any(axis=0)).tolist():
            number = each.numbers[column]
            if why := doubt(reports.reports[number], each.previous.reports[column]):
                failing = np.flatnonzero(verdicts[:, number] == FAIL).tolist()
                doubts.update({(row, number): why for row in failing})
                verdicts[failing, number] = NOT_ASSESSABLE
    for number in lonely:
        verdicts[keys[WHOLE], number] = NOT_APPLICABLE
    return Outcomes(list(keys), list(labels.values()), verdicts, *_told(list(keys), parts, lonely, doubts))


def _told(
    keys: Sequence[str],
    parts: Sequence[tuple[Pairs, Outcomes]],
    lonely: Mapping[int, str],
    doubts: Mapping[tuple[int, int], str],
) -> tuple[Callable[[int, int], Evidence], Callable[[int, int], Severity | None]]:
    """The evidence and the severity of an instance of a report."""

    alone = {why: Evidence(why=why) for why in lonely.values()}

    @cache
    def origin() -> Mapping[int, tuple[Outcomes, int, Mapping[str, int]]]:
        """The part that a report was judged in, its number there, and the row of each instance; seldom asked."""
        found: dict[int, tuple[Outcomes, int, Mapping[str, int]]] = {}
        for each, outcomes in parts:
            rows = {key: row for row, key in enumerate(outcomes.instances)}
            found.update((number, (outcomes, column, rows)) for column, number in enumerate(each.numbers))
        return found

    def evidence(instance: int, report: int) -> Evidence:
        if report in lonely:
            return alone[lonely[report]]
        if (instance, report) in doubts:
            return Evidence(why=doubts[instance, report])
        outcomes, column, rows = origin()[report]
        return outcomes.evidence(rows[keys[instance]], column)

    def severity(instance: int, report: int) -> Severity | None:
        if report not in origin():
            return None
        outcomes, column, rows = origin()[report]
        return outcomes.severity(rows[keys[instance]], column)

    return evidence, severity


def beside_last_year(judge: Callable[[Rule, Report, Report], Iterable[Outcome]]) -> Judge:
    """Turn a function that judges one report beside last year's into a check's."""

    def judge_all(rule: Rule, reports: Reports) -> Outcomes:
        def together(now: Reports, before: Reports) -> Outcomes:
            last = {id(report): previous for report, previous in zip(now.reports, before.reports, strict=True)}
            return per_report(lambda rule, report: judge(rule, report, last[id(report)]))(rule, now)

        return year_by_year(reports, together)

    return judge_all
