"""Readings from cells: what is printed, how sure its place in the form is, and why it is no number."""

from __future__ import annotations

from gipaudit.documents.model import Cell, Place
from gipaudit.forms.form import FormCell
from gipaudit.forms.laying import BY_HEADER, BY_ORDER, BY_POSITION
from gipaudit.forms.numerals import read_cell
from gipaudit.forms.report import Reading, whole_range

CONFIDENCE = {"header": BY_HEADER, "position": BY_POSITION, "order": BY_ORDER}

DOUBTED_LABEL = 0.9
"""A label less alike than this takes a tenth off the confidence."""


def reading_of(cell: Cell, asked: FormCell, by: str, alike: float, lossy: bool) -> Reading:
    """Read one cell. In a document that another tool converted an empty cell may have been lost: it is ``text``."""
    numeral = read_cell(cell.text, asked.kind, asked.unit)
    confidence = CONFIDENCE[by] * (1.0 if alike >= DOUBTED_LABEL else 0.9)
    if numeral.state == "blank" and lossy:
        return unread(asked, "文档经其他工具转换，空格可能是转换时丢失", cell.text, cell.place, by)
    return Reading(
        state=numeral.state,
        low=numeral.low,
        high=numeral.high,
        text=cell.text.strip(),
        place=cell.place,
        confidence=round(confidence, 2),
        by=by,
        quantum=numeral.quantum,
        unit=numeral.unit,
        converted=numeral.converted,
        why=numeral.why,
    )


def unread(asked: FormCell, why: str, text: str = "", place: Place | None = None, by: str = "label") -> Reading:
    """A cell that is printed but could not be read, or may have been lost on the way: never held against the unit."""
    low, high = whole_range(asked.kind)
    return Reading("text", low, high, text.strip(), place or Place(), 0.0, by, why=why)


def missing(asked: FormCell, why: str) -> Reading:
    """A cell whose tables were read and whose row is not there."""
    low, high = whole_range(asked.kind)
    return Reading("missing", low, high, why=why)
