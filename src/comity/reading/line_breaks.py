"""Line breaks that end nothing: texts wrapped at a fixed width, or broken in the middle of a sentence by a converter."""

from __future__ import annotations

import re
from itertools import pairwise

_LINE = re.compile(r"[^\n]+")
_ENDS = re.compile(r"[.!?:;…][\"”’')\]*_]*\s*$")
_OPENS = re.compile(r"\s*(?:[#>|<]|[A-ZÀ-Þ][A-ZÀ-Þ.’' -]{1,40}(?: \([^)]{1,60}\))?:|Q[\s:]|A:|(?:Question|Answer)\b\s*:)")
"""What begins a paragraph whatever stands before it: a heading's or quotation's mark, a table row, a speaker."""
_OPENS_ITEM = re.compile(r"\s*(?:[-–—•*‣◦+]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s)")
"""What begins an item of a list, after a stop or another item."""
_SPEAKER = re.compile(r"\s*[A-ZÀ-Þ][\w.’' \n-]{1,80}:\s")  # "Head of the Border / Service Ivan Petrov: Yes"
_PARAGRAPH = re.compile(r"(?:^|\n)[ \t]*\n[ \t]*$|^[ \t]*$")
_GOES_ON = re.compile(r"\s*(?:[–—] )?[\"“(\[]?[a-zà-ÿ]")
_LONG, _HEADING, _CAPITALS = 4, 3, 0.7  # letters of a word that counts, words of a heading, share of those with a capital
_LEAST_WRAPPED = 3  # lines that go on in small letters, for a text to be a wrapped one
_SHARE_WRAPPED = 0.3  # and how many of all lines that another follows
_FULL = 0.7  # of the width: a shorter line in capitals or with a stop ends here
_WIDEST = 140  # characters; what is longer was not wrapped


def flowing(text: str) -> str:
    """The text with a space for every line break inside a paragraph, so that each character keeps its place.

    A break stays where a line is empty, where a list item, heading, table row or speaker begins, and where the text is not a
    wrapped one: there only a line without a stop that goes on in small letters is joined to the next.
    """
    inside = [
        (one, other)
        for one, other in pairwise(_LINE.finditer(text))
        if other.start() == one.end() + 1 and one[0].strip() and other[0].strip() and not _begins(text, one, other)
    ]
    going_on = [one for one, other in inside if not _ENDS.search(one[0]) and _GOES_ON.match(other[0])]
    if not going_on:
        return text
    width = 0
    if len(going_on) >= max(_LEAST_WRAPPED, _SHARE_WRAPPED * len(inside)):
        lengths = sorted(len(one[0]) for one in going_on)
        width = lengths[len(lengths) * 3 // 4]
    flat = list(text)
    soft = {one.end() for one in going_on}
    if 0 < width <= _WIDEST:
        soft |= {one.end() for one, other in inside if len(one[0]) + len(other[0].split()[0]) >= _FULL * width}
    for at in soft:
        flat[at] = " "
    return "".join(flat)


def _begins(text: str, line: re.Match[str], following: re.Match[str]) -> bool:
    """Whether the following line begins something, or the line is the heading over it."""
    if _OPENS.match(following[0]):
        return True
    if _ENDS.search(line[0]):
        return bool(_OPENS_ITEM.match(following[0]) or _SPEAKER.match(text, following.start()))
    if _OPENS_ITEM.match(line[0]):
        return bool(_OPENS_ITEM.match(following[0]))
    first = _PARAGRAPH.search(text[max(0, line.start() - 40) : line.start()])
    long = [word for word in line[0].split() if len(word) >= _LONG]
    capitals = sum(word[0].isupper() for word in long)
    heading = len(long) >= _HEADING and capitals >= _CAPITALS * len(long)
    return bool(first) and heading and not _GOES_ON.match(following[0])
