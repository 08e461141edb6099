"""The relation between a marked source and target: `python benchmarks/pairs.py FILE.tsv --json [--end-to-end]`.

The file has columns `sentence marked_sentence source target gold_root gold_quad`. Without `--end-to-end` the two spans are
given and the model names the relation: macro F1 over the PLOVER types of the file, over the four quad classes, and over
cooperation and conflict. With it, the whole reader reads the sentence: how often some event has the source as an actor and
the target as a recipient (or both as mutual actors), how often with the right type too, and how many events it gives a
sentence.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from pathlib import Path

from comity.knowledge import plover
from comity.model import MUTUAL, Document, Event, Role
from comity.reading import default_reader
from comity.reading.encoder import Encoder
from comity.reading.relation import relation_between
from comity.reading.tokens import words
from common import macro_f1, show

MARK = re.compile(r"</?[st]>")


QUADS = {"1": "verbal cooperation", "2": "material cooperation", "3": "verbal conflict", "4": "material conflict"}


def as_root(code: str, older: bool) -> str:
    """A type as the file names it."""
    return "YIELD" if older and code in ("CONCEDE", "RETREAT") else code


def spans(row: dict[str, str]) -> tuple[str, tuple[int, int], tuple[int, int]]:
    """The sentence without its marks, and where source and target stand in it; a span without its mark is looked up."""
    marked = row["marked_sentence"]
    text, last = "", 0
    places: dict[str, int] = {}
    for match in MARK.finditer(marked):
        text += marked[last : match.start()]
        places[match[0]] = len(text)
        last = match.end()
    text += marked[last:]
    found = []
    for tag, words_ in (("s", row["source"]), ("t", row["target"])):
        if f"<{tag}>" not in places or f"</{tag}>" not in places:
            at = max(0, text.find(words_))
            places[f"<{tag}>"], places[f"</{tag}>"] = at, at + len(words_)
        found.append((places[f"<{tag}>"], places[f"</{tag}>"]))
    return text, found[0], found[1]


def relation(encoder: Encoder, text: str, source: tuple[int, int], target: tuple[int, int]) -> str:
    """The act that joins the two marked spans."""
    found = words(text)

    def covered(span: tuple[int, int]) -> tuple[int, int]:
        inside = [i for i, w in enumerate(found) if w.start < span[1] and w.end > span[0]]
        return (inside[0], inside[-1] + 1) if inside else (0, 1)

    return str(relation_between(encoder, [w.text for w in found], covered(source), covered(target))[0][0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true", help="print JSON (the only form)")
    parser.add_argument("--end-to-end", action="store_true")
    parser.add_argument("--limit", type=int)
    a = parser.parse_args()
    with a.file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))[: a.limit]
    older = any(row["gold_root"] == "YIELD" for row in rows)  # PLOVER before 2021: CONCEDE and RETREAT in one
    quads = {str(code): kind.quad for code, kind in plover().items()} | {"YIELD": "material cooperation"}
    votes = Counter((row["gold_root"], row["gold_quad"]) for row in rows)
    quads |= {root: QUADS[quad] for (root, quad), _ in reversed(votes.most_common())}
    if a.end_to_end:
        end_to_end(rows, older)
        return
    encoder = Encoder.load()
    gold = [row["gold_root"] for row in rows]
    found = [as_root(relation(encoder, *spans(row)), older) for row in rows]
    show(
        {
            "rows": len(rows),
            "root_macro_f1": macro_f1(gold, found),
            "quad_macro_f1": macro_f1([quads[g] for g in gold], [quads[f] for f in found]),
            "binary_macro_f1": macro_f1([quads[g].split()[1] for g in gold], [quads[f].split()[1] for f in found]),
        }
    )


def end_to_end(rows: list[dict[str, str]], older: bool) -> None:
    reader = default_reader()
    dyads = codes = events = 0
    texts: dict[str, list[Event]] = {}
    for row in rows:
        text, source, target = spans(row)
        if text not in texts:
            texts[text] = [s for s in reader.read(Document(text=text)).statements if isinstance(s, Event)]
            events += len(texts[text])
        hits = [e for e in texts[text] if joins(e, source, target)]
        dyads += bool(hits)
        codes += any(as_root(str(e.code), older) == row["gold_root"] for e in hits)
    show(
        {
            "rows": len(rows),
            "dyad_recall": dyads / len(rows),
            "dyad_code_recall": codes / len(rows),
            "events_per_sentence": events / len(texts),
        }
    )


def joins(event: Event, source: tuple[int, int], target: tuple[int, int]) -> bool:
    def marked(role: Role, span: tuple[int, int]) -> bool:
        return any(m.role is role and m.span.start < span[1] and m.span.end > span[0] for m in event.marks)

    if marked(Role.ACTOR, source) and marked(Role.RECIPIENT, target):
        return True
    together = event.code in MUTUAL or not event.recipients
    either = (Role.ACTOR, Role.RECIPIENT)
    return together and any(marked(r, source) for r in either) and any(marked(r, target) for r in either)


if __name__ == "__main__":
    main()
