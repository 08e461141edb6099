"""Who is who: one place to look up states, organisations, institutions, groups and persons by what texts call them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from comity.knowledge.entries import Entry, State, Term
from comity.knowledge.tables import load_table, load_user_actors, load_yaml

# Which of several bearers of a name is meant where nothing else decides.
_RANK = {"state": 0, "organisation": 1, "seat": 2, "people": 3, "capital": 4, "institution": 5, "group": 6, "person": 7}
_NO_NAME = re.compile(r"administration|^mr\b|president|^the |^gov\b|secretary|minister", re.IGNORECASE)
_FIRST_BEARER = {"Congolese": "COD", "Congo": "COD", "Korean": "KOR", "Koreans": "KOR", "Guinean": "GIN", "Dominican": "DOM"}
LEADING = frozenset({"leader", "president", "prime minister", "monarch", "supreme leader", "foreign minister"})
# Reigns with more than one office above: who "the leader" of a state is, most telling first.
_HEADS = ("supreme leader", "president", "leader", "prime minister", "monarch")


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Lower case, without accents, points and doubled spaces: for comparing what people type."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w\s:+-]", "", text).lower().split())


def _spells(text: str) -> tuple[tuple[int, int, int | None], ...]:
    out = []
    for part in filter(None, text.split("|")):
        number, _, years = part.partition(":")
        first, _, last = years.partition("-")
        out.append((int(number), int(first), int(last) if last else None))
    return tuple(out)


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


class Knowledge:
    """All tables, with indexes by name. Load it once (`Knowledge.load()`); it does not change afterwards."""

    def __init__(self, extra: Path | None = None) -> None:
        self.states: dict[str, State] = {}
        self.entries: list[Entry] = []
        self.names: dict[str, list[Entry]] = defaultdict(list)
        self.surnames: dict[str, list[Entry]] = defaultdict(list)
        self.by_key: dict[str, Entry] = {}
        self.holders: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        if extra:
            self._add_user_actors(extra)
        self._add_states()
        self._add_organisations()
        self._add_named("institutions.yml", "institution")
        self._add_named("groups.yml", "group")
        self._add_groups_table()
        self._add_persons()
        self._add_places()
        self._folded: dict[str, list[Entry]] | None = None

    @classmethod
    def load(cls, extra: Path | None = None) -> Knowledge:
        """The shipped tables, with a user's actors (YAML) before them; the same object for the same file."""
        return _load(extra)

    # -- building ---------------------------------------------------------------------------------------------------

    def _add(self, entry: Entry, names: list[str]) -> None:
        self.entries.append(entry)
        self.by_key.setdefault(entry.key, entry)
        for name in dict.fromkeys(names):
            if name and entry not in self.names[name]:
                self.names[name].append(entry)

    def _add_states(self) -> None:
        hand: dict[str, dict[str, list[str]]] = load_yaml("states.yml")
        columns = ("code", "alpha2", "name", "names", "nouns", "adjectives", "capital", "cow", "gw")
        capitals: list[tuple[str, str]] = []
        for code, alpha2, name, listed, nouns, adjectives, capital, cow, gw in load_table("states.tsv", columns):
            more = hand.get(code, {})
            names = [*more.get("names", []), name, *(n for n in listed.split("|") if "(" not in n)]
            people = [*more.get("people", []), *nouns.split("|"), *adjectives.split("|")]
            people = [p for p in dict.fromkeys(people) if p and p not in names and p[0].isupper()]
            usual = next((n for n in names if len(n) > 3 and "." not in n), name)
            state = State(
                code, alpha2, usual, tuple(dict.fromkeys(names)), tuple(people), capital, _spells(cow), _spells(gw)
            )
            self.states[code] = state
            self._add(Entry(code, "state", usual), list(state.names))
            self._add(Entry(code, "people", usual), list(people))
            self._add(Entry(code, "seat", usual), more.get("seats", []))
            if capital and capital not in names and capital not in more.get("seats", []):
                capitals.append((code, capital))
        for code, capital in capitals:
            if not self.names.get(capital):
                self._add(Entry(code, "capital", capital), [capital])
        for name, bearers in self.names.items():
            if len(bearers) > 1 and (first := _FIRST_BEARER.get(name)):
                self.names[name] = [e for e in bearers if e.code == first]
            elif len(bearers) > 1 and bearers[0].kind == "people":  # a territory's demonym yields to the state's
                self.names[name] = [e for e in bearers if self.states[e.code].cow] or bearers

    def _add_organisations(self) -> None:
        for code, names in load_yaml("organisations.yml").items():
            self._add(Entry(code, "organisation", names[0]), names)

    def _add_named(self, file: str, kind: str) -> None:
        for key, names in load_yaml(file).items():
            self._add(Entry(key, kind, names[0]), names)

    def _add_groups_table(self) -> None:
        for code, name, aliases, _role in load_table("groups.tsv", ("code", "name", "aliases", "role")):
            names = [n for n in [name, *aliases.split("|")] if len(n.split()) > 1 and n not in self.names]
            if names:
                self._add(Entry(f"{code}:{name}", "group", name, source="phoenix"), names)

    def _add_persons(self) -> None:
        hand = load_yaml("persons.yml")
        known: set[tuple[str, str]] = set()
        for key, fields in hand.items():
            code, _, name = key.partition(":")
            terms = tuple(Term(str(o), str(a), str(b), "comity") for o, a, b in fields["terms"])
            self._add_person(Entry(key, "person", name, terms, "comity"), fields.get("aliases", []))
            known.update((code, fold(n)) for n in [name, *fields.get("aliases", [])])
            known.add((code, fold(name.split()[-1])))
        for code, name, aliases, terms_text in load_table("persons.tsv", ("code", "name", "aliases", "terms")):
            folded = fold(name)
            if (code, folded) in known or any((code, fold(a)) in known for a in aliases.split("|") if " " in a):
                continue
            parts = [term.split("~") for term in terms_text.split("|")]
            terms = tuple(Term(*part) for part in parts if len(part) == 4)
            leads = any(term.office in LEADING for term in terms)
            if " " not in name and (not leads or (code, folded) in known):
                continue
            listed = [a for a in aliases.split("|") if " " in a and not _NO_NAME.search(a)]
            self._add_person(Entry(f"{code}:{name}", "person", name, terms, terms[0].source if terms else ""), listed)

    def _add_person(self, entry: Entry, aliases: list[str]) -> None:
        full = [n for n in [entry.name, *aliases] if " " in n or entry.source == "comity"]
        self._add(entry, full)
        words = entry.name.split()
        family_first = entry.code in ("CHN", "PRK", "KOR", "TWN", "VNM", "KHM", "SGP") and len(words) > 1
        surname = words[0] if family_first else words[-1]
        self.surnames[surname].append(entry)
        for alias in aliases:
            if (last := alias.split()[-1]) != surname and entry.source == "comity":
                self.surnames[last].append(entry)
        for office in {term.office for term in entry.terms}:
            self.holders[entry.code, office].append(entry)

    def _add_places(self) -> None:
        for code, names in load_yaml("places.yml").items():
            for name in names:
                if not self.names.get(name):
                    self._add(Entry(code, "place", name), [name])

    def _add_user_actors(self, path: Path) -> None:
        for key, (fields, line) in load_user_actors(path).items():
            code, _, name = key.partition(":")
            terms = tuple(Term(str(o), str(a), str(b), str(path)) for o, a, b in fields.get("terms", []))
            kind = "person" if terms else "group" if name else "organisation"
            self._add(
                Entry(key, kind, name or code, terms, f"{path}, line {line}"), [*fields.get("names", []), name or code]
            )
            for office in {term.office for term in terms}:
                self.holders[code, office].append(self.by_key[key])

    # -- asking -----------------------------------------------------------------------------------------------------

    def label(self, key: str) -> str:
        """A key in words: `RUS` → Russia, `RUS:Vladimir Putin` → Vladimir Putin (Russia)."""
        code, _, name = key.partition(":")
        home = self.states[code].name if code in self.states else code
        if not name:
            return home
        return name if code == "-" else f"{name} ({home})"

    def codes_at(self, code: str, year: int) -> dict[str, str | int | None]:
        """ISO alpha-3 and alpha-2 with the COW and Gleditsch–Ward numbers of a state in a year; KeyError where none."""
        state = self.states[code]
        cow, gw = state.numbers_in(year)
        return {"iso3": code, "iso2": state.alpha2 or None, "cow": cow, "gw": gw}

    def office_holder(self, code: str, office: str, day: dt.date | None) -> Entry | None:
        """Who held an office of a state or organisation on a day; `leader` means its most telling head. None if unknown."""
        offices = _HEADS if office == "leader" else (office, "leader") if office in _HEADS else (office,)
        for wanted in offices:
            found = []
            for entry in self.holders.get((code, wanted), ()):
                found += [(term.first, entry) for term in entry.terms if term.office == wanted and term.covers(day)]
            if found:
                return max(found, key=lambda pair: pair[0])[1]
        return None

    def find(self, text: str, day: dt.date | None = None) -> list[Candidate]:
        """What a name, a code, a demonym or a person's name may mean, best first; empty where nothing bears it."""
        wanted = text.strip()
        code = wanted.upper()
        if wanted in self.by_key:
            return [Candidate(self.by_key[wanted], 1.0, ("the key itself",))]
        if code in self.by_key and (code in self.states or len(wanted) > 2):
            return [Candidate(self.by_key[code], 1.0, ("the code itself",))]
        if self._folded is None:
            self._folded = defaultdict(list)
            for name, bearers in self.names.items():
                self._folded[fold(name)] += bearers
            for surname, bearers in self.surnames.items():
                self._folded[fold(surname)] += bearers
        bearers = list(
            dict.fromkeys(self._folded.get(re.sub(r"^the ", "", fold(wanted))) or self._folded.get(fold(wanted), []))
        )
        found = []
        for entry in bearers:
            score, reasons = 1.0 - 0.05 * _RANK.get(entry.kind, 8), [f"“{wanted}” is a name of this {entry.kind}"]
            if entry.kind == "person":
                if entry.active(day):
                    reasons.append("in office" + (f" on {day}" if day else " today, as far as the tables go"))
                else:
                    score -= 0.1 + min(0.4, 0.02 * entry.distance(day))
                    reasons.append("out of office" if day else "no longer in office")
                if any(term.office in LEADING for term in entry.terms):
                    score += 0.1
            found.append(Candidate(entry, max(0.05, min(1.0, score)), tuple(reasons)))
        return sorted(found, key=lambda c: (-c.score, c.key))

    def nearest(self, text: str, count: int = 5) -> list[str]:
        """Names that look like `text`, for suggestions where `find` gives nothing."""
        from rapidfuzz import process
        from rapidfuzz.distance import JaroWinkler

        names = [n for n, bearers in self.names.items() if bearers and bearers[0].kind != "place"]
        hits = process.extract(
            fold(text), names, processor=fold, scorer=JaroWinkler.similarity, limit=count, score_cutoff=0.75
        )
        return [f"{name} ({self.names[name][0].key})" for name, _score, _ in hits]


@lru_cache(maxsize=4)
def _load(extra: Path | None) -> Knowledge:
    return Knowledge(extra)
