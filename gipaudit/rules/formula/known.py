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

Both are one array (``low is high``) where every report is known to have one number: whatever is reckoned for the one
end need not be reckoned again for the other.
"""


class Known:
    """What is known of every cell of some reports (cells × reports): made once, however many rules ask for it.

    ``low`` and ``high`` are the ends of its interval, ``zero`` those with blanks as 0; ``empty`` tells where it is
    blank or a dash, ``doubted`` where its number was read with too little confidence to accuse anyone. ``filled``,
    ``dubious`` and ``fractions`` name cells by what is so of them in any report: most rules need look no closer.
    """

    def __init__(self, readings: Readings) -> None:
        states = readings.states
        self.numbers = states == _NUMBER
        self.empty = (states == _EMPTY[0]) | (states == _EMPTY[1])
        self.doubted = self.numbers & readings.unsure
        self.low, self.high = widen(readings.low, readings.high, LARGEST_READING)
        self._index = readings.index

    @cached_property
    def zero(self) -> Interval:
        """The ends of the intervals, where a blank is 0."""
        import numpy as np

        return np.where(self.empty, 0.0, self.low), np.where(self.empty, 0.0, self.high)

    @cached_property
    def filled(self) -> frozenset[str]:
        """The addresses of the cells that are empty in none of the reports."""
        return self._where(~self.empty.any(axis=1))

    @cached_property
    def dubious(self) -> frozenset[str]:
        """The addresses of the cells whose number is doubted in some report."""
        return self._where(self.doubted.any(axis=1))

    @cached_property
    def fractions(self) -> frozenset[str]:
        """The addresses of the cells that hold a number which is not whole."""
        import numpy as np

        broken = (np.floor(self.low) != self.low).any(axis=1)
        if self.high is not self.low:
            broken |= (np.floor(self.high) != self.high).any(axis=1)
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

    if low is high and low.size and -limit <= low.min() and low.max() <= limit:
        return low, low
    return (
        np.where(low >= -limit, np.minimum(low, limit), -np.inf),
        np.where(high <= limit, np.maximum(high, -limit), np.inf),
    )
