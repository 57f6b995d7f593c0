"""Many reports of one layout, and what their cells hold as arrays: what rules over cells are judged on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from gipaudit.forms.context import Context
from gipaudit.forms.form import Form
from gipaudit.forms.report import STATES, Report
from gipaudit.forms.trust import unsure

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Arrays:
    """What many reports of one layout have in their cells: one row a cell, one column a report.

    ``form`` is the layout, whose cells the rows follow (``None``: no table was found, and there are no rows). ``low``
    and ``high`` are ``float64`` of shape (cells, reports), in the form's units, ±inf where open; ``states`` is
    ``int8`` of the same shape, an index into :data:`STATES`; ``quanta`` holds the unit of the last digit printed.
    ``unsure`` (``bool``) tells what may not be held against the unit (see :mod:`gipaudit.forms.trust`).
    """

    form: Form | None
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    states: NDArray[np.int8]
    quanta: NDArray[np.float64]
    unsure: NDArray[np.bool_]

    def __post_init__(self) -> None:
        shapes = {array.shape for array in (self.low, self.high, self.states, self.quanta, self.unsure)}
        if shapes != {(len(self.form.cells) if self.form else 0, self.low.shape[-1])}:
            raise ValueError(f"arrays of other shapes than the form's cells × reports: {sorted(shapes)}")

    def __len__(self) -> int:
        """How many reports they hold."""
        return int(self.low.shape[1])

    @cached_property
    def shares_read(self) -> NDArray[np.float64]:
        """The share of the form's cells that were there and could be read, blanks included (0–1), of each report."""
        import numpy as np

        countable = [cell.kind != "heading" for cell in self.form.cells.values()] if self.form else []
        if not any(countable):
            return np.zeros(len(self))
        read = np.isin(self.states[countable], [STATES.index(state) for state in ("number", "blank", "dash")])
        return np.asarray(read.mean(axis=0))

    @classmethod
    def of(cls, form: Form | None, reports: Sequence[Report]) -> Arrays:
        """The readings of reports of one layout."""
        import numpy as np

        index = {address: row for row, address in enumerate(form.cells if form else ())}
        shape = (len(index), len(reports))
        low, high = np.full(shape, -np.inf), np.full(shape, np.inf)
        states, quanta = np.full(shape, STATES.index("blank"), np.int8), np.ones(shape)
        doubts = np.zeros(shape, np.bool_)
        code = {state: number for number, state in enumerate(STATES)}
        for number, report in enumerate(reports):
            for address, reading in report.readings.items():
                row = index[address]
                if reading.low is not None:
                    low[row, number] = float(reading.low)
                if reading.high is not None:
                    high[row, number] = float(reading.high)
                states[row, number] = code[reading.state]
                quanta[row, number] = float(reading.quantum)
                doubts[row, number] = unsure(reading, report)
        return cls(form, low, high, states, quanta, doubts)

    @classmethod
    def gathered(cls, columns: Sequence[tuple[Arrays, int]]) -> Arrays:
        """Some columns of several arrays of one layout, in that order; at least one."""
        import numpy as np

        form, shape = columns[0][0].form, (len(columns[0][0].low), len(columns))
        low, high, quanta = (np.empty(shape) for _ in range(3))
        states, doubts = np.empty(shape, np.int8), np.empty(shape, np.bool_)
        start = 0
        for arrays, run in groupby(columns, key=itemgetter(0)):
            part = arrays.only([number for _, number in run])
            into = slice(start, start := start + len(part))
            low[:, into], high[:, into], quanta[:, into] = part.low, part.high, part.quanta
            states[:, into], doubts[:, into] = part.states, part.unsure
        return cls(form, low, high, states, quanta, doubts)

    def only(self, numbers: Sequence[int]) -> Arrays:
        """Those of some of the reports, by their numbers; a range of them is looked at where it stands."""
        if isinstance(numbers, range) and numbers.step == 1:
            run = slice(numbers.start, numbers.stop)
            low, high, quanta = self.low[:, run], self.high[:, run], self.quanta[:, run]
            return Arrays(self.form, low, high, self.states[:, run], quanta, self.unsure[:, run])
        # Taken, not indexed: each cell's numbers then stand side by side, as rules ask for them.
        low, high, quanta = (each.take(numbers, axis=1) for each in (self.low, self.high, self.quanta))
        return Arrays(
            self.form, low, high, self.states.take(numbers, axis=1), quanta, self.unsure.take(numbers, axis=1)
        )


class Reports:
    """Reports of one layout of one form (or of none), with their readings as arrays: one row a cell.

    ``low``, ``high``, ``states``, ``quanta`` and ``unsure`` are those of :class:`Arrays`. ``context`` is what stands
    around the reports in the audit. Where the arrays are at hand they are given, aligned with the reports, or the
    context has them, and the reports are asked only for what no array holds; else they are made of the reports'
    readings.
    """

    def __init__(
        self, reports: Sequence[Report], context: Context | None = None, arrays: Arrays | None = None
    ) -> None:
        if arrays is not None and len(arrays) != len(reports):
            raise ValueError(f"arrays of {len(arrays)} reports beside {len(reports)} reports")
        self.reports = tuple(reports)
        self.context = context or Context()
        self.form = self.reports[0].form if self.reports else None
        self._arrays = arrays
        self.addresses = tuple(self.form.cells) if self.form else ()
        self.index = {address: index for index, address in enumerate(self.addresses)}

    def __len__(self) -> int:
        return len(self.reports)

    def only(self, numbers: Sequence[int]) -> Reports:
        """Some of the reports, by their numbers, in the same context."""
        chosen = [self.reports[number] for number in numbers]
        return Reports(chosen, self.context, None if self._arrays is None else self._arrays.only(numbers))

    @property
    def arrays(self) -> Arrays:
        """The readings of all these reports."""
        if self._arrays is None:
            known = self.context.arrays
            self._arrays = known(self.reports) if known and self.reports else Arrays.of(self.form, self.reports)
        return self._arrays

    @property
    def low(self) -> NDArray[np.float64]:
        """Lower bounds (cells × reports)."""
        return self.arrays.low

    @property
    def high(self) -> NDArray[np.float64]:
        """Upper bounds (cells × reports)."""
        return self.arrays.high

    @property
    def states(self) -> NDArray[np.int8]:
        """Indices into :data:`STATES` (cells × reports)."""
        return self.arrays.states

    @property
    def quanta(self) -> NDArray[np.float64]:
        """Units of the last digit printed (cells × reports)."""
        return self.arrays.quanta

    @property
    def unsure(self) -> NDArray[np.bool_]:
        """What may not be held against the unit (cells × reports)."""
        return self.arrays.unsure
