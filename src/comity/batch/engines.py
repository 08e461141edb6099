"""What carries batches to readers: processes of this machine, or the workers of a Ray cluster."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from comity.batch.tables import documents_table
from comity.documents import Problem, read_documents
from comity.model import Document
from comity.reading import Reader, find_reader

Key = str


class EngineError(Exception):
    """An engine that cannot be used as asked; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Options:
    """How documents are read.

    `workers` are processes with one reader each (0: one a core); a pair lets Ray grow and shrink the pool between the two.
    `batch` counts documents. `cache` is a file that keeps readings between runs. `ray` goes to `ray.init` as it stands.
    """

    reader: str = "default"
    workers: int | tuple[int, int] = 0
    batch: int = 32
    publisher: str | None = None
    date: dt.date | None = None
    cache: Path | None = None
    ray: dict[str, Any] = field(default_factory=dict)

    @property
    def most_workers(self) -> int:
        """The number of processes at most."""
        most = self.workers if isinstance(self.workers, int) else self.workers[1]
        return most or os.cpu_count() or 1


Engine = Callable[[Sequence[str], Options, frozenset[Key]], Iterator[pa.Table]]
"""(paths, options, keys of documents that are read already) → tables of readings, in the order of the documents."""


def key(fingerprint: str, date: dt.date | None, publisher: str, title: str, identifier: str) -> Key:
    """What makes two documents the same to a reader: text, day, publisher, title and the publisher's own id."""
    return "\t".join((fingerprint, date.isoformat() if date else "", publisher, title, identifier))


def is_new(item: Document | Problem, seen: set[Key]) -> bool:
    """Whether a document is not among those seen, where it is noted; problems are always told."""
    if isinstance(item, Problem):
        return True
    known = len(seen)
    seen.add(key(item.fingerprint, item.date, item.publisher, item.title, item.id))
    return len(seen) > known


def batches(paths: Sequence[str], options: Options, done: frozenset[Key]) -> Iterator[pa.Table]:
    """The documents of files as tables of at most `options.batch` rows; those read already, and exact repeats, are left out."""
    seen = set(done)
    waiting: list[Document | Problem] = []
    for item in read_documents(paths, publisher=options.publisher, date=options.date):
        if not is_new(item, seen):
            continue
        waiting.append(item)
        if len(waiting) >= options.batch:
            yield documents_table(waiting)
            waiting = []
    if waiting:
        yield documents_table(waiting)


@lru_cache(maxsize=1)
def worker_reader(name: str, cache: Path | None) -> Reader:
    """The reader of this process: its model is loaded once, and runs on one thread."""
    reader = find_reader(name)
    if cache is None:
        return reader
    from comity.batch.cache import CachedReader

    return CachedReader(reader, cache)


def engine_names() -> tuple[str, ...]:
    """The engines that there are."""
    return ("local", "ray")


def find_engine(name: str) -> Engine:
    """An engine by its name. Raises `EngineError` for one that there is not, or whose package is not installed."""
    if name == "local":
        from comity.batch.local import read_locally

        return read_locally
    if name == "ray":
        try:
            from comity.batch.on_ray import read_on_ray
        except ImportError as missing:
            raise EngineError('the engine "ray" needs the package ray: pip install "comity[ray]"') from missing
        return read_on_ray
    raise EngineError(f"no engine is called {name!r}; there are {', '.join(engine_names())}")
