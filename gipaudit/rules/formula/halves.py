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
from gipaudit.rules.formula.known import LARGEST_READING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_NUMBER = STATES.index("number")
_ROWS = 16
"""So many rows of cells are looked at together: they stay in the processor's cache."""


@dataclass(frozen=True)
class Half:
    """Some of many reports, by their ``numbers`` among these."""

    numbers: NDArray[np.intp]
    reports: Reports


def halves(reports: Reports) -> Sequence[Half]:
    """The reports in two parts, of which one may be lacking. Kept as long as they are.

    The arrays of those with one number in every cell are one array: ``low is high``.
    """
    found = _KEPT.get(reports)
    if found is None:
        found = _KEPT[reports] = _halves(reports)
    return found


_KEPT: WeakKeyDictionary[Reports, Sequence[Half]] = WeakKeyDictionary()


def _halves(reports: Reports) -> Sequence[Half]:
    import numpy as np

    form, arrays = reports.form, reports.arrays
    asked = np.array([cell.kind != "heading" for cell in form.cells.values()] if form else [], np.bool_)
    single = np.ones(len(reports), np.bool_)
    for start in range(0, len(asked), _ROWS):
        rows = slice(start, start + _ROWS)
        low = arrays.low[rows]
        plain = (arrays.states[rows] == _NUMBER) & (low == arrays.high[rows]) & (np.abs(low) <= LARGEST_READING)
        single &= (plain | ~asked[rows, None]).all(axis=0)
    chosen, others = np.flatnonzero(single), np.flatnonzero(~single)
    found = []
    if len(chosen):
        found.append(Half(chosen, _one_number_each(reports, arrays, asked, chosen)))
    if len(others):
        found.append(Half(others, reports.only(others.tolist())))
    return found


def _one_number_each(reports: Reports, arrays: Arrays, asked: NDArray[np.bool_], chosen: NDArray[np.intp]) -> Reports:
    low, quanta = arrays.low.take(chosen, axis=1), arrays.quanta.take(chosen, axis=1)
    low[~asked] = 0  # headings, which no formula can name
    states, unsure = arrays.states.take(chosen, axis=1), arrays.unsure.take(chosen, axis=1)
    made = Arrays(arrays.form, low, low, states, quanta, unsure)
    return Reports([reports.reports[number] for number in chosen.tolist()], reports.context, made)
