"""Plain text and Markdown: an optional head of `key: value` lines between two `---`, then the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from comity.documents.streams import decode, read_whole

_HEAD = re.compile(r"\A\s*---[ \t]*\r?\n(?P<head>.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"\A\s*#{1,2} +(?P<title>[^\n]+)\n")


def records(stream: BinaryIO, stem: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """One record: its fields from the head, a Markdown heading as title, the rest as text. `stem` is the default id."""
    text = decode(read_whole(stream))
    fields: dict[str, Any] = {"id": stem}
    if match := _HEAD.match(text):
        for line in match["head"].splitlines():
            key, colon, value = line.partition(":")
            if colon and key.strip():
                fields[key.strip().lower()] = value.strip().strip("\"'")
        text = text[match.end() :]
    if "title" not in fields and (heading := _HEADING.match(text)):
        fields["title"] = heading["title"].strip(" #")
        text = text[heading.end() :]
    fields["text"] = text.strip("\r\n")
    yield 1, fields
