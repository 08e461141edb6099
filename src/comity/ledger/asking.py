"""What can be asked of a ledger: statements, documents, sources, numbers. Nothing here writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from comity.ledger.errors import UnknownStatementError, speaking
from comity.ledger.latest import Latest, narrowed, whole_pair
from comity.ledger.query import (
    ROWS,
    STANDS,
    Dialect,
    Parameters,
    Query,
    any_of,
    conditions,
    in_chunks,
    select_activity,
    select_documents,
    select_facets,
    select_how_many_bear,
    select_statements,
)
from comity.ledger.revisions import HEAD
from comity.ledger.rows import DocumentRow, LedgerInfo, Row, Run, Source, row_of
from comity.model import Document

Kept = TypeVar("Kept")
_REMEMBERED = 4_000  # counts kept at most
_FEW, _MANY = 1_000, 5_000  # statements
_ALIKE = 8  # times as many are not alike


class Answering(Protocol):
    """A store's connections for reading: those of `sqlite` or of `postgres`."""

    def ask(self, sql: str, parameters: Parameters) -> list[tuple[Any, ...]]:
        """All rows of a question in SQL with named parameters."""

    def check(self) -> list[str]:
        """What is wrong with the store."""

    def close(self) -> None:
        """Closes those that are idle."""


