"""Verdicts on instances: a blank is tried twice, all blank is not judged, a doubtful reading accuses no one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gipaudit.forms.form import Form
from gipaudit.forms.report import Reading, Reports
from gipaudit.rules.check import FAIL, NOT_APPLICABLE, NOT_ASSESSABLE, PASS
from gipaudit.rules.formula.evaluate import evaluate
from gipaudit.rules.formula.instances import Instance
from gipaudit.rules.formula.ranges import PREVIOUS, Ranges, Readings, address_of
from gipaudit.rules.trust import doubtful as is_doubtful

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PIECE = 2000
"""How many reports are judged at once: their intervals then stay in the processor's cache."""


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

    def ranges(self, reports: Readings, form: Form, piece: slice, *, blank_is_zero: bool) -> Ranges:
        """The intervals of a piece of the reports."""
        return Ranges(
            reports,
            form,
            piece,
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
    for piece in _pieces(len(reports)):
        found = terms.ranges(reports, form, piece, blank_is_zero=False)
        zero = terms.ranges(reports, form, piece, blank_is_zero=True) if terms.blank_is_zero else None
        for number, instance in enumerate(instances):
            verdicts[number, piece] = _judge(instance, found, zero, terms.tolerance)
    for number, report in np.argwhere(verdicts == FAIL).tolist():
        if doubtful(instances[number], reports, report, terms):
            verdicts[number, report] = NOT_ASSESSABLE
    return verdicts


def _pieces(size: int) -> Iterator[slice]:
    return (slice(start, min(start + PIECE, size)) for start in range(0, size, PIECE))


def _judge(instance: Instance, found: Ranges, zero: Ranges | None, tolerance: float | None) -> NDArray[np.int8]:
    import numpy as np

    shown = [key for key in instance.cells if key not in instance.unprinted]
    if not shown or lacking(instance, found):
        return np.full(found.size, NOT_APPLICABLE, np.int8)
    verdicts = evaluate(instance.logic, found, tolerance)
    if zero is not None and (verdicts == NOT_ASSESSABLE).any():
        second = evaluate(instance.logic, zero, tolerance)
        settled = (verdicts == NOT_ASSESSABLE) & ((second == PASS) | (second == NOT_APPLICABLE))
        verdicts = np.where(settled, second, verdicts)
    unsaid = found.empty(shown).all(axis=0)
    return np.where(unsaid, NOT_APPLICABLE, verdicts).astype(np.int8)


def lacking(instance: Instance, ranges: Ranges) -> str | None:
    """The first cell of another report (上年, 下级) that is not at hand, by its key."""
    for key in instance.cells:
        if key not in instance.unprinted and ranges.source(key)[1] is None:
            return key
    return None


def doubtful(instance: Instance, reports: Reports, report: int, terms: Terms) -> list[str]:
    """The keys of the numbers that were read with too little confidence to accuse anyone."""
    found = []
    for key in instance.cells:
        reading = reading_of(key, reports, report, terms)
        if reading is not None and reading.state == "number" and is_doubtful(reading):
            found.append(key)
    return found


def reading_of(key: str, reports: Reports, report: int, terms: Terms) -> Reading | None:
    """What this report, or last year's where it is at hand, has in a cell."""
    if key.startswith(PREVIOUS):
        return terms.before.reports[report].readings.get(address_of(key)) if terms.before else None
    return reports.reports[report].readings.get(key)
