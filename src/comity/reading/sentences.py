"""Sentences and their words; paragraphs are blocks between line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import sentencex

from comity.reading.draft import Draft, Sentence
from comity.reading.tokens import words

_LINE = re.compile(r"[^\n]+")
# Where the splitter stops too early: after these, a sentence goes on.
_GOES_ON = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Sgt|Capt|Adm|Sen|Rep|Gov|Amb|St|No|vs|U\.S|U\.N|U\.K|E\.U|MR|MRS|MS|DR)\.|\b[A-Z]\.)\s*$"
)
_AFTER_STATE = re.compile(r"\b(?:U\.S|U\.N|U\.K|E\.U)\.\s*$")
_OPENS_SENTENCE = re.compile(
    r"(?:The|A|An|He|She|It|They|We|In|On|At|But|And|This|That|These|Those|However|I|You|His|Her|Its|Their|There|After|For)\b"
)
_MAY = re.compile(r"\b[Mm]ay\.(?=\s+[A-ZÀ-Þ])")  # a month that it takes for an abbreviation
_LONGEST = 150  # words; a longer sentence is a list or a table, cut so that the encoder can take it


def _joined(pieces: list[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
    start = None
    for i, (a, b) in enumerate(pieces):
        start = a if start is None else start
        rest = text[pieces[i + 1][0] : pieces[i + 1][1]] if i + 1 < len(pieces) else ""
        goes_on = bool(rest) and (rest[0].islower() or bool(_GOES_ON.search(text, a, b)))
        if goes_on and _AFTER_STATE.search(text, a, b) and _OPENS_SENTENCE.match(rest):
            goes_on = False
        if not goes_on:
            yield start, b
            start = None


def split(text: str) -> Iterator[tuple[int, int, int]]:
    """Sentences as (start, end, paragraph), without the white space around them."""
    paragraph = -1
    for line in _LINE.finditer(text):
        if not line[0].strip():
            continue
        paragraph += 1
        pieces, cursor = [], line.start()
        for segment in sentencex.segment("en", line[0]):
            end = cursor + len(segment)
            borders = [0, *(stop.end() for stop in _MAY.finditer(segment)), len(segment)]
            for a, b in pairwise(borders):
                if part := segment[a:b].strip():
                    lead = cursor + segment.index(part, a)
                    pieces.append((lead, lead + len(part)))
            cursor = end
        for a, b in _joined(pieces, text):
            yield a, b, paragraph


class Sentences:
    """Cuts the text into sentences and words."""

    name = "sentences"
    requires = frozenset({"document"})
    assigns = frozenset({"sentences"})

    def __call__(self, draft: Draft) -> None:
        """Writes `sentences`."""
        for start, end, paragraph in split(draft.text):
            found = words(draft.text, start, end)
            for i in range(0, len(found), _LONGEST):
                part = tuple(found[i : i + _LONGEST])
                whole = len(found) <= _LONGEST
                a, b = (start, end) if whole else (part[0].start, part[-1].end)
                draft.sentences.append(Sentence(a, b, paragraph, part))
