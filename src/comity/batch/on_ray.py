"""Batches read by a Ray cluster: files are opened by tasks, texts read by a pool of actors that hold the model.

Ray Data keeps few batches in flight (back-pressure), replaces an actor that dies and reads its batch again, and lets the pool
grow and shrink between two sizes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
import ray
import ray.data

from comity.batch.engines import Key, Options, batches, is_new, worker_reader
from comity.batch.tables import item_of, read_batch

_READING, _OPENING = 0.9, 0.1  # of a core: actors that held every whole one would wait for documents for ever
_USUAL_SIZE = 8_000  # bytes of a document with its fields: what makes a block of about one batch


class _BatchReader:
    """An actor of the pool: loads its reader once."""

    def __init__(self, options: Options) -> None:
        self._reader = worker_reader(options.reader, options.cache)

    def __call__(self, documents: pa.Table) -> pa.Table:
        return read_batch(documents, self._reader)


def _documents(files: pa.Table, options: Options, done: frozenset[Key]) -> Iterator[pa.Table]:
    """The documents of some paths; runs in a task of the cluster."""
    yield from batches(files.column("path").to_pylist(), options, done)


def read_on_ray(paths: Sequence[str], options: Options, done: frozenset[Key]) -> Iterator[pa.Table]:
    """Tables of readings in the order of the documents. Connects to the cluster of `options.ray`, or starts one here."""
    if not ray.is_initialized():
        ray.init(**{"include_dashboard": False, "log_to_driver": False, "logging_level": "warning", **options.ray})
    context = ray.data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    context.target_max_block_size = options.batch * _USUAL_SIZE
    plain = replace(options, ray={})  # what starts the cluster is no business of its workers
    least, most = options.workers if isinstance(options.workers, tuple) else (options.most_workers, options.most_workers)
    pool = ray.data.ActorPoolStrategy(min_size=least, max_size=most)
    opening: Any = _documents  # whose types Ray's stubs cannot tell
    data = (
        ray.data.from_items([{"path": str(path)} for path in paths], override_num_blocks=max(1, len(paths)))
        .map_batches(opening, fn_args=(plain, done), batch_size=1, batch_format="pyarrow", num_cpus=_OPENING)
        .map_batches(
            _BatchReader,
            fn_constructor_args=(plain,),
            batch_size=options.batch,
            batch_format="pyarrow",
            compute=pool,
            num_cpus=_READING,
        )
    )
    seen: set[Key] = set()
    tables: Iterator[Any] = iter(data.iter_batches(batch_size=options.batch, batch_format="pyarrow"))
    for table in tables:
        # the same text may stand in files that different tasks have opened
        rows = [number for number, row in enumerate(table.to_pylist()) if is_new(item_of(row), seen)]
        yield table.take(pa.array(rows, pa.int64()))
