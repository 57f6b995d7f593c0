"""The archive as others use it; every method is one question or one thing to keep."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sqlalchemy import Connection, Engine

from gipaudit.archive.telling import telling

if TYPE_CHECKING:
    from gipaudit.archive.audits import ArchivedAudit, ArchivedCard
    from gipaudit.archive.figures import Figures
    from gipaudit.archive.reading import ArchivedRead
    from gipaudit.forms.form import Form
    from gipaudit.workers.files import Read


class Archive:
    """A database that is open. ``shown`` is its name without any password; ``file`` where it is a file."""

    def __init__(self, engine: Engine, shown: str, file: Path | None) -> None:
        self.engine = engine
        self.shown = shown
        self.file = file
        beside = ("", "-wal", "-shm", "-journal")
        self._own = frozenset(os.path.realpath(f"{file}{end}") for end in beside) if file else frozenset()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def owns(self, path: object) -> bool:
        """Whether a file is the archive itself, or one that SQLite keeps beside it."""
        return isinstance(path, Path) and os.path.realpath(path) in self._own

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    @contextmanager
    def reading_from(self) -> Iterator[Connection]:
        """Give a connection to read from.

        Raises:
            ArchiveError: the database cannot be read.
        """
        with telling(self.shown), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing_to(self) -> Iterator[Connection]:
        """Give a connection to write to: when the block is left all of it is confirmed, or nothing is.

        Raises:
            ArchiveError: the database cannot be written.
        """
        writer = self.engine.execution_options(writes=True)
        with telling(self.shown), writer.begin() as connection:
            yield connection

    def read(self, inner: Read, *, masked: bool = False) -> ArchivedRead:
        """Return a way to read files that answers what it can from here and keeps what ``inner`` reads.

        ``masked``: personal data in kept texts is masked.
        """
        from gipaudit.archive.reading import ArchivedRead

        return ArchivedRead(self, inner, masked=masked)

    def figures(self, forms: Mapping[str, Form], *, most: int = 2000) -> Iterator[Figures]:
        """Give the readings of all reports as arrays, by layout, at most so many reports at a time.

        See :class:`gipaudit.archive.figures.Figures`. Of each file's content the latest reading is given.

        Raises:
            ArchiveError: the database cannot be read.
        """
        from gipaudit.archive.figures import figures

        return figures(self, forms, most)

    def audits(self) -> Sequence[ArchivedAudit]:
        """Return all audits, the oldest first, each with its ``id``, ruleset, plan, days and years."""
        from gipaudit.archive.audits import audits

        return audits(self)

    def audit_json(self, id: int) -> Iterator[str]:
        """Give the JSON of an audit (contract ``gipaudit/audit@1``), a piece a scorecard.

        Raises:
            ArchiveError: there is no such audit, or what is kept of it is damaged.
        """
        from gipaudit.archive.audits import audit_json

        return audit_json(self, id)

    def scorecards(
        self, *, audit: int | None = None, unit: str | None = None, year: int | None = None
    ) -> Iterator[ArchivedCard]:
        """Give scorecards without their findings: of one audit, one unit, one year, or all of these.

        They stand by audit, and then as in its JSON.
        """
        from gipaudit.archive.audits import scorecards

        return scorecards(self, audit, unit, year)

    def card_json(self, id: int) -> str:
        """Return one scorecard's JSON: an element of ``scorecards`` in the audit's.

        Raises:
            ArchiveError: there is no such scorecard, or what is kept of it is damaged.
        """
        from gipaudit.archive.audits import card_json

        return card_json(self, id)
