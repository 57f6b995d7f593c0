"""Audits by the names that people give them: a file of JSON, or one audit of an archive (``gipaudit.db#7``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

from msgspec.structs import replace

from gipaudit.archive import open_archive
from gipaudit.errors import Message, UsageError
from gipaudit.recorded.reading import parse_card, parse_pieces, read_audit
from gipaudit.recorded.records import Audit, Card, Score

if TYPE_CHECKING:
    from gipaudit.archive.archive import Archive
    from gipaudit.archive.audits import ArchivedAudit, ArchivedCard

_NUMBERED = re.compile(r"(?P<archive>.+)#(?P<id>[0-9]{1,18})")
_SERVER = re.compile(r"[a-z+]+://")
_DATABASE = b"SQLite format 3\x00"
_LISTED = 8


@dataclass(frozen=True)
class _Place:
    """Where an audit is. ``archive`` is set where it is in one, ``id`` where it is said which of its audits."""

    name: str
    archive: str | None = None
    id: int | None = None


def _place(name: str) -> _Place:
    """Tell a file from an archive. A file that is there is what its name says, be there a # in it."""
    path = Path(name)
    if path.is_file():
        return _Place(name, name if _is_database(path) else None)
    match = _NUMBERED.fullmatch(name)
    if match is not None:
        return _Place(name, match["archive"], int(match["id"]))
    return _Place(name, name if _SERVER.match(name) else None)


def _is_database(file: Path) -> bool:
    try:
        with file.open("rb") as stream:
            return stream.read(len(_DATABASE)) == _DATABASE
    except OSError:  # whoever reads it says why it cannot be read
        return False


def named_audit(name: str, tell: Callable[[Message], None] | None = None) -> Audit:
    """Read the audit that a person named. ``tell`` is told what is done to an archive of an older version.

    Raises:
        SourceError: it is no audit, or cannot be read.
        ArchiveError: there is no such archive or audit in it.
        UsageError: it is an archive, and not said which of its audits.
    """
    place = _place(name)
    if place.archive is None:
        return read_audit(Path(name))
    with open_archive(place.archive, create=False, tell=tell) as archive:
        if place.id is None:
            raise _which(archive)
        return parse_pieces(archive.audit_json(place.id), f"{archive.shown}#{place.id}")


def _which(archive: Archive) -> UsageError:
    """Ask for one of an archive's audits and list the last ones."""
    made = archive.audits()
    zh = [f"#{each.id}  {_years(each, '、')}，{each.ruleset} {each.version}，{each.today}" for each in made]
    en = [f"#{each.id}  {_years(each, ', ')}; {each.ruleset} {each.version}; {each.today}" for each in made]
    if not made:
        return UsageError(f"归档 {archive.shown} 里没有审核", f"there is no audit in the archive {archive.shown}")
    example = f"{archive.shown}#{made[-1].id}"
    return UsageError(
        "\n".join([f"{archive.shown} 是归档，请写明哪一次审核，如 {example}", *zh[-_LISTED:]]),
        "\n".join([f"{archive.shown} is an archive: say which audit, such as {example}", *en[-_LISTED:]]),
    )


def _years(audit: ArchivedAudit, between: str) -> str:
    return between.join(map(str, audit.years)) or "—"


@dataclass
class Shelf:
    """Several audits at hand. Of those in an archive only what tells whose a scorecard is was read, and its marks.

    It is to be closed, or used as a context.
    """

    audits: list[Audit] = field(default_factory=list)
    _open: ExitStack = field(default_factory=ExitStack)
    _kept: dict[int, tuple[Archive, ArchivedCard]] = field(default_factory=dict)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def put(self, names: Iterable[str], tell: Callable[[Message], None]) -> None:
        """Put the audits of these names on the shelf; an archive without a number stands for all its audits.

        Raises:
            SourceError: one is no audit, or cannot be read.
            ArchiveError: there is no such archive or audit in it.
            UsageError: an archive has no audit.
        """
        for name in names:
            place = _place(name)
            if place.archive is None:
                self.audits.append(read_audit(Path(name)))
            else:
                archive = self._open.enter_context(open_archive(place.archive, create=False, tell=tell))
                numbers = [each.id for each in archive.audits()] if place.id is None else [place.id]
                if not numbers:
                    raise _which(archive)
                self.audits.extend(self._audit(archive, number) for number in numbers)

    def whole(self, card: Card) -> Card:
        """The scorecard with its findings."""
        if id(card) not in self._kept:
            return card
        archive, kept = self._kept[id(card)]
        return parse_card(archive.card_json(kept.id), f"{archive.shown}#{kept.audit}")

    def _audit(self, archive: Archive, number: int) -> Audit:
        head = parse_pieces([next(archive.audit_json(number))], f"{archive.shown}#{number}")
        cards = []
        for kept in archive.scorecards(audit=number):
            card = _card(kept)
            self._kept[id(card)] = archive, kept
            cards.append(card)
        return replace(head, cards=tuple(cards))


def _card(kept: ArchivedCard) -> Card:
    score = Score(kept.low, kept.high, kept.full, kept.grade, kept.grade_high)
    return Card(
        kept.source, kept.sha256, kept.unit, kept.year, score, (), (), kept.group, kept.rank, kept.duplicate_of
    )
