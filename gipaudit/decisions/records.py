"""Decisions as plain records, each with the place where it was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from gipaudit.errors import Position
from gipaudit.forms.by_hand import ByHand
from gipaudit.forms.labels import fold
from gipaudit.scorecard import DecisionKind, Interval


@dataclass(frozen=True, slots=True)
class Made:
    """Who decided, when and why, and where it was written; what was not written is empty.

    ``places`` holds the position of each key.
    """

    position: Position
    by: str = ""
    on: date | None = None
    reason: str = ""
    places: Mapping[str, Position] = field(default_factory=dict, compare=False)

    @property
    def place(self) -> str:
        """File and line, as they are shown."""
        return f"{self.position.file}:{self.position.line}"

    def at(self, key: str) -> Position:
        """Where a key stands, or else the decision."""
        return self.places.get(key, self.position)


@dataclass(frozen=True, slots=True)
class Whose:
    """Which report is meant. Whatever is given must fit; ``None`` was not given.

    ``file`` is a name in the audit or its last parts, ``sha256`` the first characters (lower case) of the file's.
    """

    file: str | None = None
    sha256: str | None = None
    unit: str | None = None
    year: int | None = None

    def is_file(self, source: str, sha256: str) -> bool:
        """Whether a file of that name and content may be meant."""
        return self.is_named(source) and (self.sha256 is None or sha256.startswith(self.sha256))

    def is_named(self, source: str) -> bool:
        """Whether a file of that name may be meant."""
        return self.file is None or ends_alike(source, self.file)

    def may_be(self, other: Whose) -> bool:
        """Whether two descriptions surely speak of one report: something is given by both, and all of that fits."""
        pairs = (
            (self.file, other.file, lambda a, b: ends_alike(a, b) or ends_alike(b, a)),
            (self.sha256, other.sha256, lambda a, b: a.startswith(b) or b.startswith(a)),
            (self.unit and (fold(self.unit), self.year), other.unit and (fold(other.unit), other.year), _equal),
        )
        both = [fits(a, b) for a, b, fits in pairs if a and b]
        return bool(both) and all(both)

    @property
    def words(self) -> str:
        """It in Chinese."""
        parts = [self.file or "", f"sha256 {self.sha256}…" if self.sha256 else ""]
        if self.unit:
            parts.append(f"{self.unit}{f'{self.year}年度' if self.year else ''}")
        return "，".join(filter(None, parts))


def ends_alike(source: str, file: str) -> bool:
    """Whether a name in the audit is that file's, given whole or by its last parts."""
    one, other = source.replace("\\", "/"), file.replace("\\", "/").removeprefix("./")
    return one == other or one.endswith(("/" + other, "!/" + other))


def last_part(file: str) -> str:
    """A file's own name: what all that may be meant by a path end with."""
    return file.replace("\\", "/").rpartition("/")[2]


def _equal(one: object, other: object) -> bool:
    return one == other


@dataclass(frozen=True, slots=True)
class IdentityDecision:
    """Whose report a file is, and which form it prints."""

    whose: Whose
    hand: ByHand
    made: Made


@dataclass(frozen=True, slots=True)
class ReadingDecision:
    """What a cell really prints.

    ``cell`` is an address or a Chinese name, ``addresses`` what it may mean in any known form. ``value`` is the text
    as printed (empty: blank), or an interval where that is all that can be made out.
    """

    whose: Whose
    cell: str
    addresses: frozenset[str]
    value: str | Interval
    made: Made


@dataclass(frozen=True, slots=True)
class MarkDecision:
    """The marks that a person gives (or takes) for one item of the scoring scheme's ``manual``.

    ``marks`` is a number, or one of the words that the item lets choose from.
    """

    whose: Whose
    item: str
    marks: Decimal | str
    made: Made


@dataclass(frozen=True, slots=True)
class WaiverDecision:
    """What is not held against a unit (``*``: any).

    ``rule`` is an id or a pattern with ``*``. Without ``instances`` and ``cells`` all of the rule is waived; with
    ``cells`` (addresses by the name written) only what rests on no other cells. ``expires`` is the last day.
    """

    unit: str
    year: int | None
    rule: str
    instances: frozenset[str]
    cells: Mapping[str, frozenset[str]]
    authority: str
    expires: date | None
    made: Made


Decision = IdentityDecision | ReadingDecision | MarkDecision | WaiverDecision

KINDS: Mapping[type, DecisionKind] = {
    IdentityDecision: "identity",
    ReadingDecision: "reading",
    MarkDecision: "mark",
    WaiverDecision: "waiver",
}


@dataclass(frozen=True)
class Decisions:
    """All decisions of an audit, in the order in which they were written."""

    identities: tuple[IdentityDecision, ...] = ()
    readings: tuple[ReadingDecision, ...] = ()
    marks: tuple[MarkDecision, ...] = ()
    waivers: tuple[WaiverDecision, ...] = ()
    files: tuple[str, ...] = ()
