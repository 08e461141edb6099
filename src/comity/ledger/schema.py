"""The ledger's tables, in SQLAlchemy Core: the same for SQLite and for PostgreSQL.

A document is a text, known by its fingerprint; a source is a place where it was published. Statements hang on documents,
their full content lies in `body` (the written form of `comity.model.wire`), and what is searched by lies in columns and
side tables.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()

documents = Table(
    "documents",
    metadata,
    Column("id", String(20), primary_key=True),  # Document.fingerprint
    Column("text", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("date", String(10)),
    Column("publisher", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("coder", Text),  # who read it last; None until it is read
    Column("added", String(20), nullable=False),
    Column("signature", LargeBinary),
    Index("documents_by_date", "date"),
)

sources = Table(
    "sources",
    metadata,
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("given_id", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("date", String(10)),
    Column("title", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Index("sources_by_given_id", "given_id"),
)

near_duplicates = Table(
    "near_duplicates",
    metadata,
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("other_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("similarity", Float, nullable=False),
)

statements = Table(
    "statements",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("code", String(16)),  # an event's or a tie's type
    Column("status", String(10)),
    Column("first_day", String(10)),  # of its own date, else of the document's
    Column("last_day", String(10)),
    Column("dated", Integer, nullable=False),  # 1 where the date is the statement's own
    Column("start", Integer, nullable=False),  # where its first evidence begins
    Column("score", Float, nullable=False),
    Column("coder", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("first_seen", String(20), nullable=False),
    Index("statements_by_document", "document_id"),
    Index("statements_by_kind_and_day", "kind", "first_day"),
)

statement_actors = Table(
    "statement_actors",
    metadata,
    Column("statement_id", ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True),
    Column("role", String(10), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("code", Text, nullable=False),
    Index("statement_actors_by_code", "code", "role", "statement_id"),
    Index("statement_actors_by_key", "key", "role", "statement_id"),
)

evidence = Table(
    "evidence",
    metadata,
    Column("statement_id", ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
)

topics = Table(
    "topics",
    metadata,
    Column("statement_id", ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True),
    Column("topic", String(24), primary_key=True),
    Index("topics_by_topic", "topic", "statement_id"),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coder", Text, nullable=False),
    Column("began", String(20), nullable=False),
    Column("ended", String(20)),
    Column("documents", Integer, nullable=False),
    Column("statements", Integer, nullable=False),
)
