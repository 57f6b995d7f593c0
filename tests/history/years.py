"""Reports of one unit over the years, made by hand, and what the rules across years say of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from gipaudit.authoring.specimen import Draft, Specimen, make_report
from gipaudit.forms.context import Context
from gipaudit.forms.form import Form
from gipaudit.forms.library import forms
from gipaudit.forms.report import Report
from gipaudit.rules.engine import judge
from gipaudit.rules.rule import Ruleset
from gipaudit.rules.ruleset import registered_checks
from gipaudit.scorecard import Outcome
from gipaudit.scoring.rulesets import load_ruleset

UNIT = "云溪市松岭区水务局"


def form(id: str) -> Form:
    return forms()[id]


def report(
    year: int | None,
    cells: Mapping[str, Any] | None = None,
    texts: Mapping[str, str] | None = None,
    *,
    on: str = "2021",
    unit: str | None = UNIT,
    **changes: Any,
) -> Report:
    """A report of which only what is named is not 0 or not the usual text."""
    sections = {id: Draft(text=text) for id, text in (texts or {}).items()}
    made = make_report(form(on), Specimen(cells=cells or {}, sections=sections, unit=unit, year=year))
    return replace(made, source=f"{unit}{year}.docx", sha256=f"{unit}{year}{on}", **changes)


@lru_cache(1)
def ruleset() -> Ruleset:
    return load_ruleset("national-history")


def outcomes(
    judged: Report, earlier: Sequence[Report] = (), others: Sequence[Report] = (), **context: Any
) -> dict[str, list[Outcome]]:
    """What every rule across years says of one report."""
    checks = {check.name: check for check in registered_checks()}
    stands = Context(reports=(judged, *others), earlier=tuple(earlier), **context)
    (judgement,), crashes = judge(ruleset(), [judged], checks, forms(), stands)
    assert crashes == []
    return {answer.rule.id: list(answer.outcomes) for answer in judgement.answers}


def failing(judged: Report, earlier: Sequence[Report] = (), others: Sequence[Report] = ()) -> set[str]:
    """The rules across years that a report fails."""
    found = outcomes(judged, earlier, others)
    return {rule for rule, each in found.items() if any(outcome.verdict == "fail" for outcome in each)}


def verdicts(found: Mapping[str, list[Outcome]], rule: str) -> set[str]:
    return {outcome.verdict for outcome in found[rule]}
