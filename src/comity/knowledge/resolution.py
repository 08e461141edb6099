"""The answer to whom a mention means: keys, kind, score, reasons, candidates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comity.knowledge.knowledge import Candidate


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a mention means. `keys` is empty where no actor is meant or where it stays open; `kind` tells which.

    Kinds: the entry kinds, `office` (a name found by office and date), `noun` (a group by its noun), `pair`, `place` (a mere
    place), `nobody` (no actor is meant), `open` (unknown, or more than one would do). `score` is between 0 and 1.
    """

    keys: tuple[str, ...]
    kind: str
    score: float
    reasons: tuple[str, ...]
    candidates: tuple[Candidate, ...] = ()

    @property
    def key(self) -> str:
        """The first key, empty where there is none."""
        return self.keys[0] if self.keys else ""


def left_open(*reasons: str, candidates: Sequence[Candidate] = ()) -> Resolution:
    """No key: unknown, or more than one would do."""
    return Resolution((), "open", 0.0, reasons, tuple(candidates))
