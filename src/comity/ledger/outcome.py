"""What adding a document to a ledger did."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What adding a document did."""

    ADDED = "added"
    REREAD = "read again"
    ANOTHER_SOURCE = "another source of a known text"
    UNCHANGED = "unchanged"
