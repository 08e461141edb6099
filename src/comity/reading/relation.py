"""The relation between two parties that somebody points at in a sentence: which of PLOVER's sixteen acts joins them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from comity.model import MUTUAL, EventCode
from comity.reading.acts import weighed
from comity.reading.encoder import Encoder, Scores
from comity.reading.labels import CODES
from comity.reading.marks import Span, marked

_FLOOR = 0.02  # what an act that the roles rule out still keeps


def relation_between(encoder: Encoder, words: Sequence[str], source: Span, target: Span) -> list[tuple[EventCode, float]]:
    """All acts with the probability that they join two spans [first, past-last) of a sentence's words, likeliest first.

    Two views of the model are multiplied: its reading of the sentence with both parties marked, and the acts that it finds
    in the plain sentence, weighed by how well the parties fit their roles.
    """
    kept, places = marked(words, source, target)
    pointed = encoder.read(kept).relation_at(*places)
    scores = pointed * _by_roles(encoder, words, source, target) ** _SHARE_OF_ROLES
    scores = scores / scores.sum()
    order = np.argsort(-scores, kind="stable")
    return [(EventCode(CODES[i + 1]), round(float(scores[i]), 3)) for i in order]


_SHARE_OF_ROLES = 0.3


def _by_roles(encoder: Encoder, words: Sequence[str], source: Span, target: Span) -> Scores:
    reading = encoder.read(words)
    size = len(reading.words)
    a, b = ([i for i in range(*span) if i < size] for span in (source, target))
    codes = np.stack([weighed(reading, [i])[1:] for i in range(size)])
    does = reading.roles[:, a, 1].max(1) if a else np.zeros(size)
    takes = reading.roles[:, b, 2].max(1) if b else np.zeros(size)
    joins = reading.roles[:, b, 1].max(1) if b else np.zeros(size)
    mutual = np.array([EventCode(code) in MUTUAL for code in CODES[1:]], dtype=float)
    joint = np.maximum(takes[:, None], joins[:, None] * mutual)
    found = (codes * (_FLOOR + does)[:, None] * (_FLOOR + joint)).max(0) + 1e-4
    shares: Scores = found / found.sum()
    return shares
