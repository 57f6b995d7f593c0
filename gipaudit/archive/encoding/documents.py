"""A document as a record and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Literal

from msgspec import Struct

from gipaudit.archive.encoding.places import Places, PlacesRecord, places_of
from gipaudit.archive.encoding.values import Index, Many, Share, Span, column, spread
from gipaudit.archive.problems import DamagedError
from gipaudit.documents.model import Block, Cell, Document, Paragraph, Picture, Place, Table

Texts = Many[str] | str
Indices = Many[Index] | Index
Spans = Many[Span] | Span
Shares = Many[Share] | Share


class ParagraphsRecord(Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    """Paragraphs as columns."""

    text: Many[str]
    place: Indices
    heading: Many[Index | None] | Index | None
    confidence: Shares


class PicturesRecord(Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    """Pictures as columns; what they show is not kept."""

    text: Many[str]
    place: Indices


class TableRecord(Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    """A table: how many cells begin in each row, and the cells as columns."""

    place: Index
    spans: bool
    caption: str
    rows: Many[Index]
    text: Many[str]
    row: Indices
    column: Indices
    at: Indices
    row_span: Spans
    column_span: Spans
    confidence: Shares


class BlocksRecord(Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    """Blocks in their order: one letter each says whether the next paragraph, table or picture stands there."""

    order: str
    paragraphs: ParagraphsRecord
    pictures: PicturesRecord
    tables: Many[TableRecord]


class DocumentRecord(Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    """A document."""

    layout: Literal[1]
    places: PlacesRecord
    blocks: BlocksRecord
    loader: str
    metadata: dict[str, str]
    lossy: bool
    notes: Many[str]
    converter: str


def document_record(document: Document) -> tuple[DocumentRecord, Places]:
    """Return a document's record, with the numbers that its places have."""
    places = Places()
    blocks = blocks_record(document.blocks, places)
    record = DocumentRecord(
        1,
        places.record(),
        blocks,
        document.loader,
        dict(document.metadata),
        document.lossy,
        list(document.notes),
        document.converter,
    )
    return record, places


def document_of(record: DocumentRecord) -> tuple[Document, list[Place]]:
    """Return the document of a record, with its places by number.

    Raises:
        DamagedError, IndexError: the record contradicts itself.
    """
    places = places_of(record.places)
    document = Document(
        blocks=tuple(blocks_of(record.blocks, places)),
        loader=record.loader,
        metadata=record.metadata,
        lossy=record.lossy,
        notes=tuple(record.notes),
        converter=record.converter,
    )
    return document, places


def blocks_record(blocks: Sequence[Block], places: Places) -> BlocksRecord:
    """Return blocks as they are written."""
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    pictures = [block for block in blocks if isinstance(block, Picture)]
    return BlocksRecord(
        "".join("p" if isinstance(b, Paragraph) else "t" if isinstance(b, Table) else "i" for b in blocks),
        ParagraphsRecord(
            [each.text for each in paragraphs],
            column(places.number(each.place) for each in paragraphs),
            column(each.heading for each in paragraphs),
            column(each.confidence for each in paragraphs),
        ),
        PicturesRecord([each.text for each in pictures], column(places.number(each.place) for each in pictures)),
        [_table_record(block, places) for block in blocks if isinstance(block, Table)],
    )


def blocks_of(record: BlocksRecord, places: Sequence[Place]) -> list[Block]:
    """Return the blocks of a record.

    Raises:
        DamagedError, IndexError: the record contradicts itself.
    """
    place = places.__getitem__
    p, i = record.paragraphs, record.pictures
    paragraphs: list[Block] = list(
        map(
            Paragraph,
            p.text,
            map(place, spread(p.place, len(p.text))),
            spread(p.heading, len(p.text)),
            spread(p.confidence, len(p.text)),
        )
    )
    pictures: list[Block] = list(map(Picture, map(place, spread(i.place, len(i.text))), i.text))
    tables: list[Block] = [_table_of(table, place) for table in record.tables]
    kinds = {"p": paragraphs, "t": tables, "i": pictures}
    if sorted(record.order) != sorted("".join(letter * len(many) for letter, many in kinds.items())):
        raise DamagedError("blocks are missing, or of no kind")
    left = {letter: iter(many) for letter, many in kinds.items()}
    return [next(left[letter]) for letter in record.order]


def _table_record(table: Table, places: Places) -> TableRecord:
    cells = [cell for row in table.rows for cell in row]
    return TableRecord(
        places.number(table.place),
        table.spans,
        table.caption,
        [len(row) for row in table.rows],
        [cell.text for cell in cells],
        column(cell.row for cell in cells),
        column(cell.column for cell in cells),
        column(places.number(cell.place) for cell in cells),
        column(cell.row_span for cell in cells),
        column(cell.column_span for cell in cells),
        column(cell.confidence for cell in cells),
    )


def _table_of(record: TableRecord, place: Callable[[int], Place]) -> Table:
    count = len(record.text)
    if sum(record.rows) != count:
        raise DamagedError("cells are missing")
    columns: Iterable[Iterable[object]] = (
        record.text,
        spread(record.row, count),
        spread(record.column, count),
        map(place, spread(record.at, count)),
        spread(record.row_span, count),
        spread(record.column_span, count),
        spread(record.confidence, count),
    )
    cells = map(Cell, *columns)
    rows = tuple(tuple(islice(cells, length)) for length in record.rows)
    return Table(rows, place(record.place), record.spans, record.caption)
