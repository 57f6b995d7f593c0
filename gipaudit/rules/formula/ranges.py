"""What is known of each cell, as arrays over reports: the intervals that formulas are evaluated on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias
from weakref import WeakKeyDictionary

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


class _Known:
    """What is known of every cell of some reports (cells × reports): made once, however many rules ask for it."""

    def __init__(self, readings: Readings) -> None:
        import numpy as np

        states = readings.states
        self.numbers = states == _NUMBER
        self.empty = (states == _EMPTY[0]) | (states == _EMPTY[1])
        self.low, self.high = widen(readings.low, readings.high, LARGEST_READING)
        whole = (np.floor(self.low) == self.low) & (np.floor(self.high) == self.high)
        self.whole = whole.all(axis=1)


_KNOWN: WeakKeyDictionary[Readings, _Known] = WeakKeyDictionary()


def _known(readings: Readings) -> _Known:
    """Kept as long as the readings, which nobody changes."""
    found = _KNOWN.get(readings)
    if found is None:
        found = _KNOWN[readings] = _Known(readings)
    return found


Numbers: TypeAlias = "slice | NDArray[np.intp]"
"""Which of the reports are asked: a run of them, or some by their numbers."""


class Ranges:
    """The intervals of some of the reports (``numbers``), with blanks as 0 or as the whole range.

    ``previous`` holds the same units' reports of the year before, ``below`` the sums over the units below, both
    aligned with ``reports``. ``previous_form`` is the form of those, where it may differ.
    """

    def __init__(
        self,
        reports: Readings,
        form: Form,
        numbers: Numbers,
        *,
        blank_is_zero: bool,
        previous: Readings | None = None,
        below: Readings | None = None,
        previous_form: Form | None = None,
    ) -> None:
        self._sources: dict[str, Readings | None] = {"": reports, PREVIOUS: previous, BELOW: below}
        self._form = form.whole or form
        self._previous_form = previous_form.whole or previous_form if previous_form else self._form
        self._numbers = numbers
        self._blank_is_zero = blank_is_zero
        self._own, self._index = _known(reports), reports.index
        count = reports.low.shape[1]
        self.size = len(range(count)[numbers]) if isinstance(numbers, slice) else len(numbers)

    def source(self, key: str) -> tuple[Readings | None, int | None]:
        """Where a cell's readings are: the arrays (``None``: not given) and the row in them (``None``: no such)."""
        address = address_of(key)
        readings = self._sources[key.removesuffix(address)]
        return readings, None if readings is None else readings.index.get(address)

    def _row(self, key: str) -> tuple[_Known, int] | None:
        own = self._index.get(key)
        if own is not None:
            return self._own, own
        readings, row = self.source(key)
        return None if readings is None or row is None else (_known(readings), row)

    def one(self, key: str) -> Interval:
        """The interval of one cell in each report. Of a cell that this layout does not print nothing is known."""
        import numpy as np

        found = self._row(key)
        if found is None:
            least, most = whole_range(self.cell(key).kind)
            return (
                np.full(self.size, -np.inf if least is None else float(least)),
                np.full(self.size, np.inf if most is None else float(most)),
            )
        known, row = found
        low, high = known.low[row, self._numbers], known.high[row, self._numbers]
        if self._blank_is_zero:
            empty = known.empty[row, self._numbers]
            low, high = np.where(empty, 0.0, low), np.where(empty, 0.0, high)
        return low, high

    def of(self, keys: Sequence[str]) -> Interval:
        """The intervals of some cells, as arrays (cells × reports)."""
        import numpy as np

        pairs = [self.one(key) for key in keys]
        return np.array([low for low, _ in pairs]), np.array([high for _, high in pairs])

    def whole(self, key: str) -> bool:
        """Whether a cell's bounds are whole numbers, wherever there are any."""
        found = self._row(key)
        return found is None or bool(found[0].whole[found[1]])

    def empty(self, key: str) -> NDArray[np.bool_]:
        """In which reports a cell is blank or a dash."""
        import numpy as np

        found = self._row(key)
        return np.zeros(self.size, np.bool_) if found is None else found[0].empty[found[1], self._numbers]

    def all_empty(self, keys: Iterable[str]) -> NDArray[np.bool_]:
        """In which reports all these cells are blank or a dash."""
        import numpy as np

        result = np.ones(self.size, np.bool_)
        for key in keys:
            result &= self.empty(key)
            if not result.any():
                break
        return result

    def quantum(self, key: str) -> NDArray[np.float64]:
        """The unit of the last digit printed in a cell of each report, 0 where it holds no number."""
        import numpy as np

        readings, row = self.source(key)
        if readings is None or row is None:
            return np.zeros(self.size)
        return np.where(_known(readings).numbers[row], readings.quanta[row], 0.0)[self._numbers]

    def is_amount(self, key: str) -> bool:
        """Whether a cell asks for an amount rather than a count."""
        return self.cell(key).kind == "amount"

    def cell(self, key: str) -> FormCell:
        """What the form says of a cell, in whosever report it stands."""
        form = self._previous_form if key.startswith(PREVIOUS) else self._form
        return form.cells[address_of(key)]


def widen(low: NDArray[np.float64], high: NDArray[np.float64], limit: float) -> Interval:
    """Open every bound that is beyond the limit, and whatever is no number: wider, and so never wrong."""
    import numpy as np

    return (
        np.where(low >= -limit, np.minimum(low, limit), -np.inf),
        np.where(high <= limit, np.maximum(high, -limit), np.inf),
    )
