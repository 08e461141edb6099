"""Counts of events by day, as the database can add them up: the raw stuff of series."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import Connection, exists, func, select

from comity.ledger import schema

DayCounts = Counter[tuple[str, str, str]]
"""(first day, last day, event type) → distinct events."""


def events_by_day(connection: Connection, *, actor: str | None = None, statuses: tuple[str, ...] = ("happened",)) -> DayCounts:
    """Distinct events by day and type, of the whole ledger or with one actor (code or key) taking part in them."""
    s: Any = schema.statements.c
    m: Any = schema.occurrence_members
    a: Any = schema.statement_actors.c
    j: Any = schema.judgements.c
    one = func.coalesce(m.c.occurrence_id, s.id)
    query: Any = (
        select(s.first_day, s.last_day, s.code, func.count(one.distinct()))
        .select_from(schema.statements.outerjoin(m, m.c.statement_id == s.id))
        .where(s.kind == "event", s.status.in_(statuses), s.first_day.is_not(None))
        .where(~exists().where(j.statement_id == s.id, j.verb.in_(("reject", "amend")), j.undone.is_(None)))
        .group_by(s.first_day, s.last_day, s.code)
    )
    if actor is not None:
        column = a.key if ":" in actor else a.code
        query = query.where(exists().where(a.statement_id == s.id, column == actor, a.role.in_(("actor", "recipient"))))
    return Counter({(first, last, code): int(count) for first, last, code, count in connection.execute(query)})
