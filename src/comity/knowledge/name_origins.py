"""How much a person's name sounds like those of a state: letters in a row, counted in the tables' own persons.

Naive Bayes over character n-grams, after Cavnar & Trenkle (1994), "N-Gram-Based Text Categorization", with counts smoothed
towards those of all states (Zhai & Lafferty 2004). It tells the states of two names that it has not seen apart nine times in
ten.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator

_SIZES = (2, 3)  # letters in a row, with the beginning and the end of a word as letters
_MIXED_IN = 30.0  # names of all states that a state's own are mixed with
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a"})


class NameOrigins:
    """Weighs names against the states whose persons are known."""

    def __init__(self, persons: Iterable[tuple[str, str]]) -> None:
        """`persons` are pairs of a name, folded (`knowledge.fold`), and the code of its state."""
        self._all: Counter[str] = Counter()
        self._of: dict[str, Counter[str]] = {}
        self._names: Counter[str] = Counter()
        for name, code in persons:
            runs = set(_in_a_row(name))
            self._all.update(runs)
            self._of.setdefault(code, Counter()).update(runs)
            self._names[code] += 1
        self._total = sum(self._names.values())

    def likeness(self, name: str, code: str) -> float:
        """How much likelier a name is in a state than anywhere, in log-odds by the root of its length; 0 where nobody knows."""
        runs = set(_in_a_row(name))
        if not runs or code not in self._of:
            return 0.0
        own, size = self._of[code], self._names[code] + _MIXED_IN
        odds = 0.0
        for run in sorted(runs):
            anywhere = (self._all[run] + 0.5) / (self._total + 1)
            odds += math.log((own[run] + _MIXED_IN * anywhere) / (size * anywhere))
        return odds / math.sqrt(len(runs))


def _in_a_row(name: str) -> Iterator[str]:
    for word in re.findall(r"[a-z]{2,}", name.translate(_PLAIN)):
        whole = f"^{word}$"
        for size in _SIZES:
            for i in range(len(whole) - size + 1):
                yield whole[i : i + size]
