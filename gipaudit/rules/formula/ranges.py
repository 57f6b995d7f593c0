"""The intervals that formulas are evaluated on: what is known of each cell, in whosever report it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from gipaudit.forms.form import Form, FormCell
from gipaudit.forms.report import whole_range
from gipaudit.rules.formula.known import Interval, Known, Readings, known

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PREVIOUS, BELOW = "上年.", "下级."
"""What a cell's key begins with where the cell is another report's."""


def address_of(key: str) -> str:
    """A key without whose cell it is."""
    return key.removeprefix(PREVIOUS).removeprefix(BELOW)


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
        self._own, self._index = known(reports), reports.index
        self._bounds = self._ends(self._own)
        count = reports.low.shape[1]
        self.size = len(range(count)[numbers]) if isinstance(numbers, slice) else len(numbers)
        self.amounts: frozenset[str] = self._form.amounts
        """The keys of the cells that ask for an amount rather than a count."""
        if previous is not None:
            self.amounts |= {f"{PREVIOUS}{address}" for address in self._previous_form.amounts}
        if below is not None:
            self.amounts |= {f"{BELOW}{address}" for address in self._form.amounts}

    def _ends(self, known: Known) -> Interval:
        return known.zero if self._blank_is_zero else (known.low, known.high)

    def source(self, key: str) -> tuple[Readings | None, int | None]:
        """Where a cell's readings are: the arrays (``None``: not given) and the row in them (``None``: no such)."""
        address = address_of(key)
        readings = self._sources[key.removesuffix(address)]
        return readings, None if readings is None else readings.index.get(address)

    def _row(self, key: str) -> tuple[Known, int] | None:
        own = self._index.get(key)
        if own is not None:
            return self._own, own
        readings, row = self.source(key)
        return None if readings is None or row is None else (known(readings), row)

    def one(self, key: str) -> Interval:
        """The interval of one cell in each report. Of a cell that this layout does not print nothing is known."""
        row = self._index.get(key)
        if row is None:
            return self._of_another(key)
        low, high = self._bounds
        least = low[row, self._numbers]
        return least, least if low is high else high[row, self._numbers]

    def _of_another(self, key: str) -> Interval:
        """The same for a cell that is not among the report's own."""
        import numpy as np

        found = self._row(key)
        if found is None:
            least, most = whole_range(self.cell(key).kind)
            return (
                np.full(self.size, -np.inf if least is None else float(least)),
                np.full(self.size, np.inf if most is None else float(most)),
            )
        low, high = self._ends(found[0])
        return low[found[1], self._numbers], high[found[1], self._numbers]

    def of(self, keys: Sequence[str]) -> Interval:
        """The intervals of some cells, as arrays (cells × reports)."""
        import numpy as np

        pairs = [self.one(key) for key in keys]
        return np.array([low for low, _ in pairs]), np.array([high for _, high in pairs])

    def whole(self, keys: frozenset[str]) -> bool:
        """Whether the bounds of these cells are whole numbers, wherever there are any."""
        if not self._own.fractions.isdisjoint(keys):
            return False
        others = ((self._row(key), address_of(key)) for key in keys if key not in self._index)
        return not any(found is not None and address in found[0].fractions for found, address in others)

    def empty(self, key: str) -> NDArray[np.bool_]:
        """In which reports a cell is blank or a dash."""
        import numpy as np

        found = self._row(key)
        return np.zeros(self.size, np.bool_) if found is None else found[0].empty[found[1], self._numbers]

    def doubted(self, own: frozenset[str], foreign: Sequence[str]) -> NDArray[np.bool_]:
        """In which reports a number among these cells was read with too little confidence to accuse anyone."""
        import numpy as np

        result = np.zeros(self.size, np.bool_)
        for key in (*(self._own.dubious & own), *foreign):
            found = self._row(key)
            if found is not None:
                result |= found[0].doubted[found[1], self._numbers]
        return result

    def all_empty(self, keys: frozenset[str]) -> NDArray[np.bool_]:
        """In which reports all these cells are blank or a dash."""
        import numpy as np

        if not self._own.filled.isdisjoint(keys):
            return np.zeros(self.size, np.bool_)
        result = np.ones(self.size, np.bool_)
        for key in keys:
            result &= self.empty(key)
        return result

    def quantum(self, key: str) -> NDArray[np.float64]:
        """The unit of the last digit printed in a cell of each report, 0 where it holds no number."""
        import numpy as np

        readings, row = self.source(key)
        if readings is None or row is None:
            return np.zeros(self.size)
        return np.where(known(readings).numbers[row], readings.quanta[row], 0.0)[self._numbers]

    def cell(self, key: str) -> FormCell:
        """What the form says of a cell, in whosever report it stands."""
        form = self._previous_form if key.startswith(PREVIOUS) else self._form
        return form.cells[address_of(key)]
