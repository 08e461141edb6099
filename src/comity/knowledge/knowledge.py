"""Who is who: one place to look up states, organisations, institutions, groups and persons by what texts call them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from comity.knowledge.assembly import assemble
from comity.knowledge.entries import Entry
from comity.knowledge.labels import label
from comity.knowledge.name_origins import NameOrigins
from comity.knowledge.tables import load_yaml

# Which of several bearers of a name is meant where nothing else decides.
_RANK = {
    "state": 0, "organisation": 1, "seat": 2, "people": 3, "capital": 4, "institution": 5, "company": 6, "medium": 6,
    "group": 6, "person": 7, "place": 8,
}  # fmt: skip
LEADING = frozenset(
    {"leader", "president", "prime minister", "monarch", "supreme leader", "foreign minister", "pope", "secretary-general"}
)
"""Offices whose holders a bare surname may mean."""
RULING = frozenset({"leader", "president", "prime minister", "monarch", "supreme leader"})
"""Offices whose holders rule a state."""
# Who "the leader" of a state is, most telling first, where executives.yml does not say otherwise.
_HEADS = ("supreme leader", "leader", "president", "prime minister", "monarch")
# Offices that go by another name in some state or organisation.
_OTHER_NAMES = {
    "president": ("leader", "commission president"),
    "secretary-general": ("director general", "chairman"),
    "spokesperson": ("foreign ministry spokesperson", "press secretary"),
    "head": ("secretary-general", "director general", "managing director", "chairman", "commission president", "president"),
    "prime minister": ("chief executive",),
    "supreme leader": ("leader",),
}


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Lower case, without accents, points and doubled spaces: for comparing what people type."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w\s:+-]", "", text).lower().split())


_CLOSE = 0.04  # of two bearers of a name whose scores lie nearer to each other, none is simply meant


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible meaning of a name, with a score from 0 to 1 and the reasons for it."""

    entry: Entry
    score: float
    reasons: tuple[str, ...]

    @property
    def key(self) -> str:
        """The actor key."""
        return self.entry.key

    @property
    def kind(self) -> str:
        """What kind of thing the name is of: state, people, seat, capital, organisation, person …"""
        return self.entry.kind


