"""What the linear rankings share: their weights by feature name, and chances from scores."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from importlib.resources import files


def weights_of(name: str) -> dict[str, float]:
    """The shipped weights of a ranking, by feature name (`weights/NAME.json`)."""
    found: dict[str, float] = json.loads((files("comity.reading") / "weights" / f"{name}.json").read_text(encoding="utf-8"))
    return found


def shared_out(scores: Sequence[float]) -> list[float]:
    """Chances that add up to 1, from scores in log-odds to one another (softmax)."""
    most = max(scores)
    parts = [math.exp(score - most) for score in scores]
    whole = sum(parts)
    return [part / whole for part in parts]
