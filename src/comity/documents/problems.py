"""What could not be read, in words: where, what was expected, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


class DocumentError(Exception):
    """A document that cannot be read; the message says what was expected and what to do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A file or record that gave no document. `skipped` is no error: a text that comity does not read, such as French."""

    origin: str
    reason: str
    kind: Literal["error", "skipped"] = "error"

    def __str__(self) -> str:
        return f"{self.origin}: {self.reason}"
