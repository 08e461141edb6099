"""Batches read by processes of this machine, each with a reader of its own; what a killed worker held is read again."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from comity.batch.engines import Key, Options, batches, worker_reader
from comity.batch.tables import READINGS, read_batch

_AHEAD = 2  # batches waiting for each worker: enough to keep it busy, few enough to bound memory
_FORGIVEN = 2  # deaths of a worker over one batch before its documents are tried one by one


def _read(documents: pa.Table, reader: str, cache: Path | None) -> pa.Table:
    return read_batch(documents, worker_reader(reader, cache))


def _processes(count: int) -> ProcessPoolExecutor:
    spawn = multiprocessing.get_context("spawn")  # threads of Arrow and ONNX do not survive a fork
    return ProcessPoolExecutor(count, mp_context=spawn)


@dataclass(slots=True)
class _Job:
    documents: pa.Table
    result: Future[pa.Table] | None = None
    deaths: int = 0


def read_locally(paths: Sequence[str], options: Options, done: frozenset[Key]) -> Iterator[pa.Table]:
    """Tables of readings in the order of the documents; one worker alone reads in this process."""
    tables = batches(paths, options, done)
    if options.most_workers == 1:
        reader = worker_reader(options.reader, options.cache)
        yield from (read_batch(table, reader) for table in tables)
        return
    yield from _Pool(options).run(tables)


class _Pool:
    """Processes that read; a dead one is replaced, and the document that kills them twice over is reported and left out."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.pool: ProcessPoolExecutor | None = None

    def run(self, tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
        jobs: deque[_Job] = deque()
        try:
            while True:
                while len(jobs) < _AHEAD * self.options.most_workers and (table := next(tables, None)) is not None:
                    jobs.append(self._submitted(_Job(table), jobs))
                if not jobs:
                    return
                yield from self._result(jobs)
        finally:
            if self.pool is not None:
                self.pool.shutdown(wait=True, cancel_futures=True)

    def _submitted(self, job: _Job, jobs: deque[_Job]) -> _Job:
        if self.pool is None:
            self.pool = _processes(self.options.most_workers)
        try:
            job.result = self.pool.submit(_read, job.documents, self.options.reader, self.options.cache)
        except BrokenProcessPool:
            self._renew(jobs)
            return self._submitted(job, jobs)
        return job

    def _renew(self, jobs: deque[_Job]) -> None:
        """A new pool, which gets all that the broken one had not finished."""
        if self.pool is not None:
            self.pool.shutdown(wait=True, cancel_futures=True)
        self.pool = None
        for job in jobs:
            if job.result is None or not job.result.done() or job.result.cancelled() or job.result.exception():
                job.result = None
        for job in jobs:
            if job.result is None:
                self._submitted(job, jobs)

    def _result(self, jobs: deque[_Job]) -> Iterator[pa.Table]:
        """The readings of the first batch waiting."""
        job = jobs[0]
        while True:
            assert job.result is not None
            try:
                table = job.result.result()
            except BrokenProcessPool:
                job.deaths += 1
                if job.deaths > _FORGIVEN:
                    jobs.popleft()
                    yield from self._one_by_one(job.documents, jobs)
                    return
                self._renew(jobs)
            else:
                jobs.popleft()
                yield table
                return

    def _one_by_one(self, documents: pa.Table, jobs: deque[_Job]) -> Iterator[pa.Table]:
        """The documents of a batch that kills its readers, each by itself; the one that does so is a problem."""
        for number in range(documents.num_rows):
            row = documents.slice(number, 1)
            with _processes(1) as alone:
                try:
                    yield alone.submit(_read, row, self.options.reader, self.options.cache).result()
                except BrokenProcessPool:
                    told = "the process that read it died (out of memory?); read it by itself to see why"
                    yield pa.Table.from_pylist([{**row.to_pylist()[0], "problem": told, "problem_kind": "error"}], READINGS)
        self._renew(jobs)
