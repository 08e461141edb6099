"""What is read: a text with what is known of its origin."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field


def text_fingerprint(text: str) -> str:
    """Twenty hexadecimal digits that stand for a text, the same on every machine (BLAKE2b, 80 bits)."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text as it is stored, repaired once on the way in; every offset in comity counts in `text`.

    `id` is the publisher's or the user's own; where there is none, the text's fingerprint. `date` is the day of
    publication, against which relative times are resolved. `origin` names the file, line or record it came from.
    `extra` keeps fields of the input that comity does not use.
    """

    text: str
    id: str = ""
    title: str = ""
    date: dt.date | None = None
    publisher: str = ""
    url: str = ""
    language: str = "en"
    origin: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.id:
            object.__setattr__(self, "id", text_fingerprint(self.text))

    @property
    def fingerprint(self) -> str:
        """The text's fingerprint: equal for exact duplicates."""
        return text_fingerprint(self.text)
