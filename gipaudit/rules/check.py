"""What a check is: one kind of test, with the JSON schema of its options and one function that judges.

A check gives an outcome for *every* instance, so that passes are counted. The engine, not the check, decides what
is reported and writes the messages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from gipaudit.errors import Message
from gipaudit.forms.arrays import Reports
from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.rules.absent import Absent
from gipaudit.rules.rule import Rule
from gipaudit.scorecard import Evidence, Outcome, Severity, Verdict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PLACEHOLDERS = (
    "unit",
    "year",
    "row",
    "column",
    "cell",
    "left",
    "right",
    "difference",
    "section",
    "found",
    "expected",
    "count",
)
"""The names that a rule's message may hold in braces; there are no others and no format specs."""

CODES: tuple[Verdict, ...] = (
    "pass",
    "fail",
    "not_assessable",
    "not_applicable",
    "waived",
    "manual",
    "crashed",
)
"""Verdicts by their code in :attr:`Outcomes.verdicts`."""

PASS, FAIL, NOT_ASSESSABLE, NOT_APPLICABLE = 0, 1, 2, 3
ABSENT = -1
"""The code of an instance that a report does not have at all."""


@dataclass(frozen=True, slots=True)
class OptionProblem:
    """Something wrong in a rule's options that its schema cannot tell (an unknown cell, a bad formula).

    ``path`` leads to the option (``("formula",)``); ``offset`` is the character in it where the trouble begins.
    """

    path: tuple[str | int, ...]
    message: Message
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class WrittenPattern:
    """A pattern among a rule's options: the path to it there, and the pattern as google-re2 is to read it.

    ``group`` names the patterns of which any one will do (``any_of``); what another of them covers is not needed.
    """

    path: tuple[str | int, ...]
    text: str
    group: str = ""


@dataclass(frozen=True)
class Outcomes:
    """The verdicts of one rule on many reports.

    ``verdicts`` is ``int8`` of shape (instances, reports), an index into :data:`CODES` or :data:`ABSENT`.
    ``evidence`` is asked only for what is told: ``evidence(instance index, report index)``; so is ``severity``, given
    where an instance may be less grave than its rule says.
    """

    instances: Sequence[str]
    labels: Sequence[str]
    verdicts: NDArray[np.int8]
    evidence: Callable[[int, int], Evidence]
    severity: Callable[[int, int], Severity | None] = lambda instance, report: None

    def of(self, report: int) -> Iterable[Outcome]:
        """The outcomes of one report, with evidence for those that neither pass nor do not apply."""
        for index, code in enumerate(self.verdicts[:, report].tolist()):
            if code == PASS:
                yield self._passed[index]
            elif code != ABSENT:
                evidence, severity = self.evidence(index, report), self.severity(index, report)
                yield Outcome(self.instances[index], self.labels[index], CODES[code], evidence, severity)

    @cached_property
    def _passed(self) -> Sequence[Outcome]:
        """The outcome of each instance where it passes: all reports share it."""
        pairs = zip(self.instances, self.labels, strict=True)
        return [Outcome(instance, label, "pass", _NOTHING) for instance, label in pairs]


_NOTHING = Evidence()
"""What a passing outcome rests on: all share it."""


@dataclass(frozen=True)
class _Found(Outcomes):
    """The verdicts of a rule that was asked of one report after the other, with the outcomes that it gave."""

    found: Sequence[Mapping[str, Outcome]] = ()

    def of(self, report: int) -> Iterable[Outcome]:
        """The outcomes of one report, in the order they were given."""
        for outcome in self.found[report].values():
            yield Outcome(outcome.instance, outcome.label, "pass", _NOTHING) if outcome.verdict == "pass" else outcome


Judge = Callable[[Rule, Reports], Outcomes]
Validate = Callable[[Rule, Mapping[str, Form]], Iterable[OptionProblem]]


def _accept(rule: Rule, forms: Mapping[str, Form]) -> Iterable[OptionProblem]:
    return ()


@dataclass(frozen=True)
class Check:
    """A kind of test.

    ``options`` is the JSON Schema of the check's own options (an object schema without the common keys).
    ``judge`` gives the outcomes. ``validate`` is asked once, when a ruleset is loaded, with every form (variants
    included, by ``id`` or ``id/variant``) that the rule names. ``explain`` turns the options into Chinese prose.
    ``compares_years`` tells whether a rule needs the same unit's report of the year before. ``absent``, where a check
    has it, is asked of units that should have reported and did not, and may have nothing to say (``None``).
    ``patterns`` gives the patterns of google-re2 among a rule's options, for what is asked of patterns themselves.
    """

    name: str
    title: Message
    options: Mapping[str, Any]
    judge: Judge
    validate: Validate = _accept
    explain: Callable[[Rule, Form | None], str] = field(default=lambda rule, form: "")
    compares_years: Callable[[Rule], bool] = field(default=lambda rule: False)
    absent: Callable[[Rule, Absent], Outcome | None] | None = None
    patterns: Callable[[Rule], Iterable[WrittenPattern]] = field(default=lambda rule: ())


def per_report(judge: Callable[[Rule, Report], Iterable[Outcome]]) -> Judge:
    """Turn a function that judges one report into one that judges many."""

    def judge_all(rule: Rule, reports: Reports) -> Outcomes:
        import numpy as np

        found = [{outcome.instance: outcome for outcome in judge(rule, report)} for report in reports.reports]
        labels: dict[str, str] = {}
        for outcomes in found:
            for key, outcome in outcomes.items():
                labels.setdefault(key, outcome.label)
        keys = list(labels)
        rows = {key: row for row, key in enumerate(keys)}
        verdicts = np.full((len(keys), len(found)), ABSENT, np.int8)
        for number, outcomes in enumerate(found):
            for key, outcome in outcomes.items():
                verdicts[rows[key], number] = CODES.index(outcome.verdict)
        return _Found(
            keys,
            list(labels.values()),
            verdicts,
            lambda i, n: found[n][keys[i]].evidence,
            lambda i, n: found[n][keys[i]].severity,
            found,
        )

    return judge_all


_FIELD = re.compile(r"\{([a-z]+)\}")


def unknown_placeholders(message: str) -> list[str]:
    """The names in braces that no message may hold, in the order they stand."""
    return [name for name in _FIELD.findall(message) if name not in PLACEHOLDERS]


def fill(message: str, values: Mapping[str, str]) -> str:
    """Fill a message's placeholders; one that has no value here is left out."""
    return _FIELD.sub(lambda match: values.get(match[1], ""), message)
