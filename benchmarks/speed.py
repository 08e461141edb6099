"""Speed and memory on the Kremlin corpus: `python benchmarks/speed.py [--documents N] [--copies N] [--ledger]`.

Prints sentences a second on one thread for the encoder alone and for the whole reader, with each stage's share. With
`--copies` each document comes so many times more, a tenth cut now here, now there, as agencies' stories are: what is
printed is how much faster that goes than with a reader that recalls nothing. With
`--ledger` the whole corpus is added to a new ledger in a process of its own: its peak memory in MB, and the seconds of a cold
`comity dossier RUS CHN` on it (the best of five).
"""

from __future__ import annotations

import argparse
import itertools
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from comity.model import Document
from comity.reading.recall import Recall
from common import SHARED, show

GDELT_DAY = 7_000_000  # sentences: about 300,000 articles
CORE_HOUR = 0.03  # euros: what a core of a rented server costs an hour, roughly
CORPUS = SHARED / "data/corpora/kremlin-2021-2022.jsonl.zst"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--ledger", action="store_true")
    parser.add_argument("--json", action="store_true", help="print JSON (the only form)")
    parser.add_argument("--copies", type=int, help="near duplicates of each document to read beside it")
    a = parser.parse_args()
    if a.ledger:
        with_ledger()
        return
    from comity.documents import read_documents
    from comity.reading import default_reader
    from comity.reading.draft import Draft

    reader = default_reader()
    documents = [d for d in read_documents([CORPUS]) if isinstance(d, Document)]
    documents = list(itertools.islice(documents, 0, None, max(1, len(documents) // a.documents)))
    reader.read(documents[0])  # warm
    if a.copies:
        with_copies(documents, a.copies)
        return
    spent = dict.fromkeys((stage.name for stage in reader.stages), 0.0)
    sentences = 0
    for document in documents:
        draft = Draft(document)
        for stage in reader.stages:
            began = time.perf_counter()
            stage(draft)
            spent[stage.name] += time.perf_counter() - began
        sentences += len(draft.sentences)
    total = sum(spent.values())
    show(
        {
            "documents": len(documents),
            "sentences": sentences,
            "encoder_sentences_per_second": sentences / spent["understanding"],
            "reader_sentences_per_second": sentences / total,
            "gdelt_day_core_hours": GDELT_DAY / (sentences / total) / 3600,
            "gdelt_day_euros": GDELT_DAY / (sentences / total) / 3600 * CORE_HOUR,
            **{f"share_{name}": seconds / total for name, seconds in spent.items()},
        }
    )


def with_copies(documents: Sequence[Document], copies: int) -> None:
    from comity.reading import default_reader
    from comity.reading.understanding import Understanding

    texts = []
    for document in documents:
        pieces = re.split(r"(?<=[.!?])(?=\s)", document.text)
        for number in range(copies + 1):  # whole, then each time without another tenth
            tenth = max(1, len(pieces) // 10)
            cut = number * tenth
            texts.append(replace(document, text="".join(pieces[:cut] + pieces[cut + tenth :]) if number else document.text))
    recalling, forgetting = default_reader(), default_reader()
    kept, plain = (next(s for s in r.stages if isinstance(s, Understanding)) for r in (recalling, forgetting))
    spent = {"recalling": 0.0, "forgetting": 0.0}
    same = True
    for text in texts:
        plain.recall = Recall(plain.encoder)  # one that knows nothing
        found = []
        for name, reader in (("recalling", recalling), ("forgetting", forgetting)):
            began = time.perf_counter()
            found.append(reader.read(text).statements)
            spent[name] += time.perf_counter() - began
        same = same and found[0] == found[1]
    show(
        {
            "documents": len(texts),
            "recalled_sentences": kept.recall.recalled,
            "times_as_fast": spent["forgetting"] / spent["recalling"],
            "same_statements": same,
        }
    )


def with_ledger() -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger = str(Path(folder, "kremlin.db"))
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "comity", "add", str(CORPUS), "--ledger", ledger, "--quiet"], check=False)
        added = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
        best = float("inf")
        for _ in range(5):
            began = time.perf_counter()
            command = [sys.executable, "-m", "comity", "dossier", "RUS", "CHN", "--ledger", ledger]
            subprocess.run(command, check=True, capture_output=True, env={**os.environ, "COLUMNS": "160"})
            best = min(best, time.perf_counter() - began)
        show({"add_seconds": added, "peak_megabytes": peak, "cold_dossier_seconds": best})


if __name__ == "__main__":
    main()
