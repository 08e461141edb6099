"""Counts of distinct events by pair and by day, which are kept right from here on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_FRICTION = "'REQUEST', 'ACCUSE', 'REJECT', 'THREATEN', 'PROTEST', 'SANCTION', 'MOBILIZE', 'COERCE', 'ASSAULT'"
_REJECTED = "SELECT j.statement_id FROM judgements j WHERE j.verb IN ('reject', 'amend') AND j.undone IS NULL"
_HAPPENED = f"FROM dealings d WHERE d.status = 'happened' AND d.statement_id NOT IN ({_REJECTED})"


def upgrade() -> None:
    """Makes the tables and fills them from the events that the ledger holds."""
    op.create_table(
        "pair_counts",
        sa.Column("one", sa.Text, primary_key=True),
        sa.Column("other", sa.Text, primary_key=True),
        sa.Column("cooperation", sa.Integer, nullable=False),
        sa.Column("friction", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "day_counts",
        sa.Column("actor", sa.Text, primary_key=True),
        sa.Column("first_day", sa.String(10), primary_key=True),
        sa.Column("last_day", sa.String(10), primary_key=True),
        sa.Column("code", sa.String(16), primary_key=True),
        sa.Column("events", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    by_type = (
        f"SELECT d.one, d.other, d.code, COUNT(DISTINCT d.occurrence_id) AS number {_HAPPENED} AND d.other <> '' "
        "GROUP BY d.one, d.other, d.code"
    )
    sums = ", ".join(
        f"SUM(CASE WHEN code IN ({_FRICTION}) THEN {of_friction} ELSE {other} END)"
        for of_friction, other in (("0", "number"), ("number", "0"))
    )
    op.execute(
        "INSERT INTO pair_counts (one, other, cooperation, friction) "
        f"SELECT one, other, {sums} FROM ({by_type}) AS counted GROUP BY one, other"
    )
    days = "d.first_day, d.last_day, d.code, d.occurrence_id"
    of_all, of_one, of_other = (
        f"SELECT {actor} AS actor, {days} {_HAPPENED} AND d.first_day IS NOT NULL{named}"
        for actor, named in (("''", ""), ("d.one", ""), ("d.other", " AND d.other <> ''"))
    )
    op.execute(
        "INSERT INTO day_counts (actor, first_day, last_day, code, events) "
        "SELECT actor, first_day, last_day, code, COUNT(DISTINCT occurrence_id) "
        f"FROM ({of_all} UNION ALL {of_one} UNION ALL {of_other}) AS found GROUP BY actor, first_day, last_day, code"
    )


def downgrade() -> None:
    """A ledger is not taken back: restore the copy made before the upgrade."""
    raise NotImplementedError("restore the copy of the ledger that was made before the upgrade")
