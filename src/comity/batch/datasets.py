"""A corpus coded into a folder of Parquet files: documents beside their statements, part by part, resumable.

    DATASET/manifest.json                  what this is, and who coded it
    DATASET/statements/part-000000.parquet a row a statement (`comity.batch.STATEMENTS`)
    DATASET/documents/part-000000.parquet  a row a document that was read (`comity.batch.READINGS`), written last of its part
    DATASET/problems.jsonl                 what could not be read, with reasons

A part is whole or absent. Reading again into the same folder reads only the documents that no part holds.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from comity.batch.engines import Key, Options, find_engine, key, worker_reader
from comity.batch.places import Place, place
from comity.batch.tables import item_of, readings_of, statements_table
from comity.documents import DocumentError, Problem
from comity.reading import Reading

FORMAT = "comity dataset 1"
_KEY_COLUMNS = ["fingerprint", "date", "publisher", "title", "id"]


@dataclass(slots=True)
class Progress:
    """How far a run has come, and at its end what it did."""

    documents: int = 0
    statements: int = 0
    known: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def reasons(self) -> dict[str, int]:
        """How many documents were not read, by reason."""
        return dict(Counter(problem.reason for problem in self.problems).most_common())


def read_dataset(
    paths: Sequence[str | Path],
    out: str | Path,
    *,
    engine: str = "local",
    options: Options | None = None,
    on_part: Callable[[Progress], None] | None = None,
) -> Progress:
    """Reads the documents of files and folders into a dataset at `out`, a folder or an address such as `s3://bucket/folder`.

    Raises `comity.batch.EngineError` for an engine that cannot be used, `DocumentError` where `out` holds something else or
    what another coder has read. Broken documents are told in the result and in `problems.jsonl`; the others go on.
    """
    options = options or Options()
    run = find_engine(engine)
    home = place(out)
    coder = worker_reader(options.reader, options.cache).coder
    _claim(home, coder)
    done, number = _standing(home)
    told = Progress(known=len(done))
    for readings in run([str(path) for path in paths], options, done):
        broken = [item for item in map(item_of, _headers(readings)) if isinstance(item, Problem)]
        told.problems += broken
        whole = readings.filter(pc.is_null(readings.column("problem")))
        if whole.num_rows:
            statements = statements_table(whole)
            home.write(f"statements/part-{number:06}.parquet", _parquet(statements))
            home.write(f"documents/part-{number:06}.parquet", _parquet(whole))
            number += 1
            told.documents += whole.num_rows
            told.statements += statements.num_rows
        if on_part:
            on_part(told)
    lines = [json.dumps({"origin": p.origin, "reason": p.reason, "kind": p.kind}, ensure_ascii=False) for p in told.problems]
    home.write("problems.jsonl", "".join(line + "\n" for line in lines).encode())
    return told


def is_dataset(path: str | Path) -> bool:
    """Whether a folder or an address holds a dataset."""
    home = place(path)
    try:
        return bool(json.loads(home.read("manifest.json")).get("format") == FORMAT)
    except (OSError, ValueError, AttributeError):
        return False


def dataset_readings(path: str | Path) -> Iterator[list[Reading]]:
    """The readings of a dataset, part by part."""
    home = place(path)
    for name in home.names("documents"):
        table = pq.read_table(io.BytesIO(home.read(f"documents/{name}")))
        yield [item for item in readings_of(table) if isinstance(item, Reading)]


def _claim(home: Place, coder: str) -> None:
    """Makes the manifest, or makes sure that the one there is a dataset of the same coder."""
    try:
        manifest = json.loads(home.read("manifest.json"))
    except FileNotFoundError:
        if home.names(""):
            raise DocumentError(f"{home} is not empty and holds no dataset; choose another folder") from None
        home.write("manifest.json", json.dumps({"format": FORMAT, "coder": coder}, indent=1).encode())
        return
    except ValueError:
        raise DocumentError(f"{home}: manifest.json is broken; choose another folder") from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise DocumentError(f"{home} is no dataset of this version of comity; choose another folder")
    if manifest.get("coder") != coder:
        raise DocumentError(f"{home} was read by {manifest.get('coder')}, this is {coder}; choose another folder")


def _standing(home: Place) -> tuple[frozenset[Key], int]:
    """The keys of the documents that whole parts hold, and the number of the next part."""
    done: set[Key] = set()
    last = -1
    for name in home.names("documents"):
        table = pq.read_table(io.BytesIO(home.read(f"documents/{name}")), columns=_KEY_COLUMNS)
        done.update(key(*(row[column] for column in _KEY_COLUMNS)) for row in table.to_pylist())
        last = max(last, int(name.removeprefix("part-").removesuffix(".parquet")))
    return frozenset(done), last + 1


def _headers(readings: pa.Table) -> list[dict[str, object]]:
    broken = readings.filter(pc.is_valid(readings.column("problem")))
    rows: list[dict[str, object]] = broken.to_pylist()
    return rows


def _parquet(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()
