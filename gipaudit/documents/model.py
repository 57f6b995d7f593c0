"""What a file says, whatever its format: paragraphs, tables and pictures in reading order, each with its place.

Nothing here knows of annual reports.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:

    def record(*, frozen: bool, slots: bool):
        """Make a record that the type checker alone keeps from being changed.

        A frozen dataclass takes five times as long to make, and a report has some thousand of these.
        """
        return dataclass(slots=slots, unsafe_hash=frozen)


@record(frozen=True, slots=True)
class Place:
    """Where in the file something stands. Every number counts from 1; what a format cannot tell is ``None``.

    ``box`` is left, top, right, bottom in points from the page's top left corner. ``source`` names the file where
    that is another one than the report's own: its annex.
    """

    page: int | None = None
    line: int | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    box: tuple[float, float, float, float] | None = None
    source: str | None = None

    # Written out: every paragraph asks for one, and ``replace`` takes ten times as long.
    def at_paragraph(self, paragraph: int) -> Place:
        """Return the place of a paragraph."""
        return Place(self.page, self.line, paragraph, self.table, self.row, self.column, self.box, self.source)


@record(frozen=True, slots=True)
class Paragraph:
    """One paragraph of text. ``heading`` is the level (1–6) that the format itself gives it, or ``None``.

    ``confidence`` is below 1 only where the text was recognised from a picture (0–1).
    """

    text: str
    place: Place
    heading: int | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture; ``text`` is its caption or alternative text where the format gives one.

    ``data`` is the encoded picture, kept only until its text has been recognised.
    """

    place: Place
    text: str = ""
    data: bytes | None = field(default=None, repr=False)


@record(frozen=True, slots=True)
class Cell:
    """One cell that is really in the file, at the grid position of its top left corner (counted from 0).

    ``row_span`` and ``column_span`` are 1 where the format has no spans (see :attr:`Table.spans`).
    ``confidence`` is below 1 only where the text was recognised from a picture (0–1).
    """

    text: str
    row: int
    column: int
    place: Place
    row_span: int = 1
    column_span: int = 1
    confidence: float = 1.0

    def numbered(self, table: int) -> Cell:
        """Return the cell with the ordinals of its table, row and column, counted from 1, in its place."""
        at = self.place
        place = Place(at.page, at.line, at.paragraph, table, self.row + 1, self.column + 1, at.box, at.source)
        return Cell(self.text, self.row, self.column, place, self.row_span, self.column_span, self.confidence)


@dataclass(frozen=True)
class Table:
    """A table as a grid with its spans resolved.

    ``rows`` holds, for each row, the cells that begin in it, from left to right. ``spans`` says whether the format
    tells merged cells: where it does not (plain text, Markdown) a cell's column is only its ordinal in its row.
    ``caption`` is the text the format itself ties to the table.
    """

    rows: tuple[tuple[Cell, ...], ...]
    place: Place
    spans: bool = True
    caption: str = ""

    @cached_property
    def width(self) -> int:
        """The number of grid columns."""
        return max((cell.column + cell.column_span for row in self.rows for cell in row), default=0)

    @cached_property
    def grid(self) -> tuple[tuple[Cell, ...], ...]:
        """For each row every cell that covers part of it, from left to right, those merged from above included."""
        covering: list[list[Cell]] = [[] for _ in self.rows]
        for row in self.rows:
            for cell in row:
                for index in range(cell.row, min(cell.row + cell.row_span, len(self.rows))):
                    covering[index].append(cell)
        return tuple(tuple(sorted(cells, key=lambda cell: cell.column)) for cells in covering)


Block = Paragraph | Table | Picture


@dataclass(frozen=True)
class Document:
    """A file as read by one loader.

    ``metadata`` holds what the format says of the document beside its text (HTML ``PubDate``, a Word title …), by
    lower-case name. ``lossy`` is true where another tool converted the document before us (Markdown, extracted
    text), where text was recognised from pictures, or where the loader had to leave something out: what is not found
    in such a document may have been lost on the way, and is never held against the unit. ``notes`` says what was left
    out, in Chinese. ``converter`` names the program, with its version, that turned the file into another format
    first, or recognised its text.
    """

    blocks: Sequence[Block]
    loader: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    lossy: bool = False
    notes: tuple[str, ...] = ()
    converter: str = ""

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        """The paragraphs, in reading order."""
        return (block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def tables(self) -> Iterator[Table]:
        """The tables, in reading order."""
        return (block for block in self.blocks if isinstance(block, Table))

    @cached_property
    def recognised(self) -> bool:
        """Whether any of its text was recognised from a picture. A cell without ink is blank there too."""
        cells = (cell.confidence for table in self.tables for row in table.rows for cell in row)
        return any(confidence < 1 for confidence in (*(each.confidence for each in self.paragraphs), *cells))
