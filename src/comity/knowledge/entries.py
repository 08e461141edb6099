"""What the tables hold: states with their codes, and everything that has a name and a key."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A time in an office: ISO dates, or their beginnings where the day is not known; empty where open."""

    office: str
    first: str
    last: str
    source: str

    def covers(self, day: dt.date | None) -> bool:
        """Whether the office was held on that day; an unknown day is covered by a term that is still open."""
        if day is None:
            return not self.last
        iso = day.isoformat()
        return self.first <= iso and (not self.last or iso[: len(self.last)] <= self.last)

    def distance(self, day: dt.date) -> int:
        """Years between the day and the term, 0 inside it."""
        first = int(self.first[:4]) if self.first else -9999
        last = int(self.last[:4]) if self.last else 9999
        return max(first - day.year, day.year - last, 0)


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that texts name: its actor key, what kind of thing it is, its usual name, and offices held.

    Kinds: state, people, seat, capital, place, organisation, institution, company, medium, group, person.
    The terms of a group, an organisation or a former state are the years in which it existed.
    """

    key: str
    kind: str
    name: str
    terms: tuple[Term, ...] = ()
    source: str = ""

    @property
    def code(self) -> str:
        """The state or organisation: the part of the key before the colon."""
        return self.key.partition(":")[0]

    def active(self, day: dt.date | None) -> bool:
        """Whether a person held any office on that day."""
        return any(term.covers(day) for term in self.terms)

    def distance(self, day: dt.date | None) -> int:
        """Years between the day and the nearest term; 0 without terms or day."""
        if day is None or not self.terms:
            return 0
        return min(term.distance(day) for term in self.terms)


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory. `cow` and `gw` list (number, first year, last year or None) in the two lists of states.

    `successor` is the code of the state that acts for a dissolved one afterwards.
    """

    code: str
    alpha2: str
    name: str
    names: tuple[str, ...]
    people: tuple[str, ...]
    capital: str
    cow: tuple[tuple[int, int, int | None], ...]
    gw: tuple[tuple[int, int, int | None], ...]
    successor: str = ""

    def numbers_in(self, year: int) -> tuple[int | None, int | None]:
        """COW and Gleditsch–Ward number in that year; None where the list does not have the state then."""

        def at(spells: tuple[tuple[int, int, int | None], ...]) -> int | None:
            return next((n for n, first, last in spells if first <= year and (last is None or year <= last)), None)

        return at(self.cow), at(self.gw)
