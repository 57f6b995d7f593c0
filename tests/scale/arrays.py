"""Many reports as arrays, as an archive keeps them: tables whose sums hold, one in ten with a slip in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from math import isinf
from random import Random
from typing import overload

import numpy as np
from defects.naming import unit
from defects.numbers import figures
from numpy.typing import NDArray

from gipaudit.documents.model import Document
from gipaudit.forms.form import Form
from gipaudit.forms.report import STATES, Identity, Reading, Report

MODELS = 400
"""How many tables are drawn one by one; the others are sums of two of them, whose sums hold too."""

BROKEN, BLANKS, UNREAD = 0.1, 0.05, 0.01
"""The shares of reports with a slip, with blanks instead of noughts, and with cells that could not be read."""

NUMBER, BLANK, TEXT = STATES.index("number"), STATES.index("blank"), STATES.index("text")
LEVELS = ("city-department", "city-government", "county-department", "township-government")


@dataclass(frozen=True)
class Sheets:
    """The readings of many reports: ``low``, ``high``, ``quanta`` and ``states`` (cells × reports)."""

    form: Form
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    states: NDArray[np.int8]
    quanta: NDArray[np.float64]

    def __len__(self) -> int:
        return self.low.shape[1]

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """The arrays' row of each cell."""
        return {address: row for row, address in enumerate(self.form.cells)}

    def first(self, count: int) -> Sheets:
        """The first so many of them, each array by itself in memory."""
        return Sheets(
            self.form,
            *(
                np.ascontiguousarray(array[:, :count])
                for array in (self.low, self.high, self.states, self.quanta)  # type: ignore[arg-type]
            ),
        )


def sheets(form: Form, count: int, seed: int = 1) -> Sheets:
    """Draw the readings of so many reports."""
    random, chance = Random(seed), np.random.default_rng(seed)
    cells = list(form.cells.values())
    models = np.array(
        [[float(drawn[cell.address]) for cell in cells] for drawn in _models(form, random)], np.float64
    ).T
    one, other = chance.integers(0, MODELS, (2, count))
    values = models[:, one] + models[:, other] * (chance.random(count) < 0.5)
    for number in np.flatnonzero(chance.random(count) < BROKEN).tolist():
        _slip(values[:, number], chance)
    states = np.full(values.shape, NUMBER, np.int8)
    quanta = np.ones(values.shape)
    quanta[[cell.kind == "amount" for cell in cells]] = 0.01
    states[(values == 0) & (chance.random(count) < BLANKS)] = BLANK
    unread = np.flatnonzero(chance.random(count) < UNREAD)
    states[chance.integers(0, len(cells), len(unread)), unread] = TEXT
    known = states == NUMBER
    open_ = np.array([[-np.inf if cell.kind == "signed" else 0.0] for cell in cells])
    return Sheets(form, np.where(known, values, open_), np.where(known, values, np.inf), states, quanta)


def _models(form: Form, random: Random) -> Iterator[Mapping[str, str]]:
    return (figures(form, unit(random), random) for _ in range(MODELS))


def _slip(values: NDArray[np.float64], chance: np.random.Generator) -> None:
    """A digit too many, a few too many, or last line's number, in one cell; in one of five reports in two cells."""
    for cell in chance.integers(0, len(values), 2 if chance.random() < 0.2 else 1).tolist():
        match int(chance.integers(0, 3)):
            case 0:
                values[cell] = values[cell] * 10 + chance.integers(1, 9)
            case 1:
                values[cell] += chance.integers(1, 9)
            case _:
                values[cell] = values[cell - 1] + (values[cell] == values[cell - 1])


class Kept(Sequence[Report]):
    """Reports that are made when they are asked for, out of arrays alone."""

    def __init__(self, sheets: Sheets) -> None:
        self._sheets = sheets
        self._document = Document((), "")

    def __len__(self) -> int:
        return len(self._sheets)

    @overload
    def __getitem__(self, number: int) -> Report: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Report]: ...
    def __getitem__(self, number: int | slice) -> Report | Sequence[Report]:
        if isinstance(number, slice):
            return [self[each] for each in range(len(self))[number]]
        if not 0 <= number < len(self):
            raise IndexError(number)
        level = LEVELS[number % len(LEVELS)]
        identity = Identity(f"青溪市第{number}局", 2021 + number % 4, level)
        form = self._sheets.form
        return Report(
            f"{number:06}.docx", f"{number:064}", self._document, identity, form, Row(self._sheets, number), {}
        )


class Row(Mapping[str, Reading]):
    """One report's readings. Equal readings are one: places and texts are not what is measured here."""

    def __init__(self, sheets: Sheets, number: int) -> None:
        self._sheets, self._number = sheets, number

    def __len__(self) -> int:
        return len(self._sheets.form.cells)

    def __iter__(self) -> Iterator[str]:
        return iter(self._sheets.form.cells)

    def __getitem__(self, address: str) -> Reading:
        row = self._sheets.rows[address]
        return _reading(*(column[row] for column in self._columns))

    @cached_property
    def _columns(self) -> tuple[list[float], ...]:
        sheets = self._sheets
        return tuple(
            array[:, self._number].tolist() for array in (sheets.states, sheets.low, sheets.high, sheets.quanta)
        )


@lru_cache(maxsize=100_000)
def _reading(state: int, low: float, high: float, quantum: float) -> Reading:
    lowest, highest = (None if isinf(bound) else Decimal(str(bound)) for bound in (low, high))
    return Reading(
        STATES[state], lowest, highest, "" if state == BLANK else f"{low:g}", quantum=Decimal(str(quantum))
    )
