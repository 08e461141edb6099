"""Statements into their tables."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, insert

from comity.ledger import schema
from comity.ledger.rows import actors_of, statement_values
from comity.model import Document, Statement


def write_statements(
    connection: Connection, document: Document, new: Mapping[str, Statement], first_seen: Mapping[str, str], now: str
) -> None:
    """Inserts statements by id, with their parties, evidence and topics; `first_seen` has the date of those known before."""
    if not new:
        return
    rows = [statement_values(st, i, document, first_seen.get(i, now)) for i, st in new.items()]
    connection.execute(insert(schema.statements), rows)
    parties = [
        {"statement_id": i, "role": role, "position": position, "key": key, "code": code}
        for i, st in new.items()
        for role, position, key, code in actors_of(st)
    ]
    if parties:
        connection.execute(insert(schema.statement_actors), parties)
    pieces = [
        {"statement_id": i, "position": n, "start": span.start, "end": span.end, "text": span.text}
        for i, st in new.items()
        for n, span in enumerate(st.evidence)
    ]
    connection.execute(insert(schema.evidence), pieces)
    topics = [
        {"statement_id": i, "topic": str(topic)} for i, st in new.items() for topic in dict.fromkeys(getattr(st, "topics", ()))
    ]
    if topics:
        connection.execute(insert(schema.topics), topics)
