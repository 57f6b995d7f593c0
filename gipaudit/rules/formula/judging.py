"""Verdicts on instances: a blank is tried twice, all blank is not judged, a doubtful reading accuses no one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gipaudit.forms.arrays import Reports
from gipaudit.forms.form import Form
from gipaudit.rules.check import FAIL, NOT_APPLICABLE, NOT_ASSESSABLE, PASS
from gipaudit.rules.formula.evaluate import evaluate
from gipaudit.rules.formula.halves import halves
from gipaudit.rules.formula.instances import Instance
from gipaudit.rules.formula.known import Readings
from gipaudit.rules.formula.ranges import Numbers, Ranges

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Terms:
    """What a rule says beside its formula.

    ``tolerance`` replaces the default one; ``blank_is_zero`` lets a blank pass as 0; ``previous`` and ``below`` are
    other reports' readings, aligned with the reports judged; ``before`` are the reports that ``previous`` is read
    from, where they are at hand, to show and to doubt what they say.
    """

    tolerance: float | None = None
    blank_is_zero: bool = True
    previous: Readings | None = None
    below: Readings | None = None
    before: Reports | None = None

    def ranges(self, reports: Readings, form: Form, numbers: Numbers, *, blank_is_zero: bool) -> Ranges:
        """The intervals of some of the reports."""
        return Ranges(
            reports,
            form,
            numbers,
            blank_is_zero=blank_is_zero,
            previous=self.previous,
            below=self.below,
            previous_form=self.before.form if self.before else None,
        )


def judge(instances: Sequence[Instance], reports: Reports, terms: Terms) -> NDArray[np.int8]:
    """Judge every instance on every report: verdict codes of shape (instances, reports).

    ``reports`` must have a form.
    """
    import numpy as np

    if terms.previous is not None or terms.below is not None:
        return _judged(instances, reports, terms)
    verdicts = np.empty((len(instances), len(reports)), np.int8)
    for half in halves(reports):
        verdicts[:, half.numbers] = _judged(instances, half.reports, terms)
    return verdicts


def _judged(instances: Sequence[Instance], reports: Reports, terms: Terms) -> NDArray[np.int8]:
    import numpy as np

    form = reports.form
    if form is None:
        raise ValueError("these reports have no form")
    verdicts = np.full((len(instances), len(reports)), NOT_APPLICABLE, np.int8)
    every = slice(0, len(reports))
    found = terms.ranges(reports, form, every, blank_is_zero=False)
    zero: Ranges | None = None
    for number, instance in enumerate(instances):
        if not instance.shown or lacking(instance, found):
            continue
        codes = evaluate(instance.logic, found, terms.tolerance)
        if terms.blank_is_zero:
            open_ = np.flatnonzero(codes == NOT_ASSESSABLE)
            if len(open_):
                zero = zero or terms.ranges(reports, form, every, blank_is_zero=True)
                again = evaluate(instance.logic, zero, terms.tolerance)[open_]
                settled = (again == PASS) | (again == NOT_APPLICABLE)
                codes[open_[settled]] = again[settled]
        codes[found.all_empty(instance.shown)] = NOT_APPLICABLE
        accused = codes == FAIL
        if accused.any():
            codes[accused & found.doubted(instance.shown, instance.foreign)] = NOT_ASSESSABLE
        verdicts[number] = codes
    return verdicts


def lacking(instance: Instance, ranges: Ranges) -> str | None:
    """The first cell of another report (上年, 下级) that is not at hand, by its key."""
    return next((key for key in instance.foreign if ranges.source(key)[1] is None), None)
