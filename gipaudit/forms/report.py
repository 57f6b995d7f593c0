"""A report: a document bound to a form; and many reports of one form, as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from gipaudit.documents.model import Block, Document, Paragraph, Picture, Place, Table
from gipaudit.forms.context import Context
from gipaudit.forms.form import Form, Kind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from gipaudit.forms.kinds import FileKind

State = Literal["number", "blank", "dash", "text", "missing"]
STATES: tuple[State, ...] = ("number", "blank", "dash", "text", "missing")

TIERS = ("province", "city", "county", "township", "zone")
UNIT_KINDS = ("government", "department", "office")
"""The two parts of a unit's level, ``tier-kind``; either may be ``unknown``."""

SectionState = Literal["present", "empty", "untitled", "missing", "unknown"]


@dataclass(frozen=True, slots=True)
class Correction:
    """Who put a reading in the place of the one that was read from the document (``printed``), when and why.

    ``place`` is the file and line where the person wrote it down.
    """

    printed: Reading
    by: str
    on: date
    reason: str
    place: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a report has in one cell.

    ``low`` and ``high`` bound the value in the form's unit; ``None`` is −∞ or +∞. Whatever is no number (blank,
    dash, text, missing) carries the whole range of its kind. ``quantum`` is the unit of the last digit printed.
    ``unit`` is the unit printed in the cell, ``converted`` tells that it was turned into the form's.
    ``by`` says how the cell was found: ``header``, ``position``, ``order``, ``label`` or ``hand``. ``correction`` is
    given where a person corrected what was read: ``text`` is then what the person says is printed.
    """

    state: State
    low: Decimal | None
    high: Decimal | None
    text: str = ""
    place: Place = field(default_factory=Place)
    confidence: float = 1.0
    by: str = "header"
    quantum: Decimal = Decimal(1)
    unit: str | None = None
    converted: bool = False
    why: str = ""
    correction: Correction | None = None

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.state == "number" and self.low is not None and self.low == self.high


def whole_range(kind: Kind) -> tuple[Decimal | None, Decimal | None]:
    """The range of a cell of which nothing is known."""
    return (None, None) if kind == "signed" else (Decimal(0), None)


@dataclass(frozen=True)
class Section:
    """A section of the report as found.

    ``title`` is its heading as printed. State: ``present``, ``empty`` (a heading with nothing under it),
    ``untitled`` (its content is there, its heading is not), ``missing`` (neither is), ``unknown`` (neither is, but
    the document lost things on the way).
    """

    id: str
    title: str
    state: SectionState
    place: Place
    blocks: tuple[Block, ...] = ()

    @cached_property
    def text(self) -> str:
        """Its paragraphs, one a line, without its heading and its tables."""
        return "\n".join(block.text for block in self.blocks if isinstance(block, Paragraph))

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Its paragraphs without its heading."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def tables(self) -> tuple[Table, ...]:
        """Its tables."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Its pictures."""
        return tuple(block for block in self.blocks if isinstance(block, Picture))


@dataclass(frozen=True, slots=True)
class Uncertain:
    """Something that could not be told for sure: what, the value taken (if any), and why."""

    what: str
    value: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Unbound:
    """Something printed that did not bind to the form, and why."""

    text: str
    place: Place
    why: str


@dataclass(frozen=True)
class Identity:
    """Whose report this is. ``level`` is ``tier-kind``, either part ``unknown``; ``by_hand`` what a person set."""

    unit: str | None = None
    year: int | None = None
    level: str = "unknown-unknown"
    published: date | None = None
    title: Paragraph | None = None
    by_hand: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Attached:
    """A file whose tables were read as part of a report: its annex."""

    source: str
    sha256: str


