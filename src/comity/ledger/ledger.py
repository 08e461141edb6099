"""The ledger: documents and statements, added one document a transaction and found again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text, update

from comity.documents import NearDuplicates, signature
from comity.ledger import judgements, matches, schema
from comity.ledger.errors import LedgerError, UnknownStatementError
from comity.ledger.query import Query, conditions, row_columns, search_words, select_statements
from comity.ledger.rows import DocumentRow, LedgerInfo, Row, Run, Source, row_of
from comity.ledger.store import HEAD, open_engine, speaking
from comity.ledger.writing import write_statements
from comity.model import Document, Statement, statement_id
from comity.reading.reader import Reading


class Outcome(StrEnum):
    """What adding a document did."""

    ADDED = "added"
    REREAD = "read again"
    ANOTHER_SOURCE = "another source of a known text"
    UNCHANGED = "unchanged"


def _now() -> str:
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _day(document: Document) -> str | None:
    return document.date.isoformat() if document.date else None


class Ledger:
    """A ledger in a SQLite file. Many processes may read it while one writes; a context manager closes it.

    Raises subclasses of `LedgerError` that say what is wrong and what to do.
    """

    def __init__(self, target: str | Path, *, create: bool = True, read_only: bool = False) -> None:
        self._engine, self.location = open_engine(target, create, read_only)
        self._near: NearDuplicates | None = None

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file."""
        self._engine.dispose()

    # -- writing ------------------------------------------------------------------------------------------------------

    def read_by(self, document: Document) -> str | None:
        """The coder that read this text last; None where the ledger does not hold it."""
        with speaking(self.location), self._reading() as connection:
            query: Any = select(schema.documents.c.coder).where(schema.documents.c.id == document.fingerprint)
            found = connection.execute(query).scalar()
            return str(found) if found is not None else None

    def add_source(self, document: Document) -> Outcome:
        """Notes where a known text was published too; nothing is read again."""
        with speaking(self.location), self._engine.begin() as connection:
            return self._add_source(connection, document)

    def add(self, reading: Reading) -> Outcome:
        """Adds a document with its statements in one transaction, or brings those of a known one up to date.

        Statements that a newer coder finds again keep their rows and ids; the others of the document are replaced.
        """
        try:
            return self._add(reading, self._near_index())
        except BaseException:
            self._near = None  # the index in memory may know a document that was rolled back
            raise

    def _add(self, reading: Reading, near: NearDuplicates) -> Outcome:
        document, now = reading.document, _now()
        with speaking(self.location), self._engine.begin() as connection:
            known = connection.execute(
                select(schema.documents.c.coder).where(schema.documents.c.id == document.fingerprint)
            ).first()
            if known is not None and known[0] == reading.coder:
                return self._add_source(connection, document)
            if known is None:
                signed = signature(document.text)
                self._insert_document(connection, document, reading.coder, now, signed)
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
            self._add_source(connection, document)
            self._replace_statements(connection, document, reading.statements, now)
            return Outcome.ADDED if known is None else Outcome.REREAD

    def begin_run(self, coder: str) -> int:
        """Notes that a coder begins to add documents; the run's number."""
        with speaking(self.location), self._engine.begin() as connection:
            values = {"coder": coder, "began": _now(), "documents": 0, "statements": 0}
            key = connection.execute(insert(schema.runs).values(**values)).inserted_primary_key
            return int(key[0]) if key else 0

    def end_run(self, run: int, documents: int, statements: int) -> None:
        """Notes what a run has done; one that was interrupted has no end."""
        with speaking(self.location), self._engine.begin() as connection:
            values = {"ended": _now(), "documents": documents, "statements": statements}
            connection.execute(update(schema.runs).where(schema.runs.c.id == run).values(**values))

    def runs(self) -> list[Run]:
        """Who added documents, and when, newest first."""
        r: Any = schema.runs.c
        query: Any = select(r.id, r.coder, r.began, r.ended, r.documents, r.statements).order_by(r.id.desc())
        with speaking(self.location), self._reading() as connection:
            return [Run(*values) for values in connection.execute(query)]

    def _near_index(self) -> NearDuplicates:
        if self._near is None:
            self._near = NearDuplicates()
            with speaking(self.location), self._reading() as connection:
                columns: Any = schema.documents.c
                for identifier, signed in connection.execute(select(columns.id, columns.signature).order_by(columns.id)):
                    self._near.add(identifier, signed)
        return self._near

    @staticmethod
    def _insert_document(connection: Connection, document: Document, coder: str, now: str, signed: bytes) -> None:
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
                added=now,
                signature=signed,
            )
        )

    @staticmethod
    def _source_position(connection: Connection, document: Document) -> tuple[int, bool]:
        """(the next free position, whether this source is noted already)."""
        s: Any = schema.sources.c
        query: Any = select(s.given_id, s.url, s.publisher, s.date).where(s.document_id == document.fingerprint)
        rows = list(connection.execute(query))
        own = (document.id, document.url, document.publisher, _day(document))
        return len(rows), any(tuple(row) == own for row in rows)

    def _add_source(self, connection: Connection, document: Document) -> Outcome:
        position, noted = self._source_position(connection, document)
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

    @staticmethod
    def _replace_statements(connection: Connection, document: Document, found: Sequence[Statement], now: str) -> None:
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
        write_statements(connection, document, new, old, now)

    # -- reading ------------------------------------------------------------------------------------------------------

    def _reading(self) -> Connection:
        return self._engine.connect().execution_options(reads=True)

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection that sees the ledger as it stands now, for the functions of `comity.ledger.matches` and `judgements`."""
        with speaking(self.location), self._reading() as connection:
            yield connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection that writes: all that happens in it is written, or nothing."""
        with speaking(self.location), self._engine.begin() as connection:
            yield connection

    def statements(self, query: Query | None = None) -> list[Row]:
        """The statements that a query asks for, newest first."""
        with speaking(self.location), self._reading() as connection:
            return [row_of(*values) for values in connection.execute(select_statements(query or Query()))]

    def count(self, query: Query | None = None) -> int:
        """How many statements a query would give without its limit."""
        chosen = (
            select(func.count())
            .select_from(schema.statements.join(schema.documents, schema.documents.c.id == schema.statements.c.document_id))
            .where(conditions(query or Query()))
        )
        with speaking(self.location), self._reading() as connection:
            return int(connection.execute(chosen).scalar_one())

    def get(self, identifier: str) -> Row:
        """The statement with this id, or the only one whose id begins so. Raises `UnknownStatementError`."""
        wanted = identifier.strip().lower()
        s: Any = schema.statements.c
        query: Any = row_columns().where(s.id.startswith(wanted, autoescape=True)).order_by(s.id).limit(6)
        with speaking(self.location), self._reading() as connection:
            rows = [row_of(*values) for values in connection.execute(query)]
        if len(rows) == 1 or (rows and rows[0].id == wanted):
            return rows[0]
        if not rows or not wanted:
            raise UnknownStatementError(f"no statement has the id {identifier!r}; `comity events` lists ids")
        raise UnknownStatementError(f"several statements begin with {identifier!r}: {', '.join(row.id for row in rows[:5])}")

    def document(self, identifier: str) -> DocumentRow:
        """A document with its text, by its id in the ledger or the id that its publisher gave."""
        found = self._documents(identifier=identifier, with_text=True)
        if not found:
            raise UnknownStatementError(f"no document has the id {identifier!r}; `comity documents` lists them")
        return found[0]

    def documents(
        self, *, publisher: str | None = None, search: str | None = None, limit: int | None = None
    ) -> list[DocumentRow]:
        """The documents, newest first; `search` asks for words in title and text."""
        return self._documents(publisher=publisher, search=search, limit=limit)

    def _documents(
        self,
        *,
        publisher: str | None = None,
        search: str | None = None,
        limit: int | None = None,
        identifier: str | None = None,
        with_text: bool = False,
    ) -> list[DocumentRow]:
        d: Any = schema.documents.c
        s: Any = schema.statements.c
        src: Any = schema.sources.c
        near: Any = schema.near_duplicates.c

        def tally(condition: Any) -> Any:
            return select(func.count()).where(condition).scalar_subquery()

        query: Any = select(
            d.id,
            select(src.given_id).where(src.document_id == d.id).order_by(src.position).limit(1).scalar_subquery(),
            d.title,
            d.date,
            d.publisher,
            d.url,
            d.coder,
            tally(s.document_id == d.id),
            tally(src.document_id == d.id),
            tally((near.document_id == d.id) | (near.other_id == d.id)),
            *([d.text] if with_text else []),
        ).order_by(d.date.desc().nulls_last(), d.id)
        if publisher:
            query = query.where(d.publisher == publisher)
        if identifier is not None:
            given = select(src.document_id).where(src.given_id == identifier)
            query = query.where((d.id == identifier) | d.id.in_(given))
        if search:
            match = text(
                "documents.id IN (SELECT d.id FROM documents_search f JOIN documents d ON d.rowid = f.rowid "
                "WHERE documents_search MATCH :words)"
            ).bindparams(words=search_words(search))
            query = query.where(match)
        if limit is not None:
            query = query.limit(limit)
        with speaking(self.location), self._reading() as connection:
            return [DocumentRow(*values) for values in connection.execute(query)]

    def sources(self, document_id: str) -> list[Source]:
        """Where a document's text was published."""
        s: Any = schema.sources.c
        query: Any = (
            select(s.given_id, s.url, s.publisher, s.date, s.title, s.origin)
            .where(s.document_id == document_id)
            .order_by(s.position)
        )
        with speaking(self.location), self._reading() as connection:
            return [Source(*values) for values in connection.execute(query)]

    def near_duplicates(self, document_ids: Iterable[str]) -> list[tuple[str, str, float]]:
        """Pairs of near duplicates that touch any of the documents."""
        ids = list(document_ids)
        n: Any = schema.near_duplicates.c
        query: Any = select(n.document_id, n.other_id, n.similarity).where(n.document_id.in_(ids) | n.other_id.in_(ids))
        with speaking(self.location), self._reading() as connection:
            return [(a, b, likeness) for a, b, likeness in connection.execute(query)]

    def info(self) -> LedgerInfo:
        """The ledger in numbers."""
        d: Any = schema.documents
        s: Any = schema.statements

        def counts(connection: Connection, column: Any) -> dict[str, int]:
            query: Any = select(column, func.count()).group_by(column).order_by(func.count().desc(), column)
            return {str(name or ""): int(number) for name, number in connection.execute(query)}

        with speaking(self.location), self._reading() as connection:
            first, last = connection.execute(select(func.min(d.c.date), func.max(d.c.date))).one()
            return LedgerInfo(
                location=self.location,
                schema=HEAD,
                documents=int(connection.execute(select(func.count()).select_from(d)).scalar_one()),
                sources=int(connection.execute(select(func.count()).select_from(schema.sources)).scalar_one()),
                near_duplicates=int(connection.execute(select(func.count()).select_from(schema.near_duplicates)).scalar_one()),
                statements=counts(connection, s.c.kind),
                publishers=counts(connection, d.c.publisher),
                first_date=first,
                last_date=last,
                coders=counts(connection, d.c.coder),
            )

    def check(self) -> list[str]:
        """What is wrong with the file, by SQLite's own integrity check and by foreign keys; empty where all is well."""
        with speaking(self.location), self._reading() as connection:
            said = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check"))]
            broken = [str(tuple(row)) for row in connection.execute(text("PRAGMA foreign_key_check"))]
        return [line for line in said if line != "ok"] + broken


__all__ = ["Ledger", "LedgerError", "Outcome"]
