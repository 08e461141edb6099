"""Who did how much with whom: counts of distinct events and ties between every two actors, added up by the database."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from comity.knowledge.codebooks import is_friction
from comity.ledger.asking import Asking
from comity.ledger.query import STANDS, any_of

PairCounts = Mapping[tuple[str, str, str], int]
"""(actor's code, recipient's code, type) → how many; of acts done together each pair stands once, in alphabetical order."""


_ACROSS = (
    "statements s JOIN statement_actors x ON x.statement_id = s.id AND x.role = 'actor' "
    "JOIN statement_actors y ON y.statement_id = s.id AND y.code <> x.code AND (y.role = 'recipient' OR (y.role = 'actor' "
    "AND x.code < y.code AND NOT EXISTS "
    "(SELECT 1 FROM statement_actors r WHERE r.statement_id = s.id AND r.role = 'recipient'))) "
    "LEFT JOIN occurrence_members m ON m.statement_id = s.id"
)
"""Statements `s` with an actor `x` and whom it acts on, or acts with, `y`."""


def _within(first_day: str | None, last_day: str | None, parameters: dict[str, Any]) -> str:
    clauses = ["1 = 1"]
    if first_day:
        clauses.append("s.first_day >= :first_day")
        parameters["first_day"] = first_day
    if last_day:
        clauses.append("s.last_day <= :last_day")
        parameters["last_day"] = last_day
    return " AND ".join(clauses)


def events_by_pair(ledger: Asking, *, first_day: str | None = None, last_day: str | None = None) -> PairCounts:
    """Distinct events that happened within days (both included) between codes, by type."""
    p: dict[str, Any] = {}
    rows = ledger.ask(
        "SELECT x.code, y.code, s.code, COUNT(DISTINCT COALESCE(m.occurrence_id, s.id)) FROM "
        f"{_ACROSS} "
        f"WHERE s.kind = 'event' AND s.status = 'happened' AND {_within(first_day, last_day, p)} AND {STANDS} "
        "GROUP BY x.code, y.code, s.code",
        p,
    )
    return Counter({(a, b, code): int(count) for a, b, code, count in rows})


def ties_by_pair(ledger: Asking, *, first_day: str | None = None, last_day: str | None = None) -> PairCounts:
    """How many documents tell that a tie of a type holds between two codes, in alphabetical order."""
    p: dict[str, Any] = {}
    rows = ledger.ask(
        "SELECT x.code, y.code, s.code, s.document_id, s.body FROM statements s "
        "JOIN statement_actors x ON x.statement_id = s.id AND x.role = 'member' "
        "JOIN statement_actors y ON y.statement_id = s.id AND y.role = 'member' AND x.code < y.code "
        f"WHERE s.kind = 'tie' AND {_within(first_day, last_day, p)} AND {STANDS}",
        p,
    )
    held = {(a, b, code, document) for a, b, code, document, body in rows if json.loads(body)["holds"] is True}
    return Counter((a, b, code) for a, b, code, _ in held)


def events_by_pair_and_period(
    ledger: Asking, step: str, statuses: tuple[str, ...] = ("happened",)
) -> list[tuple[str, str, str, str, bool, int, int]]:
    """(period, actor's code, recipient's code, type, done together, distinct events, documents) by month or year.

    An event dated more vaguely than the step is left out.
    """
    length = {"month": 7, "year": 4}[step]
    p: dict[str, Any] = {"length": length}
    rows = ledger.ask(
        "SELECT substr(s.first_day, 1, :length) AS period, x.code, y.code, s.code, y.role, "
        "COUNT(DISTINCT COALESCE(m.occurrence_id, s.id)), COUNT(DISTINCT s.document_id) FROM "
        f"{_ACROSS} "
        f"WHERE s.kind = 'event' AND {any_of('s.status', statuses, 'status', p)} AND {STANDS} "
        "AND substr(s.first_day, 1, :length) = substr(s.last_day, 1, :length) "
        "GROUP BY period, x.code, y.code, s.code, y.role ORDER BY period, x.code, y.code, s.code, y.role",
        p,
    )
    return [(period, a, b, code, role == "actor", int(n), int(documents)) for period, a, b, code, role, n, documents in rows]


def partners_of(
    ledger: Asking, key: str, *, first_day: str | None = None, last_day: str | None = None
) -> list[tuple[str, int, int]]:
    """(partner's code, cooperative events, conflictual events) of an actor, in any role, most active first."""
    p: dict[str, Any] = {"key": key}
    column = "key" if ":" in key else "code"
    rows = ledger.ask(
        "SELECT y.code, s.code, COUNT(DISTINCT COALESCE(m.occurrence_id, s.id)) FROM statement_actors x "
        "JOIN statements s ON s.id = x.statement_id "
        "JOIN statement_actors y ON y.statement_id = s.id AND y.code <> x.code AND y.role IN ('actor', 'recipient') "
        "LEFT JOIN occurrence_members m ON m.statement_id = s.id "
        f"WHERE x.{column} = :key AND x.role IN ('actor', 'recipient') AND s.kind = 'event' AND s.status = 'happened' "
        "AND (x.role <> y.role OR NOT EXISTS "
        "(SELECT 1 FROM statement_actors r WHERE r.statement_id = s.id AND r.role = 'recipient')) "
        f"AND {_within(first_day, last_day, p)} AND {STANDS} GROUP BY y.code, s.code",
        p,
    )
    found: dict[str, list[int]] = {}
    for partner, code, count in rows:
        found.setdefault(partner, [0, 0])[is_friction(code)] += int(count)
    return sorted(((code, a, b) for code, (a, b) in found.items()), key=lambda row: (-row[1] - row[2], row[0]))
