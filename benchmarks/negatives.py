"""Sentences without an event that get one: `python benchmarks/negatives.py FILE --json` → false_event_rate.

FILE holds one sentence a line. `--gold-train` takes the sentences of the training gold that no coder anchored an event in
(the model has seen them, so this rate flatters; it is for spotting kinds of errors).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from comity.model import Document, Event
from comity.reading import default_reader
from common import SHARED, show


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", default=Path(__file__).with_name("negatives.txt"))
    parser.add_argument("--json", action="store_true", help="print JSON (the only form)")
    parser.add_argument("--gold-train", action="store_true")
    parser.add_argument("--show", action="store_true", help="print the false events first")
    a = parser.parse_args()
    if a.gold_train:
        from training.data import gold

        sentences = [" ".join(e.words) for e in gold(SHARED / "gold/train") if not e.acts and not e.blocked]
    else:
        sentences = [line.strip() for line in a.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    reader = default_reader()
    false = 0
    for sentence in sentences:
        events = [s for s in reader.read(Document(text=sentence)).statements if isinstance(s, Event)]
        false += bool(events)
        if a.show:
            for e in events:
                print(f"{e.code}: {', '.join(x.key for x in e.actors)} → {', '.join(x.key for x in e.recipients)} | {sentence}")
    show({"sentences": len(sentences), "false_event_rate": false / len(sentences)})


if __name__ == "__main__":
    main()
