"""Verdicts on instances: a blank is tried twice, all blank is not judged, a doubtful reading accuses no one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gipaudit.forms.arrays import Reports
from gipaudit.forms.form import Form
from gipaudit.rules.check import FAIL, NOT_APPLICABLE, NOT_ASSESSABLE, PASS
from gipaudit.rules.formula.evaluate import evaluate
from gipaudit.rules.formula.halves import halves
from gipaudit.rules.formula.instances import CompiledRule
from gipaudit.rules.formula.ranges import Ranges
from gipaudit.rules.formula.stacks import Stack
from gipaudit.rules.formula.terms import Terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def judge(rule: CompiledRule, reports: Reports, terms: Terms) -> NDArray[np.int8]:
    """Judge every instance on every report: verdict codes of shape (instances, reports).

    ``reports`` must have a form.
    """
    import numpy as np

    if terms.previous is not None or terms.below is not None:
        return _judged(rule, reports, terms)
    verdicts = np.empty((len(rule.instances), len(reports)), np.int8)
    with np.errstate(invalid="ignore", over="ignore"):  # of what the first half reckons in vain
        for half in halves(reports):
            verdicts[:, half.numbers] = _judged(rule, half.reports, terms)
    return verdicts


def _judged(rule: CompiledRule, reports: Reports, terms: Terms) -> NDArray[np.int8]:
    import numpy as np

    form = reports.form
    if form is None:
        raise ValueError("these reports have no form")
    verdicts = np.full((len(rule.instances), len(reports)), NOT_APPLICABLE, np.int8)
    for stack in rule.stacks:
        asked = terms.at_hand(stack, rule.instances)
        if asked.shown and asked.numbers:
            verdicts[list(asked.numbers)] = _codes(asked, reports, form, terms)
    return verdicts


def _codes(stack: Stack, reports: Reports, form: Form, terms: Terms) -> NDArray[np.int8]:
    import numpy as np

    found = Ranges(reports, form, terms, blank_is_zero=False, stack=stack)
    codes = evaluate(stack.logic, found, terms.tolerance)
    if terms.blank_is_zero:
        open_ = codes == NOT_ASSESSABLE
        if open_.any():
            zero = Ranges(reports, form, terms, blank_is_zero=True, stack=stack)
            again = evaluate(stack.logic, zero, terms.tolerance)
            np.copyto(codes, again, where=open_ & ((again == PASS) | (again == NOT_APPLICABLE)))
    codes[found.all_empty(stack.shown)] = NOT_APPLICABLE
    accused = codes == FAIL
    if accused.any():
        codes[accused & found.doubted(stack.shown)] = NOT_ASSESSABLE
    return codes
