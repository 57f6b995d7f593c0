"""Bringing an archive's tables to what this version needs: forward only, all or nothing, one process at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from gipaudit.archive.schema import CURRENT
from gipaudit.archive.telling import foreign, newer
from gipaudit.errors import Message

MARK = 0x67697061
"""What SQLite's ``application_id`` is in an archive: ``gipa``."""

SPACE = "gipaudit"
"""The schema of a PostgreSQL database in which the archive's tables are."""

_LOCK = 0x67697061
_STEPS = ("0001", "0002", "0003")


def revision(connection: Connection, shown: str) -> str | None:
    """Return the number of the last step that was made; ``None`` where nothing is there.

    Raises:
        ArchiveError: it is no archive, or one of a newer version.
    """
    if connection.dialect.name == "sqlite":
        mark = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
        names = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
        if mark != MARK and (mark or names):
            raise foreign(shown)
        if not names:
            return None
    elif not inspect(connection).has_table("alembic_version", schema=SPACE):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    if len(found) != 1:
        raise foreign(shown)
    if found[0] not in _STEPS:
        raise newer(shown, str(found[0])[:20], CURRENT)
    return str(found[0])


def migrate(connection: Connection, shown: str, tell: Callable[[Message], None]) -> None:
    """Make the steps that are missing, in the connection's own transaction.

    Raises:
        ArchiveError: as :func:`revision`.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SPACE}"))
    found = revision(connection, shown)
    if found == CURRENT:
        return
    if found is not None:
        tell(
            Message(
                f"归档 {shown} 是旧版本（结构 {found}），升级到 {CURRENT}；升级后旧版本的 gipaudit 不能再用它",
                f"the archive {shown} has the older schema {found} and is brought to {CURRENT}: an older gipaudit "
                "cannot use it any more",
            )
        )
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, CURRENT)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {MARK}")
