"""What a stage is, and the check that a chain of them fits together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Protocol, runtime_checkable

from comity.reading.draft import Draft

LAYERS = frozenset(f.name for f in fields(Draft))


@runtime_checkable
class Stage(Protocol):
    """One step of the reading: it reads the layers it `requires` and writes those it `assigns`.

    `name` stands in every statement that the stage makes. A stage keeps no state between documents.
    """

    name: str
    requires: frozenset[str]
    assigns: frozenset[str]

    def __call__(self, draft: Draft) -> None:
        """Writes the stage's layers onto the draft."""
        ...


class ChainError(Exception):
    """A chain of stages that cannot work: a layer is read before any stage has written it, or is not known."""


def check_chain(stages: Sequence[Stage]) -> None:
    """Raises `ChainError` where a stage requires a layer that no earlier one assigns, or names an unknown layer."""
    written = {"document"}
    for stage in stages:
        for layer in sorted((stage.requires | stage.assigns) - LAYERS):
            raise ChainError(f"stage {stage.name!r} names the layer {layer!r}; a draft has {', '.join(sorted(LAYERS))}")
        missing = sorted(stage.requires - written)
        if missing:
            raise ChainError(
                f"stage {stage.name!r} requires {', '.join(missing)}, which no stage before it assigns; "
                f"put the stage that assigns it earlier in the chain ({' → '.join(s.name for s in stages)})"
            )
        written |= stage.assigns
