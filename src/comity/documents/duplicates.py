"""Near duplicates: the same wire story in twenty papers, cut or with another headline.

Signatures are MinHashes (Broder 1997) of the text's five-word shingles, by the library rensa; with the same seed they are
the same on every machine, so that a ledger can keep them.
"""

from __future__ import annotations

import re
from collections import defaultdict

_PERMUTATIONS = 128
_SEED = 42
_SHINGLE = 5  # words
_BANDS = 32  # of four values each: texts alike by 0.5 share a band with a chance of 0.87, by 0.6 with 0.99
SAME_STORY = 0.5
"""Estimated share of common shingles from which two texts are called near duplicates: a story cut by a third passes."""


def signature(text: str) -> bytes:
    """A signature of 512 bytes; texts that share much of their wording get like ones."""
    import numpy as np  # loaded only where documents are added
    from rensa import RMinHash

    words = re.findall(r"\w+", text.lower())
    shingles = [" ".join(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1))]
    minhash = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    minhash.update(sorted(set(shingles)))
    return np.array(minhash.digest(), dtype="<u4").tobytes()


def similarity(a: bytes, b: bytes) -> float:
    """The estimated share of common shingles of two signed texts, 0 to 1."""
    import numpy as np

    return float((np.frombuffer(a, "<u4") == np.frombuffer(b, "<u4")).mean())


class NearDuplicates:
    """An index of signatures that finds the texts like a new one."""

    def __init__(self, threshold: float = SAME_STORY) -> None:
        self.threshold = threshold
        self._signatures: dict[str, bytes] = {}
        self._bands: dict[tuple[int, bytes], list[str]] = defaultdict(list)

    def add(self, identifier: str, signed: bytes) -> list[tuple[str, float]]:
        """Adds a signed text; the earlier ones that are like it, most like first."""
        if identifier in self._signatures:
            return []
        width = len(signed) // _BANDS
        candidates: dict[str, None] = {}
        for band in range(_BANDS):
            key = (band, signed[band * width : (band + 1) * width])
            candidates.update(dict.fromkeys(self._bands[key]))
            self._bands[key].append(identifier)
        self._signatures[identifier] = signed
        found = [(other, similarity(signed, self._signatures[other])) for other in candidates]
        return sorted([pair for pair in found if pair[1] >= self.threshold], key=lambda pair: (-pair[1], pair[0]))
