"""The ledger: documents and statements, added one document a transaction and found again.

Questions are answered by `asking` through SQLite itself; what writes is loaded when something is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from comity.ledger.asking import Asking
from comity.ledger.errors import speaking
from comity.ledger.outcome import Outcome
from comity.ledger.sqlite import Connections, is_current
from comity.model import Document
from comity.reading.reader import Reading

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from comity.documents import NearDuplicates


class Ledger(Asking):
    """A ledger in a SQLite file. Many processes may read it while one writes; a context manager closes it.

    Raises subclasses of `LedgerError` that say what is wrong and what to do.
    """

    def __init__(self, target: str | Path, *, create: bool = True, read_only: bool = False) -> None:
        self._path, self._read_only = Path(target), read_only
        self.location = str(self._path)
        self._near: NearDuplicates | None = None
        if not is_current(self._path):  # a new ledger, one to upgrade, or something that is none
            from comity.ledger.store import open_engine

            self._engine = open_engine(target, create, read_only)[0]
        self._connections = Connections(self._path, read_only)

    @cached_property
    def _engine(self) -> Engine:
        from comity.ledger.store import sqlite_engine

        return sqlite_engine(self._path, self._read_only)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file."""
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
        with speaking(self.location), self._engine.begin() as connection:
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

        near = self._near_index()
        try:
            with self.transaction() as connection:
                return writing.add_document(connection, reading, near)
        except BaseException:
            self._near = None  # the index in memory may know a document that was rolled back
            raise

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

    def _near_index(self) -> NearDuplicates:
        if self._near is None:
            from comity.documents import NearDuplicates

            self._near = NearDuplicates()
            for identifier, signed in self.ask("SELECT id, signature FROM documents ORDER BY id"):
                self._near.add(identifier, signed)
        return self._near


__all__ = ["Ledger", "Outcome"]
