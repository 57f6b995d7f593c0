"""An instance of a rule, and a report that something is told of it in."""

from __future__ import annotations

from dataclasses import dataclass

from gipaudit.forms.report import Reading, Report
from gipaudit.rules.formula.instance import Instance
from gipaudit.rules.formula.keys import PREVIOUS, address_of


@dataclass(frozen=True, slots=True)
class Pair:
    """An instance in a report. ``before`` is last year's report, where it is asked and at hand."""

    instance: Instance
    report: Report
    before: Report | None = None

    def reading(self, key: str) -> Reading | None:
        """What is read in a cell of the formula, in whosever report it stands; not in the units below."""
        if key.startswith(PREVIOUS):
            return None if self.before is None else self.before.readings.get(address_of(key))
        return self.report.readings.get(key)
