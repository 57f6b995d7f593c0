"""What a rule says beside its formula, and which other reports it is judged with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gipaudit.forms.arrays import Reports
from gipaudit.forms.form import Form
from gipaudit.rules.formula.instance import Instance
from gipaudit.rules.formula.keys import PREVIOUS, address_of
from gipaudit.rules.formula.known import Readings
from gipaudit.rules.formula.stacks import Stack


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

    @property
    def previous_form(self) -> Form | None:
        """The form of last year's reports, where they are at hand."""
        return self.before.form if self.before else None

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
