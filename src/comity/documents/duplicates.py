"""Near duplicates: the same wire story in twenty papers, cut or with another headline.

Signatures are MinHashes (Broder 1997) of the text's five-word shingles, by the library rensa; with the same seed they are
the same on every machine, so that a ledger can keep them.
"""

from __future__ import annotations

import re
from hashlib import blake2b

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


def bands(signed: bytes) -> list[int]:
    """The numbers (64 bits, signed) under which a signature is found: texts that are alike have one in common.

    Locality-sensitive hashing in bands, as in Leskovec, Rajaraman & Ullman (2014), "Mining of Massive Datasets", section 3.4.
    """
    width = len(signed) // _BANDS
    cut = ((band, signed[band * width : (band + 1) * width]) for band in range(_BANDS))
    return [
        int.from_bytes(blake2b(values, digest_size=8, salt=bytes([band])).digest(), "big", signed=True) for band, values in cut
    ]
