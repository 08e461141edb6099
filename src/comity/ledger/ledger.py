"""The ledger: documents and statements, added one document a transaction and found again.

Questions are answered by `asking` through the store itself; what writes is loaded when something is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from comity.ledger import postgres, sqlite
from comity.ledger.asking import Asking
from comity.ledger.errors import speaking
from comity.ledger.latest import Latest
from comity.ledger.outcome import Outcome
from comity.ledger.query import POSTGRES, SQLITE
from comity.model import Document
from comity.reading.reader import Reading

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


class Ledger(Asking):
    """A ledger in a SQLite file or a PostgreSQL database. Many may read it while others write; a context manager closes it.

    `target` is a path, or an address such as `postgresql+psycopg://user@host/database`. Raises subclasses of `LedgerError`
    that say what is wrong and what to do.
    """

    def __init__(self, target: str | Path, *, create: bool = True, read_only: bool = False) -> None:
        self._target, self._read_only = target, read_only
        self._remembered, self._latest = {}, Latest()
        url = postgres.address(target)
        if url is None:
            self.location, self.dialect = str(target), SQLITE
            current = sqlite.is_current(Path(target))
        else:
            self.location, self.dialect = postgres.shown(url), POSTGRES
            with speaking(self.location):
                current = postgres.is_current(url)
        if not current:  # a new ledger, one to upgrade, or something that is none
            from comity.ledger.store import open_engine

            self._engine = open_engine(target, create, read_only)
        self._connections = sqlite.Connections(Path(target), read_only) if url is None else postgres.Connections(url)

    @cached_property
    def _engine(self) -> Engine:
        from comity.ledger.store import postgres_engine, sqlite_engine

        url = postgres.address(self._target)
        return sqlite_engine(Path(self._target), self._read_only) if url is None else postgres_engine(url, self._read_only)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file or the connections."""
        self._connections.close()
        if "_engine" in self.__dict__:
            self._engine.dispose()

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection that sees the ledger as it stands now, for the functions of `comity.ledger.matches` and `judgements`."""
        with speaking(self.location), self._engine.connect().execution_options(reads=True) as connection:
            yield connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection that writes: all that happens in it is written, or nothing."""
        from comity.ledger import writing

        with speaking(self.location), self._engine.begin() as connection:
            writing.renew_mark(connection)
            yield connection

    def add_source(self, document: Document) -> Outcome:
        """Notes where a known text was published too; nothing is read again."""
        from comity.ledger import writing

        with self.transaction() as connection:
            return writing.add_source(connection, document)

    def add(self, reading: Reading) -> Outcome:
        """Adds a document with its statements in one transaction, or nothing of it.

        Statements that a newer coder finds again keep their rows and ids; the others of the document are replaced.
        """
        from comity.ledger import writing

        with self.transaction() as connection:
            return writing.add_document(connection, reading)

    def add_many(self, readings: Sequence[Reading]) -> list[Outcome]:
        """Adds many documents in one transaction, or nothing of them; what became of each, in their order.

        The same as `add` on each, and faster: rows go in table by table (in PostgreSQL by COPY).
        """
        from comity.ledger import writing

        with self.transaction() as connection:
            return writing.add_documents(connection, readings)

    def begin_run(self, coder: str) -> int:
        """Notes that a coder begins to add documents; the run's number."""
        from comity.ledger import writing

        with self.transaction() as connection:
            return writing.begin_run(connection, coder)

    def end_run(self, run: int, documents: int, statements: int) -> None:
        """Notes what a run has done; one that was interrupted has no end."""
        from comity.ledger import writing

        with self.transaction() as connection:
            writing.end_run(connection, run, documents, statements)


__all__ = ["Ledger", "Outcome"]
