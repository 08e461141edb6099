"""Where a name begins and ends, by its words: what the model's tags leave unsure.

The conventions are Universal NER's (Mayhew et al. 2024): a title is no part of a person's name, a firm's legal form is part of
the firm's, an address on the net is no name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comity.reading.encoder import Name

_LEAST = 0.5  # a name that the model itself holds for unlikely
_TITLES = frozenset(
    "mr mrs ms miss dr prof professor gen general col colonel lt sgt capt captain adm admiral maj major president vice deputy "
    "prime minister premier secretary sen senator rep congressman congresswoman gov governor judge justice chancellor chairman "
    "ambassador envoy sheik sheikh imam ayatollah mullah maulana rev reverend bishop archbishop cardinal sir lord lady dame "
    "prince princess pm chief spokesman spokeswoman".split()
)
_FORMS = frozenset("inc inc. corp corp. co. llc llp ltd ltd. plc l.p. l.l.c.".split())
_BODIES = frozenset(
    "corporation company group foundation party university college institute association bank ministry committee council "
    "commission agency department services society union".split()
)
_ON_THE_NET = re.compile(r"\S+@\S+|\S+\.(?:com|org|net|gov|edu|doc|pdf|htm|html)|https?://\S+|www\.\S+", re.IGNORECASE)


def mended(words: Sequence[str], names: Sequence[Name]) -> tuple[Name, ...]:
    """The names of a sentence without titles and addresses, and with the words that belong to a firm or body."""
    taken = {i for name in names for i in range(name.first, name.last)}
    found = []
    for name in names:
        here = words[name.first : name.last]
        if name.score < _LEAST or (len(here) == 1 and _ON_THE_NET.fullmatch(here[0])):
            continue
        if name.kind == "PER":
            first = name.first
            while first < name.last and _is_title(words[first]):
                first += 1
            if first == name.last:
                continue
            name = replace(name, first=first)
        last = _end(words, name.last, taken)
        found.append(replace(name, last=last, kind="ORG") if last > name.last and name.kind != "TIM" else name)
    return tuple(found)


def _is_title(word: str) -> bool:
    return word.lower().rstrip(".") in _TITLES


def _end(words: Sequence[str], end: int, taken: set[int]) -> int:
    """Where a firm's or a body's name ends that goes on behind what the model took for the whole of it."""
    while end < len(words) and end not in taken:
        word = words[end]
        if word[:1].isupper() and word.lower() in _BODIES | _FORMS:
            end += 1
        elif word == "," and end + 1 < len(words) and words[end + 1].lower() in _FORMS:
            end += 2
        else:
            break
    return end
