"""Names against a Universal NER file: `python benchmarks/names.py FILE.iob2 --json` → f1 of PER, ORG, LOC and of all.

A name counts where its words and its type are the gold's. Nationalities, which the model marks and UNER does not, are left out.
"""

from __future__ import annotations

import argparse
import itertools
from collections import Counter
from pathlib import Path

from comity.reading.encoder import Encoder
from common import f1, show

TYPES = ("PER", "ORG", "LOC")


def gold_names(tags: list[str]) -> set[tuple[int, int, str]]:
    found, first, kind = set(), -1, ""
    for i, tag in enumerate([*tags, "O"]):
        prefix, _, here = tag.partition("-")
        if first >= 0 and not (prefix == "I" and here == kind):
            found.add((first, i, kind))
            first = -1
        if prefix != "O" and first < 0:
            first, kind = i, here
    return {name for name in found if name[2] in TYPES}


def sentences(path: Path) -> list[tuple[list[str], list[str]]]:
    found: list[tuple[list[str], list[str]]] = []
    words: list[str] = []
    tags: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("#"):
            continue
        if not line:
            if words:
                found.append((words, tags))
            words, tags = [], []
        else:
            cells = line.split("\t")
            words.append(cells[1])
            tags.append(cells[2])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true", help="print JSON (the only form)")
    parser.add_argument("--limit", type=int)
    a = parser.parse_args()
    encoder = Encoder.load()
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for words, tags in itertools.islice(sentences(a.file), a.limit):
        gold = gold_names(tags)
        seen = {(n.first, n.last, n.kind) for n in encoder.read(words).names if n.kind in TYPES}
        for counter, names in ((right, gold & seen), (found, seen), (wanted, gold)):
            counter.update(kind for _, _, kind in names)
    scores = {kind: f1(right[kind], found[kind], wanted[kind]) for kind in TYPES}
    show({"f1": f1(right.total(), found.total(), wanted.total()), **scores})


if __name__ == "__main__":
    main()
