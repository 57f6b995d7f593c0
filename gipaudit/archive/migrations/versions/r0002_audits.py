"""Audits with their scorecards, each with its part of the audit's JSON."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "audits",
        sa.Column("id", ID, primary_key=True),
        sa.Column("made_at", sa.String(20), nullable=False),
        sa.Column("today", sa.String(10), nullable=False),
        sa.Column("gipaudit", sa.Text, nullable=False),
        sa.Column("ruleset", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("plan", sa.String(64), nullable=False),
        sa.Column("arguments", sa.Text, nullable=False),
        sa.Column("head", sa.LargeBinary, nullable=False),
        sa.Column("tail", sa.LargeBinary, nullable=False),
        sa.Column("scorecards", sa.Integer),
        sa.Column("forgotten", sa.Integer, nullable=False),
    )
    op.create_table(
        "scorecards",
        sa.Column("id", ID, primary_key=True),
        sa.Column("audit_id", ID, sa.ForeignKey("audits.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("source", sa.Text),
        sa.Column("sha256", sa.String(64), index=True),
        sa.Column("unit", sa.Text),
        sa.Column("year", sa.Integer),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("group_name", sa.Text),
        sa.Column("form", sa.Text),
        sa.Column("low", sa.String(40), nullable=False),
        sa.Column("high", sa.String(40), nullable=False),
        sa.Column("full", sa.String(40), nullable=False),
        sa.Column("grade", sa.Text),
        sa.Column("grade_high", sa.Text),
        sa.Column("rank", sa.Integer),
        sa.Column("rank_in_group", sa.Integer),
        sa.Column("duplicate_of", sa.Text),
        sa.Column("errors", sa.Integer, nullable=False),
        sa.Column("warnings", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Index("ix_scorecards_unit_year", "unit", "year"),
    )