class Knowledge:
    """All tables, with indexes by name. Load it once (`Knowledge.load()`); it does not change afterwards.

    `entries` holds everything; `names` maps each name as texts write it to those who bear it; `surnames` the persons whom a
    surname may mean; `by_key` the first entry of each actor key; `holders` (code, office) to the persons who held it;
    `members` the members of organisations with first and last year.
    """

    def __init__(self, extra: Path | None = None) -> None:
        tables = assemble(extra)
        self.states = tables.states
        self.entries = tables.entries
        self.names = tables.names
        self.surnames = tables.surnames
        self.by_key = tables.by_key
        self.holders = tables.holders
        self.members = tables.members

    @classmethod
    def load(cls, extra: Path | None = None) -> Knowledge:
        """The shipped tables, with a user's actors (YAML) before them; the same object for the same file."""
        return _load(extra)

    def _of_kind(self, *kinds: str) -> Mapping[str, Entry]:
        return {e.key: e for e in self.entries if e.kind in kinds}

    @cached_property
    def organisations(self) -> Mapping[str, Entry]:
        """Intergovernmental organisations and blocs by code."""
        return self._of_kind("organisation")

    @cached_property
    def persons(self) -> Mapping[str, Entry]:
        """Persons by key."""
        return self._of_kind("person")

    @cached_property
    def _origins(self) -> NameOrigins:
        return NameOrigins((fold(e.name), e.code) for e in self.persons.values() if e.code in self.states)

    def sounds_like(self, name: str, code: str) -> float:
        """How much likelier a person's name is in a state than anywhere (`NameOrigins.likeness`)."""
        return self._origins.likeness(fold(name), code)

    @cached_property
    def groups(self) -> Mapping[str, Entry]:
        """Armed and political groups, parties and movements by key."""
        return self._of_kind("group")

    @cached_property
    def institutions(self) -> Mapping[str, Entry]:
        """National institutions and organs of organisations, firms and news media by key."""
        return self._of_kind("institution", "company", "medium")

    def knows(self, code: str) -> bool:
        """Whether a code is that of a state, territory, organisation or bloc."""
        return code in self.states or code in self.organisations

    # -- asking -----------------------------------------------------------------------------------------------------

    def label(self, key: str) -> str:
        """A key in words: `RUS` → Russia, `RUS:Vladimir Putin` → Vladimir Putin (Russia)."""
        return label(key)

    def codes_at(self, code: str, year: int) -> dict[str, str | int | None]:
        """ISO alpha-3 and alpha-2 with the COW and Gleditsch–Ward numbers of a state in a year; KeyError where none."""
        state = self.states[code]
        cow, gw = state.numbers_in(year)
        return {"iso3": code, "iso2": state.alpha2 or None, "cow": cow, "gw": gw}

    @cached_property
    def _by_number(self) -> Mapping[tuple[str, int], list[tuple[int, int | None, str]]]:
        found: dict[tuple[str, int], list[tuple[int, int | None, str]]] = defaultdict(list)
        for state in self.states.values():
            for scheme, spells in (("cow", state.cow), ("gw", state.gw)):
                for number, first, last in spells:
                    found[scheme, number].append((first, last, state.code))
        return found

    def state_of(self, scheme: str, number: int, year: int) -> str | None:
        """The code of the state that has a number in `cow` or `gw` in a year; None where no state has it then."""
        for first, last, code in self._by_number.get((scheme, number), ()):
            if first <= year and (last is None or year <= last):
                return code
        return None

    def members_at(self, code: str, year: int) -> tuple[str, ...]:
        """The members of an organisation or bloc in a year; empty where the tables do not tell them."""
        return tuple(m for m, first, last in self.members.get(code, ()) if first <= year and (last is None or year < last))

    def office_holder(self, code: str, office: str, day: dt.date | None) -> Entry | None:
        """Who held an office of a state or organisation on a day; `leader` means its most telling head. None if unknown."""
        for wanted in self._offices(code, office, day):
            found = []
            for entry in self.holders.get((code, wanted), ()):
                found += [(term.first, entry) for term in entry.terms if term.office == wanted and term.covers(day)]
            if found:
                return max(found, key=lambda pair: pair[0])[1]
        return None

    def _offices(self, code: str, office: str, day: dt.date | None) -> tuple[str, ...]:
        if office != "leader":
            return (office, *_OTHER_NAMES.get(office, ()))
        telling = _powerful_office(code, (day or dt.date.max).year)
        heads = _HEADS if code in self.states else ("secretary-general", "commission president", *_OTHER_NAMES["head"])
        return (telling, *heads) if telling else heads

    @cached_property
    def _folded(self) -> Mapping[str, list[Entry]]:
        folded: dict[str, list[Entry]] = defaultdict(list)
        for index in (self.names, self.surnames):
            for name, bearers in index.items():
                folded[fold(name)] += bearers
        return folded

    def folded(self, name: str) -> list[Entry]:
        """Those who bear a name or surname, whatever its case, accents and points."""
        return self._folded.get(fold(name), [])

    def find(self, text: str, day: dt.date | None = None) -> list[Candidate]:
        """What a name, a code, a demonym or a person's name may mean, best first; empty where nothing bears it."""
        wanted = text.strip()
        code = wanted.upper()
        if wanted in self.by_key:
            return [Candidate(self.by_key[wanted], 1.0, ("the key itself",))]
        if code in self.by_key and (code in self.states or len(wanted) > 2):
            return [Candidate(self.by_key[code], 1.0, ("the code itself",))]
        plain = fold(wanted)
        bearers = list(dict.fromkeys(self._folded.get(re.sub(r"^the ", "", plain)) or self._folded.get(plain, [])))
        found = [self.judge(entry, wanted, day) for entry in bearers]
        return sorted(found, key=lambda c: (-c.score, c.key))

    def likely(self, text: str, day: dt.date | None = None) -> list[Candidate]:
        """Whom a name may well mean: the best candidate, and others as long as nothing much speaks for the best one."""
        found = self.find(text, day)
        return [c for n, c in enumerate(found) if n == 0 or (c.key != found[0].key and c.score > found[0].score - _CLOSE)]

    def judge(self, entry: Entry, name: str, day: dt.date | None) -> Candidate:
        """How likely a bearer of a name is meant on a day, by its kind and by when it was in office or existed."""
        score, reasons = 1.0 - 0.05 * _RANK.get(entry.kind, 8), [f"“{name}” is a name of this {entry.kind}"]
        if entry.source and entry.source not in _SHIPPED:
            score, reasons = 1.0, [f"“{name}” is named in {entry.source}"]
        if entry.kind == "person":
            if entry.active(day):
                reasons.append("in office" + (f" on {day}" if day else " today, as far as the tables go"))
            else:
                score -= 0.1 + min(0.4, 0.02 * entry.distance(day))
                reasons.append("out of office" if day else "no longer in office")
            if any(term.office in LEADING for term in entry.terms):
                score += 0.1
            elif all(term.office == "government" for term in entry.terms):
                score -= 0.1
                reasons.append("known only as a member of the government")
        elif entry.terms and (away := entry.distance(day)):
            score -= min(0.4, 0.03 * away)
            reasons.append(f"did not exist then ({entry.terms[0].first}–{entry.terms[0].last})")
        highest = 1.0 if entry.source and entry.source not in _SHIPPED else 0.99  # a user's own actors go first
        return Candidate(entry, max(0.05, min(highest, score)), tuple(reasons))

    def nearest(self, text: str, count: int = 5) -> list[str]:
        """Names that look like `text`, for suggestions where `find` gives nothing."""
        from rapidfuzz import process
        from rapidfuzz.distance import JaroWinkler

        names = [n for n, bearers in self.names.items() if bearers and bearers[0].kind != "place"]
        hits = process.extract(fold(text), names, processor=fold, scorer=JaroWinkler.similarity, limit=count, score_cutoff=0.75)
        return [f"{name} ({self.names[name][0].key})" for name, _score, _ in hits]


_SHIPPED = frozenset({"comity", "archigos", "reign", "phoenix", "wikidata 2021", "factbook 2026", "leaders 2026"})


@lru_cache(maxsize=1)
def executives() -> list[tuple[str, dict[str, list[tuple[int, int]]]]]:
    """Offices whose holders lead a state, with the codes and years (first, last) where that is so."""
    found = []
    for office, text in load_yaml("executives.yml").items():
        spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for item in text.split():
            code, _, years = item.partition(":")
            first, _, last = years.partition("-")
            spans[code].append((int(first or 0), int(last or 9999)))
        found.append((office, spans))
    return found


def _powerful_office(code: str, year: int) -> str:
    """The office of a state's effective leader in a year where it is not the president's; empty otherwise."""
    return next((o for o, spans in executives() if any(a <= year <= b for a, b in spans.get(code, ()))), "")


@lru_cache(maxsize=4)
def _load(extra: Path | None) -> Knowledge:
    return Knowledge(extra)
