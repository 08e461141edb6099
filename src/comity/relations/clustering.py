"""Groups from pairwise scores: average linkage, so that no chain of so-so matches drags strangers together.

The result depends on the scores alone, never on the order in which documents came.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Pair = frozenset[str]


def components(nodes: Iterable[str], linked: Iterable[Iterable[str]]) -> list[list[str]]:
    """Connected components, each sorted, in order of their first member."""
    leader = {node: node for node in nodes}

    def root(node: str) -> str:
        while leader[node] != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    for one, other in linked:
        low, high = sorted((root(one), root(other)))
        leader[high] = low
    found: dict[str, list[str]] = {}
    for node in sorted(leader):
        found.setdefault(root(node), []).append(node)
    return sorted(found.values())


def average_linkage(
    nodes: Iterable[str],
    scores: Mapping[Pair, float],
    *,
    apart: frozenset[Pair] = frozenset(),
    together: frozenset[Pair] = frozenset(),
    threshold: float = 0.5,
) -> list[list[str]]:
    """Clusters in which the mean score between any two that were joined reached the threshold; a pair without score counts 0.

    Pairs in `apart` never share a cluster, those in `together` always do (where both are asked for, `together` wins, since
    a person who joined them saw both).
    """
    groups: dict[str, list[str]] = {group[0]: group for group in components(nodes, (sorted(pair) for pair in together))}
    home = {node: name for name, group in groups.items() for node in group}
    sums: dict[Pair, float] = {}
    for pair, score in scores.items():
        one, other = (home[node] for node in pair)
        if one != other:
            key = frozenset((one, other))
            sums[key] = sums.get(key, 0.0) + score
    barred = {frozenset(home[node] for node in pair) for pair in apart}
    while True:
        best: tuple[float, list[str]] | None = None
        for pair, total in sums.items():
            if pair in barred:
                continue
            names = sorted(pair)
            mean = round(total / (len(groups[names[0]]) * len(groups[names[1]])), 6)
            if mean >= threshold and (best is None or (-mean, names) < (-best[0], best[1])):
                best = (mean, names)
        if best is None:
            return sorted(sorted(group) for group in groups.values())
        kept, gone = best[1]
        groups[kept] += groups.pop(gone)
        merged: dict[Pair, float] = {}
        for pair, total in sums.items():
            key = frozenset(kept if name == gone else name for name in pair)
            if len(key) == 2:
                merged[key] = merged.get(key, 0.0) + total
        sums = merged
        barred = {frozenset(kept if name == gone else name for name in pair) for pair in barred}
