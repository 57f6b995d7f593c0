"""Verdicts on instances: a blank is tried twice, all blank is not judged, a doubtful reading accuses no one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gipaudit.forms.form import Form
from gipaudit.forms.report import Reports
from gipaudit.rules.check import FAIL, NOT_APPLICABLE, NOT_ASSESSABLE, PASS
from gipaudit.rules.formula.evaluate import evaluate
from gipaudit.rules.formula.instances import Instance
from gipaudit.rules.formula.ranges import PREVIOUS, Numbers, Ranges, Readings, address_of
from gipaudit.rules.trust import doubtful as is_doubtful

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

    form = reports.form
    if form is None:
        raise ValueError("these reports have no form")
    verdicts = np.full((len(instances), len(reports)), NOT_APPLICABLE, np.int8)
    found = terms.ranges(reports, form, slice(0, len(reports)), blank_is_zero=False)
    for number, instance in enumerate(instances):
        shown = [key for key in instance.cells if key not in instance.unprinted]
        if not shown or lacking(instance, found):
            continue
        codes = evaluate(instance.logic, found, terms.tolerance)
        if terms.blank_is_zero:
            open_ = np.flatnonzero(codes == NOT_ASSESSABLE)
            if len(open_):
                zero = terms.ranges(reports, form, open_, blank_is_zero=True)
                again = evaluate(instance.logic, zero, terms.tolerance)
                settled = (again == PASS) | (again == NOT_APPLICABLE)
                codes[open_[settled]] = again[settled]
        codes[found.all_empty(shown)] = NOT_APPLICABLE
        verdicts[number] = codes
    for number, report in np.argwhere(verdicts == FAIL).tolist():
        if doubtful(instances[number], reports, report, terms):
            verdicts[number, report] = NOT_ASSESSABLE
    return verdicts


def lacking(instance: Instance, ranges: Ranges) -> str | None:
    """The first cell of another report (上年, 下级) that is not at hand, by its key."""
    for key in instance.cells:
        if key not in instance.unprinted and ranges.source(key)[1] is None:
            return key
    return None


def doubtful(instance: Instance, reports: Reports, report: int, terms: Terms) -> list[str]:
    """The keys of the numbers that were read with too little confidence to accuse anyone."""
    own = reports.reports[report].readings
    last = terms.before.reports[report].readings if terms.before else None
    found = []
    for key in instance.cells:
        if key.startswith(PREVIOUS):
            reading = last.get(address_of(key)) if last is not None else None
        else:
            reading = own.get(key)
        if reading is not None and reading.state == "number" and is_doubtful(reading):
            found.append(key)
    return found
