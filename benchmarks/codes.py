"""Type by type on the gold: `python benchmarks/codes.py [--split dev|train] [--every N]`.

Prints each PLOVER type's gold events, those found, precision and recall (the scorer's matching: same type, a sentence and a
dyad in common), and under `taken_for` which types the reader gives where it finds the dyad in the sentence but another type.
"""

from __future__ import annotations

import argparse
from collections import Counter
from typing import Any

from comity.model import EventCode
from common import show
from gold import events_beside_gold, scorer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("dev", "train"), default="dev")
    parser.add_argument("--every", type=int, default=1, help="only every N-th document")
    parser.add_argument("--json", action="store_true", help="print JSON (the only form)")
    a = parser.parse_args()
    score = scorer()
    wanted, found, right = Counter[str](), Counter[str](), Counter[str]()
    taken: dict[str, Counter[str]] = {}
    for _, gold, system in events_beside_gold(a.split, a.every):

        def credit(g: dict[str, Any], s: dict[str, Any]) -> float:
            return bool(g["_s"] & s["_s"]) * float(score.jaccard(score.dyads(g), score.dyads(s)))

        hits = score.match(gold, system, lambda g, s: (g["code"] == s["code"]) * credit(g, s))
        optional = {j for i, j, _ in hits if gold[i].get("optional")}
        wanted.update(g["code"] for g in gold if not g.get("optional"))
        found.update(s["code"] for j, s in enumerate(system) if j not in optional)
        right.update(gold[i]["code"] for i, _, _ in hits if not gold[i].get("optional"))
        seen = {i for i, _, _ in hits}, {j for _, j, _ in hits}
        rest = [g for i, g in enumerate(gold) if i not in seen[0] and not g.get("optional")]
        others = [s for j, s in enumerate(system) if j not in seen[1]]
        for i, j, _ in score.match(rest, others, credit):
            taken.setdefault(rest[i]["code"], Counter())[others[j]["code"]] += 1
    figures: dict[str, object] = {}
    for code in EventCode:
        kinds = {
            "gold": wanted[code],
            "found": found[code],
            "precision": round(right[code] / found[code], 2) if found[code] else None,
            "recall": round(right[code] / wanted[code], 2) if wanted[code] else None,
            "taken_for": dict(taken.get(code, Counter()).most_common()),
        }
        figures[str(code)] = kinds
    show(figures)


if __name__ == "__main__":
    main()
