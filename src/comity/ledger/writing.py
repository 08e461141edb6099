"""Documents with their statements into the tables, in one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from comity.documents import signature
from comity.ledger import counts, judgements, matches, near, schema
from comity.ledger.judgements import now
from comity.ledger.outcome import Outcome
from comity.ledger.rows import actors_of, dealing_values, statement_values
from comity.model import Document, Statement, statement_id
from comity.reading.reader import Reading

_WORTH_COPYING = 50  # rows; below that, COPY saves nothing over INSERT


def _day(document: Document) -> str | None:
    return document.date.isoformat() if document.date else None


def _document_row(document: Document, coder: str, moment: str, signed: bytes) -> dict[str, Any]:
    return {
        "id": document.fingerprint,
        "text": document.text,
        "title": document.title,
        "date": _day(document),
        "publisher": document.publisher,
        "url": document.url,
        "language": document.language,
        "coder": coder,
        "added": moment,
        "signature": signed,
    }


def _source_row(document: Document, position: int) -> dict[str, Any]:
    return {
        "document_id": document.fingerprint,
        "position": position,
        "given_id": document.id,
        "url": document.url,
        "publisher": document.publisher,
        "date": _day(document),
        "title": document.title,
        "origin": document.origin,
    }


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
    connection.execute(insert(schema.sources).values(**_source_row(document, position)))
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
        with counts.kept(connection, old):
            connection.execute(delete(schema.statements).where(s.document_id == document.fingerprint, s.id.not_in(kept)))
        new = {i: statement for i, statement in new.items() if i not in kept}
    write_statements(connection, document, new, old, moment)


def write_statements(
    connection: Connection, document: Document, new: Mapping[str, Statement], first_seen: Mapping[str, str], now: str
) -> None:
    """Inserts statements by id, with their parties, evidence and topics; `first_seen` has the date of those known before."""
    with counts.kept(connection, new):
        insert_rows(connection, statement_rows(document, new, first_seen, now))


def statement_rows(
    document: Document, new: Mapping[str, Statement], first_seen: Mapping[str, str], now: str
) -> dict[Table, list[dict[str, Any]]]:
    """The rows of statements, table by table, in the order in which they must be written."""
    return {
        schema.statements: [statement_values(st, i, document, first_seen.get(i, now)) for i, st in new.items()],
        schema.statement_actors: [
            {"statement_id": i, "role": role, "position": position, "key": key, "code": code}
            for i, st in new.items()
            for role, position, key, code in actors_of(st)
        ],
        schema.dealings: [values for i, st in new.items() for values in dealing_values(st, i, document)],
        schema.evidence: [
            {"statement_id": i, "position": n, "start": span.start, "end": span.end, "text": span.text}
            for i, st in new.items()
            for n, span in enumerate(st.evidence)
        ],
        schema.topics: [
            {"statement_id": i, "topic": str(topic)}
            for i, st in new.items()
            for topic in dict.fromkeys(getattr(st, "topics", ()))
        ],
    }


def insert_rows(connection: Connection, rows: Mapping[Table, Sequence[Mapping[str, Any]]]) -> None:
    """Writes rows table by table: by COPY into PostgreSQL where they are many, else by INSERT."""
    for table, values in rows.items():
        if not values:
            continue
        names = list(values[0])
        columns = ", ".join(f'"{name}"' for name in names)
        if connection.dialect.name == "sqlite":  # by the driver itself: SQLAlchemy would weigh every value of every row
            places = ", ".join("?" * len(names))
            sql = f'INSERT INTO "{table.name}" ({columns}) VALUES ({places})'
            connection.exec_driver_sql(sql, [tuple(row[name] for name in names) for row in values])
        elif len(values) >= _WORTH_COPYING:
            driver: Any = connection.connection.dbapi_connection
            try:
                with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
                    for row in values:
                        copy.write_row([row[name] for name in names])
            except driver.OperationalError:
                connection.invalidate()  # a COPY that was cut off cannot be rolled back on its own connection
                raise
        else:
            connection.execute(insert(table), values)


def add_documents(connection: Connection, readings: Sequence[Reading]) -> list[Outcome]:
    """Writes many documents in the transaction at hand; the new ones table by table instead of one by one."""
    d: Any = schema.documents.c
    wanted = [reading.document.fingerprint for reading in readings]
    known = {row[0] for row in connection.execute(select(d.id).where(d.id.in_(wanted)))}
    moment, outcomes = now(), list[Outcome]()
    documents, sources, signed = list[dict[str, Any]](), list[dict[str, Any]](), dict[str, bytes]()
    rest: dict[Table, list[dict[str, Any]]] = {}
    later: list[tuple[int, Reading]] = []
    for number, reading in enumerate(readings):
        document = reading.document
        outcomes.append(Outcome.ADDED)
        if document.fingerprint in known:
            later.append((number, reading))  # read before, or the same text twice: one by one, after the new ones
            continue
        known.add(document.fingerprint)
        signed[document.fingerprint] = signature(document.text)
        documents.append(_document_row(document, reading.coder, moment, signed[document.fingerprint]))
        sources.append(_source_row(document, 0))
        new = {statement_id(statement, document.fingerprint): statement for statement in reading.statements}
        for table, values in statement_rows(document, new, {}, moment).items():
            rest.setdefault(table, []).extend(values)
    alike = near.found(connection, signed)
    insert_rows(connection, {schema.documents: documents, schema.sources: sources, **alike, **rest})
    counts.added(connection, (row["id"] for row in rest.get(schema.statements, ()) if row["kind"] == "event"))
    for number, reading in later:
        outcomes[number] = add_document(connection, reading)
    return outcomes


def add_document(connection: Connection, reading: Reading) -> Outcome:
    """Writes a document with its statements; those that a newer coder finds again keep their rows and ids."""
    document, moment = reading.document, now()
    known = connection.execute(select(schema.documents.c.coder).where(schema.documents.c.id == document.fingerprint)).first()
    if known is not None and known[0] == reading.coder:
        return add_source(connection, document)
    if known is None:
        signed = signature(document.text)
        alike = near.found(connection, {document.fingerprint: signed})
        insert_rows(connection, {schema.documents: [_document_row(document, reading.coder, moment, signed)], **alike})
    else:
        connection.execute(
            update(schema.documents)
            .where(schema.documents.c.id == document.fingerprint)
            .values(coder=reading.coder, matched=None)
        )
    add_source(connection, document)
    _replace_statements(connection, document, reading.statements, moment)
    return Outcome.ADDED if known is None else Outcome.REREAD


def renew_mark(connection: Connection) -> None:
    """Gives the ledger another mark, by which those who read it see that it has changed."""
    connection.execute(update(schema.changes).values(mark=secrets.token_hex(8)))


def begin_run(connection: Connection, coder: str) -> int:
    """Notes that a coder begins; the run's number."""
    values = {"coder": coder, "began": now(), "documents": 0, "statements": 0}
    key = connection.execute(insert(schema.runs).values(**values)).inserted_primary_key
    return int(key[0]) if key else 0


def end_run(connection: Connection, run: int, documents: int, statements: int) -> None:
    """Notes what a run has done."""
    values = {"ended": now(), "documents": documents, "statements": statements}
    connection.execute(update(schema.runs).where(schema.runs.c.id == run).values(**values))
