"""Puts the tables together: every name with those who bear it, every office with those who held it.

The order is the order of precedence: a user's actors, states, organisations, institutions, firms, media, groups, persons,
places. What an earlier table calls by a name keeps it; a later one joins as a further bearer only where both may be meant.
"""

from __future__ import annotations

import gc
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from comity.knowledge.entries import Entry, State, Term
from comity.knowledge.labels import STATE_COLUMNS
from comity.knowledge.persons import HAND, everyone
from comity.knowledge.tables import KnowledgeError, load_table, load_user_actors, load_yaml, load_yaml_lines

NAMED_FILES = (
    ("institutions.yml", "institution"),
    ("companies.yml", "company"),
    ("media.yml", "medium"),
    ("groups.yml", "group"),
)
FAMILY_NAME_FIRST = frozenset({"CHN", "PRK", "KOR", "TWN", "VNM", "KHM", "HKG", "SGP"})
_FIRST_BEARER = {"Congolese": "COD", "Congo": "COD", "Korean": "KOR", "Koreans": "KOR", "Guinean": "GIN", "Dominican": "DOM"}
_YEARS = re.compile(r"(\d{4})-(\d{4})?$")
_ARTICLE = re.compile(r"^(?:al|el|as|ash|an|ar|at|ath|az|ad)-(?=\w)", re.IGNORECASE)
_TITLES = frozenset(
    {"President", "King", "Queen", "Pope", "Emperor", "Sultan", "Emir", "Ayatollah", "General", "Mullah", "Prince", "Prime"}
)
_REGNAL = {"monarch": ("King", "Queen", "Emperor", "Emir", "Sultan"), "pope": ("Pope",)}


@dataclass(slots=True)
class Tables:
    """All entries with their indexes; filled once by `assemble`, not changed afterwards."""

    states: dict[str, State] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    names: dict[str, list[Entry]] = field(default_factory=dict)
    surnames: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    by_key: dict[str, Entry] = field(default_factory=dict)
    holders: dict[tuple[str, str], list[Entry]] = field(default_factory=lambda: defaultdict(list))
    members: dict[str, list[tuple[str, int, int | None]]] = field(default_factory=dict)

    def add(self, entry: Entry, names: Iterable[str]) -> None:
        """Takes an entry in under its names."""
        self.entries.append(entry)
        self.by_key.setdefault(entry.key, entry)
        all_names = self.names
        for name in names:
            if name:
                bearers = all_names.get(name)
                if bearers is None:
                    all_names[name] = [entry]
                elif entry not in bearers:
                    bearers.append(entry)


def assemble(extra: Path | None = None) -> Tables:
    """All tables, with a user's actors before them."""
    tables = Tables()
    collecting = gc.isenabled()
    gc.disable()  # a hundred thousand small objects that all stay: looking for garbage among them only costs time
    try:
        if extra:
            add_user_actors(tables, extra)
        _states(tables)
        for code, names in load_yaml("organisations.yml").items():
            tables.add(Entry(code, "organisation", names[0]), dict.fromkeys(names))
        for code, text in load_yaml("members.yml").items():
            tables.members[code] = list(_members(code, text))
        for file, kind in NAMED_FILES:
            _named(tables, file, kind)
        _derived_groups(tables)
        _persons(tables)
        _officials(tables)
        for code, names in load_yaml("places.yml").items():
            for name in names:
                if name not in tables.names:
                    tables.add(Entry(code, "place", name), [name])
    finally:
        if collecting:
            gc.enable()
    return tables


def _spells(text: str) -> tuple[tuple[int, int, int | None], ...]:
    out = []
    for part in filter(None, text.split("|")):
        number, _, years = part.partition(":")
        first, _, last = years.partition("-")
        out.append((int(number), int(first), int(last) if last else None))
    return tuple(out)


def _members(code: str, text: str) -> Iterable[tuple[str, int, int | None]]:
    for item in text.split():
        member, colon, years = item.partition(":")
        first, _, last = years.partition("-")
        if colon and not first.isdigit():
            raise KnowledgeError(f"members.yml, {code}: expected `CODE:1949-` or `CODE:1973-2020`, found {item!r}")
        yield member, int(first) if first else 0, int(last) if last else None


