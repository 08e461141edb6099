"""The search for the partition with the least frustration: which actors to put together, given a signed weight for each pair.

Starts are improved side by side: what is done for one actor of one start is a few calls of numpy, which take as long for all.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Groups = NDArray[np.int64]

_STARTS = 24
_GAIN = 1e-9  # less is none


def least_frustrated(weights: Floats) -> list[int]:
    """The group of each actor, numbered by their first members; `weights` is symmetric, with nothing on its diagonal."""
    size = len(weights)
    rng = random.Random(1996)
    together = [[0] * size, *([rng.randrange(max(2, k % 7)) for _ in range(size)] for k in range(_STARTS))]
    found = [*_improved(np.arange(size)[None, :], weights), *_improved(np.array(together), weights)]
    return min(found, key=lambda groups: (round(frustration(groups, weights), 9), groups))


def frustration(groups: list[int], weights: Floats) -> float:
    """The weight of friendly pairs between groups and of hostile ones inside them."""
    same = np.equal.outer(groups, groups)
    return float(np.where(same, np.maximum(-weights, 0), np.maximum(weights, 0)).sum()) / 2


def _improved(starts: Groups, weights: Floats) -> list[list[int]]:
    """Moves single actors, then merges groups, until neither makes a start better."""
    groups = starts.copy()
    moving = list(range(len(groups)))
    while moving:
        groups[moving] = _settled(groups[moving], weights)
        moving = [start for start in moving if _merge(groups[start], weights)]
    return [_numbered(row.tolist()) for row in groups]


def _numbered(groups: list[int]) -> list[int]:
    first: dict[int, int] = {}
    return [first.setdefault(group, len(first)) for group in groups]


def _settled(starts: Groups, weights: Floats) -> Groups:
    """Moves in each start one actor after another, round and round, to the group that binds it most, or to one of its own."""
    own = np.stack([np.unique(row, return_inverse=True)[1] for row in starts])
    rows, everyone = np.arange(len(own)), np.arange(own.shape[1])
    spare = own.max(1) + 1  # in each start a group without members, for one who leaves all others: it binds nobody
    members = np.stack([np.bincount(row, minlength=int(spare.max()) + 1) for row in own])
    bound = (own[:, None, :] == np.arange(members.shape[1])[:, None]) @ weights  # how much binds each actor to each group
    bound[members == 0] = -np.inf
    bound[rows, spare] = 0.0
    last = np.full(len(own), -1)
    while True:
        better = bound.max(1) - np.take_along_axis(bound, own[:, None, :], 1)[:, 0] > _GAIN
        following = better & (everyone > last[:, None])
        at = np.where(following.any(1), following.argmax(1), better.argmax(1))
        moved = np.flatnonzero(better[rows, at])
        if not len(moved):
            return own
        one = last[moved] = at[moved]
        old, new = own[moved, one], bound[moved, :, one].argmax(1)  # of equals the first
        bound[moved, old] -= weights[one]
        bound[moved, new] += weights[one]
        members[moved, old] -= 1
        members[moved, new] += 1
        own[moved, one] = new
        left = members[moved, old] == 0
        bound[moved[left], old[left]] = -np.inf  # nobody moves to a group that has no members but to the spare one
        taken = moved[new == spare[moved]]
        if len(taken):
            spare[taken] += 1
            if spare.max() == members.shape[1]:
                members = np.pad(members, ((0, 0), (0, 1)))
                bound = np.pad(bound, ((0, 0), (0, 1), (0, 0)), constant_values=-np.inf)
            bound[taken, spare[taken]] = 0.0


def _merge(groups: Groups, weights: Floats) -> bool:
    """Puts together the two groups that most weight binds, in place; whether any does."""
    labels, own = np.unique(groups, return_inverse=True)
    members = (np.arange(len(labels))[:, None] == own).astype(float)
    between = members @ weights @ members.T
    np.fill_diagonal(between, 0.0)
    one, other = divmod(int(between.argmax()), len(labels))
    if between[one, other] <= _GAIN:
        return False
    groups[own == other] = labels[one]
    return True
