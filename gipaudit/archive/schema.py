"""The tables of the archive as they are now; :mod:`gipaudit.archive.migrations` tells how they came to be so."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

CURRENT = "0003"
"""The number of the last migration."""

metadata = MetaData()

Id = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only where the type is called INTEGER."""

SHA256 = String(64)


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True)


def _of(name: str, table: str, *, null: bool = False, index: bool = True) -> Column[int]:
    return Column(name, Id, ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=null, index=index)


reading_keys = Table(
    "reading_keys",
    metadata,
    _id(),
    Column("key", SHA256, nullable=False, unique=True),
    Column("forms", SHA256, nullable=False),
    Column("gipaudit", Text, nullable=False),
    Column("about", Text, nullable=False),
)
"""What read documents: a document is read again where this is another. ``about`` says it as JSON."""

documents = Table(
    "documents",
    metadata,
    _id(),
    Column("sha256", SHA256, nullable=False),
    _of("key_id", "reading_keys"),
    Column("size", BigInteger, nullable=False),
    Column("read_at", String(20), nullable=False, index=True),
    Column("loader", Text, nullable=False),
    Column("converter", Text, nullable=False),
    Column("masked", Boolean, nullable=False),
    Column("hidden", Boolean, nullable=False),
    Column("code", Text),
    Column("zh", Text),
    Column("en", Text),
    Column("content", LargeBinary),
    UniqueConstraint("sha256", "key_id"),
)
"""What came of reading a file's bytes: the document, or (``code``) why it cannot be read.

``masked`` tells that personal data was masked, ``hidden`` that there was some.
"""

layouts = Table(
    "layouts",
    metadata,
    _id(),
    Column("form", String(200), nullable=False),
    Column("omitted", Text, nullable=False),
    Column("digest", SHA256, nullable=False, unique=True),
)
"""The layouts of forms that reports print; ``omitted`` rows one a line."""

reports = Table(
    "reports",
    metadata,
    _id(),
    _of("document_id", "documents"),
    Column("hand", SHA256, nullable=False),
    Column("unit", Text),
    Column("year", Integer),
    Column("level", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    UniqueConstraint("document_id", "hand"),
    Index("ix_reports_unit_year", "unit", "year"),
)
"""What was bound of a document; ``hand`` is a digest of what a person said of the file, empty where nobody did."""

figures = Table(
    "figures",
    metadata,
    Column("report_id", Id, ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
    _of("layout_id", "layouts"),
    Column("row", LargeBinary, nullable=False),
)
"""The readings of a report as arrays (see :func:`gipaudit.archive.encoding.reports.figures_row`)."""

files = Table(
    "files",
    metadata,
    _id(),
    Column("place", SHA256, nullable=False, unique=True),
    Column("source", Text, nullable=False),
    Column("where", LargeBinary, nullable=False),
    Column("sha256", SHA256, nullable=False, index=True),
    Column("seen_at", String(20), nullable=False),
)
"""Where files were found and what was in them last; ``place`` is a digest of path and member."""

rulesets = Table(
    "rulesets",
    metadata,
    Column("plan", SHA256, primary_key=True),
    Column("ruleset", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
"""Rulesets by plan hash: the file, in full, that loads as the same rules and marks."""

inputs = Table(
    "inputs",
    metadata,
    Column("sha256", SHA256, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
"""What people wrote for an audit: decisions (corrected readings, marks, waivers) and rosters."""

audits = Table(
    "audits",
    metadata,
    _id(),
    Column("made_at", String(20), nullable=False),
    Column("today", String(10), nullable=False),
    Column("gipaudit", Text, nullable=False),
    Column("ruleset", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("plan", SHA256, nullable=False),
    Column("arguments", Text, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("tail", LargeBinary, nullable=False),
    Column("scorecards", Integer),
    Column("forgotten", Integer, nullable=False),
)
"""Audits; ``head`` and ``tail`` are what their JSON says before and behind the scorecards.

``scorecards`` is how many it had, and nothing until all of them are here.
"""

audit_inputs = Table(
    "audit_inputs",
    metadata,
    _id(),
    _of("audit_id", "audits"),
    Column("role", String(20), nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", SHA256, ForeignKey("inputs.sha256"), nullable=False),
)
"""Which inputs an audit had: ``role`` is ``decisions`` or ``units``."""

scorecards = Table(
    "scorecards",
    metadata,
    _id(),
    _of("audit_id", "audits"),
    Column("position", Integer, nullable=False),
    Column("source", Text),
    Column("sha256", SHA256, index=True),
    Column("unit", Text),
    Column("year", Integer),
    Column("level", Text, nullable=False),
    Column("group_name", Text),
    Column("form", Text),
    Column("low", String(40), nullable=False),
    Column("high", String(40), nullable=False),
    Column("full", String(40), nullable=False),
    Column("grade", Text),
    Column("grade_high", Text),
    Column("rank", Integer),
    Column("rank_in_group", Integer),
    Column("duplicate_of", Text),
    Column("errors", Integer, nullable=False),
    Column("warnings", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Index("ix_scorecards_unit_year", "unit", "year"),
)
"""Scorecards; ``content`` is the card's line in the audit's JSON."""
