"""Coreference on GUM: `python benchmarks/coref.py FILE.conllu … --json` → conll_f1, pronoun_accuracy, nominal_accuracy.

Which of the given mentions of persons, organisations and places mean the same. Mentions and their kinds are GUM's; trees and
all else are the reader's own. `conll_f1` is the mean of MUC (Vilain et al. 1995), B-cubed (Bagga and Baldwin 1998) and CEAF-e
(Luo 2005) without singletons, as in CoNLL 2012. `pronoun_accuracy` counts the personal pronouns of the third person that have
an antecedent: right where what they are joined to last is of their cluster; `nominal_accuracy` the same for definite nominals.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from comity.reading.antecedents import Phrase, Ranker, linked
from comity.reading.encoder import Encoder
from common import f1, show
from training.antecedents import documents, ready

Clusters = list[set[int]]
_PERSONAL = ("he", "she", "it", "they")


def muc(key: Clusters, response: Clusters) -> tuple[float, float]:
    """(links right, links in all) of the key's clusters as the response parts them."""
    where = {m: i for i, cluster in enumerate(response) for m in cluster}
    right = sum(len(c) - len({where.get(m, -1 - m) for m in c}) for c in key)
    return float(right), float(sum(len(c) - 1 for c in key))


def b_cubed(key: Clusters, response: Clusters) -> tuple[float, float]:
    """(sum over the key's mentions of the share of their cluster found, number of mentions)."""
    where = {m: c for c in response for m in c}
    return sum(len(c & where.get(m, set())) / len(c) for c in key for m in c), float(sum(map(len, key)))


def ceaf_e(key: Clusters, response: Clusters) -> float:
    """The likeness of the best one-to-one alignment of clusters."""
    if not key or not response:
        return 0.0
    table = np.array([[2 * len(k & r) / (len(k) + len(r)) for r in response] for k in key])
    rows, columns = linear_sum_assignment(-table)
    return float(table[rows, columns].sum())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--json", action="store_true", help="print JSON (the only form)")
    parser.add_argument("--limit", type=int, help="so many documents of each file")
    a = parser.parse_args()
    encoder, ranker = Encoder.load(), Ranker.load()
    sums: Counter[str] = Counter()
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for path in a.files:
        for number, document in enumerate(documents(path, encoder)):
            if a.limit is not None and number >= a.limit:
                break
            document = ready(document)
            index = {id(phrase): i for i, phrase in enumerate(document.phrases)}
            found = linked(document.phrases, ranker)
            groups: dict[int, set[int]] = {}
            for i, group in enumerate(document.groups):
                groups.setdefault(group, set()).add(i)
            key = [c for c in groups.values() if len(c) > 1]
            ours = [{index[id(p)] for p in c.phrases} for c in found if len(c.phrases) > 1]
            for name, one, other in (("r", key, ours), ("p", ours, key)):
                for measure, (got, whole) in (("muc", muc(one, other)), ("b", b_cubed(one, other))):
                    sums[f"{measure} {name}"] += got
                    sums[f"{measure} {name} of"] += whole
            sums["ceaf"] += ceaf_e(key, ours)
            sums["ceaf r of"] += len(key)
            sums["ceaf p of"] += len(ours)
            before: dict[int, Phrase] = {}
            for cluster in found:
                for earlier, later in zip(cluster.phrases, cluster.phrases[1:], strict=False):
                    before[index[id(later)]] = earlier
            seen: set[int] = set()
            for i, phrase in enumerate(document.phrases):
                kind = "pronoun" if phrase.form in _PERSONAL else "nominal" if phrase.form == "definite" else ""
                if kind and document.groups[i] in seen:
                    asked[kind] += 1
                    right[kind] += i in before and document.groups[index[id(before[i])]] == document.groups[i]
                seen.add(document.groups[i])
    parts = {
        measure: f1_of(sums[f"{measure} r"], sums[f"{measure} r of"], sums[f"{measure} p"], sums[f"{measure} p of"])
        for measure in ("muc", "b")
    }
    parts["ceaf"] = f1(sums["ceaf"], sums["ceaf p of"], sums["ceaf r of"])
    show(
        {
            "conll_f1": sum(parts.values()) / 3,
            "muc_f1": parts["muc"],
            "b_cubed_f1": parts["b"],
            "ceaf_e_f1": parts["ceaf"],
            **{f"{kind}_accuracy": right[kind] / asked[kind] if asked[kind] else 0.0 for kind in ("pronoun", "nominal")},
            "pronouns": asked["pronoun"],
            "nominals": asked["nominal"],
        }
    )


def f1_of(right: float, of: float, found: float, among: float) -> float:
    """F1 of a recall (right of so many) and a precision (found among so many)."""
    recall, precision = (right / of if of else 0.0), (found / among if among else 0.0)
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


if __name__ == "__main__":
    main()
