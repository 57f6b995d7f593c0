"""Slips of the pen in a table that is in order: each tells the cells it changes, with what is then printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from gipaudit.forms.form import FormTable

Values = dict[str, int]
Slip = Callable[["Sheet", Random], Iterator[Values]]
"""All the ways in which a slip can happen to a sheet, or some of them, each as the cells that change."""


@dataclass(frozen=True)
class Sheet:
    """A table as it should be, with last year's: ``lines`` are its rows and columns."""

    table: FormTable
    values: Values
    previous: Values

    @property
    def rows(self) -> list[list[str]]:
        return [[f"{self.table.id}.{row.id}.{column.id}" for column in self.table.columns] for row in self.table.rows]

    @property
    def columns(self) -> list[list[str]]:
        return [list(column) for column in zip(*self.rows, strict=True)]


def _rewritten(sheet: Sheet, ways: Callable[[str], list[str]]) -> Iterator[Values]:
    return ({cell: int(text)} for cell, value in sheet.values.items() for text in ways(str(value)) if text)


def transposed(sheet: Sheet, random: Random) -> Iterator[Values]:
    return _rewritten(sheet, lambda t: [t[:i] + t[i + 1] + t[i] + t[i + 2 :] for i in range(len(t) - 1)])


def dropped(sheet: Sheet, random: Random) -> Iterator[Values]:
    return _rewritten(sheet, lambda t: [t[:i] + t[i + 1 :] for i in range(len(t))])


def repeated(sheet: Sheet, random: Random) -> Iterator[Values]:
    return _rewritten(sheet, lambda t: [t[: i + 1] + t[i:] for i in range(len(t))])


def nought_added(sheet: Sheet, random: Random) -> Iterator[Values]:
    return _rewritten(sheet, lambda t: [t + "0"])


def miscounted(sheet: Sheet, random: Random) -> Iterator[Values]:
    return _rewritten(sheet, lambda t: [str(int(t) + random.randint(1, 9))])


def left_out(sheet: Sheet, random: Random) -> Iterator[Values]:
    return _rewritten(sheet, lambda t: ["0"])


def copied_along(sheet: Sheet, random: Random) -> Iterator[Values]:
    pairs = [pair for line in (*sheet.rows, *sheet.columns) for pair in pairwise(line)]
    return ({second: sheet.values[first]} for first, second in pairs if sheet.values[first])


def last_years(sheet: Sheet, random: Random) -> Iterator[Values]:
    return ({cell: value} for cell, value in sheet.previous.items())


def swapped(sheet: Sheet, random: Random) -> Iterator[Values]:
    pairs = [pair for row in sheet.rows for pair in pairwise(row)]
    return (
        {first: sheet.values[second], second: sheet.values[first]}
        for first, second in pairs
        if sheet.values[first] and sheet.values[second]
    )


def misplaced(sheet: Sheet, random: Random) -> Iterator[Values]:
    pairs = [pair for column in sheet.columns for pair in pairwise(column)]
    return (
        {first: sheet.values[second], second: sheet.values[first]}
        for first, second in pairs
        if bool(sheet.values[first]) != bool(sheet.values[second])
    )


def moved(sheet: Sheet, random: Random) -> Iterator[Values]:
    """A run of figures, nought behind it, written one row too far down."""
    for column in sheet.columns:
        figures = [sheet.values[cell] for cell in column]
        for start in range(len(column) - 2):
            for end in range(start + 2, min(start + 8, len(column))):
                if (
                    figures[end] == 0
                    and sum(map(bool, figures[start:end])) > 1
                    and figures[start]
                    and figures[end - 1]
                ):
                    yield {cell: ([0, *figures[start:end]])[n] for n, cell in enumerate(column[start : end + 1])}


def last_years_row(sheet: Sheet, random: Random) -> Iterator[Values]:
    return ({cell: sheet.previous[cell] for cell in row} for row in sheet.rows)


def row_copied(sheet: Sheet, random: Random) -> Iterator[Values]:
    pairs = [(a, b) for a, b in pairwise(sheet.rows) if sum(bool(sheet.values[cell]) for cell in a) > 1]
    return ({cell: sheet.values[above] for above, cell in zip(a, b, strict=True)} for a, b in pairs)


def rectangle(sheet: Sheet, random: Random) -> Iterator[Values]:
    """Four cells at the corners of a rectangle, each wrong by itself: two in each row and column that fail."""
    rows, columns = sheet.rows, range(len(sheet.table.columns))
    for _ in range(20):
        (one, other), (left, right) = random.sample(rows, 2), random.sample(columns, 2)
        yield {
            row[at]: sheet.values[row[at]] + random.randint(11, 99) for row in (one, other) for at in (left, right)
        }


SLIPS: dict[str, Slip] = {
    "two digits transposed": transposed,
    "a digit dropped": dropped,
    "a digit doubled": repeated,
    "a nought added": nought_added,
    "wrong by 1 to 9": miscounted,
    "nought instead of a number": left_out,
    "copied from the cell before": copied_along,
    "last year's number left in": last_years,
    "two neighbours swapped": swapped,
    "written one row off": misplaced,
    "a run written one row off": moved,
    "last year's row left in": last_years_row,
    "a row copied": row_copied,
    "four corners of a rectangle": rectangle,
}
