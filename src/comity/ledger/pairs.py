"""Who did how much with whom: counts of distinct events and ties between every two actors, added up by the database."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from comity.knowledge.codebooks import is_friction
from comity.ledger.asking import Asking
from comity.ledger.query import NOT_REJECTED, STANDS, any_of, within_days
from comity.model import EventCode

Balances = Mapping[tuple[str, str], tuple[int, int]]
"""(actor's code, recipient's code) → (cooperative events, events of friction); of acts done together in alphabetical order."""
PairCounts = Mapping[tuple[str, str, str], int]
"""(code, code, type of tie) → how many; the two codes in alphabetical order."""

_TWO = "d.other <> ''"


def events_by_pair(ledger: Asking, *, first_day: str | None = None, last_day: str | None = None) -> Balances:
    """Distinct events that happened within days (both included) between codes; those of each type count by themselves.

    Those of all days are kept counted in the ledger.
    """
    if not first_day and not last_day:
        kept = "SELECT one, other, cooperation, friction FROM pair_counts WHERE cooperation > 0 OR friction > 0"
        return {(one, other): (cooperation, friction) for one, other, cooperation, friction in ledger.ask(kept, {})}
    p: dict[str, Any] = {}
    by_type = (
        "SELECT d.one, d.other, d.code, COUNT(DISTINCT d.occurrence_id) AS number FROM dealings d "
        f"WHERE d.status = 'happened' AND {_TWO} AND {within_days('d', first_day, last_day, p)} AND {NOT_REJECTED} "
        "GROUP BY d.one, d.other, d.code"
    )
    friction = any_of("code", (str(code) for code in EventCode if is_friction(code)), "friction", p)
    sums = f"SUM(CASE WHEN {friction} THEN 0 ELSE number END), SUM(CASE WHEN {friction} THEN number ELSE 0 END)"
    rows = ledger.ask(f"SELECT one, other, {sums} FROM ({by_type}) AS counted GROUP BY one, other", p)
    return {(one, other): (int(cooperation), int(conflict)) for one, other, cooperation, conflict in rows}


def ties_by_pair(ledger: Asking, *, first_day: str | None = None, last_day: str | None = None) -> PairCounts:
    """How many documents tell that a tie of a type holds between two codes, in alphabetical order."""
    p: dict[str, Any] = {}
    rows = ledger.ask(
        "SELECT x.code, y.code, s.code, s.document_id, s.body FROM statements s "
        "JOIN statement_actors x ON x.statement_id = s.id AND x.role = 'member' "
        "JOIN statement_actors y ON y.statement_id = s.id AND y.role = 'member' AND x.code < y.code "
        f"WHERE s.kind = 'tie' AND {within_days('s', first_day, last_day, p)} AND {STANDS}",
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
        "SELECT substr(d.first_day, 1, :length) AS period, d.one, d.other, d.code, d.together, "
        "COUNT(DISTINCT d.occurrence_id), COUNT(DISTINCT s.document_id) "
        "FROM dealings d JOIN statements s ON s.id = d.statement_id "
        f"WHERE {any_of('d.status', statuses, 'status', p)} AND {_TWO} AND {NOT_REJECTED} "
        "AND substr(d.first_day, 1, :length) = substr(d.last_day, 1, :length) "
        "GROUP BY period, d.one, d.other, d.code, d.together ORDER BY period, d.one, d.other, d.code, d.together DESC",
        p,
    )
    return [(period, a, b, code, bool(both), int(n), int(documents)) for period, a, b, code, both, n, documents in rows]


def partners_of(
    ledger: Asking, key: str, *, first_day: str | None = None, last_day: str | None = None
) -> list[tuple[str, int, int]]:
    """(partner's code, cooperative events, conflictual events) of an actor, in any role, most active first."""
    code, _, name = key.partition(":")
    p: dict[str, Any] = {"code": code}
    within = within_days("d", first_day, last_day, p, of_actor=True)
    wanted = f"d.status = 'happened' AND {_TWO} AND {within} AND {NOT_REJECTED}"
    acting, acted_on = f"d.one = :code AND {wanted}", f"d.other = :code AND {wanted}"
    if name:
        p["key"] = key
        by, on = (
            f"d.statement_id IN (SELECT a.statement_id FROM statement_actors a WHERE a.key = :key AND a.role = '{role}')"
            for role in ("actor", "recipient")
        )
        acting += f" AND {by}"
        acted_on += f" AND (d.together = 0 AND {on} OR d.together = 1 AND {by})"
    rows = ledger.ask(
        "SELECT partner, code, COUNT(DISTINCT occurrence_id) FROM ("
        f"SELECT d.other AS partner, d.code, d.occurrence_id FROM dealings d WHERE {acting} UNION ALL "
        f"SELECT d.one, d.code, d.occurrence_id FROM dealings d WHERE {acted_on}) AS found GROUP BY partner, code",
        p,
    )
    found: dict[str, list[int]] = {}
    for partner, event_code, count in rows:
        found.setdefault(partner, [0, 0])[is_friction(event_code)] += int(count)
    return sorted(((partner, a, b) for partner, (a, b) in found.items()), key=lambda row: (-row[1] - row[2], row[0]))
