"""SQLite as it comes with Python: connections, and whether a file is current; nothing here loads the toolkit that writes."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from comity.ledger.revisions import HEAD

_WAIT = 60.0  # seconds for another writer; one document's transaction takes milliseconds


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """A connection in autocommit: `ro` reads, `rw` reads and writes, `rwc` also makes the file."""
    quoted = str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    connection = sqlite3.connect(f"file:{quoted}?mode={mode}", uri=True, timeout=_WAIT, check_same_thread=False)
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def is_current(path: Path) -> bool:
    """Whether a file is a ledger of this version's schema; what else it may be is for `store.open_engine` to say."""
    if not path.is_file():
        return False
    try:
        connection = connect(path, "ro")
        try:
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        finally:
            connection.close()
    except sqlite3.Error:
        return False
    return bool(found) and found[0] == HEAD


class Connections:
    """Connections to one file for reading, kept for the next question; safe to use from several threads."""

    def __init__(self, path: Path, read_only: bool) -> None:
        self._path, self._mode = path, "ro" if read_only else "rw"
        self._idle: list[sqlite3.Connection] = []

    def ask(self, sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
        """All rows of a question."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = connect(self._path, self._mode)
        try:
            rows: list[tuple[Any, ...]] = connection.execute(sql, parameters).fetchall()
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)
        return rows

    def check(self) -> list[str]:
        """What SQLite's integrity check and the foreign keys find wrong with the file."""
        said = [str(row[0]) for row in self.ask("PRAGMA integrity_check", {})]
        broken = [str(tuple(row)) for row in self.ask("PRAGMA foreign_key_check", {})]
        return [line for line in said if line != "ok"] + broken

    def close(self) -> None:
        """Closes those that are idle."""
        while self._idle:
            self._idle.pop().close()
