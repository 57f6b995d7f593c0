"""Numbering says where blocks stand and takes nothing from them."""

from __future__ import annotations

from dataclasses import fields, replace

from gipaudit.documents.layout import number
from gipaudit.documents.model import Cell, Paragraph, Place, Table

PLACE = Place(page=3, line=70, paragraph=None, box=(1.0, 2.0, 3.0, 4.0), source="附件.docx")
CELL = Cell("７", 0, 1, PLACE, row_span=2, column_span=4, confidence=0.5)
PARAGRAPH = Paragraph("甲", PLACE, heading=2, confidence=0.5)


def test_what_is_numbered_keeps_all_but_its_numbers() -> None:
    blocks = [Table(((CELL,),), Place()), PARAGRAPH, Table(((), (replace(CELL, row=1),)), Place())]
    first, paragraph, second = number(blocks)
    assert isinstance(first, Table)
    assert isinstance(second, Table)
    assert first.rows[0] == (replace(CELL, place=replace(PLACE, table=1, row=1, column=2)),)
    assert paragraph == replace(PARAGRAPH, place=replace(PLACE, paragraph=1))
    assert second.rows[1] == (replace(CELL, row=1, place=replace(PLACE, table=2, row=2, column=2)),)


def test_the_examples_say_something_of_every_field() -> None:
    """A field that is added must stand in the examples above, or the test above would not miss it."""
    numbers = {"table", "row", "column", "paragraph"}
    assert all(getattr(PLACE, field.name) is not None for field in fields(Place) if field.name not in numbers)
    assert all(getattr(PARAGRAPH, field.name) != field.default for field in fields(Paragraph))
    assert all(getattr(CELL, field.name) != field.default for field in fields(Cell))
