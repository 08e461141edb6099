"""Opens ledgers: engine, migrations, and errors in words."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.pool import QueuePool

from comity.ledger import postgres, sqlite
from comity.ledger.errors import LedgerError, LedgerFromFutureError, LedgerReadOnlyError, NotALedgerError, speaking
from comity.ledger.revisions import HEAD, OLDER


def sqlite_engine(path: Path, read_only: bool) -> Engine:
    """An engine for a SQLite ledger: WAL, foreign keys, and transactions that claim the write lock when they begin to write."""

    def connect() -> sqlite3.Connection:
        connection = sqlite.connect(path, "ro" if read_only else "rwc")
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            # 64 MB each, in memory and in the log: ids are spread evenly, so that a chunk of documents touches many pages
            connection.execute("PRAGMA cache_size = -65536")
            connection.execute("PRAGMA wal_autocheckpoint = 16384")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=2, max_overflow=8)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get("reads") else "BEGIN IMMEDIATE")

    return engine


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
    if found is not None and found != HEAD and found not in OLDER:
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


def postgres_engine(url: str, read_only: bool) -> Engine:
    """An engine for a ledger in PostgreSQL, whose writers take turns: each waits for the other's transaction to end."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1), pool_size=2, max_overflow=8)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if read_only or connection.get_execution_options().get("reads"):
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            return
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{postgres.WAIT}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({postgres.WRITERS})")

    return engine


def open_engine(target: str | Path, create: bool, read_only: bool) -> Engine:
    """The engine of an opened and current ledger; makes or upgrades its tables where that is needed and allowed."""
    url = postgres.address(target)
    if url is not None:
        return _current(postgres_engine(url, read_only), postgres.shown(url), create, read_only)
    path = Path(target)
    location = str(path)
    if path.is_dir():
        raise NotALedgerError(f"{location} is a folder; a ledger is a file, such as {path / 'comity.db'}")
    if not path.exists():
        if not create or read_only:
            raise _missing(location)
        if not path.absolute().parent.is_dir():
            raise LedgerError(f"the folder {path.absolute().parent} does not exist; make it first")
    return _current(sqlite_engine(path, read_only), location, True, read_only)


def _missing(location: str) -> LedgerError:
    return LedgerError(f"there is no ledger at {location}; make one with: comity add FILES --ledger {location}")


def _current(engine: Engine, location: str, create: bool, read_only: bool) -> Engine:
    try:
        with speaking(location):
            with engine.connect().execution_options(reads=True) as connection:
                found = check(connection, location)
            if found is None and (read_only or not create):
                raise _missing(location)
            if found != HEAD:
                if read_only:
                    upgrading = f"bring it up to date with: comity info --ledger {location}"
                    raise LedgerReadOnlyError(f"{location} is of an older schema; {upgrading}")
                upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine
