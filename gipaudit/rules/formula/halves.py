"""Reports whose cells all hold one number each, told from the others.

Most reports are such, and one addition a cell judges them: no end of an interval beside the other, no blank to be
tried twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from gipaudit.forms.arrays import Arrays, Reports
from gipaudit.forms.report import STATES
from gipaudit.rules.formula.known import LARGEST_READING, ROWS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_NUMBER = STATES.index("number")


@dataclass(frozen=True)
class Half:
    """Some of many reports, by their ``numbers`` among these (a whole slice: every one)."""

    numbers: slice | NDArray[np.intp]
    reports: Reports


def halves(reports: Reports) -> Sequence[Half]:
    """What to judge one after the other, a later half instead of what was found by an earlier one. Kept as long as
    the reports are.

    The first holds all of them as if they had one number in every cell: ``low is high``. The second are those that
    have not, of which the first says nothing that stands: to reckon them in vain is cheaper than to copy the others.
    Where most have not, all are judged by both ends of their intervals.
    """
    found = _KEPT.get(reports)
    if found is None:
        found = _KEPT[reports] = _halves(reports)
    return found or [Half(slice(None), reports)]


_KEPT: WeakKeyDictionary[Reports, Sequence[Half]] = WeakKeyDictionary()
"""None of the halves is the reports themselves: they would then be kept for ever."""


def _halves(reports: Reports) -> Sequence[Half]:
    """The halves; none where all are judged by both ends."""
    import numpy as np

    form, arrays = reports.form, reports.arrays
    asked = np.array([cell.kind != "heading" for cell in form.cells.values()] if form else [], np.bool_)
    single = np.ones(len(reports), np.bool_)
    for start in range(0, len(asked), ROWS):
        rows = slice(start, start + ROWS)
        low = arrays.low[rows]
        plain = low == arrays.high[rows]
        plain &= arrays.states[rows] == _NUMBER
        if low.max() > LARGEST_READING or low.min() < -LARGEST_READING:
            plain &= np.abs(low) <= LARGEST_READING
        single &= (plain | ~asked[rows, None]).all(axis=0)
    others = np.flatnonzero(~single)
    if 2 * len(others) > len(reports):
        return []
    one = Arrays(arrays.form, arrays.low, arrays.low, arrays.states, arrays.quanta, arrays.unsure)
    whole = Half(slice(None), Reports(reports.reports, reports.context, one))
    return [whole, Half(others, reports.only(others.tolist()))] if len(others) else [whole]
