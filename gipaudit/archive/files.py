"""Which files were found where, and what was in them last: by this the archive is asked again without the files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import msgspec
from sqlalchemy import Connection

from gipaudit.archive import schema
from gipaudit.archive.problems import DamagedError
from gipaudit.archive.writing import chunks, fit, insert, now
from gipaudit.documents.bundle import INSIDE
from gipaudit.documents.remote import Remote
from gipaudit.workers.files import File


class Where(msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    """A file's path and name in the audit, as the system writes them, and its number in the bundle that it is in.

    ``url`` is what a store was named by, empty for a file on a disk.
    """

    url: str
    path: bytes
    source: bytes
    inside: list[Annotated[int, msgspec.Meta(ge=0)]]


def keep_files(connection: Connection, found: Iterable[tuple[File, str]]) -> None:
    """Keep where files were found, each with the SHA-256 of its bytes; what was known of the same place gives way."""
    seen = now()
    # In one order for all: two audits that write the same rows then wait for each other, and never for ever.
    rows = sorted((_row(file, sha256, seen) for file, sha256 in found), key=lambda row: str(row["place"]))
    for chunk in chunks(rows):
        made = insert(connection, schema.files)
        new = {name: made.excluded[name] for name in ("source", "where", "sha256", "seen_at")}
        connection.execute(made.on_conflict_do_update(index_elements=["place"], set_=new), chunk)


def file_of(where: bytes) -> File:
    """Return the file of a row.

    Raises:
        DamagedError: the row is damaged.
    """
    try:
        written = msgspec.msgpack.decode(where, type=Where)
    except msgspec.DecodeError as error:
        raise DamagedError("no file") from error
    path = os.fsdecode(written.path)
    place = Remote(written.url, path) if written.url else Path(path)
    return File(place, os.fsdecode(written.source), tuple(written.inside))


def _row(file: File, sha256: str, seen: str) -> dict[str, object]:
    at = file.path
    path = os.fsencode(at.path if isinstance(at, Remote) else os.path.abspath(at))
    url = at.url if isinstance(at, Remote) else ""
    source = os.fsencode(file.source)
    where = msgspec.msgpack.encode(Where(url, path, source, list(file.inside)))
    member = source.partition(INSIDE.encode())[2]
    place = hashlib.sha256(b"\x00".join((url.encode(), path, member))).hexdigest()
    return {"place": place, "source": fit(file.source), "where": where, "sha256": sha256, "seen_at": seen}
