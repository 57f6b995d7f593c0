"""Documents and reports in the archive: what is known of a file's bytes, getting it, keeping it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from gipaudit.archive import schema
from gipaudit.archive.encoding.layouts import layout_key
from gipaudit.archive.encoding.reports import encode
from gipaudit.archive.keys import ReadingKey
from gipaudit.archive.masked import masked_report
from gipaudit.archive.writing import chunks, fit, insert, now, number_of
from gipaudit.errors import DocumentError
from gipaudit.forms.report import Report
from gipaudit.version import __version__


@dataclass(frozen=True, slots=True)
class Known:
    """A document that is in the archive. ``hidden``: there was personal data in it, which is masked."""

    id: int
    masked: bool
    hidden: bool
    error: DocumentError | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a document: its bytes, and those of the report as it was bound for ``hand``, if it was."""

    document: bytes
    report: bytes | None


def known_documents(connection: Connection, key: ReadingKey, contents: Iterable[str]) -> dict[str, Known]:
    """Return the documents that were read by this very key, by the SHA-256 of their bytes."""
    d, found = schema.documents.c, {}
    asked = (
        select(d.sha256, d.id, d.masked, d.hidden, d.code, d.zh, d.en)
        .join(schema.reading_keys)
        .where(schema.reading_keys.c.key == key.digest)
    )
    for chunk in chunks(dict.fromkeys(contents)):
        for row in connection.execute(asked.where(d.sha256.in_(chunk))):
            error = None if row.code is None else DocumentError(row.code, row.zh or "", row.en or "")
            found[row.sha256] = Known(row.id, row.masked, row.hidden, error)
    return found


def kept_document(connection: Connection, id: int, hand: str) -> Kept | None:
    """Return what is kept of a document that could be read; ``None`` where it was forgotten meanwhile."""
    d, r = schema.documents, schema.reports
    asked = (
        select(d.c.content, r.c.content)
        .select_from(d.outerjoin(r, (r.c.document_id == d.c.id) & (r.c.hand == hand)))
        .where(d.c.id == id)
    )
    row = connection.execute(asked).one_or_none()
    return None if row is None or row[0] is None else Kept(row[0], row[1])


def key_number(connection: Connection, key: ReadingKey) -> int:
    """Return the id of a reading key, which is kept where it is new."""
    values = {"key": key.digest, "forms": key.forms, "gipaudit": __version__, "about": key.about}
    return number_of(connection, schema.reading_keys, "key", values)


def keep_report(
    connection: Connection, key: int, report: Report, size: int, hand: str, *, masked: bool
) -> Known | None:
    """Keep a report that was read, in place of what was kept of the same bytes by the same key.

    Return its record; ``None`` where another audit has just kept the same, which stands.
    """
    kept = masked_report(report) if masked else report
    written = encode(kept)
    document = report.document
    values = {
        "loader": fit(document.loader),
        "converter": fit(document.converter),
        "masked": masked,
        "hidden": kept is not report,
        "content": written.document,
    }
    number = _document(connection, key, report.sha256, size, values)
    if number is None:
        return None
    _report(connection, number, kept, hand, written.report, written.figures)
    return Known(number, masked, kept is not report, None)


def keep_binding(connection: Connection, document: int, report: Report, hand: str) -> None:
    """Keep how a document that is there already was bound for another hand."""
    written = encode(report)
    _report(connection, document, report, hand, written.report, written.figures)


def keep_error(connection: Connection, key: int, sha256: str, size: int, error: DocumentError) -> Known | None:
    """Keep why a file's bytes cannot be read; as :func:`keep_report`."""
    values = {
        "loader": "",
        "converter": "",
        "masked": False,
        "hidden": False,
        "code": error.code,
        "zh": fit(error.message.zh),
        "en": fit(error.message.en),
    }
    number = _document(connection, key, sha256, size, values)
    return None if number is None else Known(number, False, False, error)


def _document(connection: Connection, key: int, sha256: str, size: int, values: Mapping[str, object]) -> int | None:
    """Keep a document's row and return its id; ``None`` where another audit has just done so."""
    d = schema.documents
    connection.execute(delete(d).where(d.c.sha256 == sha256, d.c.key_id == key))
    row = {"sha256": sha256, "key_id": key, "size": size, "read_at": now(), **values}
    made = insert(connection, d).values(**row).on_conflict_do_nothing(index_elements=["sha256", "key_id"])
    number: int | None = connection.execute(made.returning(d.c.id)).scalar_one_or_none()
    return number


def _report(
    connection: Connection, document: int, report: Report, hand: str, content: bytes, figures: bytes | None
) -> None:
    r, identity = schema.reports, report.identity
    row = {
        "document_id": document,
        "hand": hand,
        "unit": None if identity.unit is None else fit(identity.unit),
        "year": identity.year,
        "level": identity.level,
        "content": content,
    }
    made = insert(connection, r).values(**row).on_conflict_do_nothing(index_elements=["document_id", "hand"])
    number = connection.execute(made.returning(r.c.id)).scalar_one_or_none()
    key = layout_key(report.form)
    if number is None or figures is None or key is None:
        return
    omitted = "\n".join(key.omitted)
    digest = hashlib.sha256(f"{key.form}\n{omitted}".encode()).hexdigest()
    layout = number_of(connection, schema.layouts, "digest", {"form": key.form, "omitted": omitted, "digest": digest})
    connection.execute(insert(connection, schema.figures).values(report_id=number, layout_id=layout, row=figures))
