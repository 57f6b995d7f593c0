"""A report and its annexes as one report: the annexes' tables behind the report's text, each with its file's name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from gipaudit.documents.model import Block, Cell, Document, Paragraph, Place, Table
from gipaudit.forms.annex import held_tables, tables_on
from gipaudit.forms.assembly import behind_title, choose, unless_pictured
from gipaudit.forms.form import Form
from gipaudit.forms.grounds import unread
from gipaudit.forms.pairing import Paired
from gipaudit.forms.report import Attached, Report, Section, Uncertain
from gipaudit.forms.sections import find_sections

_WHOSE = ("unit", "year", "level", "published")


def join(report: Report, annexes: Sequence[Paired], forms: Mapping[str, Form]) -> Report:
    """Bind a report together with its annexes.

    A table that the report prints itself is its own, and not taken from an annex. Whose report it is, is told by the
    report alone.
    """
    taken = [_taken(annex, form, held_tables(report)) for annex, form, _ in annexes]
    whole = _joined(report.document, taken, [annex.source for annex, _, _ in annexes])
    binding, doubts = choose(whole, forms, report.identity.year, _named(report))
    if binding is None:
        return report
    skip = behind_title(report.document, report.identity)
    sections = find_sections(report.document, binding.form, binding.tables, skip)
    before = sum(1 for _ in report.document.tables)
    for document in taken:
        tables = {id: tuple(number - before for number in numbers) for id, numbers in binding.tables.items()}
        sections = _with_tables(sections, find_sections(document, binding.form, tables), binding.form)
        before += sum(1 for _ in document.tables)
    known = [item for item in report.uncertain if item.what in _WHOSE]
    paired = [Uncertain("annex", annex.source, why) for annex, _, why in annexes if why]
    return replace(
        report,
        document=whole,
        form=binding.form,
        readings=unless_pictured(binding, sections),
        sections=sections,
        uncertain=(*known, *doubts, *binding.uncertain, *paired),
        unbound=binding.unbound,
        outline=binding.form,
        annexes=tuple(Attached(annex.source, annex.sha256) for annex, _, _ in annexes),
    )


def _named(report: Report) -> str | None:
    """The form that a person named for the report."""
    if report.form is None or "form" not in report.identity.by_hand:
        return None
    return report.form.id if report.form.variant is None else f"{report.form.id}/{report.form.variant}"


def doubt(report: Report, why: str) -> Report:
    """Return a report whose tables may stand elsewhere, with ``why``: no table counts as missing."""
    cells = report.form.cells if report.form else {}
    outline = report.outline
    tabular = {section.id for section in outline.sections if section.tables} if outline else set()
    return replace(
        report,
        readings={
            address: unread(cells[address], why) if reading.state == "missing" else reading
            for address, reading in report.readings.items()
        },
        sections={
            id: replace(section, state="unknown")
            if id in tabular and section.state in ("missing", "empty")
            else section
            for id, section in report.sections.items()
        },
        uncertain=(*report.uncertain, Uncertain("annex", None, why)),
    )


def _taken(annex: Report, form: Form, own: frozenset[str]) -> Document:
    """An annex's document without the tables that the report has, every place with the name of the annex's file."""
    held = tables_on(annex.document, form)
    unneeded = [table for number, table in enumerate(annex.document.tables) if number in held and held[number] <= own]
    blocks = [
        _from(block, annex.source) for block in annex.document.blocks if not any(block is table for table in unneeded)
    ]
    return replace(annex.document, blocks=tuple(blocks))


def _from(block: Block, source: str) -> Block:
    place = _place(block.place, source)
    if isinstance(block, Table):
        rows = tuple(tuple(_cell(cell, source) for cell in row) for row in block.rows)
        return replace(block, rows=rows, place=place)
    if isinstance(block, Paragraph):
        return replace(block, place=place)
    return replace(block, place=place)


def _cell(cell: Cell, source: str) -> Cell:
    return replace(cell, place=_place(cell.place, source))


def _place(place: Place, source: str) -> Place:
    return replace(place, source=source)


def _joined(document: Document, taken: Sequence[Document], sources: Sequence[str]) -> Document:
    notes = [f"附件 {source}：{note}" for each, source in zip(taken, sources, strict=True) for note in each.notes]
    return replace(
        document,
        blocks=(*document.blocks, *(block for each in taken for block in each.blocks)),
        lossy=document.lossy or any(each.lossy for each in taken),
        notes=(*document.notes, *(f"统计表取自附件 {source}" for source in sources), *notes),
    )


def _with_tables(sections: Mapping[str, Section], annexed: Mapping[str, Section], form: Form) -> dict[str, Section]:
    """The report's sections, with the tables that stand in an annex under the same section's heading or none."""
    result = dict(sections)
    for described in form.sections:
        mine, theirs = sections[described.id], annexed[described.id]
        if not described.tables or not theirs.tables:
            continue
        headed = mine if mine.title else theirs
        result[described.id] = Section(
            described.id,
            headed.title,
            "present" if headed.title else "untitled",
            headed.place,
            (*mine.blocks, *theirs.tables),
        )
    return result
