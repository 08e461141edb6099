"""What a watch has seen, in a small SQLite file of its own, written only after what was read is in the ledger."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from comity.documents import DocumentError


@dataclass(frozen=True, slots=True)
class Address:
    """What is known of an address: its validators, how often it failed in a row, and before when it is not asked again."""

    etag: str = ""
    modified: str = ""
    failures: int = 0
    not_before: float = 0.0


class WatchMemory:
    """Files by size and time of change, addresses by their validators."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = sqlite3.connect(path, isolation_level=None, timeout=30.0, check_same_thread=False)
            self._file.execute("PRAGMA journal_mode = WAL")
            self._file.execute("CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, stamp TEXT NOT NULL)")
            self._file.execute(
                "CREATE TABLE IF NOT EXISTS addresses (url TEXT PRIMARY KEY, etag TEXT NOT NULL, modified TEXT NOT NULL, "
                "failures INTEGER NOT NULL, not_before REAL NOT NULL)"
            )
        except sqlite3.DatabaseError as problem:
            raise DocumentError(
                f"{path} cannot keep what a watch has seen ({problem}); name another file with --state"
            ) from None

    def close(self) -> None:
        """Closes the file."""
        self._file.close()

    def knows(self, path: Path, stamp: str) -> bool:
        """Whether a file has been read as it stands now."""
        row = self._file.execute("SELECT stamp FROM files WHERE path = ?", (str(path),)).fetchone()
        return row is not None and row[0] == stamp

    def has_read(self, path: Path, stamp: str) -> None:
        """Notes that a file is in the ledger."""
        self._file.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", (str(path), stamp))

    def address(self, url: str) -> Address:
        """What is known of an address."""
        row = self._file.execute("SELECT etag, modified, failures, not_before FROM addresses WHERE url = ?", (url,)).fetchone()
        return Address(*row) if row else Address()

    def note(self, url: str, known: Address) -> None:
        """Notes what is known of an address now."""
        values = (url, known.etag, known.modified, known.failures, known.not_before)
        self._file.execute("INSERT OR REPLACE INTO addresses VALUES (?, ?, ?, ?, ?)", values)
