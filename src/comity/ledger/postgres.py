"""PostgreSQL as a shared store: connections for reading, and whether a database holds a current ledger.

Needs the package psycopg (pip install "comity[postgres]").
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.ledger.errors import LedgerError
from comity.ledger.revisions import HEAD

if TYPE_CHECKING:
    import psycopg

WRITERS = 0x636F6D697479  # "comity": the advisory lock that writers take turns by
WAIT = 60  # seconds for another writer
_NAMED = re.compile(r"(?<!:):([a-z]\w*)")


def address(target: str | Path) -> str | None:
    """The address of a PostgreSQL database, for libpq; None where the target is a file."""
    written = str(target)
    if written.startswith(("postgresql://", "postgres://", "postgresql+psycopg://")):
        return "postgresql://" + written.partition("://")[2]
    return None


def shown(url: str) -> str:
    """An address without its password."""
    return re.sub(r"(?<=://)([^:/@]*):[^@/]*@", r"\1@", url)


def _psycopg() -> Any:
    try:
        import psycopg
    except ImportError as missing:
        raise LedgerError('a ledger in PostgreSQL needs the package psycopg: pip install "comity[postgres]"') from missing
    return psycopg


def is_current(url: str) -> bool:
    """Whether a database holds a ledger of this version's schema; what else it may be is for `store.open_engine` to say."""
    psycopg = _psycopg()
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except psycopg.errors.UndefinedTable:
        return False
    return bool(found) and found[0] == HEAD


class Connections:
    """Connections to one database for reading, kept for the next question; safe to use from several threads."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._idle: list[psycopg.Connection[tuple[Any, ...]]] = []

    def _connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        driver = _psycopg()
        connection: psycopg.Connection[tuple[Any, ...]] = driver.connect(
            self._url, autocommit=True, cursor_factory=driver.ClientCursor, connect_timeout=10
        )
        connection.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")  # questions never write
        return connection

    def ask(self, sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
        """All rows of a question; a connection that the server has closed meanwhile is opened anew, once."""
        driver = _psycopg()
        written: Any = _NAMED.sub(r"%(\1)s", sql.replace("%", "%%"))
        # a zero character, which PostgreSQL's texts cannot hold, is one that no text there can match
        parameters = {n: v.replace("\0", "\ufffd") if isinstance(v, str) else v for n, v in parameters.items()}
        try:
            connection, fresh = self._idle.pop(), False
        except IndexError:
            connection, fresh = self._connect(), True
        try:
            rows = connection.execute(written, parameters).fetchall()
        except driver.OperationalError:
            connection.close()
            if fresh:
                raise
            connection = self._connect()
            rows = connection.execute(written, parameters).fetchall()
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)
        return rows

    def check(self) -> list[str]:
        """Statements and links that hang on nothing; PostgreSQL itself keeps foreign keys and pages whole."""
        lone = "SELECT s.id FROM statements s WHERE NOT EXISTS (SELECT 1 FROM evidence e WHERE e.statement_id = s.id)"
        return [f"statement {identifier} has no evidence" for (identifier,) in self.ask(lone, {})]

    def close(self) -> None:
        """Closes those that are idle."""
        while self._idle:
            self._idle.pop().close()
