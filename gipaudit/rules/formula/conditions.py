"""The condition of a rule's ``if``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gipaudit.forms.arrays import Reports
from gipaudit.forms.form import Form
from gipaudit.rules.check import FAIL, NOT_ASSESSABLE
from gipaudit.rules.formula.errors import FormulaError, UnknownNameError
from gipaudit.rules.formula.evaluate import evaluate
from gipaudit.rules.formula.instance import Instance
from gipaudit.rules.formula.instances import compile_condition
from gipaudit.rules.formula.keys import PREVIOUS
from gipaudit.rules.formula.ranges import Ranges
from gipaudit.rules.formula.scopes import NotInPreviousFormError
from gipaudit.rules.formula.terms import Terms
from gipaudit.rules.previous import pairs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class BoundCondition:
    """A condition that is known to fit its forms."""

    def __init__(self, text: str) -> None:
        self.text = text

    def _bound(self, form: Form, previous: Form | None = None) -> Instance | None:
        try:
            return compile_condition(self.text, form, previous)
        except (UnknownNameError, NotInPreviousFormError):  # another variant's row: known when the condition was made
            return None

    def holds(self, reports: Reports) -> NDArray[np.int8]:
        """Whether it holds, one code a report: PASS it does, FAIL it does not, NOT_ASSESSABLE not known.

        A blank counts as 0 here. It does not hold where this variant of the form has no such row, nor where it asks
        for last year's report and there is none, and is not known where no table was found.
        """
        import numpy as np

        form = reports.form
        if form is None:
            return np.full(len(reports), NOT_ASSESSABLE, np.int8)
        instance = self._bound(form)
        if instance is None:
            return np.full(len(reports), FAIL, np.int8)
        if not any(key.startswith(PREVIOUS) for key in instance.cells):
            return _holds(instance, reports, form, Terms(), NOT_ASSESSABLE)
        codes = np.full(len(reports), FAIL, np.int8)
        for each in pairs(reports)[0]:
            bound = self._bound(form, each.previous.form)
            if bound is not None:
                terms = Terms(previous=each.previous, before=each.previous)
                codes[list(each.numbers)] = _holds(bound, each.now, form, terms, FAIL)
        return codes


def _holds(instance: Instance, reports: Reports, form: Form, terms: Terms, otherwise: int) -> NDArray[np.int8]:
    """Whether it holds; ``otherwise`` where a cell of another report is not at hand."""
    import numpy as np

    if terms.lacking(instance):
        return np.full(len(reports), otherwise, np.int8)
    return evaluate(instance.logic, Ranges(reports, form, terms, blank_is_zero=True))


def condition(text: str, forms: Mapping[str, Form]) -> BoundCondition:
    """Read a condition and hold it to the forms of a rule.

    Raises:
        FormulaError: it cannot be read, or names what no variant of some generation has.
    """
    generations: dict[str, list[Form]] = {}
    for form in forms.values():
        generations.setdefault(form.id, []).append(form)
    for variants in generations.values():
        unknown: list[FormulaError] = []
        for form in variants:
            try:
                compile_condition(text, form)
            except UnknownNameError as error:
                unknown.append(error)
        if len(unknown) == len(variants):
            raise unknown[0]
    return BoundCondition(text)
