"""What the benchmarks share: where the data lie, F1, and the shipped model."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("COMITY_SHARED", ROOT.parent / "shared"))
sys.path.insert(0, str(ROOT))  # for the data readers in training/


def f1(right: float, found: float, wanted: float) -> float:
    """The harmonic mean of precision and recall; 0 where nothing is right."""
    return 2 * right / (found + wanted) if found + wanted else 0.0


def macro_f1(gold: Sequence[str], found: Sequence[str]) -> float:
    """The mean over the classes of the gold of each class's F1."""
    classes = sorted(set(gold))
    scores = []
    for name in classes:
        right = sum(g == f == name for g, f in zip(gold, found, strict=True))
        scores.append(f1(right, sum(f == name for f in found), sum(g == name for g in gold)))
    return sum(scores) / len(scores) if scores else 0.0


def show(figures: dict[str, object]) -> None:
    """Prints figures as JSON, rounded to three digits."""
    print(json.dumps({k: round(v, 3) if isinstance(v, float) else v for k, v in figures.items()}))


def overlap(a: Iterable[int], b: Iterable[int]) -> int:
    """How many members two index sets share."""
    return len(set(a) & set(b))
