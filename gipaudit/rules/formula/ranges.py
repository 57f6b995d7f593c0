"""What is known of each cell, as arrays over reports: the intervals that formulas are evaluated on."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from gipaudit.forms.form import Form, FormCell
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
"""Lower and upper bounds, the reports on the last axis. Lower bounds are never +∞, upper never −∞, none is NaN."""


def address_of(key: str) -> str:
    """A key without whose cell it is."""
    return key.removeprefix(PREVIOUS).removeprefix(BELOW)


class Ranges:
    """The intervals of a piece of the reports (``start`` to ``stop``), with blanks as 0 or as the whole range.

    ``previous`` holds the same units' reports of the year before, ``below`` the sums over the units below, both
    aligned with ``reports``. ``previous_form`` is the form of those, where it may differ.
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
        previous_form: Form | None = None,
    ) -> None:
        self._sources: dict[str, Readings | None] = {"": reports, PREVIOUS: previous, BELOW: below}
        self._form = form.whole or form
        self._previous_form = previous_form.whole or previous_form if previous_form else self._form
        self._piece = piece
        self._blank_is_zero = blank_is_zero
        self.size = len(range(reports.low.shape[1])[piece])

    def source(self, key: str) -> tuple[Readings | None, int | None]:
        """Where a cell's readings are: the arrays (``None``: not given) and the row in them (``None``: no such)."""
        address = address_of(key)
        readings = self._sources[key.removesuffix(address)]
        return readings, None if readings is None else readings.index.get(address)

    def of(self, keys: Sequence[str]) -> Interval:
        """The intervals of some cells, as arrays (cells × reports).

        Of a cell that this layout does not print nothing is known.
        """
        import numpy as np

        low, high = np.empty((len(keys), self.size)), np.empty((len(keys), self.size))
        for readings, places, rows in self._gathered(keys):
            if readings is None:
                for place, row in zip(places, rows, strict=True):
                    low[place], high[place] = self._unknown(keys[row])
                continue
            lows, highs = readings.low[rows, self._piece], readings.high[rows, self._piece]
            if self._blank_is_zero:
                empty = _is_empty(readings.states[rows, self._piece])
                lows, highs = np.where(empty, 0.0, lows), np.where(empty, 0.0, highs)
            low[places], high[places] = lows, highs
        return widen(low, high, LARGEST_READING)

    def _gathered(self, keys: Sequence[str]) -> Iterator[tuple[Readings | None, list[int], list[int]]]:
        """The keys by their arrays: places among the keys, rows of the arrays (or places again, without arrays)."""
        unknown: list[int] = []
        gathered: dict[int, tuple[Readings, list[int], list[int]]] = {}
        for place, key in enumerate(keys):
            readings, row = self.source(key)
            if readings is None or row is None:
                unknown.append(place)
                continue
            _, places, rows = gathered.setdefault(id(readings), (readings, [], []))
            places.append(place)
            rows.append(row)
        yield from gathered.values()
        if unknown:
            yield None, unknown, unknown

    def _unknown(self, key: str) -> tuple[float, float]:
        low, high = whole_range(self.cell(key).kind)
        return (-math.inf if low is None else float(low)), (math.inf if high is None else float(high))

    def empty(self, keys: Sequence[str]) -> NDArray[np.bool_]:
        """Which cells are blank or a dash (cells × reports)."""
        import numpy as np

        result = np.zeros((len(keys), self.size), np.bool_)
        for readings, places, rows in self._gathered(keys):
            if readings is not None:
                result[places] = _is_empty(readings.states[rows, self._piece])
        return result

    def quanta(self, keys: Sequence[str]) -> NDArray[np.float64]:
        """The units of the last digit printed (cells × reports), 0 where a cell holds no number."""
        import numpy as np

        result = np.zeros((len(keys), self.size))
        for readings, places, rows in self._gathered(keys):
            if readings is not None:
                numbers = readings.states[rows, self._piece] == _NUMBER
                result[places] = np.where(numbers, readings.quanta[rows, self._piece], 0.0)
        return result

    def is_amount(self, key: str) -> bool:
        """Whether a cell asks for an amount rather than a count."""
        return self.cell(key).kind == "amount"

    def cell(self, key: str) -> FormCell:
        """What the form says of a cell, in whosever report it stands."""
        form = self._previous_form if key.startswith(PREVIOUS) else self._form
        return form.cells[address_of(key)]


def _is_empty(states: NDArray[np.int8]) -> NDArray[np.bool_]:
    import numpy as np

    return np.asarray((states == _EMPTY[0]) | (states == _EMPTY[1]))


def widen(low: NDArray[np.float64], high: NDArray[np.float64], limit: float) -> Interval:
    """Open every bound that is beyond the limit, and whatever is no number: wider, and so never wrong."""
    import numpy as np

    low = np.where(np.isnan(low) | (low < -limit), -np.inf, np.minimum(low, limit))
    high = np.where(np.isnan(high) | (high > limit), np.inf, np.maximum(high, -limit))
    return low, high