@dataclass(frozen=True)
class Report:
    """A document bound to a form.

    ``form`` is the layout the report really prints (see :meth:`Form.layout`), ``None`` where no known table is
    found. ``outline`` is the form whose sections were looked for: that one, else the one of the report's year.
    ``readings`` holds every cell of that layout by address (heading cells only where they hold something).
    ``sections`` holds every section of the form, and whatever text stands before them as ``preamble``. ``sha256`` is
    the report's own file's; ``annexes`` are the other files that tables were taken from. ``kind`` is what the
    file turned out to be, where that was told when it was read; it follows from the rest. ``masked`` tells that
    personal data in its texts was hidden before it came here: what there was cannot be told any more.
    """

    source: str
    sha256: str
    document: Document
    identity: Identity
    form: Form | None
    readings: Mapping[str, Reading]
    sections: Mapping[str, Section]
    uncertain: tuple[Uncertain, ...] = ()
    unbound: Sequence[Unbound] = ()
    outline: Form | None = None
    annexes: tuple[Attached, ...] = ()
    masked: bool = False
    kind: FileKind | None = field(default=None, compare=False, repr=False)

    @property
    def generation(self) -> str | None:
        """The generation whose rules are asked: the form's, else the outline's."""
        outline = self.form or self.outline
        return outline.id if outline else None

    @property
    def share_read(self) -> float:
        """The share of the form's cells that were there and could be read, blanks included (0–1)."""
        if self.form is None:
            return 0.0
        return float(Arrays.of(self.form, [self]).shares_read[0])


@dataclass(frozen=True, eq=False)
class Arrays:
    """What many reports of one layout have in their cells: one row a cell, one column a report.

    ``form`` is the layout, whose cells the rows follow (``None``: no table was found, and there are no rows). ``low``
    and ``high`` are ``float64`` of shape (cells, reports), in the form's units, ±inf where open; ``states`` is
    ``int8`` of the same shape, an index into :data:`STATES`; ``quanta`` holds the unit of the last digit printed.
    """

    form: Form | None
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    states: NDArray[np.int8]
    quanta: NDArray[np.float64]

    def __post_init__(self) -> None:
        shapes = {array.shape for array in (self.low, self.high, self.states, self.quanta)}
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
        return cls(form, low, high, states, quanta)

    @classmethod
    def gathered(cls, columns: Sequence[tuple[Arrays, int]]) -> Arrays:
        """Some columns of several arrays of one layout, in that order; at least one."""
        import numpy as np

        form, shape = columns[0][0].form, (len(columns[0][0].low), len(columns))
        low, high, quanta = (np.empty(shape) for _ in range(3))
        states = np.empty(shape, np.int8)
        places: dict[int, tuple[Arrays, list[int], list[int]]] = {}
        for place, (arrays, number) in enumerate(columns):
            _, into, out_of = places.setdefault(id(arrays), (arrays, [], []))
            into.append(place)
            out_of.append(number)
        for arrays, into, out_of in places.values():
            low[:, into], high[:, into] = arrays.low[:, out_of], arrays.high[:, out_of]
            states[:, into], quanta[:, into] = arrays.states[:, out_of], arrays.quanta[:, out_of]
        return cls(form, low, high, states, quanta)

    def only(self, numbers: Sequence[int]) -> Arrays:
        """Those of some of the reports, by their numbers; a range of them is looked at where it stands."""
        import numpy as np

        if isinstance(numbers, range) and numbers.step == 1:
            chosen: slice | NDArray[np.intp] = slice(numbers.start, numbers.stop)
        else:
            chosen = np.asarray(numbers, np.intp)
        return Arrays(
            self.form, self.low[:, chosen], self.high[:, chosen], self.states[:, chosen], self.quanta[:, chosen]
        )


class Reports:
    """Reports of one layout of one form (or of none), with their readings as arrays: one row a cell.

    ``low``, ``high``, ``states`` and ``quanta`` are those of :class:`Arrays`. ``context`` is what stands around the
    reports in the audit. Where the arrays are at hand they are given, aligned with the reports, or the context has
    them, and the reports are asked only for what no array holds; else they are made of the reports' readings.
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
