"""Stretches between quotation marks: typographic or straight, doubled, unclosed or mangled."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPENING, _CLOSING = "“«„", "”»"
_SENSE_ENDS = re.compile(
    r",\s+(?:according to\b|(?:he|she|they|[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?) (?:said|says|told|added|wrote)\b)|\s(?:said|told)\s+[A-Z]"
)
# `"The "United States" holds nobody."`: a short name in straight marks after a space, inside words that go on and are closed
# after a letter or a full stop, with no other mark between.
_NESTED = re.compile(r'(?<=\s)"(?:[A-Z][^"\s]*|[^"\s]+)(?: [^"\s]+){0,3}(?<![,.!?])"(?=\s[a-z][^"\n]*[\w.!?,]"(?:\s|$|[,.;]))')


@dataclass(frozen=True, slots=True)
class Piece:
    """The words between a pair of marks: `outer` holds the marks, `inner` the words; `closed` whether the text closes them."""

    outer: tuple[int, int]
    inner: tuple[int, int]
    closed: bool


def marked_pieces(text: str, start: int, end: int) -> list[Piece]:
    """The stretches between quotation marks in one paragraph; an unclosed one ends with the paragraph."""
    found: list[Piece] = []
    opened, inside = -1, -1
    for i in range(start, end):
        if i <= inside:
            continue
        c = text[i]
        straight = c == '"' or text[i : i + 2] == "''"
        before, after = text[i - 1 : i] if i > start else " ", text[i + 1 : i + 2] if i + 1 < end else " "
        if straight and before.isdigit() and not after.isalpha() and opened < 0:
            continue  # inches, or minutes of an arc
        opens = c in _OPENING or (straight and opened < 0)
        closes = c in _CLOSING or (straight and opened >= 0)
        if c == '"' and opened >= 0 and (nested := _NESTED.match(text, i, end)):
            inside = nested.end() - 1
            continue
        if opens and opened >= 0 and c in _OPENING and (before.isspace() and (after.isspace() or after in ".,")):
            opens, closes = False, True  # a closing mark set the wrong way round
        if opens:
            if opened >= 0:
                _close(found, text, opened, i, i, closed=False)
            opened = i
        elif closes and opened >= 0:
            _close(found, text, opened, i, i + 1, closed=True)
            opened = -1
    if opened >= 0:
        _close(found, text, opened, end, end, closed=False)
    return found


def _close(found: list[Piece], text: str, opened: int, inner_end: int, outer_end: int, closed: bool) -> None:
    a, b = opened + 1, inner_end
    if not closed and (stop := _SENSE_ENDS.search(text, a, b)):  # never closed: the words end where others go on
        b = outer_end = stop.start()
    while a < b and (text[a].isspace() or text[a] in "\"'“”"):
        a += 1
    while b > a and (text[b - 1].isspace() or text[b - 1] in ",\"'“”"):
        b -= 1
    if b > a and re.search(r"\w", text[a:b]):
        found.append(Piece((opened, outer_end), (a, b), closed))
