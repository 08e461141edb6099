"""From words to what the encoder takes: word pieces, and features of each word's casing and shape.

The encoder is uncased; the features give back what lower-casing took.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FEATURES = 8
MAX_PIECES = 256
"""Longer sentences are cut into several inputs; the encoder was trained on 256 pieces at most."""
_MAX_PIECES_A_WORD = 8


@dataclass(frozen=True, slots=True)
class Pieces:
    """One sentence's input: piece ids with [CLS] and [SEP], each word's first piece, and the words' features."""

    ids: NDArray[np.int64]
    firsts: NDArray[np.int64]
    features: NDArray[np.float32]


def shape(word: str, position: int) -> list[float]:
    """Eight features of a word's casing and shape, each 0 or 1."""
    letters = [c for c in word if c.isalpha()]
    upper = sum(c.isupper() for c in letters)
    return [
        float(bool(letters) and word[:1].isupper()),
        float(len(letters) > 1 and upper == len(letters)),
        float(upper > 1 and upper < len(letters)),
        float(any(c.isdigit() for c in word)),
        float(bool(letters) and upper == 0),
        float(not letters),
        float(position == 0),
        float("." in word and bool(letters)),
    ]


class Pieceworker:
    """Cuts words into word pieces with BERT's uncased vocabulary."""

    def __init__(self, vocabulary: Path) -> None:
        from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

        table = {line: i for i, line in enumerate(vocabulary.read_text(encoding="utf-8").splitlines())}
        tokenizer = Tokenizer(models.WordPiece(table, unk_token="[UNK]", max_input_chars_per_word=100))
        tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
        tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        self._tokenizer: Any = tokenizer
        self._first, self._last, self._unknown = table["[CLS]"], table["[SEP]"], table["[UNK]"]
        self._known: dict[str, list[int]] = {}

    def _of(self, word: str) -> list[int]:
        ids = self._known.get(word)
        if ids is None:
            ids = self._tokenizer.encode(word, add_special_tokens=False).ids[:_MAX_PIECES_A_WORD] or [self._unknown]
            if len(self._known) < 100_000:
                self._known[word] = ids
        return ids

    def count(self, words: Sequence[str]) -> int:
        """How many pieces the words take, without the two marks at the ends."""
        return sum(len(self._of(word)) for word in words)

    def __call__(self, words: Sequence[str]) -> Pieces:
        """The input for one sentence."""
        ids, firsts = [self._first], []
        for word in words:
            firsts.append(len(ids))
            ids += self._of(word)
        ids.append(self._last)
        features = [shape(word, position) for position, word in enumerate(words)]
        return Pieces(
            np.array(ids, dtype=np.int64),
            np.array(firsts, dtype=np.int64),
            np.array(features, dtype=np.float32).reshape(len(words), FEATURES),
        )