class Asking:
    """The questions that a ledger answers."""

    location: str
    dialect: Dialect
    _connections: Answering
    _remembered: dict[Hashable, tuple[Any, ...]]
    _latest: Latest

    def ask(self, sql: str, parameters: Parameters | None = None) -> list[tuple[Any, ...]]:
        """The rows of a question in SQL with named parameters, as the ledger stands now."""
        with speaking(self.location):
            return self._connections.ask(sql, parameters or {})

    def mark(self) -> str:
        """A word that changes whenever the ledger does: what was worked out under another one is out of date."""
        ((mark,),) = self.ask("SELECT mark FROM changes")
        return str(mark)

    def remembered(self, name: Hashable, make: Callable[[], Kept]) -> Kept:
        """What `make` gives, kept under a name until the ledger changes: for counts over all of it that many ask."""
        now = self.mark()
        known = self._remembered.get(name)
        if known is not None and known[0] == now:
            kept: Kept = known[1]
            return kept
        made = make()
        if len(self._remembered) >= _REMEMBERED:
            self._remembered.clear()
        self._remembered[name] = (now, made)
        return made

    def _number(self, sql: str, parameters: Parameters | None = None) -> int:
        return int(self.ask(sql, parameters)[0][0])

    def statements(self, query: Query | None = None) -> list[Row]:
        """The statements that a query asks for, newest first."""
        query = query or Query()
        if (whole := whole_pair(query)) is not None:
            return narrowed(query, self._latest.rows(whole, self.mark(), lambda: self._found(whole)))
        return self._found(query)

    def _found(self, query: Query) -> list[Row]:
        query, alike = self._rarer_second(query)
        # The newest few of a busy actor are soon met going back through the days; those of a rare one are not.
        in_order = len(query.kinds) < 2  # the indexes go by day, and by kind and day
        by_day = in_order and query.limit is not None and query.limit < _FEW and self._bears_many(query)
        return [row_of(*values) for values in self.ask(*select_statements(query, self.dialect, by_day=by_day, alike=alike))]

    def _rarer_second(self, query: Query) -> tuple[Query, bool]:
        """A query of two actors with the rarer one second: it is looked for first; and whether both are about as frequent."""
        one, other = query.actor, query.with_actor
        if not (one and other):
            return query, False
        if ":" in one + other:  # somebody with a name is rarer than a whole state
            return (replace(query, actor=other, with_actor=one) if ":" in one and ":" not in other else query), False
        events: dict[str, int] = dict(self.ask(*select_activity(one, other)))
        sizes = [events.get(code, 0) for code in (one, other)]
        alike = max(sizes) < _ALIKE * min(sizes)
        return (replace(query, actor=other, with_actor=one) if sizes[0] < sizes[1] else query), alike

    def _bears_many(self, query: Query) -> bool:
        sql, parameters = select_how_many_bear(query, _MANY)
        return bool(sql) and self._number(sql, parameters) == _MANY

    def count(self, query: Query | None = None) -> int:
        """How many statements a query would give without its limit."""
        query, alike = self._rarer_second(query or Query())
        where, parameters = conditions(query, self.dialect, alike=alike)
        counted = "SELECT COUNT(*) FROM statements s JOIN documents d ON d.id = s.document_id"
        return self._number(f"{counted} WHERE {where}", parameters)

    def facets(self, query: Query | None = None) -> dict[str, dict[str, int]]:
        """How a query's statements, without its limit, divide: kind, code, status, publisher or topic → value → count.

        Values come with the most frequent first; a statement may have several topics, and none of a facet.
        """
        counted: dict[str, Counter[str]] = {}
        questions, parameters = select_facets(query or Query(), self.dialect)
        for names, sql in questions:
            for *values, count in self.ask(sql, parameters):
                for name, value in zip(names, values, strict=True):
                    if value:
                        counted.setdefault(name, Counter())[value] += int(count)
        return {name: dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))) for name, found in counted.items()}

    def get(self, identifier: str) -> Row:
        """The statement with this id, or the only one whose id begins so. Raises `UnknownStatementError`."""
        wanted = identifier.strip().lower()
        found = self.ask(
            f"{ROWS} WHERE substr(s.id, 1, :length) = :wanted ORDER BY s.id LIMIT 6", {"length": len(wanted), "wanted": wanted}
        )
        rows = [row_of(*values) for values in found]
        if len(rows) == 1 or (rows and rows[0].id == wanted):
            return rows[0]
        if not rows or not wanted:
            raise UnknownStatementError(f"no statement has the id {identifier!r}; `comity events` lists ids")
        raise UnknownStatementError(f"several statements begin with {identifier!r}: {', '.join(row.id for row in rows[:5])}")

    def document(self, identifier: str) -> DocumentRow:
        """A document with its text, by its id in the ledger or the id that its publisher gave."""
        found = self.ask(*select_documents(identifier=identifier, with_text=True, dialect=self.dialect))
        if not found:
            raise UnknownStatementError(f"no document has the id {identifier!r}; `comity documents` lists them")
        return DocumentRow(*found[0])

    def documents(
        self, *, publisher: str | None = None, search: str | None = None, limit: int | None = None
    ) -> list[DocumentRow]:
        """The documents, newest first; `search` asks for words in title and text."""
        asked = select_documents(publisher=publisher, search=search, limit=limit, dialect=self.dialect)
        return [DocumentRow(*values) for values in self.ask(*asked)]

    def sources(self, document_id: str) -> list[Source]:
        """Where a document's text was published."""
        sql = "SELECT given_id, url, publisher, date, title, origin FROM sources WHERE document_id = :id ORDER BY position"
        return [Source(*values) for values in self.ask(sql, {"id": document_id})]

    def near_duplicates(self, document_ids: Iterable[str]) -> list[tuple[str, str, float]]:
        """Pairs of near duplicates that touch any of the documents."""
        found: dict[tuple[str, str], float] = {}
        for chunk in in_chunks(document_ids):
            p: Parameters = {}
            touched = f"{any_of('document_id', chunk, 'd', p)} OR {any_of('other_id', chunk, 'o', p)}"
            for one, other, likeness in self.ask(
                f"SELECT document_id, other_id, similarity FROM near_duplicates WHERE {touched}", p
            ):
                found[one, other] = likeness
        return [(one, other, likeness) for (one, other), likeness in found.items()]

    def occurrence_ids(self, statements: Iterable[str]) -> dict[str, str]:
        """Statement → the occurrence it belongs to, for events that have been matched."""
        known, wanted = self._latest.homes(self.mark()), list(statements)
        for chunk in in_chunks(statement for statement in wanted if statement not in known):
            p: Parameters = {}
            where = any_of("statement_id", chunk, "s", p)
            matched = self.ask(f"SELECT statement_id, occurrence_id FROM occurrence_members WHERE {where}", p)
            known.update({**dict.fromkeys(chunk), **dict(matched)})
        return {statement: home for statement in wanted if (home := known[statement]) is not None}

    def rows_of(self, kind: str, documents: Iterable[str]) -> list[Row]:
        """The statements of a kind in documents that no analyst has rejected."""
        found: list[Row] = []
        for chunk in in_chunks(documents):
            p: Parameters = {"kind": kind}
            # `|| ''` keeps the planner from the index of kinds, by which it would read the whole ledger
            where = f"s.kind || '' = :kind AND {any_of('s.document_id', chunk, 'd', p)} AND {STANDS}"
            found += [row_of(*values) for values in self.ask(f"{ROWS} WHERE {where} ORDER BY s.id", p)]
        return found

    def members_of(self, occurrences: Iterable[str]) -> list[tuple[str, Row]]:
        """All statements of occurrences that no analyst has rejected, each with its occurrence."""
        found: list[tuple[str, Row]] = []
        for chunk in in_chunks(occurrences):
            p: Parameters = {}
            where = f"{any_of('m.occurrence_id', chunk, 'm', p)} AND {STANDS}"
            columns, tables = ROWS.split(" FROM ")
            sql = f"{columns}, m.occurrence_id FROM {tables} JOIN occurrence_members m ON m.statement_id = s.id WHERE {where}"
            found += [(values[-1], row_of(*values[:-1])) for values in self.ask(f"{sql} ORDER BY s.id", p)]
        return found

    def read_by(self, document: Document) -> str | None:
        """The coder that read this text last; None where the ledger does not hold it."""
        found = self.ask("SELECT coder FROM documents WHERE id = :id", {"id": document.fingerprint})
        return str(found[0][0]) if found and found[0][0] is not None else None

    def runs(self) -> list[Run]:
        """Who added documents, and when, newest first."""
        found = self.ask("SELECT id, coder, began, ended, documents, statements FROM runs ORDER BY id DESC")
        return [Run(*values) for values in found]

    def info(self) -> LedgerInfo:
        """The ledger in numbers."""

        def counts(table: str, column: str) -> dict[str, int]:
            sql = f"SELECT {column}, COUNT(*) FROM {table} GROUP BY {column} ORDER BY COUNT(*) DESC, {column}"
            return {str(name or ""): int(number) for name, number in self.ask(sql)}

        ((first, last),) = self.ask("SELECT MIN(date), MAX(date) FROM documents")
        return LedgerInfo(
            location=self.location,
            schema=HEAD,
            documents=self._number("SELECT COUNT(*) FROM documents"),
            sources=self._number("SELECT COUNT(*) FROM sources"),
            near_duplicates=self._number("SELECT COUNT(*) FROM near_duplicates"),
            statements=counts("statements", "kind"),
            publishers=counts("documents", "publisher"),
            first_date=first,
            last_date=last,
            coders=counts("documents", "coder"),
        )

    def check(self) -> list[str]:
        """What is wrong with the store, by its own checks and by rows that hang on nothing; empty where all is well."""
        with speaking(self.location):
            return self._connections.check()
