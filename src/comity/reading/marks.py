"""Two parties marked in a sentence, so that the model can name the relation between just these two."""

from __future__ import annotations

from collections.abc import Sequence

SOURCE_MARK, TARGET_MARK = "¶", "§"
"""Signs of the vocabulary that news hardly uses; each stands before and after its party."""

Span = tuple[int, int]


def marked(words: Sequence[str], source: Span, target: Span) -> tuple[list[str], tuple[int, int]]:
    """The words with marks around two spans [first, past-last), and where the marks before source and target stand."""
    found: list[str] = []
    places: dict[str, int] = {}
    for i in range(len(words) + 1):
        for sign, (first, last) in ((SOURCE_MARK, source), (TARGET_MARK, target)):
            if i == last and sign in places:
                found.append(sign)
        for sign, (first, last) in ((SOURCE_MARK, source), (TARGET_MARK, target)):
            if i == first:
                places[sign] = len(found)
                found.append(sign)
        if i < len(words):
            found.append(words[i])
    return found, (places[SOURCE_MARK], places[TARGET_MARK])
