"""Persons by hand and by table: `holders.yml` (who held an office, in turn), `persons.yml` (others, aliases), `persons.tsv`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from comity.knowledge.entries import Term
from comity.knowledge.tables import KnowledgeError, load_table, load_yaml_lines

HAND = "comity"
"""Source of the rows written by hand."""
COLUMNS = ("code", "name", "aliases", "terms")
_HOLDER = re.compile(r"(?P<name>.+?) (?P<first>\d{4}(?:-\d\d){0,2})(?:\.\.(?P<last>\d{4}(?:-\d\d){0,2}))?$")


@dataclass(slots=True)
class Person:
    """A person while the tables are put together: key, other names by hand and of the sources, terms of office."""

    key: str
    aliases: list[str] = field(default_factory=list)
    spellings: list[str] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name in the key."""
        return self.key.partition(":")[2]


def chain(row: str, where: str) -> Iterator[tuple[str, str, str]]:
    """`Name 1989-01-25, Name 1992-08-23..1993-01-20` → (name, first day, last day), last empty where still in office."""
    steps = []
    for part in row.split(", "):
        match = _HOLDER.match(part.strip())
        if match is None:
            raise KnowledgeError(f"{where}: expected `Name 1989-01-25` or `Name 1989..1992`, found {part!r}")
        steps.append((match["name"], match["first"], match["last"]))
    for (name, first, last), following in zip(steps, [*(s[1] for s in steps[1:]), ""], strict=True):
        if last and last[: len(first)] < first[: len(last)]:
            raise KnowledgeError(f"{where}: {name} would leave office ({last}) before entering it ({first})")
        if last is None and following and following < first:
            raise KnowledgeError(f"{where}: {name} ({first}) stands after a later holder; expected the order of time")
        if name != "nobody":
            yield name, first, last or following


def by_hand() -> dict[str, Person]:
    """The persons of `holders.yml` and `persons.yml` by key; for one office of one person the former outranks the latter."""
    persons: dict[str, Person] = {}
    for code, (offices, line) in load_yaml_lines("holders.yml").items():
        for office, row in offices.items():
            for name, first, last in chain(str(row), f"holders.yml, {code} (line {line}), {office}"):
                person = persons.setdefault(f"{code}:{name}", Person(f"{code}:{name}"))
                person.terms.append(Term(office, first, last, HAND))
    for key, (fields, line) in load_yaml_lines("persons.yml").items():
        person = persons.setdefault(key, Person(key))
        person.aliases += fields.get("aliases", [])
        told = {term.office for term in person.terms}
        for term in fields.get("terms", ()):
            if len(term) != 3:
                raise KnowledgeError(f"persons.yml, line {line}: expected [office, from, until] for {key}, found {term!r}")
            if term[0] not in told:
                person.terms.append(Term(str(term[0]), str(term[1]), str(term[2]), HAND))
    return persons


def everyone() -> Mapping[str, Person]:
    """All persons by key: those by hand first, each with what the derived table adds to it."""
    persons = by_hand()
    for code, name, aliases, terms in load_table("persons.tsv", COLUMNS):
        key = f"{code}:{name}"
        person = persons.get(key)
        if person is None:
            person = persons[key] = Person(key)
        if aliases:
            person.spellings += aliases.split("|")
        if terms:
            person.terms += [Term(*term.split("~")) for term in terms.split("|")]
    return persons
