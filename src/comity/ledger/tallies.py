"""Counts of events by day, as the database can add them up: the raw stuff of series."""

from __future__ import annotations

from collections import Counter
from typing import Any

from comity.ledger.asking import Asking
from comity.ledger.query import NOT_REJECTED, any_of, within_days

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

    Days (ISO, both included) leave out what began before or ended after them. Those of all days that happened are kept
    counted in the ledger, of all actors and of each code.
    """
    if ":" not in (actor or "") and statuses == ("happened",) and not first_day and not last_day:
        kept = ledger.ask(
            "SELECT first_day, last_day, code, events FROM day_counts WHERE actor = :actor AND events > 0",
            {"actor": actor or ""},
        )
        return Counter({(first, last, code): events for first, last, code, events in kept})
    p: dict[str, Any] = {}
    within = within_days("d", first_day, last_day, p, of_actor=actor is not None)
    wanted = f"{any_of('d.status', statuses, 'status', p)} AND {within} AND {NOT_REJECTED}"
    columns = "SELECT d.first_day, d.last_day, d.code, d.occurrence_id FROM dealings d WHERE"
    found = f"{columns} {wanted}"
    if actor is not None:
        code, _, name = actor.partition(":")
        p["code"] = code
        if name:
            p["actor"] = actor
            bearing = "SELECT a.statement_id FROM statement_actors a WHERE a.key = :actor AND a.role IN ('actor', 'recipient')"
            wanted += f" AND d.statement_id IN ({bearing})"
        found = " UNION ALL ".join(f"{columns} d.{side} = :code AND {wanted}" for side in ("one", "other"))
    rows = ledger.ask(
        f"SELECT first_day, last_day, code, COUNT(DISTINCT occurrence_id) FROM ({found}) AS found "
        "GROUP BY first_day, last_day, code",
        p,
    )
    return Counter({(first, last, code): int(count) for first, last, code, count in rows if first is not None})
