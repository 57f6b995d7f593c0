"""Taking reports or audits out of an archive, so that nothing of them is left in it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, delete, func, select, text, update

from gipaudit.archive import schema
from gipaudit.archive.encoding.values import inflated
from gipaudit.archive.problems import ArchiveError, DamagedError
from gipaudit.archive.telling import telling
from gipaudit.archive.writing import chunks, fit

if TYPE_CHECKING:
    from gipaudit.archive.archive import Archive

GONE = "（已从归档中删除）"
"""What stands in other reports' findings in place of text of a report that was forgotten."""


Whose = tuple[str | None, int | None]


@dataclass(frozen=True)
class Chosen:
    """What is to be forgotten: contents of files by SHA-256, the scorecards made of them, and whole audits.

    ``whose`` are the units and years that stand on the scorecards.
    """

    contents: tuple[str, ...] = ()
    cards: tuple[int, ...] = ()
    audits: tuple[int, ...] = ()
    whose: frozenset[Whose] = frozenset()


def choose(
    archive: Archive, *, unit: str | None = None, year: int | None = None, sha256: str | None = None
) -> Chosen:
    """Return the reports of a unit, a year, both, or with that hash (or its first characters).

    Raises:
        ArchiveError: the archive cannot be read, or holds none.
    """
    d, r, s = schema.documents.c, schema.reports.c, schema.scorecards.c
    reports: list[ColumnElement[bool]] = []
    cards: list[ColumnElement[bool]] = []
    for asked, one, other in ((unit, r.unit, s.unit), (year, r.year, s.year)):
        if asked is not None:
            reports.append(one == asked)
            cards.append(other == asked)
    if sha256 is not None:
        reports.append(d.sha256.startswith(sha256, autoescape=True))
        cards.append(s.sha256.startswith(sha256, autoescape=True))
    with archive.reading_from() as connection:
        joined = schema.documents.outerjoin(schema.reports)
        contents = set(connection.execute(select(d.sha256).select_from(joined).where(*reports)).scalars())
        rows = connection.execute(select(s.id, s.sha256, s.unit, s.year).where(*cards)).all()
        numbers = {row.id for row in rows}
        # A roster gives a unit another name than its report does: what was made of a file goes with the file.
        contents |= {row.sha256 for row in rows if row.sha256}
        for chunk in chunks(sorted(contents)):
            numbers |= set(connection.execute(select(s.id).where(s.sha256.in_(chunk))).scalars())
        whose = frozenset((row.unit, row.year) for row in rows if row.unit)
        if not contents and not numbers:
            raise _nothing(archive)
    return Chosen(tuple(sorted(contents)), tuple(sorted(numbers)), (), whose)


def choose_audit(archive: Archive, id: int) -> Chosen:
    """Return one audit.

    Raises:
        ArchiveError: the archive cannot be read, or there is no such audit.
    """
    with archive.reading_from() as connection:
        found = connection.execute(select(schema.audits.c.id).where(schema.audits.c.id == id)).scalar_one_or_none()
    if found is None:
        raise _nothing(archive)
    return Chosen(audits=(found,))


def forget(archive: Archive, chosen: Chosen) -> None:
    """Take out what was chosen, all of it or nothing, and let nothing of it stay in the archive's files.

    Raises:
        ArchiveError: the archive cannot be written.
    """
    d, f, s, a, i = (
        table.c for table in (schema.documents, schema.files, schema.scorecards, schema.audits, schema.audit_inputs)
    )
    with archive.writing_to() as connection:
        touched: set[int] = set()
        for cards in chunks(chosen.cards):
            counted = select(s.audit_id, func.count()).where(s.id.in_(cards)).group_by(s.audit_id)
            for audit, count in connection.execute(counted).all():
                touched.add(audit)
                more = update(schema.audits).where(a.id == audit).values(forgotten=a.forgotten + count)
                connection.execute(more)
            connection.execute(delete(schema.scorecards).where(s.id.in_(cards)))
        sources: set[str] = set()
        for contents in chunks(chosen.contents):
            sources |= set(connection.execute(select(f.source).where(f.sha256.in_(contents))).scalars())
            connection.execute(delete(schema.files).where(f.sha256.in_(contents)))
            connection.execute(delete(schema.documents).where(d.sha256.in_(contents)))
        for audit in sorted(touched):
            _scrub(connection, audit, _Traces(frozenset(chosen.contents), frozenset(sources), chosen.whose))
        connection.execute(delete(schema.audits).where(a.id.in_(chosen.audits)))
        used = select(i.sha256)
        connection.execute(delete(schema.inputs).where(schema.inputs.c.sha256.not_in(used)))
        plans = select(a.plan)
        connection.execute(delete(schema.rulesets).where(schema.rulesets.c.plan.not_in(plans)))
    _sweep(archive)


