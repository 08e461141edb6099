"""What a stretch of text is about, in PLOVER's contexts, by the words of `knowledge/data/topics.yml`."""

from __future__ import annotations

import re
from functools import lru_cache

from comity.knowledge import topic_words
from comity.model import Topic

_MOST = 3  # an event is about few things; more would say nothing


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    whole, stems = topic_words()
    parts = [rf"(?:{re.escape(word)})\b" for word in whole] + [re.escape(stem) for stem in stems]
    return re.compile(rf"\b(?:{'|'.join(sorted(parts, key=len, reverse=True))})", re.IGNORECASE)


def topics_of(text: str) -> tuple[Topic, ...]:
    """The topics that the most words of a text point to, at most three, in the order of their weight."""
    whole, stems = topic_words()
    counts: dict[Topic, int] = {}
    for match in _pattern().finditer(text):
        word = match[0].lower()
        for topic in whole.get(word) or stems.get(word) or ():
            counts[topic] = counts.get(topic, 0) + 1
    return tuple(sorted(counts, key=lambda topic: (-counts[topic], topic))[:_MOST])
