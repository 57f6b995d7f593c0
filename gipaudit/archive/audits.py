"""Audits in the archive: each whole as the JSON that it gave, and a row a scorecard to ask by unit and year."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import delete, insert, select, update

from gipaudit.archive import schema
from gipaudit.archive.encoding.values import inflated
from gipaudit.archive.problems import ArchiveError, DamagedError
from gipaudit.archive.writing import chunks, fit, now
from gipaudit.archive.writing import insert as insert_new
from gipaudit.rules.rule import Ruleset
from gipaudit.rules.writing import resolved_yaml
from gipaudit.scorecard import Audit, Scorecard

if TYPE_CHECKING:
    from gipaudit.archive.archive import Archive

LARGEST = 1 << 30
"""Bytes of one piece of an audit's JSON: what stands behind the scorecards names every file that was no report."""

_ABANDONED = timedelta(days=1)
"""An audit that was not kept whole in that time never will be: whoever wrote it was killed."""


@dataclass(frozen=True, slots=True)
class ArchivedAudit:
    """An audit. ``made_at`` is when it was kept (UTC), ``arguments`` what was asked, ``years`` those of its cards.

    ``forgotten`` counts the scorecards that were taken out of it since.
    """

    id: int
    made_at: str
    today: str
    gipaudit: str
    ruleset: str
    version: str
    plan: str
    arguments: Mapping[str, Any]
    scorecards: int
    forgotten: int
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ArchivedCard:
    """A scorecard without its findings. ``errors`` and ``warnings`` count those that failed."""

    id: int
    audit: int
    source: str | None
    sha256: str | None
    unit: str | None
    year: int | None
    level: str
    group: str | None
    form: str | None
    low: Decimal
    high: Decimal
    full: Decimal
    grade: str | None
    grade_high: str | None
    rank: int | None
    rank_in_group: int | None
    duplicate_of: str | None
    errors: int
    warnings: int


class Input(NamedTuple):
    """What a person wrote for an audit: ``role`` is ``decisions`` or ``units``."""

    role: str
    name: str
    content: bytes


def keep_audit(
    archive: Archive,
    audit: Audit,
    pieces: Iterable[str],
    *,
    ruleset: Ruleset,
    arguments: Mapping[str, Any],
    inputs: Sequence[Input] = (),
) -> int:
    """Keep an audit and return its number. ``pieces`` are its JSON: the head, one piece a scorecard, the tail.

    Raises:
        ArchiveError: it cannot be written; then nothing is kept of this audit.
    """
    written = iter(pieces)
    a = schema.audits
    row = {
        "made_at": now(),
        "today": audit.today.isoformat(),
        "gipaudit": audit.version,
        "ruleset": audit.ruleset_id,
        "version": audit.ruleset_version,
        "plan": audit.plan,
        "arguments": json.dumps(arguments, ensure_ascii=True),
        "head": _small(next(written)),
        "tail": b"",
        "forgotten": 0,
    }
    with archive.writing_to() as connection:
        before = (datetime.now(UTC) - _ABANDONED).strftime("%Y-%m-%dT%H:%M:%SZ")
        connection.execute(delete(a).where(a.c.scorecards.is_(None), a.c.made_at < before))
        number = int(connection.execute(insert(a).values(**row).returning(a.c.id)).scalar_one())
        _keep_ruleset(connection, ruleset)
        for each in inputs:
            sha256 = hashlib.sha256(each.content).hexdigest()
            new = insert_new(connection, schema.inputs).values(sha256=sha256, content=zlib.compress(each.content))
            connection.execute(new.on_conflict_do_nothing(index_elements=["sha256"]))
            used = {"audit_id": number, "role": each.role, "name": fit(each.name), "sha256": sha256}
            connection.execute(insert(schema.audit_inputs).values(**used))
    # Some at a time: another audit may write in between, and this one is not seen until it is whole.
    for some in chunks(enumerate(audit.scorecards)):
        rows = [_row(number, position, card, next(written)) for position, card in some]
        with archive.writing_to() as connection:
            connection.execute(insert(schema.scorecards), rows)
    with archive.writing_to() as connection:
        whole = {"tail": _small(next(written)), "scorecards": len(audit.scorecards)}
        connection.execute(update(a).where(a.c.id == number).values(**whole))
    return number


def audits(archive: Archive) -> list[ArchivedAudit]:
    """Return all audits, the oldest first."""
    a, s = schema.audits.c, schema.scorecards.c
    with archive.reading_from() as connection:
        rows = connection.execute(select(schema.audits).where(a.scorecards.is_not(None)).order_by(a.id)).all()
        found = connection.execute(select(s.audit_id, s.year).where(s.year.is_not(None)).distinct()).all()
    years: dict[int, list[int]] = {}
    for audit, year in found:
        years.setdefault(audit, []).append(year)
    return [
        ArchivedAudit(
            id=row.id,
            made_at=row.made_at,
            today=row.today,
            gipaudit=row.gipaudit,
            ruleset=row.ruleset,
            version=row.version,
            plan=row.plan,
            arguments=json.loads(row.arguments),
            scorecards=row.scorecards,
            forgotten=row.forgotten,
            years=tuple(sorted(years.get(row.id, ()))),
        )
        for row in rows
    ]


