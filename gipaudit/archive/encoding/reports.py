"""A report as bytes and back: its document, what was bound of it, and its figures as one binary row.

Nothing is pickled. Sections refer to the document's blocks by number, so that they are the same blocks again; a form
is named, and the readings stand in the order of its cells.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Literal, NamedTuple, get_args

from msgspec import Meta, Struct

from gipaudit.archive.encoding.documents import (
    BlocksRecord,
    DocumentRecord,
    blocks_of,
    blocks_record,
    document_of,
    document_record,
)
from gipaudit.archive.encoding.layouts import LayoutKey, Layouts, layout_key
from gipaudit.archive.encoding.places import Places, PlacesRecord, places_of
from gipaudit.archive.encoding.readings import ReadingsRecord, readings_of, readings_record
from gipaudit.archive.encoding.values import Index, Many, read, whole, written
from gipaudit.archive.problems import DamagedError
from gipaudit.documents.model import Block, Document, Paragraph, Place
from gipaudit.forms.arrays import Arrays
from gipaudit.forms.form import Form
from gipaudit.forms.report import Attached, Identity, Report, Section, SectionState, Unbound, Uncertain

SECTION_STATES: tuple[SectionState, ...] = get_args(SectionState)

Layout = tuple[str, Many[str]] | None


class SectionRecord(Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    """A section; ``blocks`` are numbers, those of the document first and then those of the report."""

    id: str
    title: str
    state: Annotated[int, Meta(ge=0, lt=len(SECTION_STATES))]
    place: Index
    blocks: Many[Index]


class IdentityRecord(Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    """Whose report it is; ``title`` is a block's number."""

    unit: str | None
    year: Annotated[int, Meta(ge=0, le=9999)] | None
    level: str
    published: date | None
    title: Index | None
    by_hand: Many[str]


class ReportRecord(Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    """What was bound of a document. ``own`` are blocks of sections that are none of the document's."""

    layout: Literal[1]
    sha256: str
    identity: IdentityRecord
    form: Layout
    outline: Layout
    places: PlacesRecord
    own: BlocksRecord
    cells: Many[Index]
    readings: ReadingsRecord
    sections: Many[SectionRecord]
    uncertain: Many[tuple[str, str | None, str]]
    unbound: Many[tuple[str, Index, str]]
    annexes: Many[tuple[str, str]]


class Written(NamedTuple):
    """A report as bytes; ``figures`` is ``None`` where it prints no form."""

    document: bytes
    report: bytes
    figures: bytes | None


def encode(report: Report) -> Written:
    """Return a report's bytes."""
    report = _unpacked(report)
    record, places = document_record(report.document)
    return Written(written(record), written(_report_record(report, places)), figures_row(report))


def decode_document(data: bytes) -> Document:
    """Return the document of these bytes.

    Raises:
        DamagedError: they are none.
    """
    with whole():
        return document_of(read(data, DocumentRecord))[0]


def decode(document: bytes, report: bytes, source: str, layouts: Layouts) -> Report:
    """Return the report of these bytes, under the name that it has in this audit.

    Raises:
        DamagedError: they are none, or its form is not known any more.
    """
    with whole():
        return _report(*document_of(read(document, DocumentRecord)), read(report, ReportRecord), source, layouts)


def figures_row(report: Report) -> bytes | None:
    """Return a report's readings as arrays: ``float64`` low, high, quanta, ``int8`` states, ``bool`` unsure.

    Each has one entry a cell of the report's layout, in its order (see :class:`gipaudit.forms.arrays.Arrays`); the
    doubles are little-endian.
    """
    if report.form is None:
        return None
    arrays = Arrays.of(report.form, [report])
    doubles = (arrays.low, arrays.high, arrays.quanta)
    parts = *(each.astype("<f8").tobytes() for each in doubles), arrays.states.tobytes(), arrays.unsure.tobytes()
    return zlib.compress(b"".join(parts), 1)


def _unpacked(report: Report) -> Report:
    """The report with its blocks at hand: packed ones would be other ones each time they are looked at."""
    document = replace(report.document, blocks=tuple(report.document.blocks))
    return replace(report, document=document, readings=dict(report.readings), sections=dict(report.sections))


def _report_record(report: Report, places: Places) -> ReportRecord:
    places = Places(places.all)
    numbers = {id(block): number for number, block in enumerate(report.document.blocks)}
    own: list[Block] = []

    def number(block: Block) -> int:
        if id(block) not in numbers:
            numbers[id(block)] = len(report.document.blocks) + len(own)
            own.append(block)
        return numbers[id(block)]

    index = {address: number for number, address in enumerate(report.form.cells if report.form else ())}
    identity = report.identity
    sections = [
        SectionRecord(
            each.id,
            each.title,
            SECTION_STATES.index(each.state),
            places.number(each.place),
            [number(block) for block in each.blocks],
        )
        for each in report.sections.values()
    ]
    title = None if identity.title is None else number(_same(identity.title, report.document))
    readings = readings_record(list(report.readings.values()), places)
    unbound = [(each.text, places.number(each.place), each.why) for each in report.unbound]
    blocks = blocks_record(own, places)
    return ReportRecord(
        1,
        report.sha256,
        IdentityRecord(
            identity.unit, identity.year, identity.level, identity.published, title, sorted(identity.by_hand)
        ),
        _written_layout(report.form),
        _written_layout(report.outline),
        places.record(),
        blocks,
        [index[address] for address in report.readings],
        readings,
        sections,
        [(each.what, each.value, each.why) for each in report.uncertain],
        unbound,
        [(each.source, each.sha256) for each in report.annexes],
    )


def _report(document: Document, places: list[Place], record: ReportRecord, source: str, layouts: Layouts) -> Report:
    places = [*places, *places_of(record.places)]
    blocks = [*document.blocks, *blocks_of(record.own, places)]
    form, outline = (
        layouts.find(LayoutKey(each[0], tuple(each[1]))) if each else None for each in (record.form, record.outline)
    )
    addresses = tuple(form.cells) if form else ()
    readings = readings_of(record.readings, places)
    if len(readings) != len(record.cells):
        raise DamagedError("readings are missing")
    return Report(
        source=source,
        sha256=record.sha256,
        document=document,
        identity=_identity(record.identity, blocks),
        form=form,
        readings=dict(zip((addresses[cell] for cell in record.cells), readings, strict=True)),
        sections={each.id: _section(each, blocks, places) for each in record.sections},
        uncertain=tuple(Uncertain(*each) for each in record.uncertain),
        unbound=tuple(Unbound(text, places[place], why) for text, place, why in record.unbound),
        outline=outline,
        annexes=tuple(Attached(*each) for each in record.annexes),
    )


def _same(title: Paragraph, document: Document) -> Paragraph:
    """The document's own block that is the title, where it is one."""
    return next((block for block in document.paragraphs if block == title), title)


def _written_layout(form: Form | None) -> tuple[str, list[str]] | None:
    key = layout_key(form)
    return None if key is None else (key.form, list(key.omitted))


def _identity(record: IdentityRecord, blocks: Sequence[Block]) -> Identity:
    title = None if record.title is None else blocks[record.title]
    if title is not None and not isinstance(title, Paragraph):
        raise DamagedError("a title that is no paragraph")
    by_hand = frozenset(record.by_hand)
    return Identity(record.unit, record.year, record.level, record.published, title, by_hand)


def _section(record: SectionRecord, blocks: Sequence[Block], places: Sequence[Place]) -> Section:
    return Section(
        record.id,
        record.title,
        SECTION_STATES[record.state],
        places[record.place],
        tuple(blocks[number] for number in record.blocks),
    )
