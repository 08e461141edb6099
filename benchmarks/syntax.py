"""Parsing of a Universal Dependencies treebank: `python benchmarks/syntax.py FILE.conllu --json` → uas, las, upos.

Gold sentences and words are given. LAS compares relations without subtypes; punctuation counts.
"""

from __future__ import annotations

import argparse
import itertools
from pathlib import Path

from comity.reading.encoder import Encoder
from common import show


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true", help="print JSON (the only form)")
    parser.add_argument("--limit", type=int, help="only so many sentences")
    a = parser.parse_args()
    from training.data import treebank

    encoder = Encoder.load()
    words = unlabelled = labelled = tags = 0
    for example in itertools.islice(treebank(a.file), a.limit):
        reading = encoder.read(example.words)
        assert example.heads and example.relations and example.tags
        words += len(example.words)
        for i in range(len(reading.words)):
            head = reading.heads[i] + 1 == example.heads[i]
            unlabelled += head
            labelled += head and reading.relations[i] == example.relations[i]
            tags += reading.tags[i] == example.tags[i]
    show({"words": words, "uas": unlabelled / words, "las": labelled / words, "upos": tags / words})


if __name__ == "__main__":
    main()
