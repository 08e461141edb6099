"""Which way an event goes between two actors."""

from __future__ import annotations

from enum import StrEnum

from comity.model import Event, among


class Direction(StrEnum):
    """From the first to the second, back, or what they did together."""

    THERE = ">"
    BACK = "<"
    TOGETHER = "="

    def between(self, left: str, right: str) -> str:
        """In words of keys: `RUS > CHN`."""
        return f"{right} > {left}" if self is Direction.BACK else f"{left} {self} {right}"


def direction(event: Event, left: str, right: str) -> Direction | None:
    """Which way an event goes between two keys; None where they stand on one side, or one of them takes no part."""
    if not event.recipients:
        return Direction.TOGETHER if among(left, event.actors) and among(right, event.actors) else None
    if among(left, event.actors) and among(right, event.recipients):
        return Direction.THERE
    if among(right, event.actors) and among(left, event.recipients):
        return Direction.BACK
    return None
