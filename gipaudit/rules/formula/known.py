"""What is known of every cell of some reports: the ends of its interval, whether it is empty, whole, or in doubt."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeAlias
from weakref import WeakKeyDictionary

from gipaudit.forms.report import STATES

if TYPE_CHECKING:
    from types import EllipsisType

    import numpy as np
    from numpy.typing import NDArray

LARGEST_READING = 1e12
"""Beyond this a reading is only known to be larger: sums stay exact in doubles, and no overflow is ever met."""

ROWS = 16
"""So many rows of cells are looked at together: they stay in the processor's cache."""

_NUMBER = STATES.index("number")
_EMPTY = (STATES.index("blank"), STATES.index("dash"))


class Readings(Protocol):
    """Arrays of readings (cells × reports), as :class:`gipaudit.forms.arrays.Reports` has them."""

    @property
    def index(self) -> Mapping[str, int]:
        """The array row of each address."""

    @property
    def low(self) -> NDArray[np.float64]:
        """Lower bounds."""

    @property
    def high(self) -> NDArray[np.float64]:
        """Upper bounds."""

    @property
    def states(self) -> NDArray[np.int8]:
        """Indices into :data:`STATES`."""

    @property
    def quanta(self) -> NDArray[np.float64]:
        """Units of the last digit printed."""

    @property
    def unsure(self) -> NDArray[np.bool_]:
        """What may not be held against a unit."""


Rows: TypeAlias = "int | slice | NDArray[np.intp]"
"""Rows of arrays (cells × reports): one, or one an instance."""

At: TypeAlias = "tuple[Rows, slice | NDArray[np.intp]] | EllipsisType"
"""Which cells of which reports: all of some rows, pairs of a row and a report, or all there are."""

Interval = tuple["NDArray[np.float64]", "NDArray[np.float64]"]
"""Lower and upper bounds, the reports on the last axis. Lower bounds are never +∞, upper never −∞, none is NaN.

Both are one array (``low is high``) where every report that is asked has one number, no larger than
:data:`LARGEST_READING`: whatever is reckoned for the one end need not be reckoned again for the other.
"""


class Known:
    """What is known of every cell of some reports (cells × reports): made once, however many rules ask for it.

    ``ends`` are those of its interval, ``zero`` those with blanks as 0; ``quanta`` holds the unit of the last digit
    printed. ``empties``, ``dubious`` and ``fractions`` name the cells that may be empty, doubted or not whole in any
    of the reports: most rules need look no closer.
    """

    def __init__(self, readings: Readings) -> None:
        self._low, self._high = readings.low, readings.high
        self._states, self._unsure = readings.states, readings.unsure
        self.quanta, self._index = readings.quanta, readings.index
        self._single = readings.low is readings.high

    @cached_property
    def ends(self) -> Interval:
        """The lower and the upper ends of the intervals."""
        return (self._low, self._low) if self._single else widen(self._low, self._high, LARGEST_READING)

    @cached_property
    def zero(self) -> Interval:
        """The same, where a blank is 0."""
        import numpy as np

        empty = self.empty(...)
        low, high = self.ends
        return np.where(empty, 0.0, low), np.where(empty, 0.0, high)

    def some(self, at: At) -> Interval:
        """The ends of some of the intervals, where it is not worth while to make all."""
        return widen(self._low[at], self._high[at], LARGEST_READING)

    def numbers(self, at: At) -> NDArray[np.bool_]:
        """Where some cells hold a number."""
        import numpy as np

        return np.asarray(self._states[at] == _NUMBER)

    def empty(self, at: At) -> NDArray[np.bool_]:
        """Where some cells are blank or a dash."""
        import numpy as np

        states = self._states[at]
        return np.asarray((states == _EMPTY[0]) | (states == _EMPTY[1]))

    def doubted(self, at: At) -> NDArray[np.bool_]:
        """Where the number of some cells was read with too little confidence to accuse anyone."""
        return self.numbers(at) & self._unsure[at]

    @cached_property
    def empties(self) -> frozenset[str]:
        """The cells that are empty in any of the reports."""
        import numpy as np

        return frozenset() if self._single else self._where(np.asarray(self.empty(...).any(axis=1)))

    @cached_property
    def dubious(self) -> frozenset[str]:
        """The cells that may hold a doubted number in any of the reports."""
        import numpy as np

        return self._where(np.asarray(self._unsure.any(axis=1)))

    @cached_property
    def fractions(self) -> frozenset[str]:
        """The cells that hold a number that is not whole in any of the reports."""
        import numpy as np

        broken = np.zeros(len(self._low), np.bool_)
        for ends in self.ends[:1] if self._single else self.ends:
            for start in range(0, len(ends), ROWS):
                broken[start : start + ROWS] |= ~whole(ends[start : start + ROWS]).all(axis=1)
        return self._where(broken)

    def _where(self, so: NDArray[np.bool_]) -> frozenset[str]:
        told = so.tolist()
        return frozenset(address for address, row in self._index.items() if told[row])


def whole(numbers: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of them are whole; ±∞ are."""
    import numpy as np

    return np.asarray(np.floor(numbers) == numbers)


_KNOWN: WeakKeyDictionary[Readings, Known] = WeakKeyDictionary()


def known(readings: Readings) -> Known:
    """Return what is known of these; kept as long as they are, and nobody changes them."""
    found = _KNOWN.get(readings)
    if found is None:
        found = _KNOWN[readings] = Known(readings)
    return found


def widen(low: NDArray[np.float64], high: NDArray[np.float64], limit: float) -> Interval:
    """Open every bound that is beyond the limit, and whatever is no number: wider, and so never wrong."""
    import numpy as np

    beyond = ((low < -limit) & (low > -np.inf)) | (low > limit) | ((high > limit) & (high < np.inf)) | (high < -limit)
    if not (beyond | np.isnan(low) | np.isnan(high)).any():
        return low, high
    return (
        np.where(low >= -limit, np.minimum(low, limit), -np.inf),
        np.where(high <= limit, np.maximum(high, -limit), np.inf),
    )
