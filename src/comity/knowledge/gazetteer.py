"""Finds the names of the tables in running text: all at once, longest first, on word borders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import ahocorasick_rs

from comity.knowledge.entries import Entry
from comity.knowledge.knowledge import Knowledge

# Names that contain a state's or a city's name and mean something else: a treaty, a paper, a dish, a talks format.
_NOT_ACTORS = (
    "Paris Agreement", "Paris Accord", "Paris climate accord", "Paris climate agreement", "Geneva Convention",
    "Geneva Conventions", "Vienna Convention", "Helsinki Final Act", "Rome Statute", "Kyoto Protocol", "Treaty of Rome",
    "Washington Treaty", "New York Stock Exchange", "London Stock Exchange", "South China Sea", "East China Sea",
    "South China Morning Post", "Sea of Japan", "Gulf of Mexico", "Gulf of Oman", "Persian Gulf", "Indian Ocean",
    "American football", "Turkish delight", "Guinea pig", "French fries", "Moscow Times", "Jerusalem Post", "Korea Times",
    "Minsk agreements", "Minsk Agreements", "Minsk accords", "Oslo accords", "Oslo Accords", "Dayton accords",
    "Abraham Accords", "Warsaw Treaty", "Washington Monument", "Times of India", "Bank of America", "Korean War", "Vietnam War",
    "Gulf War", "Iraq War", "Korean Peninsula", "Korean peninsula", "Indian subcontinent", "Arabian Peninsula", "Panama Canal",
    "English-language", "Latin America", "Latin American", "North America", "Central America", "South America", "New Mexico",
    "Spanish-language", "Arabic-language", "English language", "Russian language", "Chinese language", "Papua New Guinea",
    "Georgia Tech", "Air Jordan", "Michael Jordan", "Jordan River", "River Jordan", "Chinese New Year",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """A name in a text: its offsets and those who bear it."""

    start: int
    end: int
    entries: tuple[Entry, ...]


class Gazetteer:
    """A finder of all names of a `Knowledge`."""

    def __init__(self, knowledge: Knowledge) -> None:
        names: dict[str, tuple[Entry, ...]] = {}
        for name, bearers in knowledge.names.items():
            if bearers and (len(name) > 2 or name.isupper()):
                for form in {name, name.replace("'", "’")}:
                    names[form] = tuple(bearers)
        for name in _NOT_ACTORS:
            if not any(entry.kind == "state" for entry in names.get(name, ())):
                names[name] = ()
        self._forms = list(names)
        self._entries = [names[form] for form in self._forms]
        self._finder = ahocorasick_rs.AhoCorasick(
            self._forms, matchkind=ahocorasick_rs.MatchKind.Standard, store_patterns=False
        )

    @classmethod
    def load(cls, knowledge: Knowledge | None = None) -> Gazetteer:
        """The finder of the shipped tables, or of others."""
        return _gazetteer(knowledge or Knowledge.load())

    def matches(self, text: str) -> Iterator[Match]:
        """All names on word borders, in order, longest first where they overlap. Names that mean no actor are left out."""
        whole = []
        for index, start, end in self._finder.find_matches_as_indexes(text, overlapping=True):
            before, after = text[start - 1 : start], text[end : end + 1]
            if before.isalnum() or after.isalnum() or before == "@":
                continue
            whole.append((start, -end, index))
        reached = -1
        for start, minus_end, index in sorted(whole):
            if start >= reached:
                reached = -minus_end
                if self._entries[index]:
                    yield Match(start, -minus_end, self._entries[index])


@lru_cache(maxsize=4)
def _gazetteer(knowledge: Knowledge) -> Gazetteer:
    return Gazetteer(knowledge)
