"""How much an event's confidence means: `python benchmarks/calibration.py [--split dev|train] [--every N] [--fit]`.

An event of the reader counts as right where the gold has one of its type in the same sentence with at least half of its
dyads (the scorer's own matching); optional gold counts neither way. Printed are the expected calibration error over ten bins
of equal size (Naeini et al. 2015), the error that a perfectly calibrated reader would show on as many events by chance alone,
and the reliability table. `--fit` also fits the two numbers of `comity.reading.confidence` anew, leaving out one document at
a time for the error that it prints.
"""

from __future__ import annotations

import argparse
import random
from typing import Any

import numpy as np

from comity.reading.confidence import OFFSET, SLOPE, logit
from common import show
from gold import events_beside_gold, scorer

BINS = 10


def judged(split: str, every: int) -> list[tuple[float, bool, str]]:
    """The confidence of each event, whether it is right, and its document."""
    score, found = scorer(), []
    for name, gold, system in events_beside_gold(split, every):

        def credit(g: dict[str, Any], s: dict[str, Any]) -> float:
            near = bool(g["_s"] & s["_s"]) and g["code"] == s["code"]
            return near * float(score.jaccard(score.dyads(g), score.dyads(s)))

        hits = {j: (i, c) for i, j, c in score.match(gold, system, credit)}
        for j, event in enumerate(system):
            i, c = hits.get(j, (None, 0.0))
            if i is None or not gold[i].get("optional"):
                found.append((event["made_by"]["score"], c >= 0.5, name))
    return found


def bins(pairs: list[tuple[float, bool]]) -> list[tuple[int, float, float]]:
    """(events, mean confidence, share that is right) of each bin, from the least confident on."""
    parts = np.array_split(np.array(sorted(pairs), dtype=float), BINS)
    return [(len(part), float(part[:, 0].mean()), float(part[:, 1].mean())) for part in parts if len(part)]


def error(pairs: list[tuple[float, bool]]) -> float:
    """The expected calibration error."""
    return sum(n * abs(said - was) for n, said, was in bins(pairs)) / len(pairs)


def by_chance(confidences: list[float], times: int = 200) -> float:
    """What error perfect confidences would show on the same number of events."""
    rng = random.Random(7)
    return float(np.mean([error([(c, rng.random() < c) for c in confidences]) for _ in range(times)]))


def fitted(rows: list[tuple[float, bool, str]]) -> tuple[float, float]:
    """Slope and offset of Platt's logistic for raw scores, by Newton's method, targets short of 0 and 1 (Platt 1999)."""
    x = np.array([[logit(score), 1.0] for score, _, _ in rows])
    hits = sum(right for _, right, _ in rows)
    high, low = (hits + 1) / (hits + 2), 1 / (len(rows) - hits + 2)
    y = np.array([high if right else low for _, right, _ in rows])
    w = np.zeros(2)
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        slope = x.T @ (p - y) + 1e-2 * w
        curve = (x * (p * (1 - p))[:, None]).T @ x + 1e-2 * np.eye(2)
        w -= np.linalg.solve(curve, slope)
    return float(w[0]), float(w[1])


def raw(confidence: float) -> float:
    """The model's score behind a confidence."""
    return 1 / (1 + float(np.exp(-(logit(confidence) - OFFSET) / SLOPE)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("dev", "train"), default="dev")
    parser.add_argument("--every", type=int, default=1, help="only every N-th document")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--json", action="store_true", help="print JSON (the only form)")
    a = parser.parse_args()
    rows = judged(a.split, a.every)
    pairs = [(score, right) for score, right, _ in rows]
    found: dict[str, object] = {
        "events": len(rows),
        "right": sum(right for _, right in pairs) / len(pairs),
        "expected_calibration_error": error(pairs),
        "by_chance_alone": by_chance([c for c, _ in pairs]),
    }
    for n, said, was in bins(pairs):
        found[f"right of the {n} with confidence {said:.2f}"] = was
    if a.fit:
        scores = [(raw(score), right, name) for score, right, name in rows]
        left_out = []
        for name in sorted({name for _, _, name in scores}):
            slope, offset = fitted([row for row in scores if row[2] != name])
            left_out += [
                (1 / (1 + float(np.exp(-slope * logit(score) - offset))), right)
                for score, right, home in scores
                if home == name
            ]
        slope, offset = fitted(scores)
        found |= {"slope": slope, "offset": offset, "error_left_out": error(left_out)}
    show(found)


if __name__ == "__main__":
    main()
