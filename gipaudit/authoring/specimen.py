"""A report made by hand from a few cells and a few lines of text: what rules' examples and tests are judged on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from gipaudit.documents.model import Block, Cell, Document, Paragraph, Picture, Place, Table
from gipaudit.forms.form import Form, FormCell, FormTable
from gipaudit.forms.report import Identity, Reading, Report, Section, SectionState, State, whole_range

BLANK, MISSING = "空", "缺"
"""What an example writes for a cell or section that is there and empty, and for one that is not there."""

CellValue = Decimal | int | float | str | Reading | None
"""A number, a text as printed, :data:`BLANK`, :data:`MISSING`, ``None`` for what could not be read, or a reading."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A section to be made. ``title`` is its heading as printed (``None``: the form's own, ``""``: no heading).

    Without a ``state`` it is present, or empty where there is neither text nor a table nor a picture.
    """

    text: str = "本年度各项工作正常开展。"
    title: str | None = None
    state: SectionState | None = None
    tables: bool = True
    pictures: int = 0


@dataclass(frozen=True)
class Specimen:
    """What a made report says; whatever is not named is in order: sections are there, cells are 0 (or
    missing where their section holds no tables).

    ``title`` "" is the title that is right, ``None`` is none; ``year`` 0 is the form's first year, ``None`` unknown.
    """

    cells: Mapping[str, CellValue] = field(default_factory=dict)
    sections: Mapping[str, Draft] = field(default_factory=dict)
    order: Sequence[str] = ()
    preamble: str = ""
    title: str | None = ""
    unit: str | None = "示例市示例局"
    year: int | None = 0
    level: str = "city-department"
    published: date | None = None
    lossy: bool = False


def make_report(form: Form, specimen: Specimen) -> Report:
    """Make a report on a form's layout, with a document whose blocks and places agree with it.

    Raises:
        KeyError: an address or a section that the form has not.
    """
    layout = form.layout(_omitted(form, specimen.cells))
    if strangers := [address for address in specimen.cells if address not in layout.cells]:
        raise KeyError(strangers[0])
    absent = _absent_tables(layout, specimen.sections)
    readings = {
        address: _reading(cell, specimen.cells.get(address, absent.get(cell.table, 0)))
        for address, cell in layout.cells.items()
        if cell.kind != "heading" or address in specimen.cells
    }
    year = (form.first_year or 2020) if specimen.year == 0 else specimen.year
    writer = _Writer()
    title = f"{specimen.unit or ''}{year or ''}年政府信息公开工作年度报告" if specimen.title == "" else specimen.title
    heading = writer.paragraph(title) if title else None
    sections: dict[str, Section] = {}
    if specimen.preamble:
        preamble = writer.paragraph(specimen.preamble)
        sections["preamble"] = Section("preamble", "", "present", preamble.place, (preamble,))
    known = [section.id for section in form.sections]
    order = [*specimen.order, *(id for id in known if id not in specimen.order)]
    for id in order:
        sections[id] = _section(layout, id, specimen.sections.get(id, Draft()), writer)
    return Report(
        source="示例.docx",
        sha256="0" * 64,
        document=Document(tuple(writer.blocks), "specimen", lossy=specimen.lossy),
        identity=Identity(specimen.unit, year, specimen.level, specimen.published, heading),
        form=layout,
        readings=readings,
        sections=sections,
        outline=layout,
    )


def _absent_tables(form: Form, sections: Mapping[str, Draft]) -> dict[str, CellValue]:
    """What stands in the cells of tables whose section does not hold them."""
    absent: dict[str, CellValue] = {}
    for section in form.sections:
        draft = sections.get(section.id, Draft())
        if draft.state == "unknown":
            absent.update(dict.fromkeys(section.tables))
        elif not draft.tables or draft.state in ("missing", "empty"):
            absent.update(dict.fromkeys(section.tables, MISSING))
    return absent


def _omitted(form: Form, cells: Mapping[str, CellValue]) -> frozenset[str]:
    """The rows not printed: undivided rows unless they are named, then their parts; optional rows not named."""
    named = {address.rpartition(".")[0] for address in cells}
    omitted: set[str] = set()
    for table in form.tables:
        for whole, parts in table.alternatives.items():
            undivided = f"{table.id}.{whole}" in named
            omitted.update(f"{table.id}.{part}" for part in (parts if undivided else (whole,)))
        omitted.update(f"{table.id}.{row.id}" for row in table.rows if row.optional)
    return frozenset(omitted - named)


def _reading(cell: FormCell, value: CellValue) -> Reading:
    if isinstance(value, Reading):
        return value
    low, high = whole_range(cell.kind)
    if value is None:
        return Reading("text", low, high, confidence=0.0, why="示例：未能读出")
    if value in (BLANK, MISSING):
        state: State = "blank" if value == BLANK else "missing"
        return Reading(state, low, high)
    if isinstance(value, str):
        from gipaudit.forms.numerals import read_cell

        read = read_cell(value, cell.kind, cell.unit)
        return Reading(
            read.state,
            read.low,
            read.high,
            value,
            quantum=read.quantum,
            unit=read.unit,
            converted=read.converted,
            why=read.why,
        )
    number = Decimal(str(value))
    exponent = number.as_tuple().exponent
    quantum = Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else Decimal(1)
    return Reading("number", number, number, str(value), quantum=quantum)


class _Writer:
    """Writes blocks one after the other, counting their places."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._paragraphs = 0
        self._tables = 0

    def paragraph(self, text: str) -> Paragraph:
        self._paragraphs += 1
        block = Paragraph(text, Place(paragraph=self._paragraphs))
        self.blocks.append(block)
        return block

    def table(self, table: FormTable) -> Table:
        """Write a table's row labels: what it holds is told by the readings alone."""
        self._tables += 1
        rows = tuple(
            (Cell(row.label.title, index, 0, Place(table=self._tables, row=index + 1, column=1)),)
            for index, row in enumerate(table.rows)
        )
        block = Table(rows, Place(table=self._tables))
        self.blocks.append(block)
        return block

    def picture(self) -> Picture:
        block = Picture(Place(paragraph=self._paragraphs))
        self.blocks.append(block)
        return block


def _section(form: Form, id: str, draft: Draft, writer: _Writer) -> Section:
    described = form.section(id)
    if described is None:
        raise KeyError(id)
    if draft.state in ("missing", "unknown"):
        return Section(id, "", draft.state, Place())
    number = f"{described.number}、" if described.number else ""
    title = f"{number}{described.label.title}" if draft.title is None else draft.title
    place = writer.paragraph(title).place if title else Place()
    state = draft.state
    blocks: list[Block] = []
    if state != "empty":
        blocks.extend(writer.paragraph(line) for line in draft.text.splitlines())
        blocks.extend(writer.table(form.table(table)) for table in described.tables if draft.tables)
        blocks.extend(writer.picture() for _ in range(draft.pictures))
    state = state or ("untitled" if not title else "present" if blocks else "empty")
    return Section(id, title, state, place, tuple(blocks))
