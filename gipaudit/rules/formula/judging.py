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
from gipaudit.rules.formula.instance import Instance
from gipaudit.rules.formula.instances import CompiledRule
from gipaudit.rules.formula.keys import PREVIOUS, address_of
from gipaudit.rules.formula.known import Readings
from gipaudit.rules.formula.ranges import Pairs, Ranges
from gipaudit.rules.formula.stacks import Stack

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

    def ranges(
        self,
        reports: Readings,
        form: Form,
        *,
        blank_is_zero: bool,
        stack: Stack | None = None,
        pairs: Pairs | None = None,
    ) -> Ranges:
        """The intervals of the reports; for ``stack`` and ``pairs`` see :class:`Ranges`."""
        return Ranges(
            reports,
            form,
            blank_is_zero=blank_is_zero,
            stack=stack,
            pairs=pairs,
            previous=self.previous,
            below=self.below,
            previous_form=self.before.form if self.before else None,
        )

    def lacking(self, instance: Instance) -> str | None:
        """The first cell of another report (上年, 下级) that is not at hand, by its key."""
        for key in instance.foreign:
            readings = self.previous if key.startswith(PREVIOUS) else self.below
            if readings is None or address_of(key) not in readings.index:
                return key
        return None

    def at_hand(self, stack: Stack, instances: Sequence[Instance]) -> Stack:
        """Those of a stack's instances whose cells of other reports are at hand."""
        return stack.only([number for number in stack.numbers if self.lacking(instances[number]) is None])


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

    found = terms.ranges(reports, form, blank_is_zero=False, stack=stack)
    codes = evaluate(stack.logic, found, terms.tolerance)
    if terms.blank_is_zero:
        open_ = codes == NOT_ASSESSABLE
        if open_.any():
            zero = terms.ranges(reports, form, blank_is_zero=True, stack=stack)
            again = evaluate(stack.logic, zero, terms.tolerance)
            np.copyto(codes, again, where=open_ & ((again == PASS) | (again == NOT_APPLICABLE)))
    codes[found.all_empty(stack.shown)] = NOT_APPLICABLE
    accused = codes == FAIL
    if accused.any():
        codes[accused & found.doubted(stack.shown)] = NOT_ASSESSABLE
    return codes