@dataclass(frozen=True)
class _Traces:
    """By what a report is named in the audits that knew it."""

    contents: frozenset[str]
    sources: frozenset[str]
    whose: frozenset[Whose]

    @property
    def units(self) -> frozenset[str]:
        """The units' names."""
        return frozenset(unit for unit, _ in self.whose if unit)

    def names(self, item: Mapping[str, Any]) -> bool:
        """Whether an entry of an audit's JSON is about one of them."""
        return (
            item.get("sha256") in self.contents
            or fit(str(item.get("source", item.get("report")))) in self.sources
            or ("rank" in item and (item.get("unit"), item.get("year")) in self.whose)
        )


def _scrub(connection: Connection, audit: int, traces: _Traces) -> None:
    """Take what names a forgotten report out of the rest of an audit: its ranking, its lists, others' findings."""
    a, s = schema.audits.c, schema.scorecards.c
    tail = connection.execute(select(a.tail).where(a.id == audit)).scalar_one()
    try:
        values = json.loads("{" + inflated(tail).decode().lstrip("\n],"))
    except (DamagedError, ValueError):
        values = {}
    values = {name: _without(value, traces) for name, value in values.items()}
    body = ",\n".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in values.items())
    whole = zlib.compress(("\n],\n" + body + "\n}\n").encode())
    connection.execute(update(schema.audits).where(a.id == audit).values(tail=whole))
    marks = [json.dumps(unit, ensure_ascii=False)[1:-1] for unit in traces.units]
    for row in connection.execute(select(s.id, s.content).where(s.audit_id == audit)).all():
        try:
            card = inflated(row.content).decode()
        except (DamagedError, UnicodeDecodeError):
            continue
        if any(mark in card for mark in marks):
            line = json.dumps(_silenced(json.loads(card), traces.whose), ensure_ascii=False)
            connection.execute(
                update(schema.scorecards).where(s.id == row.id).values(content=zlib.compress(line.encode()))
            )


def _without(value: Any, traces: _Traces) -> Any:
    if isinstance(value, list):
        return [_without(item, traces) for item in value if not (isinstance(item, dict) and traces.names(item))]
    if isinstance(value, dict):
        return {name: _without(item, traces) for name, item in value.items()}
    if isinstance(value, str):  # a note may list units
        for unit in traces.units:
            value = value.replace(unit, GONE)
    return value


def _silenced(value: Any, whose: frozenset[Whose]) -> Any:
    """The same without the text of passages that stand in one of these reports."""
    if isinstance(value, list):
        return [_silenced(item, whose) for item in value]
    if isinstance(value, dict):
        quoted = value.get("role") == "compared" and (value.get("unit"), value.get("year")) in whose
        return {name: GONE if quoted and name == "text" else _silenced(item, whose) for name, item in value.items()}
    return value


def _sweep(archive: Archive) -> None:
    """Write the database anew without what was deleted, and empty its journal."""
    with telling(archive.shown):
        if archive.file is None:
            alone = archive.engine.execution_options(isolation_level="AUTOCOMMIT")
            with alone.connect() as connection:
                connection.execute(text("VACUUM"))
            return
        with closing(archive.engine.raw_connection()) as raw:
            raw.cursor().execute("VACUUM")
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _nothing(archive: Archive) -> ArchiveError:
    return ArchiveError(
        f"归档 {archive.shown} 里没有符合的报告或审核；单位名称须与评分卡上的完全一致",
        f"the archive {archive.shown} has no such report or audit: a unit's name must be that of its scorecard",
    )
