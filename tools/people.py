"""Puts the sources of leaders and office holders together: same person, same term, who outranks whom, where they disagree.

Used by build_knowledge.py. Every claim of a source is (state, name, office, first day, last day); claims of one person are merged,
a term that several sources tell is told once (by the most exact of them), and what contradicts is written to contradictions.tsv.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from comity.knowledge.knowledge import executives

RANK = {"archigos": 0, "factbook 2026": 1, "leaders 2026": 2, "reign": 3, "wikidata 2021": 4, "phoenix": 5}
HEADS = ("president", "prime minister", "monarch", "supreme leader", "leader")

_OFFICES = executives()


def leaders_office(code: str, first: str) -> str:
    """The office that the effective leader of a state took who came to power on that day."""
    year = int(first[:4] or 0)
    if code in ("PRT", "POL") and year >= 1976 + 14 * (code == "POL"):  # the sources follow their presidents
        return "president"
    for office, spans in _OFFICES:
        if office != "supreme leader" and any(begin <= year < end for begin, end in spans.get(code, ())):
            return office
    return "president"


def plain(text: str) -> str:
    """Lower case without accents and punctuation, for comparing names."""
    text = unicodedata.normalize(
        "NFKD", text.replace("ı", "i").replace("ł", "l").replace("Ł", "L").replace("Đ", "D").replace("đ", "d")
    )
    text = "".join(c for c in text if not unicodedata.combining(c)).lower().replace("-", " ")
    return " ".join(re.sub(r"[^a-z0-9 ]+", "", text).split())


_PARTICLES = {
    "al",
    "el",
    "de",
    "da",
    "do",
    "dos",
    "del",
    "la",
    "le",
    "bin",
    "ibn",
    "ben",
    "von",
    "van",
    "der",
    "den",
    "di",
    "abd",
    "ould",
    "jr",
    "sr",
}


def tokens(name: str) -> list[str]:
    """The words of a name that tell one person from another."""
    return [w for w in plain(name).split() if w not in _PARTICLES]


_SOUNDS = (
    (r"^g(?=[auo])|q|kh|ck", "k"),
    (r"ph", "f"),
    (r"[ou]{1,2}", "u"),
    (r"[iye]+", "i"),
    (r"dj|dzh", "j"),
    (r"(.)\1", r"\1"),
    (r"h", ""),
)


def sound(word: str) -> str:
    """A word as it may be spelt otherwise: Gaddafi, Qadhafi and Khadafi alike; Sergei and Sergey alike."""
    for pattern, by in _SOUNDS:
        word = re.sub(pattern, by, word)
    return word


@dataclass(slots=True, eq=False)
class Person:
    """A person of one state with all claims about him or her: (office, first, last, source)."""

    code: str
    name: str
    hand: bool = False
    claims: list[tuple[str, str, str, str]] = field(default_factory=list)
    aliases: set[str] = field(default_factory=set)
    hand_aliases: frozenset[str] = frozenset()

    def years(self) -> tuple[int, int]:
        """First and last year of all claims."""
        firsts = [int(first[:4]) for _, first, _, _ in self.claims if first]
        lasts = [int(last[:4]) if last else 2026 for _, _, last, _ in self.claims]
        return min(firsts, default=0), max(lasts, default=9999)


class People:
    """All persons, found again by name: same words up to spelling, and a career that allows for it."""

    def __init__(self) -> None:
        self.all: list[Person] = []
        self.by_word: dict[tuple[str, str], list[Person]] = defaultdict(list)

    def _index(self, person: Person, name: str) -> None:
        for word in tokens(name):
            known = self.by_word[person.code, sound(word)]
            if person not in known:
                known.append(person)

    def put(self, code: str, name: str, aliases: Iterable[str], claims: Iterable[tuple[str, str, str, str]]) -> None:
        """A person of the hand-written files."""
        person = Person(code, name, True, list(claims), set(aliases), frozenset(aliases))
        self.all.append(person)
        for form in [name, *aliases]:
            self._index(person, form)

    def find(self, code: str, name: str, first: str = "", last: str = "") -> Person | None:
        """The person whom that name means around that time; None where nobody or more than one would do."""
        words = [sound(w) for w in tokens(name)]
        if not words:
            return None
        pool = [p for w in dict.fromkeys(words) for p in self.by_word.get((code, w), ())]
        scored = []
        for person in dict.fromkeys(pool):
            best = max(
                _likeness(words, form, family_first=code in _FAMILY_FIRST, surname_only=len(words) == 1 or form == person.name)
                for form in [person.name, *person.aliases]
            )
            begin, end = person.years()
            year = int(first[:4] or 0) if first else 0
            if year and person.claims and not begin - 12 <= year <= end + 12:
                best -= 0.5 if len(words) == 1 else 0.2
            if best >= 0.6:
                scored.append((best, person))
        scored.sort(key=lambda pair: -pair[0])
        if scored and (len(scored) == 1 or scored[0][0] > scored[1][0] + 0.05):
            return scored[0][1]
        if len(scored) > 1 and first:  # same name twice: the one in office then
            near = [
                p
                for s, p in scored
                if s >= scored[0][0] - 0.05 and any(_meet((f, t), (first, last)) for _, f, t, _ in p.claims)
            ]
            return near[0] if len(near) == 1 else None
        return None

    def add(self, code: str, name: str, office: str, first: str, last: str, source: str) -> Person:
        """A claim of a source."""
        person = self.find(code, name, first, last)
        if person is None:
            person = Person(code, name)
            self.all.append(person)
            self._index(person, name)
        elif not person.hand and len(tokens(name)) > len(tokens(person.name)) == 1:
            person.aliases.add(person.name)
            person.name = name
            self._index(person, name)
        elif name != person.name:
            person.aliases.add(name)
            self._index(person, name)
        person.claims.append((office, first, last, source))
        return person


_FAMILY_FIRST = frozenset({"CHN", "TWN", "HKG", "KOR", "PRK", "VNM", "KHM", "LAO", "MMR", "SGP"})


def _within(short: list[str], long: list[str]) -> bool:
    """Whether the words of a short name stand in the same order in a long one."""
    rest = iter(long)
    return all(word in rest for word in short)


def _likeness(words: list[str], form: str, *, family_first: bool, surname_only: bool) -> float:
    """0 to 1: how far the words of a name fit another form of it. `surname_only`: whether one word may be enough."""
    theirs = [sound(w) for w in tokens(form)]
    if words == theirs or "".join(words) == "".join(theirs) or sorted(words) == sorted(theirs):
        return 1.0
    short, long = sorted((words, theirs), key=len)
    if len(short) == 1:
        if not surname_only or not short:
            return 0.0
        return 0.75 if short[0] == long[-1] else 0.62 if short[0] == long[0] else 0.0
    if not short or family_first:
        return 0.0
    if _within(short, long) and short[-1] in long[-2:] and short[0] in long[:2]:
        return 0.9
    same_last = short[-1] == long[-1]
    if same_last and (short[0][:4] == long[0][:4] or (len(short[0]) == 1 and long[0][0] == short[0])):
        return 0.85
    return 0.0


def alike(alias: str, person: Person, code: str) -> bool:
    """Whether another name that a source gives a person looks like one of the same person."""
    words = [sound(w) for w in tokens(alias)]
    return len(words) > 1 and _likeness(words, person.name, family_first=code in _FAMILY_FIRST, surname_only=False) >= 0.85


def days(date: str, end: bool) -> int:
    """A date as a number of days, roughly; a month or a year counts from its beginning, or to its `end`."""
    if not date:
        return 10**6 if end else 0
    parts = [int(p) for p in date.split("-")]
    month = parts[1] - 1 if len(parts) > 1 else 11 * end
    day = parts[2] if len(parts) > 2 else 31 * end
    return parts[0] * 372 + month * 31 + day


def _meet(one: tuple[str, str], two: tuple[str, str]) -> bool:
    """Whether two terms overlap or all but touch (three months)."""
    return days(one[0], False) <= days(two[1], True) + 93 and days(two[0], False) <= days(one[1], True) + 93


def merged(person: Person, contradictions: list[list[str]]) -> list[tuple[str, str, str, str]]:
    """The terms of a person, each told once; disagreements of more than 31 days are noted."""
    terms: list[tuple[str, str, str, str]] = []
    by_office: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
    for claim in person.claims:
        if claim[3] not in ("comity", "phoenix"):
            by_office[claim[0]].append(claim)
    for office, claims in by_office.items():
        groups: list[list[tuple[str, str, str, str]]] = []
        for claim in sorted(claims, key=lambda c: (c[1], RANK[c[3]])):
            home = next((g for g in groups if any(_meet(claim[1:3], other[1:3]) for other in g)), None)
            if home is None:
                groups.append([claim])
            else:
                home.append(claim)
        for group in groups:
            group.sort(key=lambda c: (RANK[c[3]], c[1]))
            first = min((c[1] for c in group if c[1]), key=lambda d: (d[:4], -len(d), d), default="")
            lasts = [c[2] for c in group]
            last = "" if "" in lasts and max(RANK[c[3]] for c in group if not c[2]) >= 0 and _still(group) else max(lasts)
            terms.append((office, first, last, group[0][3]))
            for one in group[1:]:
                for what, mine, theirs in (("first", group[0][1], one[1]), ("last", group[0][2], one[2])):
                    if mine and theirs and _far(mine, theirs):
                        contradictions.append([person.code, person.name, office, what, mine, group[0][3], theirs, one[3]])
    for mine in (c for c in person.claims if c[3] == "comity" and c[0] in HEADS):
        for theirs in (c for c in person.claims if c[3] in ("archigos", "factbook 2026", "leaders 2026") and c[0] == mine[0]):
            if _meet(mine[1:3], theirs[1:3]):
                for what, at in (("first", 1), ("last", 2)):
                    if mine[at] and theirs[at] and _far(mine[at], theirs[at]):
                        contradictions.append(
                            [person.code, person.name, mine[0], what, mine[at], mine[3], theirs[at], theirs[3]]
                        )
    if not terms and not person.hand:
        roles = [c for c in person.claims if c[3] == "phoenix" and c[0] != "elite" and (c[2] or "2014") >= "1990"]
        if roles:
            terms.append(("government", min(c[1] for c in roles), max(c[2] or "2014" for c in roles), "phoenix"))
    return sorted(terms, key=lambda t: (t[1], t[0]))


def _still(group: list[tuple[str, str, str, str]]) -> bool:
    """Whether the newest source of those that tell a term has it open."""
    date = {"archigos": 2015, "reign": 2021.2, "wikidata 2021": 2022, "leaders 2026": 2026, "factbook 2026": 2026.1}
    return not max(group, key=lambda c: date[c[3]])[2]


def _far(one: str, two: str) -> bool:
    if len(one) < 10 or len(two) < 10:
        return abs(int(one[:4]) - int(two[:4])) > 1
    y, m, d = (int(p) for p in one.split("-"))
    y2, m2, d2 = (int(p) for p in two.split("-"))
    return abs((y - y2) * 372 + (m - m2) * 31 + d - d2) > 31


def between(first: str, last: str, spells: list[tuple[str, str]]) -> tuple[str, str] | None:
    """What is left of a term beside the hand-written terms of an office; None where less than two months are."""
    end = last or "9999"
    for begin, until in spells:
        if begin <= first < (until or "9999"):
            first = until or "9999"
        elif first < begin < end:
            end = begin
    if first >= end or days(end, False) - days(first, False) < 62:
        return None
    return first, "" if end == "9999" else end


def close_by_successor(
    terms: dict[int, list[tuple[str, str, str, str]]], people: list[Person], hand: dict[tuple[str, str], list[tuple[str, str]]]
) -> None:
    """An open term of an office that one person holds ends where a later one begins; terms inside a hand-written row go."""
    starts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for index, person in enumerate(people):
        for office, first, _last, _source in terms[index]:
            starts[person.code, office].append(first)
    ended: dict[tuple[str, str], list[str]] = defaultdict(list)
    for index, person in enumerate(people):
        for office, _first, last, _source in terms[index]:
            ended[person.code, office].append(last)
    for key, spells in hand.items():
        starts[key] += [first for first, _ in spells]
    for index, person in enumerate(people):
        kept = []
        for office, first, last, source in terms[index]:
            spells = sorted(hand.get((person.code, office), []))
            listed_until = last if last else {"archigos": "2015", "reign": "2021"}.get(source, "")
            still = not last
            last = listed_until
            if office in HEADS and spells and not person.hand:
                clipped = between(first, last, spells)
                if clipped is None:
                    continue
                first, last = clipped
            if len(first) == 4:  # known to the year only: from the day that the predecessor left
                ends = [e for e in ended[person.code, office] if e[:4] == first and len(e) > 4]
                first = min(ends, default=first)
            if still and last == listed_until and office in HEADS and person.code not in ("CHE", "BIH", "AND", "SMR"):
                later = sorted(s for s in starts[person.code, office] if s[:7] > first[:7])
                last = later[0] if later else last
            kept.append((office, first, last, source))
        terms[index] = kept
