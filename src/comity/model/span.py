"""Where: stretches of a document's text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text: `text == document.text[start:end]`, offsets in characters (Python `str` indices)."""

    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if self.start < 0 or self.end - self.start != len(self.text) or not self.text:
            raise ValueError(f"a span's offsets must fit its text: {self.start}–{self.end} for {self.text!r}")

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """The span of `text` between two offsets."""
        return cls(start, end, text[start:end])


class Role(StrEnum):
    """What marked words do in a statement."""

    TRIGGER = "trigger"
    ACTOR = "actor"
    RECIPIENT = "recipient"
    SOURCE = "source"
    SPEAKER = "speaker"
    ADDRESSEE = "addressee"
    MEMBER = "member"
    TIME = "time"
    PLACE = "place"
    VALUE = "value"
    UNIT = "unit"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Words inside the evidence that a field of the statement rests on; `key` is the actor they name, if any."""

    role: Role
    span: Span
    key: str = ""
