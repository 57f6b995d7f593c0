"""Many reports as arrays, as an archive keeps them: tables whose sums hold, one in ten with a slip in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache
from math import isinf
from random import Random

import numpy as np
from defects.naming import unit
from defects.numbers import figures
from numpy.typing import NDArray

from gipaudit.documents.model import Document
from gipaudit.forms.arrays import Arrays
from gipaudit.forms.form import Form
from gipaudit.forms.library import forms
from gipaudit.forms.report import STATES, Identity, Reading, Report

MODELS = 400
"""How many tables are drawn one by one; the others are sums of two of them, whose sums hold too."""

BROKEN, BLANKS, UNREAD, DOUBTED = 0.1, 0.05, 0.01, 0.01
"""The shares of reports with a slip, with blanks instead of noughts, with a cell that could not be read, and with one
that was read with doubt."""

NUMBER, BLANK, TEXT = STATES.index("number"), STATES.index("blank"), STATES.index("text")
LEVELS = ("city-department", "county-government", "county-department", "township-government", "city-office")
YEARS = 4
"""How many years running each unit reports."""


def drawn(form: Form, count: int, seed: int = 1) -> Arrays:
    """Draw the readings of so many reports of a form as issued; those of one unit differ only in what went wrong."""
    chance = np.random.default_rng(seed)
    cells = list(form.cells.values())
    models = _models(form.id)
    units = -(-count // YEARS)
    one, other = chance.integers(0, MODELS, (2, units))
    values = np.repeat(models[:, one] + models[:, other] * (chance.random(units) < 0.5), YEARS, axis=1)[:, :count]
    for number in np.flatnonzero(chance.random(count) < BROKEN).tolist():
        _slip(values[:, number], chance)
    states = np.full(values.shape, NUMBER, np.int8)
    quanta = np.ones(values.shape)
    quanta[[cell.kind == "amount" for cell in cells]] = 0.01
    states[(values == 0) & (chance.random(count) < BLANKS)] = BLANK
    unread = np.flatnonzero(chance.random(count) < UNREAD)
    states[chance.integers(0, len(cells), len(unread)), unread] = TEXT
    known = states == NUMBER
    unsure = states == TEXT
    doubted = np.flatnonzero(chance.random(count) < DOUBTED)
    unsure[chance.integers(0, len(cells), len(doubted)), doubted] = True
    open_ = np.array([[-np.inf if cell.kind == "signed" else 0.0] for cell in cells])
    return Arrays(form, np.where(known, values, open_), np.where(known, values, np.inf), states, quanta, unsure)


@lru_cache
def _models(form: str) -> NDArray[np.float64]:
    """Tables (cells × tables), each of which may follow itself a year later."""
    standard, random = forms()[form].standard, Random(1)
    drawn = [_model(standard, random) for _ in range(MODELS)]
    return np.array([[each[address] for each in drawn] for address in standard.cells])


def _model(form: Form, random: Random) -> Mapping[str, float]:
    """A table with as much carried in as out, and as many documents issued as repealed."""
    made = {address: float(printed) for address, printed in figures(form, unit(random), random).items()}
    for column in form.table("applications").columns:
        made[f"applications.carried_in.{column.id}"] = made[f"applications.carried_out.{column.id}"]
        made[f"applications.new.{column.id}"] = made[f"applications.total.{column.id}"]
    made["documents.normative.repealed"] = made["documents.normative.issued"]
    return made


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


def whose(number: int) -> Identity:
    """The unit of a report, which has one of each of a few years."""
    unit, year = divmod(number, YEARS)
    return Identity(f"青溪市第{unit}局", 2021 + year, LEVELS[unit % len(LEVELS)])


def reports_of(arrays: Arrays, whose: Sequence[Identity]) -> list[Report]:
    """Reports that hold nothing but whose they are; their readings are made of the arrays when they are asked for."""
    document = Document((), "")
    rows = {address: row for row, address in enumerate(arrays.form.cells if arrays.form else ())}
    return [
        Report(f"{number:06}.docx", f"{number:064}", document, identity, arrays.form, Row(arrays, number, rows), {})
        for number, identity in enumerate(whose)
    ]


class Row(Mapping[str, Reading]):
    """One report's readings. Equal readings are one: places and texts are not what is measured here."""

    def __init__(self, arrays: Arrays, number: int, rows: Mapping[str, int]) -> None:
        self._arrays, self._number, self._rows = arrays, number, rows

    def __len__(self) -> int:
        return len(self._arrays.low)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __getitem__(self, address: str) -> Reading:
        return self._made[self._rows[address]]

    @cached_property
    def _made(self) -> list[Reading]:
        arrays, number = self._arrays, self._number
        held = (arrays.states, arrays.low, arrays.high, arrays.quanta, arrays.unsure)
        return [_reading(*each) for each in zip(*(array[:, number].tolist() for array in held), strict=True)]


@lru_cache(maxsize=100_000)
def _reading(state: int, low: float, high: float, quantum: float, unsure: bool) -> Reading:
    lowest, highest = (None if isinf(bound) else Decimal(f"{bound:.12g}") for bound in (low, high))
    text = "" if state == BLANK else f"{low:.12g}" if state == NUMBER else "见附件"
    confidence = 0.5 if unsure else 1.0
    return Reading(STATES[state], lowest, highest, text, confidence=confidence, quantum=Decimal(f"{quantum:g}"))
