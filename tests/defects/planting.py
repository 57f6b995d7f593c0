"""Defects that inspectors find, each planted alone in a report that is in order.

A defect changes a draft and says what must be told: the rules that may speak of it, and the cells or sections named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

from defects.draft import Draft, draft
from defects.naming import SIZES, unit


@dataclass(frozen=True)
class Planted:
    """``rule`` must speak, naming the ``cells`` and ``sections``; what ``follows`` may speak too, nobody else.

    Where two things contradict each other and either may be the wrong one, the rule on the other, ``instead``, does.
    """

    rule: str
    cells: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    instead: str = ""


@dataclass(frozen=True)
class Defect:
    forms: tuple[str, ...]
    plant: Callable[[Draft, Random], Planted]
    formats: tuple[str, ...]
    kinds: tuple[str, ...]


DEFECTS: dict[str, Defect] = {}
TABLES = ("2019", "2021")
ALL = ("2014", *TABLES)
SUMS = ("applications.row_total", "applications.column_total", "applications.balance", "disputes.total")


def defect(
    name: str,
    forms: Iterable[str] = ALL,
    formats: tuple[str, ...] = ("docx", "html", "tabs"),
    kinds: tuple[str, ...] = tuple(SIZES),
) -> Callable[[Callable[[Draft, Random], Planted]], Callable[[Draft, Random], Planted]]:
    def register(plant: Callable[[Draft, Random], Planted]) -> Callable[[Draft, Random], Planted]:
        DEFECTS[name] = Defect(tuple(forms), plant, formats, kinds)
        return plant

    return register


def planted(name: str, seed: int) -> tuple[Draft, Planted]:
    """A report with that defect; equal seeds give equal reports."""
    defect, random = DEFECTS[name], Random(f"{name} {seed}")
    whose = next(one for one in iter(lambda: unit(random), None) if one.kind in defect.kinds)
    made = draft(random.randrange(10**6), random.choice(defect.forms), random.choice(defect.formats), whose)
    return made, defect.plant(made, random)


def counts(draft: Draft, *, zero: bool | None = None) -> list[str]:
    """Addresses of counts; of those that hold 0, or of those that do not."""
    cells = [cell.address for table in draft.form.tables for cell in table.cells if cell.kind == "count"]
    return [cell for cell in cells if zero is None or (draft.figures[cell] == "0") == zero]


def filled(draft: Draft, random: Random, table: str = "") -> str:
    """The address of a count that is not 0; of a report of zeros one row of an application is filled in."""
    if not any(cell.startswith(table) for cell in counts(draft, zero=False)):
        for row in ("new", "granted", "total"):
            put(draft, (f"applications.{row}.natural", f"applications.{row}.total"), "1")
    return random.choice([cell for cell in counts(draft, zero=False) if cell.startswith(table)])


def put(draft: Draft, cells: Iterable[str], text: str) -> None:
    for cell in cells:
        draft.figures[cell] = text
