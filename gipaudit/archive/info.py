"""What an archive holds, in numbers, and whether all of it can still be read."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, func, select, text

from gipaudit.archive import schema
from gipaudit.archive.encoding.layouts import Layouts
from gipaudit.archive.encoding.reports import decode, decode_document
from gipaudit.archive.encoding.values import inflated
from gipaudit.archive.problems import DamagedError
from gipaudit.archive.telling import damaged
from gipaudit.forms.form import Form

if TYPE_CHECKING:
    from gipaudit.archive.archive import Archive

_MANY = 200


@dataclass(frozen=True)
class Info:
    """An archive in numbers. ``mode`` is the file's, ``None`` on a server; ``size`` in bytes, all its files together.

    ``read`` are documents that could be read, ``unreadable`` those that could not; of those read ``masked`` are kept
    with personal data hidden, and ``hidden`` had some. ``years`` counts reports by year. ``oldest`` and ``newest``
    are when documents were read (UTC). ``versions`` counts documents by the gipaudit that read them.
    """

    shown: str
    schema: str
    size: int
    mode: int | None
    files: int
    read: int
    unreadable: int
    masked: int
    hidden: int
    years: Mapping[int, int]
    oldest: str | None
    newest: str | None
    versions: Mapping[str, int]
    audits: int
    scorecards: int
    rulesets: int
    inputs: int

    @property
    def private(self) -> bool:
        """Whether nobody but the file's owner may read it; a server decides that for itself."""
        return self.mode is None or not self.mode & 0o077


def info(archive: Archive) -> Info:
    """Count what an archive holds.

    Raises:
        ArchiveError: it cannot be read.
    """
    d, r, k, a = (table.c for table in (schema.documents, schema.reports, schema.reading_keys, schema.audits))
    years = select(r.year, func.count()).where(r.year.is_not(None)).group_by(r.year).order_by(r.year)
    versions = select(k.gipaudit, func.count()).join(schema.documents).group_by(k.gipaudit).order_by(k.gipaudit)
    with archive.reading_from() as connection:

        def count(asked: Select[Any]) -> int:
            return int(connection.execute(select(func.count()).select_from(asked.subquery())).scalar_one())

        oldest, newest = connection.execute(select(func.min(d.read_at), func.max(d.read_at))).one()
        return Info(
            shown=archive.shown,
            schema=schema.CURRENT,
            size=_size(archive, connection),
            mode=None if archive.file is None else stat.S_IMODE(archive.file.stat().st_mode),
            files=count(select(schema.files.c.id)),
            read=count(select(d.id).where(d.code.is_(None))),
            unreadable=count(select(d.id).where(d.code.is_not(None))),
            masked=count(select(d.id).where(d.masked)),
            hidden=count(select(d.id).where(d.hidden)),
            years={row[0]: row[1] for row in connection.execute(years) if row[0] is not None},
            oldest=oldest,
            newest=newest,
            versions={row[0]: row[1] for row in connection.execute(versions)},
            audits=count(select(a.id).where(a.scorecards.is_not(None))),
            scorecards=count(select(schema.scorecards.c.id)),
            rulesets=count(select(schema.rulesets.c.plan)),
            inputs=count(select(schema.inputs.c.sha256)),
        )


@dataclass(frozen=True, slots=True)
class Damage:
    """A record that cannot be read any more: whose (a file's name, or an audit's number and unit), and why."""

    whose: str
    why: str


def damages(archive: Archive, forms: Mapping[str, Form]) -> Iterator[Damage]:
    """Read every record and give those that are damaged.

    Raises:
        ArchiveError: the database itself is damaged.
    """
    d, r, f, s = (table.c for table in (schema.documents, schema.reports, schema.files, schema.scorecards))
    layouts = Layouts(forms)
    named = select(func.min(f.source)).where(f.sha256 == d.sha256).scalar_subquery()
    reports = (
        select(d.sha256, named.label("name"), d.content.label("document"), r.content.label("report"))
        .select_from(schema.documents.outerjoin(schema.reports))
        .where(d.code.is_(None))
    )
    with archive.reading_from() as connection:
        file = archive.file is not None
        if file and connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
            raise damaged(archive.shown)
        for row in connection.execution_options(yield_per=_MANY).execute(reports):
            try:
                if row.report is None:
                    decode_document(row.document)
                else:
                    decode(row.document, row.report, "", layouts)
            except DamagedError as error:
                yield Damage(row.name or row.sha256, error.why)
        cards = select(s.audit_id, s.unit, s.source, s.content)
        for card in connection.execution_options(yield_per=_MANY).execute(cards):
            try:
                inflated(card.content)
            except DamagedError as error:
                yield Damage(f"#{card.audit_id} {card.unit or card.source or ''}".strip(), error.why)


def _size(archive: Archive, connection: Connection) -> int:
    """What all files of an archive take, in bytes."""
    if archive.file is None:
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    beside = (Path(f"{archive.file}{end}") for end in ("", "-wal", "-shm"))
    return sum(file.stat().st_size for file in beside if file.exists())
