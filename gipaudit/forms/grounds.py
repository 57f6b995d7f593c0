"""Readings from cells: what is printed, how sure its place in the form is, and why it is no number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gipaudit.documents.model import Cell, Place
from gipaudit.forms.form import FormCell
from gipaudit.forms.labels import CUT, fold
from gipaudit.forms.lines import UNIT
from gipaudit.forms.numerals import MONEY, Numeral, read_cell
from gipaudit.forms.recognised import SURE, weak
from gipaudit.forms.report import Reading, whole_range

CONFIDENCE = {"header": 1.0, "position": 0.9, "order": 0.7}
"""How sure a value's place in the form is, by the way it was found."""

_UNIT_IN_HEAD = re.compile(rf"(?:单位:?|\()({UNIT})\)?$")


@dataclass(frozen=True, slots=True)
class Placed:
    """One value on its cell of the form; ``unit`` is what is printed where its unit stands: a unit or a header."""

    cell: Cell
    by: str
    alike: float
    unit: str = ""


def reading_of(placed: Placed, asked: FormCell, lossy: bool) -> Reading:
    """Read one cell. In a document that another tool converted an empty cell may have been lost: it is ``text``."""
    cell = placed.cell
    numeral = _read(cell.text, placed.unit, asked)
    if numeral.state == "blank" and lossy:
        return unread(asked, "文档经其他工具转换，空格可能是转换时丢失", cell.text, cell.place, placed.by)
    reading = Reading(
        state=numeral.state,
        low=numeral.low,
        high=numeral.high,
        text=cell.text.strip(),
        place=cell.place,
        # A label that may be another one by a misprint takes a tenth off.
        confidence=min(round(CONFIDENCE[placed.by] * (1.0 if placed.alike >= CUT else 0.9), 2), cell.confidence),
        by=placed.by,
        quantum=numeral.quantum,
        unit=numeral.unit,
        converted=numeral.converted,
        why=numeral.why,
    )
    return reading if cell.confidence >= SURE else weak(reading, cell.confidence, asked.kind)


def _read(text: str, printed: str, asked: FormCell) -> Numeral:
    """Read a cell in the unit that its header or its row prints, where that is another than the form's."""
    numeral = read_cell(text, asked.kind, asked.unit)
    if numeral.state != "number" or numeral.unit is not None or not numeral.high:
        return numeral
    match = _UNIT_IN_HEAD.search(printed) or re.fullmatch(rf"\(?({UNIT})\)?", printed)
    unit = match[1] if match else ""
    scaled = unit[:1] in "十百千万亿" if unit else False
    if (asked.kind == "amount" and asked.unit in MONEY and unit in MONEY and unit != asked.unit) or (
        asked.kind != "amount" and scaled and unit not in MONEY
    ):
        return read_cell(f"{fold(text)}{unit}", asked.kind, asked.unit)
    return numeral


def unread(asked: FormCell, why: str, text: str = "", place: Place | None = None, by: str = "label") -> Reading:
    """A cell that is printed but could not be read, or may have been lost on the way: never held against the unit."""
    low, high = whole_range(asked.kind)
    return Reading("text", low, high, text.strip(), place or Place(), 0.0, by, why=why)


def missing(asked: FormCell, why: str) -> Reading:
    """A cell whose tables were read and whose row is not there."""
    low, high = whole_range(asked.kind)
    return Reading("missing", low, high, why=why)
