"""What is known of each cell, as arrays over reports: the intervals that formulas are evaluated on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from gipaudit.forms.form import Form
from gipaudit.forms.report import STATES, whole_range

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LARGEST_READING = 1e12
"""Beyond this a reading is only known to be larger: sums stay exact in doubles, and no overflow is ever met."""

_NUMBER = STATES.index("number")
_EMPTY = (STATES.index("blank"), STATES.index("dash"))

PREVIOUS, BELOW = "上年.", "下级."
"""What a cell's key begins with where the cell is another report's."""


class Readings(Protocol):
    """Arrays of readings (cells × reports), as :class:`gipaudit.forms.report.Reports` has them."""

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


Interval = tuple["NDArray[np.float64]", "NDArray[np.float64]"]
"""Lower and upper bounds, one for each report. Lower bounds are never +∞, upper never −∞, neither is ever NaN."""


def address_of(key: str) -> str:
    """A key without whose cell it is."""
    return key.removeprefix(PREVIOUS).removeprefix(BELOW)


class Ranges:
    """The intervals of a piece of the reports (``start`` to ``stop``), with blanks as 0 or as the whole range.

    ``previous`` holds the same units' reports of the year before, ``below`` the sums over the units below, both
    aligned with ``reports``.
    """

    def __init__(
        self,
        reports: Readings,
        form: Form,
        piece: slice,
        *,
        blank_is_zero: bool,
        previous: Readings | None = None,
        below: Readings | None = None,
    ) -> None:
        self._sources: dict[str, Readings | None] = {"": reports, PREVIOUS: previous, BELOW: below}
        self._form = form.whole or form
        self._piece = piece
        self._blank_is_zero = blank_is_zero
        self._found: dict[str, Interval] = {}
        self.size = len(range(reports.low.shape[1])[piece])

    def source(self, key: str) -> tuple[Readings | None, int | None]:
        """Where a cell's readings are: the arrays (``None``: not given) and the row in them (``None``: no such)."""
        address = address_of(key)
        readings = self._sources[key.removesuffix(address)]
        return readings, None if readings is None else readings.index.get(address)

    def of(self, key: str) -> Interval:
        """The interval of one cell. Of a cell that this layout does not print nothing is known."""
        if key not in self._found:
            self._found[key] = self._bounds(key)
        return self._found[key]

    def _bounds(self, key: str) -> Interval:
        import numpy as np

        readings, row = self.source(key)
        if readings is None or row is None:
            low, high = whole_range(self._form.cells[address_of(key)].kind)
            return (
                np.full(self.size, -np.inf if low is None else float(low)),
                np.full(self.size, np.inf if high is None else float(high)),
            )
        lows, highs = readings.low[row, self._piece], readings.high[row, self._piece]
        if self._blank_is_zero:
            empty = np.isin(readings.states[row, self._piece], _EMPTY)
            lows, highs = np.where(empty, 0.0, lows), np.where(empty, 0.0, highs)
        return widen(lows, highs, LARGEST_READING)

    def empty(self, key: str) -> NDArray[np.bool_]:
        """In which reports the cell is blank or a dash."""
        import numpy as np

        readings, row = self.source(key)
        if readings is None or row is None:
            return np.zeros(self.size, np.bool_)
        return np.asarray(np.isin(readings.states[row, self._piece], _EMPTY))

    def quantum(self, key: str) -> NDArray[np.float64]:
        """The unit of the last digit printed, 0 where the cell holds no number or is no amount."""
        import numpy as np

        readings, row = self.source(key)
        if readings is None or row is None or self._form.cells[address_of(key)].kind != "amount":
            return np.zeros(self.size)
        return np.where(readings.states[row, self._piece] == _NUMBER, readings.quanta[row, self._piece], 0.0)


def widen(low: NDArray[np.float64], high: NDArray[np.float64], limit: float) -> Interval:
    """Open every bound that is beyond the limit, and whatever is no number: wider, and so never wrong."""
    import numpy as np

    low = np.where(np.isnan(low) | (low < -limit), -np.inf, np.minimum(low, limit))
    high = np.where(np.isnan(high) | (high > limit), np.inf, np.maximum(high, -limit))
    return low, high