def _states(tables: Tables) -> None:
    hand: dict[str, Any] = load_yaml("states.yml")
    capitals: list[tuple[str, str]] = []
    for code, alpha2, name, listed, nouns, adjectives, capital, cow, gw in load_table("states.tsv", STATE_COLUMNS):
        more = hand.get(code, {})
        people = [*more.get("people", []), *nouns.split("|"), *adjectives.split("|")]
        by_hand = more.get("names", [])
        names = [*by_hand, *(n for n in (name, *listed.split("|")) if "(" not in n and (n == name or n not in people))]
        people = [p for p in dict.fromkeys(people) if p and p not in names and p[0].isupper()]
        usual = more.get("label", name)
        seats = more.get("seats", [])
        former = [Term("state", *_span(years), HAND) for years in more.get("years", [])]
        tables.states[code] = State(
            code, alpha2, usual, tuple(dict.fromkeys(names)), tuple(people), capital, _spells(cow), _spells(gw),
            more.get("successor", [""])[0],
        )  # fmt: skip
        tables.add(Entry(code, "state", usual, tuple(former)), tables.states[code].names)
        tables.add(Entry(code, "people", usual), people)
        tables.add(Entry(code, "seat", usual), seats)
        if capital and capital not in names and capital not in seats:
            capitals.append((code, capital))
    for code, capital in capitals:
        if capital not in tables.names:
            tables.add(Entry(code, "capital", capital), [capital])
    for name, bearers in tables.names.items():
        if len(bearers) > 1 and (first := _FIRST_BEARER.get(name)):
            tables.names[name] = [e for e in bearers if e.code == first]
        elif len(bearers) > 1 and bearers[0].kind == "people":  # a territory's demonym yields to the state's
            tables.names[name] = [e for e in bearers if e.kind == "people" and tables.states[e.code].cow] or bearers


def _span(years: str) -> tuple[str, str]:
    match = _YEARS.match(str(years))
    if match is None:
        raise KnowledgeError(f"expected years such as `1987-` or `1975-1979`, found {years!r}")
    return match[1], match[2] or ""


def _named(tables: Tables, file: str, kind: str) -> None:
    for key, (names, line) in load_yaml_lines(file).items():
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise KnowledgeError(f"{file}, line {line}: expected a list of names for {key!r}, found {names!r}")
        terms: tuple[Term, ...] = ()
        if _YEARS.match(names[-1]):
            terms, names = (Term(kind, *_span(names[-1]), HAND),), names[:-1]
        if not names:
            raise KnowledgeError(f"{file}, line {line}: expected at least one name for {key!r}")
        tables.add(Entry(key, kind, names[0], terms, HAND), dict.fromkeys(names))


def _derived_groups(tables: Tables) -> None:
    for code, name, aliases, _role in load_table("groups_phoenix.tsv", ("code", "name", "aliases", "role")):
        names = [n for n in [name, *aliases.split("|")] if " " in n and n not in tables.names]
        if names and f"{code}:{name}" not in tables.by_key:
            tables.add(Entry(f"{code}:{name}", "group", name, source="phoenix"), names)


def _persons(tables: Tables) -> None:
    surnames, holders = tables.surnames, tables.holders
    for person in everyone().values():
        name, terms = person.name, tuple(person.terms)
        source = terms[0].source if terms else ""
        entry = Entry(person.key, "person", name, terms, source)
        code = entry.code
        told = list(dict.fromkeys([name, *person.aliases]))
        names = list(dict.fromkeys([*told, *person.spellings]))
        by_hand = source == HAND
        offices = {term.office for term in terms}
        single = " " not in name
        regnal = [f"{title} {name}" for office in offices & _REGNAL.keys() for title in _REGNAL[office]]
        full = regnal + [n for n in names if " " in n or (by_hand and n != name) or (by_hand and not regnal)]
        tables.add(entry, full)
        if not (single and regnal):
            for form in told:  # not the sources' spellings: their last word may be a mother's name
                words = form.split()
                if words[0] in _TITLES and len(words) > 1:
                    continue
                surname = words[0] if code in FAMILY_NAME_FIRST and len(words) > 1 and words[0] != "To" else words[-1]
                if surname in ("II", "III", "IV", "V", "VI", "Jr.", "Jr", "Sr.") and len(words) > 1:
                    continue
                for known in {surname, _ARTICLE.sub("", surname)}:  # al-Assad, Assad
                    if entry not in surnames[known]:
                        surnames[known].append(entry)
        for office in offices:
            holders[code, office].append(entry)


def _officials(tables: Tables) -> None:
    """Members of governments, by full name only: they are too many for a surname alone to tell one of them."""
    spans: dict[tuple[str, str], tuple[Term, ...]] = {}  # many entered and left with the same cabinet
    for code, name, aliases, first, last in load_table("officials.tsv", ("code", "name", "aliases", "first", "last")):
        key = f"{code}:{name}"
        if key not in tables.by_key:
            terms = spans.get((first, last))
            if terms is None:
                terms = spans[first, last] = (Term("government", first, last, "phoenix"),)
            entry = Entry(key, "person", name, terms, "phoenix")
            tables.add(entry, (name, *aliases.split("|")) if aliases else (name,))


def add_user_actors(tables: Tables, path: Path) -> None:
    """Adds the actors of a user's file to the tables. Raises `KnowledgeError` with file and line where it is broken."""
    for key, (fields, line) in load_user_actors(path).items():
        code, _, name = key.partition(":")
        terms = tuple(Term(str(o), str(a), str(b), str(path)) for o, a, b in fields.get("terms", []))
        kind = fields.get("kind") or ("person" if terms else "group" if name else "organisation")
        entry = Entry(key, kind, name or code, terms, f"{path}, line {line}")
        tables.add(entry, dict.fromkeys([*fields.get("names", []), name or code]))
        for office in {term.office for term in terms}:
            tables.holders[code, office].append(entry)
        if kind == "person":
            tables.surnames[(name or code).split()[-1]].append(entry)
