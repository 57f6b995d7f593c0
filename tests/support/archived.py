"""Hypothesis strategies for reports in all states that the records allow, whatever document could print them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from gipaudit.documents.model import Block, Cell, Document, Paragraph, Picture, Place, Table
from gipaudit.forms.form import Form
from gipaudit.forms.report import (
    STATES,
    Attached,
    Correction,
    Identity,
    Reading,
    Report,
    Section,
    Unbound,
    Uncertain,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
COUNT = st.integers(0, 5000)
SHARE = st.floats(0, 1)
NUMBER = st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=2
) | st.just(Decimal("1.50"))
PLACES = st.builds(
    Place,
    *[st.none() | COUNT for _ in range(6)],
    box=st.none() | st.tuples(*[st.floats(0, 2000)] * 4),
    source=st.none() | TEXT,
)
PARAGRAPHS = st.builds(Paragraph, TEXT, PLACES, st.none() | st.integers(1, 6), SHARE)
CELLS = st.builds(Cell, TEXT, COUNT, COUNT, PLACES, st.integers(1, 9), st.integers(1, 9), SHARE)
TABLES = st.builds(
    Table, st.lists(st.lists(CELLS, max_size=3).map(tuple), max_size=3).map(tuple), PLACES, st.booleans(), TEXT
)
BLOCKS: st.SearchStrategy[Block] = PARAGRAPHS | TABLES | st.builds(Picture, PLACES, TEXT)
DOCUMENTS = st.builds(
    Document,
    st.lists(BLOCKS, max_size=8).map(tuple),
    TEXT,
    st.dictionaries(TEXT, TEXT, max_size=2),
    st.booleans(),
    st.lists(TEXT, max_size=2).map(tuple),
    TEXT,
)
READINGS = st.builds(
    Reading,
    st.sampled_from(STATES),
    st.none() | NUMBER,
    st.none() | NUMBER,
    TEXT,
    PLACES,
    SHARE,
    st.sampled_from(["header", "position", "order", "label", "hand"]),
    st.sampled_from([Decimal(1), Decimal("0.01"), Decimal("1.0"), Decimal(1000)]),
    st.none() | TEXT,
    st.booleans(),
    TEXT,
)
CORRECTED = st.builds(
    lambda reading, printed, by, on, reason: Reading(
        reading.state, reading.low, reading.high, correction=Correction(printed, by, on, reason, f"{by}.yaml:3")
    ),
    READINGS,
    READINGS,
    TEXT,
    st.dates(),
    TEXT,
)


@st.composite
def reports(draw: Any, known: dict[str, Form]) -> Report:
    """A report of one of the known forms, in any layout, or of none."""
    document = draw(DOCUMENTS)
    whole = draw(st.none() | st.sampled_from(list(known.values())))
    form = whole and whole.layout(frozenset(draw(st.sets(st.sampled_from(_rows(whole)), max_size=2))))
    cells = list(form.cells) if form else []
    chosen = draw(st.lists(st.sampled_from(cells), unique=True, max_size=6)) if cells else []
    inside = st.lists(st.sampled_from(document.blocks) if document.blocks else st.nothing() | BLOCKS, max_size=4)
    section = st.builds(
        lambda title, state, place, blocks: (title, state, place, tuple(blocks)),
        TEXT,
        st.sampled_from(["present", "empty", "untitled", "missing", "unknown"]),
        PLACES,
        inside,
    )
    sections = draw(st.dictionaries(TEXT, section, max_size=3))
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    return Report(
        source=draw(TEXT),
        sha256="a" * 64,
        document=document,
        identity=Identity(
            draw(st.none() | TEXT),
            draw(st.none() | st.integers(2000, 2099)),
            "city-department",
            draw(st.none() | st.dates(date(1, 1, 1))),
            draw(st.none() | PARAGRAPHS | (st.sampled_from(paragraphs) if paragraphs else st.nothing())),
            frozenset(draw(st.sets(st.sampled_from(["unit", "year", "level", "form"])))),
        ),
        form=form,
        readings={address: draw(READINGS | CORRECTED) for address in chosen},
        sections={id: Section(id, *rest) for id, rest in sections.items()},
        uncertain=tuple(draw(st.lists(st.builds(Uncertain, TEXT, st.none() | TEXT, TEXT), max_size=2))),
        unbound=tuple(draw(st.lists(st.builds(Unbound, TEXT, PLACES, TEXT), max_size=2))),
        outline=draw(st.sampled_from([form, whole, None])),
        annexes=tuple(draw(st.lists(st.builds(Attached, TEXT, TEXT), max_size=2))),
    )


def _rows(form: Form) -> list[str]:
    return [f"{table.id}.{row.id}" for table in form.tables for row in table.rows]
