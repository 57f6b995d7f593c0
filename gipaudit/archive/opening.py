"""Opening an archive: the file made for its owner alone, the engine set up, the tables brought up to date."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

from gipaudit.archive.archive import Archive
from gipaudit.archive.location import Location, location
from gipaudit.archive.migrating import SPACE, migrate, revision
from gipaudit.archive.problems import ArchiveError
from gipaudit.archive.schema import CURRENT
from gipaudit.archive.telling import foreign, telling
from gipaudit.errors import Message

WAIT = 60
"""Seconds for which a writer waits for another one to finish."""

_HEADER = b"SQLite format 3\x00"

_PRAGMAS = (
    f"busy_timeout = {WAIT * 1000}",
    "trusted_schema = OFF",  # an archive may come from somebody else
    "foreign_keys = ON",
    "secure_delete = ON",  # what is forgotten is overwritten
    # What is confirmed outlives the process at once, and a power cut once the journal is written back (every 4 MB,
    # and at the end). Waiting for the disk at every report took longer than reading does on several cores.
    "synchronous = NORMAL",
)


def opened(where: str, *, create: bool, tell: Callable[[Message], None]) -> Archive:
    """Open an archive; see :func:`gipaudit.archive.open_archive`."""
    place = location(where)
    if place.file is not None:
        _prepare(place.file, create)
    engine = _engine(place)
    archive = Archive(engine, place.shown, place.file)
    try:
        with archive.reading_from() as connection:
            found = revision(connection, place.shown)
        if found is None and not create:
            raise _none(place.shown)
        if found != CURRENT:
            with archive.writing_to() as connection:
                migrate(connection, place.shown, tell)
        if place.file is not None:
            _write_ahead(engine, place.shown)
    except BaseException:
        archive.close()
        raise
    return archive


def _write_ahead(engine: Engine, shown: str) -> None:
    """Let others read while one writes; a disk that cannot do so (a network folder) stays as it is."""
    with telling(shown), closing(engine.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA journal_mode = WAL")


def _prepare(file: Path, create: bool) -> None:
    """Make the file for its owner alone, as SQLite's files beside it then are too; or see that it is a database."""
    try:
        if create and not os.path.lexists(file):
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        if not os.path.lexists(file):
            raise _none(str(file))
        if not file.is_file():
            raise foreign(str(file))
        with file.open("rb") as stream:
            start = stream.read(len(_HEADER))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ArchiveError(
            f"归档 {file} 打不开（{reason}）；请检查文件夹是否存在、是否有权限",
            f"the archive {file} cannot be opened ({reason}): see its folder and permissions",
        ) from None
    if start and start != _HEADER:
        raise foreign(str(file))


def _none(shown: str) -> ArchiveError:
    return ArchiveError(
        f"没有归档 {shown}；审核时加 --archive {shown} 即可建立",
        f"no archive {shown}: an audit with --archive {shown} makes one",
    )


def _engine(place: Location) -> Engine:
    if place.file is None:
        settings = {"connect_timeout": 15, "options": f"-csearch_path={SPACE} -clock_timeout={WAIT}s"}
        return create_engine(place.url, connect_args=settings, hide_parameters=True)
    engine = create_engine(place.url, connect_args={"timeout": WAIT}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _settle(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # transactions begin where we say so, tables made in them included
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # One that will write asks for the right at once: it waits then, and never fails in the middle.
        immediate = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine
