"""Attribution against PolNeAR: `python benchmarks/attribution.py DIR --json` → content_overlap_f1, triple_overlap_f1.

DIR holds `text/` and `attributions/` (brat). A gold attribution and a found one are paired by the words of their contents;
`content_overlap_f1` is F1 over words: the words that found contents share with gold contents, each word counted once.
`triple_overlap_f1` is F1 over attributions, where a found one is right as far as its source (words in common) is the gold's,
weighted by the overlap of contents (intersection over union).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from comity.model import Document
from comity.reading import default_reader
from common import f1, show

Spans = list[tuple[int, int]]


def gold(path: Path) -> list[tuple[Spans, Spans]]:
    """(source spans, content spans) of each attribution in a brat file."""
    texts: dict[str, tuple[str, Spans]] = {}
    events: list[dict[str, list[str]]] = []
    relations: dict[str, dict[str, list[str]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if cells[0].startswith("T"):
            kind, _, where = cells[1].partition(" ")
            places = [tuple(map(int, piece.split())) for piece in where.split(";")]
            texts[cells[0]] = (kind, [(a, b) for a, b in places])
        elif cells[0].startswith("E"):
            parts: dict[str, list[str]] = {}
            for pair in cells[1].split():
                role, _, target = pair.partition(":")
                parts.setdefault(role.rstrip("0123456789").lower(), []).append(target)
            events.append(parts)
        elif cells[0].startswith("R"):
            kind, first, second = cells[1].split()
            relations.setdefault(first.partition(":")[2], {}).setdefault(kind.lower(), []).append(second.partition(":")[2])
    found = []
    for parts in [*events, *relations.values()]:
        sources = [s for role, ids in parts.items() if "source" in role for i in ids for s in texts.get(i, ("", []))[1]]
        contents = [s for role, ids in parts.items() if "content" in role for i in ids for s in texts.get(i, ("", []))[1]]
        if contents:
            found.append((sources, contents))
    return found


def chars(spans: Spans, text: str) -> set[int]:
    return {i for a, b in spans for i in range(a, b) if not text[i : i + 1].isspace()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true", help="print JSON (the only form)")
    parser.add_argument("--limit", type=int)
    a = parser.parse_args()
    reader = default_reader()
    shared = seen = wanted = 0
    credit = 0.0
    found_count = gold_count = 0
    texts = {file.stem: file for file in (a.folder / "text").glob("*.txt")}
    for file in sorted((a.folder / "attributions").glob("*.ann"))[: a.limit]:
        stem = file.stem.rpartition("_")[0]
        if stem not in texts:
            continue
        text = texts[stem].read_text(encoding="utf-8")
        attributions = reader.draft(Document(text=text)).attributions
        ours = [(chars(list(x.source_spans), text), chars(list(x.pieces), text)) for x in attributions]
        theirs = [(chars(s, text), chars(c, text)) for s, c in gold(file)]
        all_ours = set().union(*(c for _, c in ours)) if ours else set()
        all_theirs = set().union(*(c for _, c in theirs)) if theirs else set()
        shared, seen, wanted = shared + len(all_ours & all_theirs), seen + len(all_ours), wanted + len(all_theirs)
        found_count, gold_count = found_count + len(ours), gold_count + len(theirs)
        pairs = sorted(
            (
                (len(c & k) / len(c | k) * bool(s & t or not (s or t)), i, j)
                for i, (s, c) in enumerate(ours)
                for j, (t, k) in enumerate(theirs)
                if c & k
            ),
            reverse=True,
        )
        used: tuple[set[int], set[int]] = (set(), set())
        for score, i, j in pairs:
            if i not in used[0] and j not in used[1]:
                used[0].add(i)
                used[1].add(j)
                credit += score
    show({"content_overlap_f1": f1(shared, seen, wanted), "triple_overlap_f1": f1(credit, found_count, gold_count)})


if __name__ == "__main__":
    main()
