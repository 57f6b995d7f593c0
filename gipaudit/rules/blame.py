"""Which cells are wrong where a table's arithmetic fails: from the identities of a ruleset to causes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from gipaudit.forms.form import Form
from gipaudit.forms.report import Report
from gipaudit.rules.engine import Answer
from gipaudit.rules.formula.instances import constraints
from gipaudit.rules.linear import Constraint
from gipaudit.rules.localise import causes
from gipaudit.rules.rule import Rule
from gipaudit.rules.solver import Solver
from gipaudit.scorecard import Cause

ARITHMETIC = "identity"
"""The check whose failures have causes in cells."""

Row = tuple[str, str, Constraint]


def causes_of(report: Report, answers: Sequence[Answer]) -> tuple[Cause, ...]:
    """The causes of a report's failing identities, each table by itself.

    What is waived fails all the same here: it is no less wrong, and what else the same cell breaks is explained with
    it.
    """
    if report.form is None:
        return ()
    arithmetic = [answer for answer in answers if answer.rule.check == ARITHMETIC]
    failing = {
        (answer.rule.id, outcome.instance)
        for answer in arithmetic
        for outcome in answer.outcomes
        if outcome.original == "fail"
    }
    if not failing:
        return ()
    asked = {
        (answer.rule.id, outcome.instance)
        for answer in arithmetic
        for outcome in answer.outcomes
        if outcome.verdict != "not_applicable"
    }
    kinds = {address: cell.kind for address, cell in report.form.cells.items()}
    tables: dict[str, list[Row]] = {}
    applying = {rule for rule, _ in asked}  # a rule that this form cannot ask does not apply: its cells are not here
    for answer in (answer for answer in arithmetic if answer.rule.id in applying):
        for instance, table, constraint in _constraints(answer.rule, report.form):
            if (answer.rule.id, instance) in asked:
                tables.setdefault(table, []).append((answer.rule.id, instance, constraint))
    solver = Solver()  # its allowance of time is the report's
    return tuple(
        cause
        for table, rows in tables.items()
        if (here := {(rule, instance) for rule, instance, _ in rows} & failing)
        for cause in causes(table, rows, report.readings, here, kinds, solver)
    )


def _constraints(rule: Rule, form: Form) -> Sequence[tuple[str, str, Constraint]]:
    return _cached(_Key(rule, form))


class _Key:
    """A rule and a layout, compared by what makes their constraints the same."""

    def __init__(self, rule: Rule, form: Form) -> None:
        self.rule, self.form = rule, form
        self.identity = (id(rule), form.id, form.variant, form.omitted)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.identity == other.identity

    def __hash__(self) -> int:
        return hash(self.identity)


@lru_cache(maxsize=4096)
def _cached(key: _Key) -> tuple[tuple[str, str, Constraint], ...]:
    found: Mapping[str, tuple[Constraint, ...]] = constraints(key.rule, key.form)
    return tuple(
        (instance, tables.pop(), constraint)
        for instance, each in found.items()
        for constraint in each
        if len(tables := {key.form.cells[address].table for address in constraint.form.terms}) == 1
    )
