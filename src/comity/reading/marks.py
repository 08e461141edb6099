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
    parties = ((SOURCE_MARK, source), (TARGET_MARK, target))
    for i in range(len(words) + 1):
        found += [sign for sign, span in parties if i == span[1] and sign in places]
        for sign, span in parties:
            if i == span[0]:
                places[sign] = len(found)
                found.append(sign)
        if i < len(words):
            found.append(words[i])
    return found, (places[SOURCE_MARK], places[TARGET_MARK])
