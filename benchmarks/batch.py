"""Engines side by side on the Kremlin corpus: `python benchmarks/batch.py [--documents 120] [--ray]`.

Reads the same documents into a dataset by one process, by two, and (with `--ray`) by a Ray cluster of this machine with two
workers. Prints documents a second of each, as ratios to one process of the same run, and whether the rows are the same.
"""

from __future__ import annotations

import argparse
import itertools
import json
import tempfile
import time
from pathlib import Path

import pyarrow.parquet as pq

from comity.batch import Options, read_dataset
from comity.documents import read_documents
from comity.model import Document
from common import SHARED, show

CORPUS = SHARED / "data/corpora/kremlin-2021-2022.jsonl.zst"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=120)
    parser.add_argument("--ray", action="store_true")
    parser.add_argument("--json", action="store_true", help="print JSON (the only form)")
    a = parser.parse_args()
    figures: dict[str, object] = {"documents": a.documents}
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch, "documents.jsonl")
        documents = (d for d in read_documents([CORPUS]) if isinstance(d, Document))
        with source.open("w", encoding="utf-8") as stream:
            for d in itertools.islice(documents, a.documents):
                record = {"id": d.id, "text": d.text, "title": d.title, "publisher": d.publisher, "url": d.url}
                stream.write(json.dumps({**record, "date": d.date.isoformat() if d.date else None}) + "\n")
        base = 0.0
        tables = []
        for name, engine, workers in (("one process", "local", 1), ("two processes", "local", 2), ("ray", "ray", 2)):
            if engine == "ray" and not a.ray:
                continue
            out = Path(scratch, name.replace(" ", "-"))
            began = time.perf_counter()
            read_dataset([source], out, engine=engine, options=Options(workers=workers, batch=8))
            speed = a.documents / (time.perf_counter() - began)
            base = base or speed
            tables.append(pq.read_table(out / "statements"))
            figures |= {f"{name}: documents a second": speed, f"{name}: ratio": speed / base}
        figures["same rows"] = all(table.equals(tables[0]) for table in tables)
    show(figures)


if __name__ == "__main__":
    main()
