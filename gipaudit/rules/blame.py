"""Which cells are wrong where a table's arithmetic fails: from the identities of a ruleset to causes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from gipaudit.forms.form import Form
from gipaudit.rules.acts import Surroundings
from gipaudit.rules.engine import Judgement
from gipaudit.rules.formula.instances import constraints
from gipaudit.rules.linear import Constraint
from gipaudit.rules.localise import causes
from gipaudit.rules.previous import doubt
from gipaudit.rules.rule import Rule
from gipaudit.rules.solver import Solver
from gipaudit.scorecard import Cause

ARITHMETIC = "identity"
"""The check whose failures have causes in cells."""

Row = tuple[str, str, Constraint]


def causes_of(judgement: Judgement, *, localise: bool = True) -> tuple[Cause, ...]:
    """The causes of a report's failing identities, each table by itself.

    What is waived fails all the same here: it is no less wrong, and what else the same cell breaks is explained with
    it. Where causes are not to be localised, they have a size that is estimated and no cells.
    """
    report = judgement.report
    if report.form is None:
        return ()
    arithmetic = [answer for answer in judgement.answers if answer.rule.check == ARITHMETIC]
    failing = {
        (answer.rule.id, outcome.instance)
        for answer in arithmetic
        if answer.standing.open
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
    tables: dict[str, list[Row]] = {}
    applying = {rule for rule, _ in asked}  # a rule that this form cannot ask does not apply: its cells are not here
    for answer in (answer for answer in arithmetic if answer.rule.id in applying):
        for instance, table, constraint in _constraints(answer.rule, report.form):
            if (answer.rule.id, instance) in asked:
                tables.setdefault(table, []).append((answer.rule.id, instance, constraint))
    solver, previous = Solver(), _last_years(judgement)  # the solver's allowance of work is the report's
    return tuple(
        cause
        for table, rows in tables.items()
        if (here := {(rule, instance) for rule, instance, _ in rows} & failing)
        for cause in causes(
            table,
            rows,
            report.readings,
            here,
            report.form.kinds,
            solver,
            _around(report.form, table, previous) if localise else None,
            search=localise,
        )
    )


def _last_years(judgement: Judgement) -> Callable[[str], Decimal | None]:
    """The numbers of the report of the year before, where it surely is that."""
    before = judgement.context.previous(judgement.report).report if judgement.context is not None else None
    if before is None or doubt(judgement.report, before):
        return lambda address: None
    readings = before.readings

    def number(address: str) -> Decimal | None:
        reading = readings.get(address)
        return reading.low if reading is not None and reading.exact else None

    return number


def _around(form: Form, table: str, previous: Callable[[str], Decimal | None]) -> Surroundings:
    """The lines of a table as the form prints it: rows that may stand side by side are no neighbours."""
    printed = form.table(table)
    return Surroundings(printed.across, () if "wide" in printed.layouts else printed.down, previous)


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
