"""The archive: a database of what was read and judged, so that nothing is read twice and all can be asked again.

:func:`open_archive` is its door. What it needs (extra ``archive``) is imported behind it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gipaudit.archive.problems import ArchiveError
from gipaudit.errors import Message

if TYPE_CHECKING:
    from gipaudit.archive.archive import Archive

__all__ = ["open_archive"]

_NEEDED = {"sqlalchemy": "archive", "alembic": "archive", "msgspec": "archive", "psycopg": "postgres"}
"""Libraries, and the extra that brings each."""


def open_archive(where: str, *, create: bool = True, tell: Callable[[Message], None] | None = None) -> Archive:
    """Open an archive: a file (SQLite), made where there is none and ``create`` says so, or a PostgreSQL URL.

    ``tell`` is told what is done to an archive that an older version made. The archive is to be closed, or used as a
    context.

    Raises:
        ArchiveError: there is none, it is not one, it is damaged or of a newer version, it cannot be reached or
            written, or what it needs is not installed.
    """
    try:
        from gipaudit.archive.opening import opened

        return opened(where, create=create, tell=tell or (lambda message: None))
    except ModuleNotFoundError as error:
        extra = _NEEDED.get((error.name or "").partition(".")[0])
        if extra is None:
            raise
        raise ArchiveError(
            f"使用归档需要另外安装：pip install 'gipaudit[{extra}]'",
            f"an archive needs more to be installed: pip install 'gipaudit[{extra}]'",
        ) from None
