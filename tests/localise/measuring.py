"""Make one slip in each of many realistic tables, and see what is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from random import Random
from time import process_time

from defects.naming import unit
from defects.numbers import figures
from localise.slips import SLIPS, Sheet, Values

from gipaudit.forms.form import FormTable
from gipaudit.forms.library import forms
from gipaudit.forms.report import Reading
from gipaudit.rules.acts import Surroundings
from gipaudit.rules.linear import Constraint, LinearForm
from gipaudit.rules.localise import Instance, causes
from gipaudit.scorecard import Cause

TRIES = 200
"""How many tables are looked at for one that a slip can happen to: most departments' hold hardly any figures."""


@dataclass(frozen=True)
class Told:
    """What was said of one slip.

    ``named``: exactly its cells are named as certain. ``among``: they are among what may be. ``wrongly``: a cell is
    named as certain that is right. ``likely``: the single act that is told undoes the slip (``None``: none is told).
    """

    named: bool
    among: bool
    wrongly: bool
    likely: bool | None
    milliseconds: float


@cache
def instances(table: str) -> tuple[Instance, ...]:
    """The sums of a table of the form of 2021, as identities ask them."""
    return tuple(
        ("sum", f"{number:02}", Constraint(LinearForm({cell: Fraction(sign) for cell, sign in terms.items()}), "="))
        for number, terms in enumerate(forms()["2021"].standard.table(table).sums)
    )


def sheet(table: FormTable, random: Random) -> Sheet:
    """A table in order, and the same unit's of the year before."""
    whose = unit(random)
    now, before = (figures(forms()["2021"].standard, whose, random) for _ in range(2))
    cells = [cell.address for cell in table.cells]
    return Sheet(table, {cell: int(now[cell]) for cell in cells}, {cell: int(before[cell]) for cell in cells})


def located(made: Sheet, printed: Values) -> tuple[Cause, ...]:
    """What is said of a table as it is printed."""
    asked = instances(made.table.id)
    failing = {
        (rule, key)
        for rule, key, constraint in asked
        if sum(factor * printed[cell] for cell, factor in constraint.form.terms.items())
    }
    readings = {
        cell: Reading("number", Decimal(value), Decimal(value), str(value)) for cell, value in printed.items()
    }
    around = Surroundings(
        tuple(map(tuple, made.rows)),
        () if "wide" in made.table.layouts else tuple(map(tuple, made.columns)),
        {cell: Decimal(value) for cell, value in made.previous.items()}.get,
    )
    return causes(made.table.id, asked, readings, failing, surroundings=around)


def slipped(name: str, table: str, count: int) -> Iterator[Told]:
    """What is said of so many slips of one kind, each in a table of its own."""
    for number in range(count):
        random = Random(f"{name} {table} {number}")
        made, change = _sheet_with(name, forms()["2021"].standard.table(table), random)
        start = process_time()
        found = located(made, {**made.values, **change})
        yield _told(made, change, found, 1000 * (process_time() - start))


def _sheet_with(name: str, table: FormTable, random: Random) -> tuple[Sheet, Values]:
    """A table that the slip can happen to and that fails then, and what the slip changes in it."""
    for _ in range(TRIES):
        made = sheet(table, random)
        ways = [
            {cell: value for cell, value in change.items() if made.values[cell] != value}
            for change in SLIPS[name](made, random)
        ]
        telling = [change for change in ways if change and any(_breaks(made, change))]
        if telling:
            return made, random.choice(telling)
    raise ValueError(f"no table found for: {name}")


def _breaks(made: Sheet, change: Values) -> Iterator[bool]:
    for _, _, constraint in instances(made.table.id):
        terms = constraint.form.terms
        yield bool(sum(terms[cell] * (value - made.values[cell]) for cell, value in change.items() if cell in terms))


def _told(made: Sheet, change: Values, found: Sequence[Cause], milliseconds: float) -> Told:
    named = {cell for cause in found for cell in cause.cells}
    perhaps = named.union(*(cells for cause in found for cells in cause.alternatives))
    explained = [cause for cause in found if cause.explanation]
    right = {cell: Decimal(made.values[cell]) for cell in change}
    suggested = {each.address: each.value for cause in explained for each in cause.suggestions}
    return Told(
        named == set(change),
        set(change) <= perhaps,
        not named <= set(change),
        all(right.get(cell) == value for cell, value in suggested.items()) if explained else None,
        milliseconds,
    )
