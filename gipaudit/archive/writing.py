"""What all who write to the archive need: rows that may be there already, text that a database takes, the time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, select
from sqlalchemy.dialects import postgresql, sqlite

MANY = 500
"""How many values are asked for, or rows written, at once."""

_UNFIT = re.compile("[\x00\ud800-\udfff]")

T = TypeVar("T")


def fit(text: str) -> str:
    """Return a text that any database takes: without NUL and lone surrogates (from file names that are no UTF-8)."""
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", text)


def now() -> str:
    """Return the time, UTC, to the second: ``2026-01-31T08:00:00Z``."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def chunks(things: Iterable[T], size: int = MANY) -> Iterable[Sequence[T]]:
    """Give things so many at a time."""
    rest = iter(things)
    while chunk := list(islice(rest, size)):
        yield chunk


def insert(connection: Connection, table: Table) -> Any:
    """Return an INSERT that can be told what to do where such a row is there already."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


def number_of(connection: Connection, table: Table, key: str, values: Mapping[str, Any]) -> int:
    """Return the id of the row with these values, told by its column ``key``; it is made where there is none."""
    made = insert(connection, table).values(**values).on_conflict_do_nothing(index_elements=[key])
    connection.execute(made)
    return int(connection.execute(select(table.c.id).where(table.c[key] == values[key])).scalar_one())
