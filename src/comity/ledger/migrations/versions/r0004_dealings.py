"""Events as narrow rows for each two codes in them, and indexes by which statements are counted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_BY_PAIR = ("code", "occurrence_id", "first_day", "last_day")
_INTO = "INSERT INTO dealings (statement_id, one, other, together, code, status, first_day, last_day, occurrence_id) "
_REST = "s.code, s.status, s.first_day, s.last_day, COALESCE(m.occurrence_id, s.id)"
_EVENTS = "FROM statements s LEFT JOIN occurrence_members m ON m.statement_id = s.id"
_SIDE = "JOIN statement_actors {name} ON {name}.statement_id = s.id AND {name}.role = '{role}'"
_NO_RECIPIENT = "NOT EXISTS (SELECT 1 FROM statement_actors r WHERE r.statement_id = s.id AND r.role = 'recipient')"
_NONE_YET = "NOT EXISTS (SELECT 1 FROM dealings known WHERE known.statement_id = s.id)"


def upgrade() -> None:
    """Makes the table and the indexes, and fills the table from the parties of the events that the ledger holds."""
    op.create_table(
        "dealings",
        sa.Column("statement_id", sa.String(12), sa.ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("one", sa.Text, primary_key=True),
        sa.Column("other", sa.Text, primary_key=True),
        sa.Column("together", sa.Integer, nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("first_day", sa.String(10)),
        sa.Column("last_day", sa.String(10)),
        sa.Column("occurrence_id", sa.String(12), nullable=False),
        sqlite_with_rowid=False,
    )
    actor, acting, recipient = (
        _SIDE.format(name=name, role=role) for name, role in (("x", "actor"), ("y", "actor"), ("y", "recipient"))
    )
    of_events = "WHERE s.kind = 'event'"
    _fill("x.code, y.code, 0", f"{actor} {recipient} AND y.code <> x.code", of_events)
    _fill("x.code, y.code, 1", f"{actor} {acting} AND x.code < y.code", f"{of_events} AND {_NO_RECIPIENT}")
    _fill("x.code, '', 0", actor, f"{of_events} AND {_NONE_YET}")
    for name, columns in (
        ("dealings_by_pair", ["status", "one", "other", *_BY_PAIR]),
        ("dealings_by_other", ["status", "other", "one", *_BY_PAIR]),
        ("dealings_by_day", ["status", "first_day", "last_day", "code", "occurrence_id"]),
    ):
        op.create_index(name, "dealings", columns)
    op.drop_index("statements_by_document", "statements")
    op.create_index("statements_by_document", "statements", ["document_id", "kind", "id"])
    newest = "first_day DESC NULLS LAST" if op.get_bind().dialect.name == "postgresql" else "first_day"
    op.execute(f"CREATE INDEX statements_by_day ON statements ({newest})")
    op.create_index("statements_by_code", "statements", ["kind", "code", "status", "id"])


def _fill(pair: str, parties: str, where: str) -> None:
    op.execute(f"{_INTO}SELECT DISTINCT s.id, {pair}, {_REST} {_EVENTS} {parties} {where}")


def downgrade() -> None:
    """A ledger is not taken back: restore the copy made before the upgrade."""
    raise NotImplementedError("restore the copy of the ledger that was made before the upgrade")
