"""Groups from pairwise scores: average linkage, so that no chain of so-so matches drags strangers together.

The result depends on the scores alone, never on the order in which documents came.
"""

from __future__ import annotations

import heapq
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
    sums: dict[str, dict[str, float]] = {name: {} for name in groups}
    for pair, score in scores.items():
        one, other = (home[node] for node in pair)
        if one != other:
            sums[one][other] = sums[other][one] = sums[one].get(other, 0.0) + score
    barred: dict[str, set[str]] = {name: set() for name in groups}
    for pair in apart:
        one, other = (home[node] for node in pair)
        if one != other:
            barred[one].add(other)
            barred[other].add(one)

    def mean(one: str, other: str) -> float:
        return round(sums[one][other] / (len(groups[one]) * len(groups[other])), 6)

    waiting: list[tuple[float, str, str]] = []  # a heap of (-mean, names in order); what is out of date in it is passed over

    def offer(one: str, other: str) -> None:
        found = mean(one, other)
        if found >= threshold and other not in barred[one]:
            heapq.heappush(waiting, (-found, min(one, other), max(one, other)))

    for one, others in sums.items():
        for other in others:
            if one < other:
                offer(one, other)
    while waiting:
        lost, kept, gone = heapq.heappop(waiting)
        if kept not in groups or gone not in sums[kept] or gone in barred[kept] or mean(kept, gone) != -lost:
            continue
        groups[kept] += groups.pop(gone)
        del sums[kept][gone]
        for other, total in sums.pop(gone).items():
            if other != kept:
                del sums[other][gone]
                sums[kept][other] = sums[other][kept] = sums[kept].get(other, 0.0) + total
        for other in barred.pop(gone):
            barred[other].discard(gone)
            barred[other].add(kept)
            barred[kept].add(other)
        for other in sums[kept]:
            offer(kept, other)
    return sorted(sorted(group) for group in groups.values())