def audit_json(archive: Archive, id: int) -> Iterator[str]:
    """Give an audit's JSON, a piece a scorecard."""
    a, s = schema.audits.c, schema.scorecards.c
    with archive.reading_from() as connection:
        audit = connection.execute(select(a.head, a.tail).where(a.id == id, a.scorecards.is_not(None))).one_or_none()
        if audit is None:
            known = "、".join(str(each.id) for each in audits(archive)[-20:]) or "—"
            raise ArchiveError(
                f"归档 {archive.shown} 里没有编号为 {id} 的审核；现有：{known}",
                f"there is no audit {id} in the archive {archive.shown}; there are: {known}",
            )
        yield _text(archive, audit.head)
        asked = select(s.content).where(s.audit_id == id).order_by(s.position)
        lines = connection.execution_options(yield_per=100).execute(asked).scalars()
        for number, line in enumerate(lines):
            yield ("\n" if number == 0 else ",\n") + _text(archive, line)
        yield _text(archive, audit.tail)


def scorecards(archive: Archive, audit: int | None, unit: str | None, year: int | None) -> Iterator[ArchivedCard]:
    """Give scorecards, by audit and then as in its JSON."""
    a, s = schema.audits.c, schema.scorecards.c
    asked = select(schema.scorecards).join(schema.audits).where(a.scorecards.is_not(None))
    for column, value in ((s.audit_id, audit), (s.unit, unit), (s.year, year)):
        if value is not None:
            asked = asked.where(column == value)
    with archive.reading_from() as connection:
        for row in connection.execution_options(yield_per=1000).execute(asked.order_by(s.audit_id, s.position)):
            yield ArchivedCard(
                id=row.id,
                audit=row.audit_id,
                source=row.source,
                sha256=row.sha256,
                unit=row.unit,
                year=row.year,
                level=row.level,
                group=row.group_name,
                form=row.form,
                low=Decimal(row.low),
                high=Decimal(row.high),
                full=Decimal(row.full),
                grade=row.grade,
                grade_high=row.grade_high,
                rank=row.rank,
                rank_in_group=row.rank_in_group,
                duplicate_of=row.duplicate_of,
                errors=row.errors,
                warnings=row.warnings,
            )


def card_json(archive: Archive, id: int) -> str:
    """Return a scorecard's JSON."""
    s = schema.scorecards.c
    with archive.reading_from() as connection:
        content = connection.execute(select(s.content).where(s.id == id)).scalar_one_or_none()
    if content is None:
        raise ArchiveError(
            f"归档 {archive.shown} 里没有编号为 {id} 的评分卡",
            f"there is no scorecard {id} in the archive {archive.shown}",
        )
    return _text(archive, content)


def _keep_ruleset(connection: Any, ruleset: Ruleset) -> None:
    content = zlib.compress("\n".join(resolved_yaml(ruleset)).encode("utf-8", "surrogatepass"))
    row = {
        "plan": ruleset.plan,
        "ruleset": fit(ruleset.id),
        "version": fit(ruleset.version),
        "title": fit(ruleset.title),
        "content": content,
    }
    made = insert_new(connection, schema.rulesets).values(**row).on_conflict_do_nothing(index_elements=["plan"])
    connection.execute(made)


def _row(audit: int, position: int, card: Scorecard, piece: str) -> dict[str, Any]:
    failed = [finding.severity for finding in card.findings if finding.verdict == "fail"]
    return {
        "audit_id": audit,
        "position": position,
        "source": _fit(card.source),
        "sha256": card.sha256,
        "unit": _fit(card.unit),
        "year": card.year,
        "level": card.level,
        "group_name": _fit(card.group),
        "form": None if card.form is None else card.form.id,
        "low": str(card.score.low),
        "high": str(card.score.high),
        "full": str(card.score.full),
        "grade": _fit(card.score.grade),
        "grade_high": _fit(card.score.grade_high),
        "rank": card.rank,
        "rank_in_group": card.rank_in_group,
        "duplicate_of": _fit(card.duplicate_of),
        "errors": failed.count("error"),
        "warnings": failed.count("warning"),
        "content": _small(piece.lstrip(",\n")),
    }


def _fit(text: str | None) -> str | None:
    return None if text is None else fit(text)


def _small(text: str) -> bytes:
    return zlib.compress(text.encode())


def _text(archive: Archive, data: bytes) -> str:
    try:
        return inflated(data, LARGEST).decode()
    except (DamagedError, UnicodeDecodeError):
        raise ArchiveError(
            f"归档 {archive.shown} 里这次审核的结果已损坏；请用 gipaudit rescore 重新评定",
            f"what the archive {archive.shown} holds of this audit is damaged: judge again with gipaudit rescore",
        ) from None
