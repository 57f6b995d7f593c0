"""What is known of every cell of some reports: the ends of its interval, whether it is empty, whole, or in doubt."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Protocol
from weakref import WeakKeyDictionary

from gipaudit.forms.report import STATES

if TYPE_CHECKING:
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


Interval = tuple["NDArray[np.float64]", "NDArray[np.float64]"]
"""Lower and upper bounds, the reports on the last axis. Lower bounds are never +∞, upper never −∞, none is NaN.

Both are one array (``low is high``) where every report that is asked has one number, no larger than
:data:`LARGEST_READING`: whatever is reckoned for the one end need not be reckoned again for the other.
"""


class Known:
    """What is known of every cell of some reports (cells × reports): made once, however many rules ask for it.

    ``low`` and ``high`` are the ends of its interval, ``zero`` those with blanks as 0; ``numbers`` tells where it
    holds one, ``empty`` where it is blank or a dash, ``doubted`` where its number was read with too little confidence
    to accuse anyone; ``quanta`` holds the unit of the last digit printed. ``empties``, ``dubious`` and ``fractions``
    name the cells that are empty, doubted or not whole in any of the reports: most rules need look no closer.
    """

    def __init__(self, readings: Readings) -> None:
        self._states, self._unsure = readings.states, readings.unsure
        self.quanta, self._index = readings.quanta, readings.index
        self._single = readings.low is readings.high
        self.low, self.high = (
            (readings.low, readings.low) if self._single else widen(readings.low, readings.high, LARGEST_READING)
        )

    @cached_property
    def zero(self) -> Interval:
        """The ends of the intervals, where a blank is 0."""
        import numpy as np

        return np.where(self.empty, 0.0, self.low), np.where(self.empty, 0.0, self.high)

    @cached_property
    def numbers(self) -> NDArray[np.bool_]:
        """Where a cell holds a number."""
        import numpy as np

        return np.asarray(self._states == _NUMBER)

    @cached_property
    def empty(self) -> NDArray[np.bool_]:
        """Where a cell is blank or a dash."""
        import numpy as np

        return np.asarray((self._states == _EMPTY[0]) | (self._states == _EMPTY[1]))

    @cached_property
    def doubted(self) -> NDArray[np.bool_]:
        """Where a number was read with too little confidence to accuse anyone."""
        return self.numbers & self._unsure

    @cached_property
    def empties(self) -> frozenset[str]:
        """The cells that are empty in any of the reports."""
        import numpy as np

        return frozenset() if self._single else self._where(np.asarray(self.empty.any(axis=1)))

    @cached_property
    def dubious(self) -> frozenset[str]:
        """The cells that hold a doubted number in any of the reports."""
        import numpy as np

        return self._where(np.asarray(self.doubted.any(axis=1)))

    @cached_property
    def fractions(self) -> frozenset[str]:
        """The cells that hold a number that is not whole in any of the reports."""
        import numpy as np

        broken = np.zeros(len(self.low), np.bool_)
        for ends in (self.low,) if self._single else (self.low, self.high):
            for start in range(0, len(ends), ROWS):
                some = ends[start : start + ROWS]
                broken[start : start + ROWS] |= (np.floor(some) != some).any(axis=1)
        return self._where(broken)

    def _where(self, so: NDArray[np.bool_]) -> frozenset[str]:
        told = so.tolist()
        return frozenset(address for address, row in self._index.items() if told[row])


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
