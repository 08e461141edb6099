"""Texts are data: what a terminal or a file system would take as a command is made harmless when it is shown or named."""

from __future__ import annotations

import hashlib
import re

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
_BIDI = "\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c"
HIDDEN = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_BIDI}]")
"""Control characters other than tab and end of line, and marks that turn the direction of writing."""
_UNSAFE = re.compile(r"[^\w.-]+", re.ASCII)
_OURS = re.compile(r"-[0-9a-f]{8}\Z")  # looks like a name made here: hashed too, so that the two cannot clash
_LONGEST_NAME = 80


def printable(text: str) -> str:
    """Text for a terminal: without escape sequences, control characters and marks that turn the direction of writing."""
    return HIDDEN.sub("", _ESCAPES.sub("", text))


def safe_file_name(identifier: str) -> str:
    """A file name for a document's id: the id itself where it is harmless, else cleaned, with a hash against clashes."""
    clean = _UNSAFE.sub("_", identifier).strip("._")[:_LONGEST_NAME]
    if clean == identifier and clean and not _OURS.search(clean):
        return clean
    return f"{clean or 'document'}-{hashlib.blake2b(identifier.encode('utf-8', 'surrogatepass'), digest_size=4).hexdigest()}"
