"""Near duplicates found through an index of the ledger's own, and a mark that every change renews."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

from comity.documents.duplicates import bands

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_CHUNK = 500  # documents whose signatures are in memory at a time


def upgrade() -> None:
    """Makes the tables, and fills the index from the signatures that the documents have."""
    op.create_index("near_duplicates_by_other", "near_duplicates", ["other_id"])
    near_bands = op.create_table(
        "near_bands",
        sa.Column("band", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("document_id", sa.String(20), primary_key=True),
        sqlite_with_rowid=False,
    )
    changes = op.create_table("changes", sa.Column("mark", sa.String(16), primary_key=True))
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":  # the newest of a kind; SQLite reads the index that it has backwards
        op.execute("CREATE INDEX statements_newest ON statements (kind, first_day DESC NULLS LAST)")
    connection.execute(sa.insert(changes), [{"mark": secrets.token_hex(8)}])
    connection.execute(sa.text("UPDATE documents SET matched = NULL WHERE matched <> coder"))  # NULL alone now says: waits
    after = ""
    while True:
        read = sa.text("SELECT id, signature FROM documents WHERE id > :after ORDER BY id LIMIT :chunk")
        signed = connection.execute(read, {"after": after, "chunk": _CHUNK}).all()
        rows = [{"band": band, "document_id": name} for name, made in signed if made for band in bands(bytes(made))]
        if rows:
            connection.execute(sa.insert(near_bands), rows)
        if not signed:
            return
        after = signed[-1][0]


def downgrade() -> None:
    """A ledger is not taken back: restore the copy made before the upgrade."""
    raise NotImplementedError("restore the copy of the ledger that was made before the upgrade")
