"""Offices and nouns that name actors by what they are: which office a word means, and who held it on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from comity.knowledge.codebooks import agent_nouns
from comity.knowledge.entries import Entry
from comity.knowledge.knowledge import Candidate, Knowledge
from comity.knowledge.resolution import Resolution

_HEAD_NOUNS = {"chief": "head", "head": "head", "boss": "head", "leader": "leader", "president": "president"}
_LONGEST_NOUN = 6


class OfficeFinder:
    """Finds offices by their names and holders by day."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.nouns = agent_nouns()

    def agent(self, words: Sequence[str], at: int, heads: bool = False) -> tuple[int, str, str] | None:
        """The longest agent noun at a word: (past-last, noun, office or empty). `heads`: "chief" and "head" too."""
        for size in range(min(_LONGEST_NOUN, len(words) - at), 0, -1):
            noun = " ".join(words[at : at + size]).lower().rstrip(",")
            if heads and noun in _HEAD_NOUNS:
                return at + size, noun, _HEAD_NOUNS[noun]
            if hit := self.nouns.get(noun):
                return at + size, noun, hit[1]
        return None

    def holder(self, code: str, office: str, noun: str, when: str, day: dt.date | None) -> Resolution:
        """Who held an office of a state, an organisation or a group (`CODE:Group`); `when` as in `Phrase`."""
        state, _, group = code.partition(":")
        if group:
            return Resolution((f"{state}:{group} {noun}",), "noun", 0.6, (f"{noun} of {group}, not known by name",))
        if when == "past":
            return Resolution((f"{state}:former {noun}",), "noun", 0.6, ("a former holder; which one the words do not tell",))
        held = self.elect(state, office, day) if when == "next" else self.knowledge.office_holder(state, office, day)
        if held is None:
            return Resolution((f"{state}:{noun}",), "noun", 0.6, (f"who was {noun} of {state} then is not in the tables",))
        term = min(held.terms, key=lambda t: (not t.covers(day), t.office != office))
        reason = f"{held.name} was {term.office} of {state} {term.first}–{term.last or 'today'} ({term.source})"
        return Resolution((held.key,), "office", 0.9, (reason,), (Candidate(held, 0.9, (reason,)),))

    def elect(self, code: str, office: str, day: dt.date | None) -> Entry | None:
        """Who was to take an office within a year of a day."""
        if day is None:
            return None
        coming = [
            (term.first, entry) for entry in self.knowledge.holders.get((code, office), ()) for term in entry.terms
            if term.office == office and day.isoformat() < term.first <= f"{day.year + 1}-{day.month:02d}-{day.day:02d}"
        ]  # fmt: skip
        return min(coming, key=lambda pair: pair[0])[1] if coming else None
