"""Who: the key of a political actor, `CODE` or `CODE:Name`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True, order=True)
class Actor:
    """A state, organisation, bloc, office-holder, group or people, by its key.

    `code` is an ISO 3166 alpha-3 code, the usual short name of an intergovernmental organisation or bloc, or `-` for an
    actor that belongs to neither. `name` says who of them; empty where the state or organisation itself is meant.
    """

    code: str
    name: str = ""

    def __post_init__(self) -> None:
        if not self.code or ":" in self.code or self.code != self.code.strip():
            raise ValueError(f"an actor's code is a word without a colon, such as 'CHN', not {self.code!r}")
        if self.code == "-" and not self.name:
            raise ValueError("an actor with the code '-' needs a name, such as '-:Islamic State'")

    @staticmethod
    @lru_cache(maxsize=10_000)
    def parse(key: str) -> Actor:
        """Reads `CODE` or `CODE:Name`; raises `ValueError` where it is neither."""
        code, _, name = key.partition(":")
        return Actor(code.strip(), name.strip())

    @property
    def key(self) -> str:
        """The key as it is written down: `CHN:Xi Jinping`."""
        return f"{self.code}:{self.name}" if self.name else self.code

    def is_of(self, key: str) -> bool:
        """Whether a key names it: a code alone (`CHN`) everyone of that state, a whole key only that one."""
        return self.key == key if ":" in key else self.code == key

    def __str__(self) -> str:
        return self.key


def among(key: str, actors: Iterable[Actor]) -> bool:
    """Whether a key names one of the actors."""
    return any(actor.is_of(key) for actor in actors)


NOBODY_NAMED = Actor("-", "unnamed")
"""The source behind words that hide theirs: "reportedly", "was said to"."""
