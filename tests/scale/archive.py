"""An archive of many invented reports, filled as fast as the database takes them: nothing in it but figures."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import numpy as np
from scale.arrays import drawn, whose
from sqlalchemy import insert

from gipaudit.archive import open_archive, schema
from gipaudit.archive.encoding.layouts import layout_key
from gipaudit.forms.arrays import Arrays
from gipaudit.forms.form import Form

TOGETHER = 5000


def filled(file: Path, form: Form, count: int) -> None:
    """Make an archive with the readings of so many reports of a form."""
    key = layout_key(form)
    assert key is not None
    with closing(open_archive(str(file), create=True)) as archive, archive.writing_to() as connection:
        connection.execute(
            insert(schema.layouts),
            {"id": 1, "form": key.form, "omitted": "\n".join(key.omitted), "digest": _digest(key)},
        )
        about = {"id": 1, "key": _digest("key"), "forms": _digest("forms"), "gipaudit": "", "about": "{}"}
        connection.execute(insert(schema.reading_keys), about)
        for start in range(0, count, TOGETHER):
            arrays = drawn(form, min(TOGETHER, count - start), seed=start)
            numbers = range(start, start + len(arrays))
            connection.execute(insert(schema.documents), [_document(number) for number in numbers])
            connection.execute(insert(schema.reports), [_report(number) for number in numbers])
            rows = [_row(arrays, column) for column in range(len(arrays))]
            connection.execute(
                insert(schema.figures),
                [{"report_id": n + 1, "layout_id": 1, "row": row} for n, row in zip(numbers, rows, strict=True)],
            )


def _digest(of: object) -> str:
    return hashlib.sha256(repr(of).encode()).hexdigest()


def _document(number: int) -> Mapping[str, object]:
    return {
        "id": number + 1,
        "sha256": _digest(number),
        "key_id": 1,
        "size": 0,
        "read_at": "2026-03-01T00:00:00Z",
        "loader": "",
        "converter": "",
        "masked": False,
        "hidden": False,
        "content": b"",
    }


def _report(number: int) -> Mapping[str, object]:
    identity = whose(number)
    return {
        "id": number + 1,
        "document_id": number + 1,
        "hand": "",
        "content": b"",
        "unit": identity.unit,
        "year": identity.year,
        "level": identity.level,
    }


def _row(arrays: Arrays, column: int) -> bytes:
    doubles = (np.ascontiguousarray(each[:, column]) for each in (arrays.low, arrays.high, arrays.quanta))
    others = arrays.states[:, column].tobytes() + arrays.unsure[:, column].tobytes()
    return zlib.compress(b"".join(each.tobytes() for each in doubles) + others, 1)
