"""A document with its statements into the tables, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from comity.documents import NearDuplicates, signature
from comity.ledger import judgements, matches, schema
from comity.ledger.judgements import now
from comity.ledger.outcome import Outcome
from comity.ledger.rows import actors_of, statement_values
from comity.model import Document, Statement, statement_id
from comity.reading.reader import Reading


def _day(document: Document) -> str | None:
    return document.date.isoformat() if document.date else None


def _insert_document(connection: Connection, document: Document, coder: str, moment: str, signed: bytes) -> None:
    connection.execute(
        insert(schema.documents).values(
            id=document.fingerprint,
            text=document.text,
            title=document.title,
            date=_day(document),
            publisher=document.publisher,
            url=document.url,
            language=document.language,
            coder=coder,
            added=moment,
            signature=signed,
        )
    )


def _source_position(connection: Connection, document: Document) -> tuple[int, bool]:
    """(the next free position, whether this source is noted already)."""
    s: Any = schema.sources.c
    query: Any = select(s.given_id, s.url, s.publisher, s.date).where(s.document_id == document.fingerprint)
    rows = list(connection.execute(query))
    own = (document.id, document.url, document.publisher, _day(document))
    return len(rows), any(tuple(row) == own for row in rows)


def add_source(connection: Connection, document: Document) -> Outcome:
    """Notes where a text was published; a source that is known already changes nothing."""
    position, noted = _source_position(connection, document)
    if noted:
        return Outcome.UNCHANGED
    connection.execute(
        insert(schema.sources).values(
            document_id=document.fingerprint,
            position=position,
            given_id=document.id,
            url=document.url,
            publisher=document.publisher,
            date=_day(document),
            title=document.title,
            origin=document.origin,
        )
    )
    return Outcome.ANOTHER_SOURCE


def _replace_statements(connection: Connection, document: Document, found: Sequence[Statement], moment: str) -> None:
    """What analysts have accepted or amended stays; of the rest, only what the coder finds now."""
    new = {statement_id(statement, document.fingerprint): statement for statement in found}
    s: Any = schema.statements.c
    known = connection.execute(select(s.id, s.first_seen).where(s.document_id == document.fingerprint))
    old: dict[str, str] = {row[0]: row[1] for row in known}
    if old:
        matches.unmark_companions(connection, document.fingerprint)
        kept = judgements.carry_over(connection, document.fingerprint, new)
        connection.execute(delete(schema.statements).where(s.document_id == document.fingerprint, s.id.not_in(kept)))
        new = {i: statement for i, statement in new.items() if i not in kept}
    write_statements(connection, document, new, old, moment)


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


def add_document(connection: Connection, reading: Reading, near: NearDuplicates) -> Outcome:
    """Writes a document with its statements; those that a newer coder finds again keep their rows and ids."""
    document, moment = reading.document, now()
    known = connection.execute(select(schema.documents.c.coder).where(schema.documents.c.id == document.fingerprint)).first()
    if known is not None and known[0] == reading.coder:
        return add_source(connection, document)
    if known is None:
        signed = signature(document.text)
        _insert_document(connection, document, reading.coder, moment, signed)
        for other, likeness in near.add(document.fingerprint, signed):
            connection.execute(
                insert(schema.near_duplicates).values(
                    document_id=document.fingerprint, other_id=other, similarity=round(likeness, 4)
                )
            )
    else:
        connection.execute(
            update(schema.documents).where(schema.documents.c.id == document.fingerprint).values(coder=reading.coder)
        )
    add_source(connection, document)
    _replace_statements(connection, document, reading.statements, moment)
    return Outcome.ADDED if known is None else Outcome.REREAD


def begin_run(connection: Connection, coder: str) -> int:
    """Notes that a coder begins; the run's number."""
    values = {"coder": coder, "began": now(), "documents": 0, "statements": 0}
    key = connection.execute(insert(schema.runs).values(**values)).inserted_primary_key
    return int(key[0]) if key else 0


def end_run(connection: Connection, run: int, documents: int, statements: int) -> None:
    """Notes what a run has done."""
    values = {"ended": now(), "documents": documents, "statements": statements}
    connection.execute(update(schema.runs).where(schema.runs.c.id == run).values(**values))
