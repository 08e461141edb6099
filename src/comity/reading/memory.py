"""What a document has named so far, for later short forms, and to which state unnamed actors belong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from comity.model import Actor

PARTICLES = frozenset("al el bin ibn von van der de da dos del la le den ben abu ul".split())
"""Small words inside persons' names."""
# What a state weighs as the home of unnamed actors, fitted on the marked mentions of half of the gold's training documents: in
# the same sentence the less the farther off, a little more where it is the last one before them; then less with each sentence
# back. The whole text's share is only a tie-break.
_NOT_FIRST, _FADE, WHOLE_TEXT, _PUBLISHER, _LAST_BEFORE = 0.9, 0.3, 0.1, 1.0, 0.2
_FAR, _FAR_OFF = 20, 0.6  # words away in the same sentence, and what is lost by them
_ACTING = 0.8  # for crowds and rebels: states that are not named as a place
_RECENT = 6  # sentences back that weigh


@dataclass(slots=True)
class Memory:
    """What a document has named so far, for later short forms."""

    day: dt.date | None
    persons: dict[str, tuple[Actor, str]] = field(default_factory=dict)  # surname → person
    named: dict[int, list[tuple[int, str, bool]]] = field(default_factory=dict)  # sentence → (word, state, a mere place)
    last_seen: dict[str, int] = field(default_factory=dict)  # key of a person → the sentence that names it last
    counts: dict[str, int] = field(default_factory=dict)
    nouns: dict[str, tuple[str, int]] = field(default_factory=dict)  # noun → the last key it was part of, and its sentence
    publisher: str | None = None  # the state that an official publisher speaks for

    def home(self, sentence: int, word: int, role: str = "", fits: Callable[[str], bool] | None = None) -> str | None:
        """The state that unnamed actors at a word belong to: the one named around it most closely, of those that fit.

        An official publisher's own offices are its state's; its other groups only where nothing nearer is named. Crowds and
        rebels are rather where something takes place than with whoever is named as acting.
        """
        if role in ("office", "government") and self.publisher and (fits is None or fits(self.publisher)):
            return self.publisher
        weight = self.weights(sentence, word, on_the_spot=role in ("armed group", "people"))
        fitting = {code: value for code, value in weight.items() if fits is None or fits(code)}
        return max(fitting or weight, key=lambda code: weight[code], default=None)

    def weights(
        self, sentence: int, word: int, *, on_the_spot: bool = False, whole_text: float = WHOLE_TEXT
    ) -> dict[str, float]:
        """How closely each state is named around a word, and `whole_text` for its share of all that the text names.

        States that are a mere place weigh more for those `on_the_spot`.
        """
        weight = {self.publisher: _PUBLISHER} if self.publisher and not on_the_spot else {}
        total = sum(self.counts.values()) or 1
        for code, count in self.counts.items():
            weight[code] = weight.get(code, 0.0) + whole_text * count / total
        for age in range(_RECENT + 1):
            seen: dict[str, float] = {}
            named = self.named.get(sentence - age, ())
            last = max((position for position, *_ in named if position < word), default=-1)
            for position, code, place in named:
                if age:
                    near = _NOT_FIRST if seen else 1.0
                else:
                    near = 1.0 - _FAR_OFF * min(_FAR, abs(position - word)) / _FAR + _LAST_BEFORE * (position == last)
                near *= _ACTING if on_the_spot and not place else 1.0
                seen[code] = max(seen.get(code, 0.0), near)
            for code, near in seen.items():
                weight[code] = weight.get(code, 0.0) + near * _FADE**age
        return weight

    def met(self, actor: Actor, name: str) -> None:
        """Notes a person by each part of the name that may stand for it later."""
        for part in name.split():
            if len(part) > 1 and part[0].isupper() and part[1:2] != "." and part.lower() not in PARTICLES:
                self.persons.setdefault(part, (actor, name))
        self.persons[name.split()[-1]] = (actor, name)
