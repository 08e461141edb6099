"""Texts are data: what a terminal or a file system would take as a command is made harmless when it is shown or named."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
_UNSAFE = re.compile(r"[^\w.-]+", re.ASCII)
_OURS = re.compile(r"-[0-9a-f]{8}\Z")  # looks like a name made here: hashed too, so that the two cannot clash
_LONGEST_NAME = 80


def printable(text: str) -> str:
    """Text for a terminal: without escape sequences, control characters and marks that turn the direction of writing."""
    text = _ESCAPES.sub("", text)
    return "".join(c for c in text if c in "\n\t" or not (unicodedata.category(c) == "Cc" or c in _BIDI))


def safe_file_name(identifier: str) -> str:
    """A file name for a document's id: the id itself where it is harmless, else cleaned, with a hash against clashes."""
    clean = _UNSAFE.sub("_", identifier).strip("._")[:_LONGEST_NAME]
    if clean == identifier and clean and not _OURS.search(clean):
        return clean
    return f"{clean or 'document'}-{hashlib.blake2b(identifier.encode('utf-8', 'surrogatepass'), digest_size=4).hexdigest()}"
