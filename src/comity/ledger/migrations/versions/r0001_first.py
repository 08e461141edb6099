"""The first schema: documents, sources, statements and what they are searched by.

A migration is history: it spells its tables out and does not follow later changes of `comity.ledger.schema`.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _child(table: str, parent: str, column: str, *columns: sa.Column[Any] | sa.PrimaryKeyConstraint) -> None:
    length = {"documents": 20, "statements": 12}[parent]
    key = sa.Column(column, sa.String(length), sa.ForeignKey(f"{parent}.id", ondelete="CASCADE"), nullable=False)
    op.create_table(table, key, *columns)


def upgrade() -> None:
    """Makes the tables."""
    text = lambda name, null=False: sa.Column(name, sa.Text, nullable=null)  # noqa: E731
    day = lambda name: sa.Column(name, sa.String(10))  # noqa: E731
    number = lambda name: sa.Column(name, sa.Integer, nullable=False)  # noqa: E731
    op.create_table(
        "documents",
        sa.Column("id", sa.String(20), primary_key=True),
        text("text"),
        text("title"),
        day("date"),
        text("publisher"),
        text("url"),
        sa.Column("language", sa.String(8), nullable=False),
        text("coder", null=True),
        sa.Column("added", sa.String(20), nullable=False),
        sa.Column("signature", sa.LargeBinary),
    )
    op.create_index("documents_by_date", "documents", ["date"])
    _child(
        "sources",
        "documents",
        "document_id",
        number("position"),
        text("given_id"),
        text("url"),
        text("publisher"),
        day("date"),
        text("title"),
        text("origin"),
        sa.PrimaryKeyConstraint("document_id", "position"),
    )
    op.create_index("sources_by_given_id", "sources", ["given_id"])
    _child(
        "near_duplicates",
        "documents",
        "document_id",
        sa.Column("other_id", sa.String(20), sa.ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
        sa.Column("similarity", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("document_id", "other_id"),
    )
    op.create_table(
        "statements",
        sa.Column("id", sa.String(12), primary_key=True),
        sa.Column("document_id", sa.String(20), sa.ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("code", sa.String(16)),
        sa.Column("status", sa.String(10)),
        day("first_day"),
        day("last_day"),
        number("dated"),
        number("start"),
        sa.Column("score", sa.Float, nullable=False),
        text("coder"),
        text("body"),
        sa.Column("first_seen", sa.String(20), nullable=False),
    )
    op.create_index("statements_by_document", "statements", ["document_id"])
    op.create_index("statements_by_kind_and_day", "statements", ["kind", "first_day"])
    _child(
        "statement_actors",
        "statements",
        "statement_id",
        sa.Column("role", sa.String(10), nullable=False),
        number("position"),
        text("key"),
        text("code"),
        sa.PrimaryKeyConstraint("statement_id", "role", "position"),
    )
    op.create_index("statement_actors_by_code", "statement_actors", ["code", "role", "statement_id"])
    op.create_index("statement_actors_by_key", "statement_actors", ["key", "role", "statement_id"])
    _child(
        "evidence",
        "statements",
        "statement_id",
        number("position"),
        number("start"),
        number("end"),
        text("text"),
        sa.PrimaryKeyConstraint("statement_id", "position"),
    )
    _child(
        "topics",
        "statements",
        "statement_id",
        sa.Column("topic", sa.String(24), nullable=False),
        sa.PrimaryKeyConstraint("statement_id", "topic"),
    )
    op.create_index("topics_by_topic", "topics", ["topic", "statement_id"])
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer, primary_key=True),
        text("coder"),
        sa.Column("began", sa.String(20), nullable=False),
        sa.Column("ended", sa.String(20)),
        number("documents"),
        number("statements"),
    )
    if op.get_bind().dialect.name == "postgresql":
        # a tsvector holds a megabyte at most; the beginning of a longer text is searched
        words = "to_tsvector('simple', title || ' ' || left(text, 400000))"
        op.execute(f"CREATE INDEX documents_search ON documents USING gin ({words})")
        op.execute("CREATE INDEX evidence_search ON evidence USING gin (to_tsvector('simple', left(text, 400000)))")
    if op.get_bind().dialect.name == "sqlite":
        for table, columns in (("documents", "title, text"), ("evidence", "text")):
            new, old = (", ".join(f"{row}.{c}" for c in columns.split(", ")) for row in ("new", "old"))
            op.execute(f"CREATE VIRTUAL TABLE {table}_search USING fts5({columns}, content='{table}', content_rowid='rowid')")
            op.execute(
                f"CREATE TRIGGER {table}_search_add AFTER INSERT ON {table} BEGIN "
                f"INSERT INTO {table}_search(rowid, {columns}) VALUES (new.rowid, {new}); END"
            )
            op.execute(
                f"CREATE TRIGGER {table}_search_drop AFTER DELETE ON {table} BEGIN "
                f"INSERT INTO {table}_search({table}_search, rowid, {columns}) VALUES ('delete', old.rowid, {old}); END"
            )


def downgrade() -> None:
    """A ledger is not taken back: restore the copy made before the upgrade."""
    raise NotImplementedError("restore the copy of the ledger that was made before the upgrade")
