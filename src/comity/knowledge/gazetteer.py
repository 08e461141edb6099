"""Finds the names of the tables in running text: all at once, longest first, on word borders, in headlines of capitals too."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import ahocorasick_rs

from comity.knowledge.context import in_context, not_actors
from comity.knowledge.entries import Entry
from comity.knowledge.knowledge import Knowledge

_IN_CAPITALS = frozenset({"state", "people", "seat", "capital", "organisation", "institution", "group", "place"})
"""Kinds of names that are looked for in lines of capitals; of persons only those whom the tables know by hand."""
_YEARS_REMEMBERED = 8
"""Years before and after a term within which news still names a minister whom only a list of governments knows."""
_CAPITALS_LINE = re.compile(r"^(?=[^\n]*[A-Z]{2})[^a-zß-öø-ÿ\n]{12,}$", re.MULTILINE)
_NOT_IN_CAPITALS = frozenset(
    {"AID", "POLE", "POLES", "TIME", "CARE", "FORD", "VALE", "TOTAL", "UNITED", "RENAISSANCE", "SHELL"}
)
"""Words that are not the name of the same letters where everything is written in capitals."""


@dataclass(frozen=True, slots=True)
class Match:
    """A name in a text: its offsets and those who bear it."""

    start: int
    end: int
    entries: tuple[Entry, ...]

    @property
    def kind(self) -> str:
        """The kind of the first bearer: state, people, seat, organisation, person …"""
        return self.entries[0].kind


class _Finder:
    """Many names looked for at once."""

    def __init__(self, names: dict[str, tuple[Entry, ...]]) -> None:
        self.forms = list(names)
        self.bearers = list(names.values())
        self.automaton = ahocorasick_rs.AhoCorasick(
            self.forms,
            matchkind=ahocorasick_rs.MatchKind.Standard,
            store_patterns=False,
            implementation=ahocorasick_rs.Implementation.NoncontiguousNFA,
        )

    def spans(self, text: str, offset: int = 0) -> list[tuple[int, int, int]]:
        """(start, minus end, number of the name) of all names on word borders."""
        whole = []
        for index, start, end in self.automaton.find_matches_as_indexes(text, overlapping=True):
            before, after = text[start - 1 : start], text[end : end + 1]
            if not (before.isalnum() or after.isalnum() or before == "@"):
                whole.append((start + offset, -end - offset, index))
        return whole


class Gazetteer:
    """A finder of all names of a `Knowledge`."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._names = knowledge.names
        names: dict[str, tuple[Entry, ...]] = {}
        for name, bearers in knowledge.names.items():
            if bearers and (len(name) > 2 or name.isupper()):
                names[name] = tuple(bearers)
                if "'" in name:
                    names[name.replace("'", "’")] = names[name]
                if name.startswith("the "):  # "the West" where a sentence begins
                    names.setdefault("The " + name[4:], names[name])
        for name in not_actors():
            if not names.get(name):
                names[name] = ()
        self._finder = _Finder(names)

    @classmethod
    def load(cls, knowledge: Knowledge | None = None) -> Gazetteer:
        """The finder of the shipped tables, or of others."""
        return _gazetteer(knowledge or Knowledge.load())

    @cached_property
    def _in_capitals(self) -> _Finder:
        names: dict[str, tuple[Entry, ...]] = {}
        for name, bearers in self._names.items():
            fitting = tuple(e for e in bearers if e.kind in _IN_CAPITALS or e.source == "comity")
            upper = name.upper()
            if fitting and len(name) > 3 and upper != name and upper not in _NOT_IN_CAPITALS:
                names.setdefault(upper, fitting)
        return _Finder(names)

    def matches(self, text: str, day: dt.date | None = None) -> Iterator[Match]:
        """All names on word borders, in order, longest first where they overlap. Names that mean no actor are left out.

        With a day, members of governments of another time are left out too: there are many, and their names are common.
        """
        found = [(start, end, self._finder, index) for start, end, index in self._finder.spans(text)]
        for line in _CAPITALS_LINE.finditer(text):
            spans = self._in_capitals.spans(line[0], line.start())
            found += [(start, end, self._in_capitals, index) for start, end, index in spans]
        reached = -1
        for start, minus_end, finder, index in sorted(found, key=lambda span: span[:2]):
            if start < reached:
                continue
            reached = -minus_end
            bearers = finder.bearers[index]
            if day is not None and any(e.kind == "person" for e in bearers):
                bearers = tuple(e for e in bearers if not _of_another_time(e, day))
            if bearers and (meant := in_context(finder.forms[index], bearers, text, start, reached)):
                yield Match(start, reached, meant)


def _of_another_time(entry: Entry, day: dt.date) -> bool:
    """Whether someone is known as a member of a government only, and that long before or after."""
    return entry.source == "phoenix" and entry.kind == "person" and entry.distance(day) > _YEARS_REMEMBERED


@lru_cache(maxsize=4)
def _gazetteer(knowledge: Knowledge) -> Gazetteer:
    return Gazetteer(knowledge)
