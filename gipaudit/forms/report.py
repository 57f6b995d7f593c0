"""A report: a document bound to a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from gipaudit.documents.model import Block, Document, Paragraph, Picture, Place, Table
from gipaudit.forms.form import Form, Kind

if TYPE_CHECKING:
    from gipaudit.forms.kinds import FileKind

State = Literal["number", "blank", "dash", "text", "missing"]
STATES: tuple[State, ...] = ("number", "blank", "dash", "text", "missing")

TIERS = ("province", "city", "county", "township", "zone")
UNIT_KINDS = ("government", "department", "office")
"""The two parts of a unit's level, ``tier-kind``; either may be ``unknown``."""

SectionState = Literal["present", "empty", "untitled", "missing", "unknown"]


@dataclass(frozen=True, slots=True)
class Correction:
    """Who put a reading in the place of the one that was read from the document (``printed``), when and why.

    ``place`` is the file and line where the person wrote it down.
    """

    printed: Reading
    by: str
    on: date
    reason: str
    place: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a report has in one cell.

    ``low`` and ``high`` bound the value in the form's unit; ``None`` is −∞ or +∞. Whatever is no number (blank,
    dash, text, missing) carries the whole range of its kind. ``quantum`` is the unit of the last digit printed.
    ``unit`` is the unit printed in the cell, ``converted`` tells that it was turned into the form's.
    ``by`` says how the cell was found: ``header``, ``position``, ``order``, ``label`` or ``hand``. ``correction`` is
    given where a person corrected what was read: ``text`` is then what the person says is printed.
    """

    state: State
    low: Decimal | None
    high: Decimal | None
    text: str = ""
    place: Place = field(default_factory=Place)
    confidence: float = 1.0
    by: str = "header"
    quantum: Decimal = Decimal(1)
    unit: str | None = None
    converted: bool = False
    why: str = ""
    correction: Correction | None = None

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.state == "number" and self.low is not None and self.low == self.high


def whole_range(kind: Kind) -> tuple[Decimal | None, Decimal | None]:
    """The range of a cell of which nothing is known."""
    return (None, None) if kind == "signed" else (Decimal(0), None)


@dataclass(frozen=True)
class Section:
    """A section of the report as found.

    ``title`` is its heading as printed. State: ``present``, ``empty`` (a heading with nothing under it),
    ``untitled`` (its content is there, its heading is not), ``missing`` (neither is), ``unknown`` (neither is, but
    the document lost things on the way).
    """

    id: str
    title: str
    state: SectionState
    place: Place
    blocks: tuple[Block, ...] = ()

    @cached_property
    def text(self) -> str:
        """Its paragraphs, one a line, without its heading and its tables."""
        return "\n".join(block.text for block in self.blocks if isinstance(block, Paragraph))

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Its paragraphs without its heading."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def tables(self) -> tuple[Table, ...]:
        """Its tables."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Its pictures."""
        return tuple(block for block in self.blocks if isinstance(block, Picture))


@dataclass(frozen=True, slots=True)
class Uncertain:
    """Something that could not be told for sure: what, the value taken (if any), and why."""

    what: str
    value: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Unbound:
    """Something printed that did not bind to the form, and why."""

    text: str
    place: Place
    why: str


@dataclass(frozen=True)
class Identity:
    """Whose report this is. ``level`` is ``tier-kind``, either part ``unknown``; ``by_hand`` what a person set."""

    unit: str | None = None
    year: int | None = None
    level: str = "unknown-unknown"
    published: date | None = None
    title: Paragraph | None = None
    by_hand: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Attached:
    """A file whose tables were read as part of a report: its annex."""

    source: str
    sha256: str


@dataclass(frozen=True)
class Report:
    """A document bound to a form.

    ``form`` is the layout the report really prints (see :meth:`Form.layout`), ``None`` where no known table is
    found. ``outline`` is the form whose sections were looked for: that one, else the one of the report's year.
    ``readings`` holds every cell of that layout by address (heading cells only where they hold something).
    ``sections`` holds every section of the form, and whatever text stands before them as ``preamble``. ``sha256`` is
    the report's own file's; ``annexes`` are the other files that tables were taken from. ``kind`` is what the
    file turned out to be, where that was told when it was read; it follows from the rest. ``masked`` tells that
    personal data in its texts was hidden before it came here: what there was cannot be told any more.
    """

    source: str
    sha256: str
    document: Document
    identity: Identity
    form: Form | None
    readings: Mapping[str, Reading]
    sections: Mapping[str, Section]
    uncertain: tuple[Uncertain, ...] = ()
    unbound: Sequence[Unbound] = ()
    outline: Form | None = None
    annexes: tuple[Attached, ...] = ()
    masked: bool = False
    kind: FileKind | None = field(default=None, compare=False, repr=False)

    @property
    def generation(self) -> str | None:
        """The generation whose rules are asked: the form's, else the outline's."""
        outline = self.form or self.outline
        return outline.id if outline else None

    @property
    def share_read(self) -> float:
        """The share of the form's cells that were there and could be read, blanks included (0–1)."""
        cells = self.form.cells if self.form else {}
        countable = sum(cell.kind != "heading" for cell in cells.values())
        unread = sum(
            reading.state in ("text", "missing") and cells[address].kind != "heading"
            for address, reading in self.readings.items()
        )
        return (countable - unread) / countable if countable else 0.0
