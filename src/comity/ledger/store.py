"""Opens ledgers: engine, migrations, and errors in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DatabaseError, DBAPIError
from sqlalchemy.pool import QueuePool

from comity.ledger.errors import (
    LedgerBusyError,
    LedgerError,
    LedgerFromFutureError,
    LedgerFullError,
    LedgerReadOnlyError,
    NotALedgerError,
)

HEAD = "0002"
"""The schema revision that this version writes."""
_OLDER: tuple[str, ...] = ("0001",)  # revisions that it can upgrade from
_WAIT = 60.0  # seconds for another writer; one document's transaction takes milliseconds


def sqlite_engine(path: Path, read_only: bool) -> Engine:
    """An engine for a SQLite ledger: WAL, foreign keys, and transactions that claim the write lock when they begin to write."""

    def connect() -> sqlite3.Connection:
        mode = "ro" if read_only else "rwc"
        quoted = str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
        connection = sqlite3.connect(f"file:{quoted}?mode={mode}", uri=True, timeout=_WAIT, check_same_thread=False)
        connection.isolation_level = None  # SQLAlchemy's begin event below speaks instead
        connection.execute("PRAGMA foreign_keys = ON")
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=2, max_overflow=8)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get("reads") else "BEGIN IMMEDIATE")

    return engine


@contextmanager
def speaking(location: str) -> Iterator[None]:
    """Turns the database's errors into sentences about the ledger at `location`."""
    try:
        yield
    except DBAPIError as problem:
        raise _in_words(problem, location) from problem
    except sqlite3.Error as problem:
        raise _in_words(problem, location) from problem


def _in_words(problem: Exception, location: str) -> LedgerError:
    said = str(getattr(problem, "orig", None) or problem).lower()
    if "readonly" in said or "read-only" in said:
        return LedgerReadOnlyError(f"{location} cannot be written; check its permissions, or choose another with --ledger")
    if "locked" in said or "busy" in said:
        return LedgerBusyError(f"{location} is being written by another process; wait for it to end and try again")
    if "full" in said or "disk i/o" in said:
        return LedgerFullError(f"no space is left for {location}; what was written before is safe. Free space and go on")
    if "not a database" in said or "malformed" in said:
        return NotALedgerError(f"{location} is not a ledger of comity, or is damaged; choose another file, or restore a copy")
    if "unable to open" in said:
        return LedgerError(f"{location} cannot be opened; check that its folder exists and can be written")
    return LedgerError(f"{location}: {getattr(problem, 'orig', None) or problem}")


def revision(connection: Connection) -> str | None:
    """The schema revision of an open database; None where it holds no ledger yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found is not None else None


def check(connection: Connection, location: str) -> str | None:
    """The revision, after making sure that the database is a ledger that this version can read."""
    found = revision(connection)
    if found is None and inspect(connection).get_table_names():
        raise NotALedgerError(f"{location} is a database of something else; choose another file with --ledger")
    if found is not None and found != HEAD and found not in _OLDER:
        raise LedgerFromFutureError(
            f"{location} has schema {found}, which this comity (schema {HEAD}) does not know; install a newer comity"
        )
    return found


def upgrade(engine: Engine, to: str = "head") -> None:
    """Makes the tables, or brings those of an older version up to date, in one transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def open_engine(target: str | Path, create: bool, read_only: bool) -> tuple[Engine, str]:
    """The engine of an opened and current ledger, with its location in words."""
    path = Path(target)
    location = str(path)
    if path.is_dir():
        raise NotALedgerError(f"{location} is a folder; a ledger is a file, such as {path / 'comity.db'}")
    if not path.exists():
        if not create or read_only:
            raise LedgerError(f"there is no ledger at {location}; make one with: comity add FILES --ledger {location}")
        if not path.absolute().parent.is_dir():
            raise LedgerError(f"the folder {path.absolute().parent} does not exist; make it first")
    with speaking(location):
        engine = sqlite_engine(path, read_only)
        try:
            with engine.connect().execution_options(reads=True) as connection:
                found = check(connection, location)
            if found != HEAD:
                if read_only:
                    raise LedgerReadOnlyError(f"{location} is of an older schema; open it once without read-only to upgrade it")
                upgrade(engine)
        except (LedgerError, DatabaseError):
            engine.dispose()
            raise
    return engine, location
