"""Documents by content, what was bound of them, their figures, and the files they were found in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "reading_keys",
        sa.Column("id", ID, primary_key=True),
        sa.Column("key", sa.String(64), nullable=False, unique=True),
        sa.Column("forms", sa.String(64), nullable=False),
        sa.Column("gipaudit", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
    )
    op.create_table(
        "documents",
        sa.Column("id", ID, primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("key_id", ID, sa.ForeignKey("reading_keys.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("read_at", sa.String(20), nullable=False, index=True),
        sa.Column("loader", sa.Text, nullable=False),
        sa.Column("converter", sa.Text, nullable=False),
        sa.Column("masked", sa.Boolean, nullable=False),
        sa.Column("hidden", sa.Boolean, nullable=False),
        sa.Column("code", sa.Text),
        sa.Column("zh", sa.Text),
        sa.Column("en", sa.Text),
        sa.Column("content", sa.LargeBinary),
        sa.UniqueConstraint("sha256", "key_id"),
    )
    op.create_table(
        "layouts",
        sa.Column("id", ID, primary_key=True),
        sa.Column("form", sa.String(200), nullable=False),
        sa.Column("omitted", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
    )
    op.create_table(
        "reports",
        sa.Column("id", ID, primary_key=True),
        sa.Column("document_id", ID, sa.ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("hand", sa.String(64), nullable=False),
        sa.Column("unit", sa.Text),
        sa.Column("year", sa.Integer),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("document_id", "hand"),
        sa.Index("ix_reports_unit_year", "unit", "year"),
    )
    op.create_table(
        "figures",
        sa.Column("report_id", ID, sa.ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("layout_id", ID, sa.ForeignKey("layouts.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("row", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "files",
        sa.Column("id", ID, primary_key=True),
        sa.Column("place", sa.String(64), nullable=False, unique=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("where", sa.LargeBinary, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False, index=True),
        sa.Column("seen_at", sa.String(20), nullable=False),
    )
