"""The best dependency tree, and the best sequence of tags, under the scores of each part."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def best_heads(scores: NDArray[np.float32]) -> list[int]:
    """Heads of the highest-scoring tree; `scores[i, j]` rates word j as head of word i+1, column 0 is the root.

    Greedy where that gives a tree, else the algorithm of Chu and Liu (1965) and Edmonds (1967). Exactly one word hangs
    on the root.
    """
    n = scores.shape[0]
    weights = np.full((n + 1, n + 1), -np.inf)
    weights[1:] = scores
    np.fill_diagonal(weights, -np.inf)
    heads = _spanning(weights)
    roots = [i for i in range(1, n + 1) if heads[i] == 0]
    if len(roots) > 1:  # keep the root that costs least
        best, best_total = heads, -np.inf
        for root in roots:
            forced = weights.copy()
            forced[1:, 0] = -np.inf
            forced[root] = -np.inf
            forced[root, 0] = weights[root, 0]
            candidate = _spanning(forced)
            total = float(sum(weights[i, candidate[i]] for i in range(1, n + 1)))
            if total > best_total:
                best, best_total = candidate, total
        heads = best
    return [int(h) for h in heads[1:]]


def _cycle(heads: NDArray[np.int64]) -> list[int]:
    state = [0] * len(heads)
    state[0] = 2
    for start in range(1, len(heads)):
        path, node = [], start
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = int(heads[node])
        if state[node] == 1:
            return path[path.index(node) :]
        for seen in path:
            state[seen] = 2
    return []


def _spanning(weights: NDArray[np.float64]) -> NDArray[np.int64]:
    size = weights.shape[0]
    heads: NDArray[np.int64] = np.argmax(weights, axis=1)
    heads[0] = 0
    cycle = _cycle(heads)
    if not cycle:
        return heads
    inside = np.zeros(size, dtype=bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)  # keeps 0, the root, first
    total = sum(weights[v, heads[v]] for v in cycle)
    small = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    small[:-1, :-1] = weights[np.ix_(outside, outside)]
    into = np.array([[weights[v, u] - weights[v, heads[v]] for v in cycle] for u in outside]) + total
    entry = into.argmax(axis=1)
    small[-1, :-1] = into.max(axis=1)
    out_of = weights[np.ix_(outside, np.array(cycle))]
    small[:-1, -1] = out_of.max(axis=1)
    leaving = out_of.argmax(axis=1)
    solved = _spanning(small)
    result: NDArray[np.int64] = heads.copy()
    for index, node in enumerate(outside):
        if index == 0:
            continue
        chosen = int(solved[index])
        result[node] = cycle[int(leaving[index])] if chosen == len(outside) else outside[chosen]
    enterer = int(solved[-1])
    result[cycle[int(entry[enterer])]] = outside[enterer]
    return result


def best_tags(scores: NDArray[np.float32], allowed: NDArray[np.bool_]) -> list[int]:
    """The best sequence of tags (Viterbi 1967): `scores[i, t]` rates tag t of word i, `allowed[s, t]` says that t may follow s.

    A sequence begins as if tag 0 stood before it.
    """
    single: list[int] = scores.argmax(1).tolist()
    if all(allowed[before, after] for before, after in zip([0, *single], single, strict=False)):
        return single  # each word's best tag, and they may follow each other: no sequence is better
    barrier = np.where(allowed, 0.0, -np.inf)
    total = np.full(scores.shape[1], -np.inf)
    total[0] = 0.0
    back = []
    for row in scores:
        paths = total[:, None] + barrier
        back.append(paths.argmax(0))
        total = paths.max(0) + row
    found = [int(total.argmax())] if back else []
    for pointers in reversed(back[1:]):
        found.append(int(pointers[found[-1]]))
    return found[::-1]
