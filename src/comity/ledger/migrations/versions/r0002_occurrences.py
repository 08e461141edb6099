"""Occurrences of events over documents, and the judgements of analysts."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _statement(name: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.String(12), sa.ForeignKey("statements.id", ondelete="CASCADE"), **options)


def upgrade() -> None:
    """Makes the tables, and the column that says which documents' events have been matched."""
    op.add_column("documents", sa.Column("matched", sa.Text))
    op.create_index("documents_by_matched", "documents", ["matched"])
    op.create_table(
        "event_blocks",
        _statement("statement_id", primary_key=True),
        sa.Column("pair", sa.Text, primary_key=True),
        sa.Column("family", sa.String(10), nullable=False),
        sa.Column("first_day", sa.String(10), nullable=False),
        sa.Column("last_day", sa.String(10), nullable=False),
    )
    op.create_index("event_blocks_by_pair", "event_blocks", ["pair", "family", "first_day"])
    op.create_table(
        "event_links",
        _statement("one", primary_key=True),
        _statement("other", primary_key=True),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("reasons", sa.Text, nullable=False),
    )
    op.create_index("event_links_by_other", "event_links", ["other"])
    op.create_table(
        "occurrence_members",
        _statement("statement_id", primary_key=True),
        sa.Column("occurrence_id", sa.String(12), nullable=False),
    )
    op.create_index("occurrence_members_by_occurrence", "occurrence_members", ["occurrence_id"])
    op.create_table(
        "judgements",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("made", sa.String(20), nullable=False),
        sa.Column("analyst", sa.Text, nullable=False),
        sa.Column("verb", sa.String(10), nullable=False),
        sa.Column("statement_id", sa.String(12), nullable=False),
        sa.Column("other_id", sa.String(12)),
        sa.Column("document_id", sa.String(20), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("amended", sa.Text),
        sa.Column("undone", sa.String(20)),
    )
    op.create_index("judgements_by_statement", "judgements", ["statement_id"])
    op.create_index("judgements_by_document", "judgements", ["document_id"])


def downgrade() -> None:
    """A ledger is not taken back: restore the copy made before the upgrade."""
    raise NotImplementedError("restore the copy of the ledger that was made before the upgrade")
