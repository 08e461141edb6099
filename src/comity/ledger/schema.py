"""The ledger's tables, in SQLAlchemy Core: the same for SQLite and for PostgreSQL.

A document is a text, known by its fingerprint; a source is a place where it was published. Statements hang on documents,
their full content lies in `body` (the written form of `comity.model.wire`), and what is searched by lies in columns and
side tables.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

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
    Column("matched", Text),  # whose events of this document have been matched; None where they wait
    Index("documents_by_date", "date"),
    Index("documents_by_matched", "matched"),
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
    Index("near_duplicates_by_other", "other_id"),
)

near_bands = Table(
    "near_bands",
    metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False),  # documents.bands
    Column("document_id", String(20), primary_key=True),  # no foreign key: 32 rows a document would each be checked
    sqlite_with_rowid=False,
)

changes = Table(
    "changes",
    metadata,
    Column("mark", String(16), primary_key=True),  # one row, another word after each transaction that writes
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
    Index("statements_by_document", "document_id", "kind", "id"),
    Index("statements_by_day", "first_day"),
    Index("statements_by_kind_and_day", "kind", "first_day"),
    Index("statements_by_code", "kind", "code", "status", "id"),
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

dealings = Table(
    "dealings",
    metadata,
    Column("statement_id", ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True),
    Column("one", Text, primary_key=True),  # the code of who acts
    Column("other", Text, primary_key=True),  # of whom it acts on or with; empty where all are of one code
    Column("together", Integer, nullable=False),  # 1 where both act: then they stand in alphabetical order
    Column("code", String(16), nullable=False),
    Column("status", String(10), nullable=False),
    Column("first_day", String(10)),
    Column("last_day", String(10)),
    Column("occurrence_id", String(12), nullable=False),  # its own id until it has been matched
    Index("dealings_by_pair", "status", "one", "other", "code", "occurrence_id", "first_day", "last_day"),
    Index("dealings_by_other", "status", "other", "one", "code", "occurrence_id", "first_day", "last_day"),
    Index("dealings_by_day", "status", "first_day", "last_day", "code", "occurrence_id"),
    sqlite_with_rowid=False,
)
"""Events again, a narrow row for each two codes in them, so that counting reads nothing but an index."""

pair_counts = Table(
    "pair_counts",
    metadata,
    Column("one", Text, primary_key=True),  # as in `dealings`, where nobody stands alone
    Column("other", Text, primary_key=True),
    Column("cooperation", Integer, nullable=False),
    Column("friction", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""How many distinct events happened between two codes; `counts` keeps it right."""

day_counts = Table(
    "day_counts",
    metadata,
    Column("actor", Text, primary_key=True),  # the code of who takes part; empty for the events of the whole ledger
    Column("first_day", String(10), primary_key=True),
    Column("last_day", String(10), primary_key=True),
    Column("code", String(16), primary_key=True),
    Column("events", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""How many distinct events of a type happened in those days, in all and by actor; `counts` keeps it right."""

event_blocks = Table(
    "event_blocks",
    metadata,
    Column("statement_id", ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True),
    Column("pair", Text, primary_key=True),  # two codes in alphabetical order: "CHN RUS"
    Column("family", String(10), nullable=False),
    Column("first_day", String(10), nullable=False),
    Column("last_day", String(10), nullable=False),
    Index("event_blocks_by_pair", "pair", "family", "first_day"),
)

event_links = Table(
    "event_links",
    metadata,
    Column("one", ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True),
    Column("other", ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True),
    Column("score", Float, nullable=False),
    Column("reasons", Text, nullable=False),
    Index("event_links_by_other", "other"),
)

occurrence_members = Table(
    "occurrence_members",
    metadata,
    Column("statement_id", ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True),
    Column("occurrence_id", String(12), nullable=False),  # the smallest id of its members
    Index("occurrence_members_by_occurrence", "occurrence_id"),
)

judgements = Table(
    "judgements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("made", String(20), nullable=False),
    Column("analyst", Text, nullable=False),
    Column("verb", String(10), nullable=False),
    Column("statement_id", String(12), nullable=False),  # no foreign key: a judgement outlives the row it judges
    Column("other_id", String(12)),
    Column("document_id", String(20), nullable=False),
    Column("note", Text, nullable=False),
    Column("body", Text, nullable=False),  # the statement as it stood when it was judged
    Column("amended", Text),  # the statement as it should read, or a pledge's status
    Column("undone", String(20)),
    Index("judgements_by_statement", "statement_id"),
    Index("judgements_by_document", "document_id"),
)
