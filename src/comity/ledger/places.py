"""Where events took place, counted by the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from comity.ledger.asking import Asking
from comity.ledger.query import Query, conditions
from comity.model import Place


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """Distinct events of a type that are told of a place."""

    place: Place
    code: str
    events: int


def events_by_place(ledger: Asking, query: Query | None = None) -> Sequence[PlaceCount]:
    """How many distinct events a query has at each place, by type; events without a place are left out."""
    where, parameters = conditions(query or Query(kinds=("event",)), ledger.dialect)
    column = ledger.dialect.place
    rows: list[tuple[Any, ...]] = ledger.ask(
        f"SELECT {column}, s.code, COUNT(DISTINCT COALESCE(m.occurrence_id, s.id)) "
        "FROM statements s JOIN documents d ON d.id = s.document_id LEFT JOIN occurrence_members m ON m.statement_id = s.id "
        f"WHERE {where} AND {column} IS NOT NULL GROUP BY 1, 2",
        parameters,
    )
    return [PlaceCount(Place.parse(place), str(code), int(count)) for place, code, count in rows]
