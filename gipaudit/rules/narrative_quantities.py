"""The quantity that a sentence is held to: a cell or a sum of cells, and what one report has in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from gipaudit.forms.figures import PERCENT, Found
from gipaudit.forms.form import Form
from gipaudit.forms.numerals import MONEY
from gipaudit.forms.report import Reading, Report
from gipaudit.forms.trust import doubtful
from gipaudit.rules.formula.compiled import Link
from gipaudit.rules.formula.errors import FormulaError
from gipaudit.rules.formula.instances import compile_condition
from gipaudit.scorecard import Interval


@dataclass(frozen=True)
class Quantity:
    """A sum of cells, by address, as the rule writes it (``text``). ``unit`` is the form's, where it fixes one."""

    text: str
    terms: Mapping[str, Fraction]
    amount: bool
    unit: str | None

    @property
    def cells(self) -> tuple[str, ...]:
        """The addresses."""
        return tuple(self.terms)


@dataclass(frozen=True)
class Value:
    """What a report has in a quantity. ``why`` says in Chinese why it is not known for sure; ``low`` and ``high``
    bound it all the same. ``half`` is half a unit of the coarsest digit printed (0 for counts).
    """

    low: Decimal | None
    high: Decimal | None
    half: Decimal
    why: str = ""

    @property
    def interval(self) -> Interval:
        """Both bounds."""
        return self.low, self.high


def quantity(text: str, form: Form) -> Quantity:
    """Read a sum of cells.

    Raises:
        FormulaError: it cannot be read, does not fit the form, or is no sum of cells.
    """
    logic = compile_condition(f"{text} = 0", form).logic
    linear = logic.difference.linear if isinstance(logic, Link) else None
    if linear is None or linear.constant or not isinstance(logic, Link) or logic.scale != 1:
        raise FormulaError("这里要写单元格或单元格之和", "this must be a cell or a sum of cells")
    cells = [(form.whole or form).cells[address] for address in linear.terms]
    units = {cell.unit for cell in cells}
    return Quantity(
        text, linear.terms, any(cell.kind == "amount" for cell in cells), units.pop() if len(units) == 1 else None
    )


def value(asked: Quantity, report: Report) -> Value:
    """What the report's tables say. A blank or a dash counts as 0, and ``why`` says so."""
    low: Decimal | None = Decimal(0)
    high: Decimal | None = Decimal(0)
    half, why = Decimal(0), ""
    for address, factor in asked.terms.items():
        reading = report.readings.get(address)
        if reading is None:
            return Value(None, None, half, "本表没有列出这一行")
        one = Decimal(factor.numerator) / factor.denominator
        bounds, unsure = _bounds(reading)
        why = why or unsure
        ends = bounds if one > 0 else (bounds[1], bounds[0])
        low = None if low is None or ends[0] is None else low + one * ends[0]
        high = None if high is None or ends[1] is None else high + one * ends[1]
        if asked.amount and reading.state == "number":
            half = max(half, reading.quantum / 2)
    return Value(low, high, half, why)


def _bounds(reading: Reading) -> tuple[Interval, str]:
    if reading.state in ("blank", "dash"):
        return (Decimal(0), Decimal(0)), "表中相应单元格为空"
    if reading.state != "number":
        return (reading.low, reading.high), "表中相应单元格没有读出数字"
    if doubtful(reading):
        return (reading.low, reading.high), "表中相应单元格读得不确定"
    return (reading.low, reading.high), ""


def counted(found: Found, asked: Quantity) -> Found | None:
    """A number of a sentence in the unit of the quantity, or ``None`` where it counts something else."""
    if found.unit == PERCENT or (found.unit or "").endswith(("‰", "百分点")):
        return None
    if not asked.amount:
        return None if found.unit in MONEY else _rounded(found)
    if found.unit not in MONEY or asked.unit not in MONEY:
        return None
    shift = MONEY[found.unit] - MONEY[asked.unit]
    return Found(
        found.start,
        found.end,
        None if found.low is None else found.low.scaleb(shift),
        None if found.high is None else found.high.scaleb(shift),
        found.quantum.scaleb(shift),
        asked.unit,
        found.inexact,
    )


def _rounded(found: Found) -> Found:
    """A count printed in 万 (1.2万条) may have been rounded or cut off: an interval."""
    if found.inexact or found.quantum <= 1 or found.low is None or found.high is None:
        return found
    half = found.quantum / 2
    return Found(
        found.start, found.end, found.low - half, found.high + found.quantum - 1, found.quantum, found.unit, True
    )


def apart(number: Found, cells: Value) -> bool:
    """Whether the two cannot be the same."""
    slack = cells.half + (number.quantum / 2 if cells.half and not number.inexact else 0)
    over = cells.high is not None and number.low is not None and number.low - cells.high > slack
    under = cells.low is not None and number.high is not None and cells.low - number.high > slack
    return over or under


def alike(report: Report, asked: Quantity, number: Found) -> str | None:
    """The name of the one other cell in the row or column of a cell that holds just this number (of two digits)."""
    if len(asked.terms) != 1 or report.form is None or number.low != number.high or not number.low:
        return None
    address = asked.cells[0]
    cell = report.form.cells[address]
    if number.low < 10:
        return None
    same = [
        other.name
        for other in report.form.cells.values()
        if other.address != address
        and other.table == cell.table
        and (other.row == cell.row or other.column == cell.column)
        and (reading := report.readings.get(other.address)) is not None
        and reading.exact
        and reading.low == number.low
    ]
    return same[0] if len(same) == 1 else None
