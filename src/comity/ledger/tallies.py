"""Counts of events by day, as the database can add them up: the raw stuff of series."""

from __future__ import annotations

from collections import Counter
from typing import Any

from comity.ledger.asking import Asking
from comity.ledger.query import STANDS, any_of

DayCounts = Counter[tuple[str, str, str]]
"""(first day, last day, event type) → distinct events."""


def events_by_day(
    ledger: Asking,
    *,
    actor: str | None = None,
    statuses: tuple[str, ...] = ("happened",),
    first_day: str | None = None,
    last_day: str | None = None,
) -> DayCounts:
    """Distinct events by day and type, of the whole ledger or with one actor (code or key) taking part in them.

    Days (ISO, both included) leave out what began before or ended after them.
    """
    p: dict[str, Any] = {}
    wanted = [any_of("s.status", statuses, "status", p), "s.first_day IS NOT NULL", STANDS]
    if actor is None:
        wanted.append("s.kind = 'event'")
    else:
        p["actor"] = actor
        taking = f"a.{'key' if ':' in actor else 'code'} = :actor AND a.role IN ('actor', 'recipient')"
        # `|| ''` keeps the planner from the index of kinds, by which it would read the whole ledger
        wanted += ["s.kind || '' = 'event'", f"s.id IN (SELECT a.statement_id FROM statement_actors a WHERE {taking})"]
    for clause, name, day in (
        ("s.first_day >= :first_day", "first_day", first_day),
        ("s.last_day <= :last_day", "last_day", last_day),
    ):
        if day is not None:
            wanted.append(clause)
            p[name] = day
    rows = ledger.ask(
        "SELECT s.first_day, s.last_day, s.code, COUNT(DISTINCT COALESCE(m.occurrence_id, s.id)) "
        "FROM statements s LEFT JOIN occurrence_members m ON m.statement_id = s.id "
        f"WHERE {' AND '.join(wanted)} GROUP BY s.first_day, s.last_day, s.code",
        p,
    )
    return Counter({(first, last, code): int(count) for first, last, code, count in rows})
