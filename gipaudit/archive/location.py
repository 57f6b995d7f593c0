"""Where an archive is: a file, or a database on a server; and what may be shown of that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from gipaudit.archive.problems import ArchiveError

_URL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+://")
_SERVERS = ("postgresql", "postgres", "postgresql+psycopg")


@dataclass(frozen=True)
class Location:
    """An archive's address; ``file`` is given where it is a file. ``shown`` is without any password."""

    url: URL
    file: Path | None
    shown: str


def location(where: str) -> Location:
    """Tell where an archive is.

    Raises:
        ArchiveError: it is no file name and no address of a PostgreSQL database.
    """
    if not _URL.match(where):
        path = Path(where)
        return Location(URL.create("sqlite", database=str(path)), path, str(path))
    try:
        url = make_url(where)
    except (ArgumentError, ValueError):
        raise _refused() from None
    if url.drivername not in _SERVERS or not url.database:
        raise _refused()
    url = url.set(drivername="postgresql+psycopg")
    shown = url.set(drivername="postgresql", query={}).render_as_string(hide_password=True)
    return Location(url, None, shown)


def _refused() -> ArchiveError:
    return ArchiveError(
        "归档应写作文件名，如 gipaudit.db，或 PostgreSQL 地址，如 postgresql://用户@主机/数据库",
        "an archive is a file such as gipaudit.db, or a PostgreSQL address such as postgresql://user@host/database",
    )
