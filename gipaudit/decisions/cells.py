"""Cells as people name them, and what they say is printed there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gipaudit.errors import Message
from gipaudit.forms.form import Form, FormCell
from gipaudit.forms.labels import fold
from gipaudit.forms.numerals import read_cell
from gipaudit.forms.report import Reading, State, whole_range
from gipaudit.rules.formula.errors import FormulaError, UnknownNameError
from gipaudit.rules.formula.names import scope_of
from gipaudit.rules.formula.tree import Name, Part
from gipaudit.rules.names import unknown
from gipaudit.scorecard import Interval

BLANK = "空"
"""What is written for a cell in which nothing is printed."""

_BETWEEN = re.compile(r"\s*·\s*|\s+")


def address_of(text: str, form: Form) -> str:
    """The address of a cell by its address, its Chinese name as findings print it, or as formulas write it.

    Raises:
        FormulaError: it is no cell that the form's layout prints, or may be several.
    """
    plain = fold(text)
    for address, cell in form.cells.items():
        if text == address or plain == fold(cell.name):
            return address
    parts = tuple(Part(part) for part in _BETWEEN.split(text.strip()))
    found = scope_of(form).resolve(Name(parts[:3]), None, function=False, alone=False)
    printed = [address for address in found if address in form.cells]
    if len(printed) != 1 or len(parts) > 3:
        raise FormulaError(f"“{text}”在这份报告的格式中不是一个单元格", f"{text!r} is no single cell of this form")
    return printed[0]


def addresses_of(text: str, forms: Iterable[Form]) -> tuple[frozenset[str], Message | None]:
    """What a cell's name may mean in any of the forms; where it means nothing in all of them, why."""
    known = tuple(forms)
    found: set[str] = set()
    several: Message | None = None
    for form in known:
        try:
            found.add(address_of(text, form))
        except UnknownNameError:
            continue
        except FormulaError as error:
            several = error.message
    if found:
        return frozenset(found), None
    names = (cell.name for form in reversed(known) for cell in form.cells.values())
    return frozenset(), several or unknown("单元格", "cell", text, names)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says is in a cell, as it is judged."""

    state: State
    low: Decimal | None
    high: Decimal | None
    text: str
    quantum: Decimal = Decimal(1)
    unit: str | None = None
    converted: bool = False

    def same(self, reading: Reading) -> bool:
        """Whether that was read anyway, beyond doubt."""
        sure = reading.confidence >= 1 and reading.by != "order"
        return sure and (self.state, self.low, self.high) == (reading.state, reading.low, reading.high)


def said(value: str | Interval, cell: FormCell) -> Said | Message:
    """Read what a person wrote for a cell as a report would print it, or say why it cannot stand there."""
    if cell.kind == "heading":
        return Message(f"“{cell.name}”是标题行，不填数", f"{cell.address} is a heading and holds no number")
    if isinstance(value, str):
        numeral = read_cell(value, cell.kind, cell.unit)
        if numeral.state == "text":
            return Message(f"“{cell.name}”不能填“{value}”：{numeral.why}", f"{value!r} is no value of {cell.address}")
        found = Said(
            numeral.state, numeral.low, numeral.high, value, numeral.quantum, numeral.unit, numeral.converted
        )
    else:
        low, high = value
        found = Said("number", _at_least(low, cell), high, _between(value))
    return _fitting(found, cell)


def _at_least(low: Decimal | None, cell: FormCell) -> Decimal | None:
    return whole_range(cell.kind)[0] if low is None else low


def _fitting(found: Said, cell: FormCell) -> Said | Message:
    if found.state != "number":
        return found
    bounds = [bound for bound in (found.low, found.high) if bound is not None]
    if cell.kind != "signed" and any(bound < 0 for bound in bounds):
        return Message(f"“{cell.name}”不能是负数", f"{cell.address} cannot be negative")
    if cell.kind == "count" and any(bound != bound.to_integral_value() for bound in bounds):
        return Message(f"“{cell.name}”应是整数", f"{cell.address} must be a whole number")
    if len(bounds) == 2 and bounds[0] > bounds[1]:
        return Message("范围的下限大于上限", "the lower bound is above the upper one")
    return found


def _between(value: Interval) -> str:
    low, high = value
    if low is None:
        return f"不超过{high}"
    return f"不少于{low}" if high is None else f"{low}至{high}"


def value_problem(value: str | Interval, addresses: Iterable[str], forms: Mapping[str, Form]) -> Message | None:
    """Why a value fits none of the cells that its name may mean in the forms, or nothing."""
    problem: Message | None = None
    for form in forms.values():
        for address in addresses:
            if address in form.cells:
                answer = said(value, form.cells[address])
                if not isinstance(answer, Message):
                    return None
                problem = answer
    return problem
