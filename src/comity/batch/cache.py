"""Readings kept between runs: what a coder found in a text, by the text, its date and publisher, and the coder's version.

One SQLite file, which several processes may use at a time. Another version of the coder finds nothing of the older one's.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import zstandard

from comity.documents import DocumentError
from comity.model import Document, statement_from_dict, statement_to_dict
from comity.reading import Reader, ReaderError, Reading

_WAIT = 30.0  # seconds for another process's write


def _told(path: Path, problem: sqlite3.Error) -> str:
    return f"{path} cannot be used as a cache ({problem}); name another file"


class CachedReader:
    """A reader that looks a document up before it reads it."""

    def __init__(self, reader: Reader, path: Path) -> None:
        self._reader, self.coder = reader, reader.coder
        try:
            self._file = sqlite3.connect(path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
            self._file.execute("PRAGMA journal_mode = WAL")
            self._file.execute("PRAGMA synchronous = NORMAL")
            self._file.execute(
                "CREATE TABLE IF NOT EXISTS readings (key BLOB PRIMARY KEY, made INTEGER, found BLOB) WITHOUT ROWID"
            )
        except sqlite3.Error as problem:
            raise DocumentError(_told(path, problem)) from None
        self._path = path
        self.hits = 0

    def _key(self, document: Document) -> bytes:
        parts = (
            self.coder,
            document.text,
            document.title,
            document.date.isoformat() if document.date else "",
            document.publisher,
            document.url,
            document.language,
        )
        return hashlib.blake2b("\x00".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()

    def read(self, document: Document) -> Reading:
        """The reading of a document, read now or found."""
        key = self._key(document)
        row = self._asked("SELECT found FROM readings WHERE key = ?", (key,))
        if row is not None:
            self.hits += 1
            written = json.loads(zstandard.ZstdDecompressor().decompress(row[0]))
            return Reading(document, tuple(statement_from_dict(s) for s in written), self.coder)
        reading = self._reader.read(document)
        written = json.dumps([statement_to_dict(s) for s in reading.statements], ensure_ascii=False).encode()
        packed = zstandard.ZstdCompressor().compress(written)
        self._asked("INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", (key, int(time.time()), packed))
        return reading

    def _asked(self, sql: str, values: tuple[object, ...]) -> tuple[bytes, ...] | None:
        try:
            found: tuple[bytes, ...] | None = self._file.execute(sql, values).fetchone()
        except sqlite3.Error as problem:  # a full disk, a damaged file: no fault of the document at hand
            raise ReaderError(_told(self._path, problem)) from None
        return found

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """The readings of many documents, in their order."""
        return map(self.read, documents)
