"""The intervals that formulas are evaluated on: what is known of each cell, in whosever report it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from gipaudit.forms.form import Form, FormCell
from gipaudit.forms.report import whole_range
from gipaudit.rules.formula.keys import BELOW, PREVIOUS, address_of
from gipaudit.rules.formula.known import At, Interval, Known, Readings, Rows, known, whole
from gipaudit.rules.formula.stacks import Stack
from gipaudit.rules.formula.terms import Terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


Pairs: TypeAlias = "tuple[NDArray[np.intp], NDArray[np.intp]]"
"""Places of instances in their stack, and numbers of reports."""

Found: TypeAlias = tuple[Known, At]
"""What is known of a cell's reports, and where the cell is there."""


class Ranges:
    """The intervals of reports, with blanks as 0 or as the whole range.

    All arrays are of the ``shape`` (reports,); with a ``stack`` (instances, reports): for each cell of its formula
    those that stand for it in every instance. With ``pairs`` of an instance's place in the stack and a report's
    number, two arrays, it is (pairs,) instead, and blanks are never 0. The ``terms`` bring the other reports that a
    formula may name.
    """

    def __init__(
        self,
        reports: Readings,
        form: Form,
        terms: Terms,
        *,
        blank_is_zero: bool,
        stack: Stack | None = None,
        pairs: Pairs | None = None,
    ) -> None:
        previous, below = terms.previous, terms.below
        self._sources: dict[str, Readings | None] = {"": reports, PREVIOUS: previous, BELOW: below}
        self._form = form.whole or form
        last_years = terms.previous_form
        self._previous_form = last_years.whole or last_years if last_years else self._form
        self._stack = stack
        self._places = None if pairs is None else pairs[0]
        self._numbers = slice(None) if pairs is None else pairs[1]
        self._cells = None if stack is None else stack.cells
        self._alone = previous is None and below is None
        self._rows: dict[str, Found | None] = {}
        self._kept: dict[str, Interval] = {}
        self._blank_is_zero = blank_is_zero
        self._reports, self._own = reports, known(reports)
        self.shape: tuple[int, ...] = (reports.low.shape[1],)
        if pairs is not None:
            self.shape = (len(pairs[0]),)
        elif stack is not None:
            self.shape = len(stack.numbers), reports.low.shape[1]
        self.amounts: frozenset[str] = self._form.amounts
        """The keys of the cells that ask for an amount rather than a count."""
        if previous is not None:
            self.amounts |= {f"{PREVIOUS}{address}" for address in self._previous_form.amounts}
        if below is not None:
            self.amounts |= {f"{BELOW}{address}" for address in self._form.amounts}

    def source(self, key: str) -> tuple[Readings | None, int | None]:
        """Where a cell's readings are: the arrays (``None``: not given) and the row in them (``None``: no such)."""
        address = address_of(key)
        readings = self._sources[key.removesuffix(address)]
        return readings, None if readings is None else readings.index.get(address)

    def key(self, key: str, at: int) -> str:
        """The key of the cell that stands for one in a pair."""
        return key if self._stack is None or self._places is None else self._stack.keys[key][self._places[at]]

    def _row(self, key: str) -> Found | None:
        """Where to look a cell up; ``None`` where no report has such a cell."""
        if key not in self._rows:
            readings, row = self.source(key)
            if readings is None or row is None:
                self._rows[key] = None
            else:
                own = self._own if readings is self._reports else known(readings)
                self._rows[key] = own, (self._every(key, row, readings), self._numbers)
        return self._rows[key]

    def _every(self, key: str, row: int, readings: Readings) -> Rows:
        """The rows of the cells that stand for one."""
        import numpy as np

        if self._stack is None:
            return row
        rows = self._stack.rows(key, readings.index)
        return rows if self._places is None else np.r_[rows][self._places]

    def one(self, key: str) -> Interval:
        """The interval of one cell in each report. Of a cell that this layout does not print nothing is known."""
        if self._places is None:
            return self._one(key)
        if key not in self._kept:
            self._kept[key] = self._one(key)
        return self._kept[key]

    def _one(self, key: str) -> Interval:
        import numpy as np

        found = self._row(key)
        if found is None:
            lowest, highest = whole_range(self.cell(key).kind)
            return (
                np.full(self.shape, -np.inf if lowest is None else float(lowest)),
                np.full(self.shape, np.inf if highest is None else float(highest)),
            )
        readings, at = found
        if self._places is not None:
            return readings.some(at)
        low, high = readings.zero if self._blank_is_zero else readings.ends
        least = low[at]
        return least, least if low is high else high[at]

    def of(self, keys: Sequence[str]) -> Interval:
        """The intervals of some cells, as arrays (cells × ``shape``)."""
        import numpy as np

        pairs = [self.one(key) for key in keys]
        return np.array([low for low, _ in pairs]), np.array([high for _, high in pairs])

    def whole(self, keys: frozenset[str]) -> bool:
        """Whether the bounds of these cells are whole numbers, wherever there are any."""
        if self._places is not None:
            return all(whole(end).all() for key in keys for end in self.one(key))
        return not any(True for _ in self._among(keys, lambda known: known.fractions))

    def empty(self, key: str) -> NDArray[np.bool_]:
        """In which reports a cell is blank or a dash."""
        import numpy as np

        found = self._row(key)
        return np.zeros(self.shape, np.bool_) if found is None else found[0].empty(found[1])

    def doubted(self, keys: frozenset[str]) -> NDArray[np.bool_]:
        """In which reports a number among these cells was read with too little confidence to accuse anyone."""
        import numpy as np

        result = np.zeros(self.shape, np.bool_)
        for readings, at in self._among(keys, lambda known: known.dubious):
            result |= readings.doubted(at)
        return result

    def all_empty(self, keys: frozenset[str]) -> NDArray[np.bool_]:
        """In which reports all these cells are blank or a dash."""
        import numpy as np

        emptied = list(self._among(keys, lambda known: known.empties))
        if len(emptied) < len(keys):
            return np.zeros(self.shape, np.bool_)
        result = np.ones(self.shape, np.bool_)
        for readings, at in emptied:
            result &= readings.empty(at)
        return result

    def _among(self, keys: frozenset[str], sort: Callable[[Known], frozenset[str]]) -> Iterator[Found]:
        """Those of the cells that are of a sort in any of the reports, in any instance."""
        if self._alone and sort(self._own).isdisjoint(self._cells or keys):
            return
        for key in keys:
            found = self._row(key)
            if found is None:
                continue
            every = (key,) if self._stack is None else self._stack.keys[key]
            if not sort(found[0]).isdisjoint(every if found[0] is self._own else map(address_of, every)):
                yield found

    def quantum(self, key: str) -> NDArray[np.float64]:
        """The unit of the last digit printed in a cell of each report, 0 where it holds no number."""
        import numpy as np

        found = self._row(key)
        if found is None:
            return np.zeros(self.shape)
        readings, at = found
        return np.where(readings.numbers(at), readings.quanta[at], 0.0)

    def counts(self, key: str) -> tuple[Sequence[float], Sequence[int]]:
        """What one of the report's own cells holds in each pair where that is a whole number printed to the unit, and
        the pairs where it is not.
        """
        import numpy as np

        found = self._row(key)
        if found is None or found[0] is not self._own:
            return [0.0] * self.shape[-1], range(self.shape[-1])
        readings, at = found
        low, high = self.one(key)
        counted = readings.numbers(at) & (readings.quanta[at] >= 1) & (low == high) & whole(low)
        return np.where(counted, low, 0.0).tolist(), np.flatnonzero(~counted).tolist()

    def cell(self, key: str) -> FormCell:
        """What the form says of a cell, in whosever report it stands."""
        form = self._previous_form if key.startswith(PREVIOUS) else self._form
        return form.cells[address_of(key)]
