"""Attribution against PolNeAR: `python benchmarks/attribution.py DIR --json` → content_overlap_f1, triple_overlap_f1.

DIR holds `text/` and `attributions/` (brat). A gold attribution and a found one are paired by the words of their contents;
`content_overlap_f1` is F1 over words: the words that found contents share with gold contents, each word counted once.
`triple_overlap_f1` is F1 over attributions, where a found one is right as far as its source (words in common) is the gold's,
weighted by the overlap of contents (intersection over union).

PolNeAR marks no attribution within another's content (of its 2,319 here, none lies so): what we find there it can call neither
right nor wrong, and only our outermost ones are counted. `triple_overlap_f1_nested_too` counts those inside as well.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from comity.model import Document
from comity.reading import default_reader
from comity.reading.draft import Attribution
from common import f1, show

Spans = list[tuple[int, int]]
Pair = tuple[set[int], set[int]]  # of a source and of a content, as places of characters


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


def outermost(attributions: list[Attribution]) -> list[Attribution]:
    """Those that stand, with their cue, in no other's content."""

    def inside(a: Attribution, b: Attribution) -> bool:
        return a is not b and b.covers(*a.pieces[0]) and (a.cue is None or b.covers(*a.cue))

    return [a for a in attributions if not any(inside(a, b) for b in attributions)]


def chars(spans: Spans, text: str) -> set[int]:
    return {i for a, b in spans for i in range(a, b) if not text[i : i + 1].isspace()}


def credit(ours: list[Pair], theirs: list[Pair]) -> float:
    """What found attributions earn against gold ones, each paired with one at most, the best pairs first."""
    pairs = sorted(
        (
            (len(c & k) / len(c | k) * bool(s & t or not (s or t)), i, j)
            for i, (s, c) in enumerate(ours)
            for j, (t, k) in enumerate(theirs)
            if c & k
        ),
        reverse=True,
    )
    earned = 0.0
    used: tuple[set[int], set[int]] = (set(), set())
    for score, i, j in pairs:
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            earned += score
    return earned


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true", help="print JSON (the only form)")
    parser.add_argument("--limit", type=int)
    a = parser.parse_args()
    reader = default_reader()
    shared = seen = wanted = gold_count = 0
    earned, found = [0.0, 0.0], [0, 0]
    texts = {file.stem: file for file in (a.folder / "text").glob("*.txt")}
    for file in sorted((a.folder / "attributions").glob("*.ann"))[: a.limit]:
        stem = file.stem.rpartition("_")[0]
        if stem not in texts:
            continue
        text = texts[stem].read_text(encoding="utf-8")
        every = reader.draft(Document(text=text)).attributions
        theirs = [(chars(s, text), chars(c, text)) for s, c in gold(file)]
        gold_count += len(theirs)
        for n, chosen in enumerate((outermost(every), every)):
            ours = [(chars(list(x.source_spans), text), chars(list(x.pieces), text)) for x in chosen]
            earned[n] += credit(ours, theirs)
            found[n] += len(ours)
        all_ours = {i for x in every for i in chars(list(x.pieces), text)}
        all_theirs = {i for _, c in theirs for i in c}
        shared, seen, wanted = shared + len(all_ours & all_theirs), seen + len(all_ours), wanted + len(all_theirs)
    show(
        {
            "content_overlap_f1": f1(shared, seen, wanted),
            "triple_overlap_f1": f1(earned[0], found[0], gold_count),
            "triple_overlap_f1_nested_too": f1(earned[1], found[1], gold_count),
        }
    )


if __name__ == "__main__":
    main()
