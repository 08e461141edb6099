"""The words of one sentence as the search for mentions sees them: tables' names, agent nouns, runs of capitalised words."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from comity.knowledge import Entry, Knowledge, agent_nouns
from comity.knowledge.knowledge import fold
from comity.knowledge.people import fits
from comity.model import Actor
from comity.reading.draft import Draft, Mention, Sentence, Word
from comity.reading.encoder import Name
from comity.reading.memory import PARTICLES, Memory

_LOCATIVE = frozenset("in at near outside around inside into from across throughout towards toward to off within of".split())
_NAME_WORD = re.compile(r"[A-ZÀ-ÖØ-ÞŠŽČĆŁ][\w’'.-]*$")
_NOT_PERSON = frozenset(
    (
        "January February March April May June July August September October November December Monday Tuesday Wednesday "
        "Thursday Friday Saturday Sunday The A An In On At But And Or If It He She They We I You This That These Those "
        "After Before When While As For From With By To Of No Not Yes So Q Also However Meanwhile Both Olympic Olympics "
        "Games Winter Summer World University School Institute Center Centre Committee Agreement Treaty Conference Summit "
        "Council House Street Bank River Sea Ocean Island Islands Mountain Airport Church State States Party National "
        "International Western Eastern Northern Southern North South East West Central New Day War Forum Fund Group Union "
        "Republic God Internet"
    ).split()
)
_ARTICLE = re.compile(r"(?:[Aa]l|[Ee]l|[Aa]n|[Aa]s|[Aa]sh|[Aa]r)-(?=[A-Z])")
_ARTICLES = ("", "al-", "el-", "Al-", "El-")
_JOINING = frozenset("and of the in at by for with to on from".split())
LONG_NAME = 5  # letters; shorter surnames are mostly another's when spelt otherwise
_SURE = 0.6  # the model's score from which an unknown name is taken up


@dataclass(slots=True)
class Unit:
    """A name found by the gazetteer, as a range of a sentence's words."""

    first: int
    last: int  # past the last word
    entry: Entry


class Lookup:
    """The tables that all sentences are held against: who is who, and the nouns that name actors by what they are."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.nouns = agent_nouns()
        sizes: dict[str, set[int]] = {}
        for noun in self.nouns:
            first, *others = noun.split()
            sizes.setdefault(first, set()).add(1 + len(others))
        self.sizes = {first: sorted(found, reverse=True) for first, found in sizes.items()}
        self.spellings = {_plain(name): name for name in knowledge.surnames if len(name) >= LONG_NAME}

    def surname(self, name: str, day: dt.date | None, memory: Memory, whole: str = "") -> tuple[Actor, str, float] | None:
        """A person by surname: one whom the document has named, else an office holder of the document's time.

        `whole` is the name as it stands there: whoever bears another first name is not meant.
        """
        if name in memory.persons:
            return memory.persons[name][0], "named before by full name", 0.95
        if name not in self.knowledge.surnames and (article := _ARTICLE.match(name)):  # "Al-Sisi" of el-Sisi
            name = next((n for a in _ARTICLES if (n := a + name[article.end() :]) in self.knowledge.surnames), name)
        if name not in self.knowledge.surnames and name[:1].isupper():
            name = self.spellings.get(_plain(name), name)
        bearers = [e for e in self.knowledge.surnames.get(name, ()) if e.active(day) or e.distance(day) <= 1]
        if " " in whole:
            bearers = [e for e in bearers if fits(whole, e.name)]
        leading = [e for e in bearers if any(t.office not in ("elite", "official") and t.covers(day) for t in e.terms)]
        known = [e for e in leading or bearers if e.code in memory.counts]
        pool = known or [e for e in leading if e.source == "comity"]
        if not pool and day is None:  # an undated text: whoever led a state by that name, where all bearers are of one state
            led = [e for e in bearers if any(t.office not in ("elite", "official") for t in e.terms)]
            pool = led if len({e.code for e in led}) == 1 else [e for e in led if e.code in memory.counts]
        if not pool:
            return None
        by_hand = [e for e in pool if e.source == "comity"]
        best = max(by_hand or pool, key=lambda e: memory.counts.get(e.code, 0))
        return Actor.parse(best.key), f"surname of an office holder of that time ({best.name})", 0.8


def _plain(name: str) -> str:
    """A surname without accents, hyphens and inner capitals: Drnovsek of Drnovšek, Elbaradei of ElBaradei."""
    return fold(name).replace("-", "")


def opposed(sentence: Sentence, i: int) -> bool:
    """Whether a name stands in "anti-Japanese" or "pro-Russian": whose stand it tells is another."""
    before = "".join(w.text for w in sentence.words[max(0, i - 2) : i]).lower()
    return before.endswith(("anti-", "pro-")) or sentence.words[i].text.lower().startswith(("anti-", "pro-"))


class SentenceWords:
    """A sentence with what is found in it, from left to right."""

    def __init__(self, lookup: Lookup, draft: Draft, index: int, sentence: Sentence, units: list[Unit], memory: Memory) -> None:
        self.lookup, self.draft, self.index, self.memory = lookup, draft, index, memory
        self.words: tuple[Word, ...] = sentence.words
        self.lower = [w.text.lower() for w in self.words]
        self.at = {unit.first: unit for unit in units}
        reading = draft.readings[index]
        names, self.tags, self.relations = reading.names, reading.tags, reading.relations
        self.people = dict(self._untitled(name) for name in names if name.kind == "PER" and name.score >= _SURE)
        self.people = {first: last for first, last in self.people.items() if first < last}
        self.bodies = {name.first: name.last for name in names if name.kind == "ORG" and name.score >= _SURE}
        self.found: list[Mention] = []

    def _untitled(self, name: Name) -> tuple[int, int]:
        """A person's words without the office that the model takes for a part of the name; nothing of an office alone."""
        first = name.first
        while first < name.last and (self.lookup.nouns.get(self.lower[first], ("", ""))[1] or self._of_state(first)):
            first += 1
        return first, name.last

    def _of_state(self, i: int) -> bool:
        """Whether a word is the last of "Assistant Secretary of State"."""
        return i > 1 and self.lower[i - 2 : i + 1] == ["secretary", "of", "state"]

    def _emit(self, first: int, last: int, kind: str, key: str, score: float, reason: str) -> int:
        actor = Actor.parse(key)
        if actor.name:
            self.memory.last_seen[key] = self.index
            for part in (actor.name.lower(), *actor.name.lower().split()):
                self.memory.nouns[part] = key, self.index
        self.found.append(Mention(self.words[first].start, self.words[last - 1].end, self.index, kind, (actor,), score, reason))
        return last

    def _agent(self, i: int) -> tuple[int, str, str, str] | None:
        """The longest agent noun that begins at word i: (past-last, noun, role, office)."""
        if i >= len(self.lower):
            return None
        for size in self.lookup.sizes.get(self.lower[i], ()):
            noun = " ".join(self.lower[i : i + size])
            if i + size <= len(self.lower) and (hit := self.lookup.nouns.get(noun)):
                return i + size, noun, *hit
        return None

    def _person_name(self, i: int) -> int:
        """Past the last word of a run of capitalised name words that begins at i; i where there is none."""
        if (seen := self.people.get(i)) and seen - i > 1:
            return seen
        if i in self.at and self.at[i].entry.kind == "state" and i not in self.people:
            return i
        j = i
        while j < len(self.words):
            text = self.words[j].text
            if text.lower() in _JOINING:  # in a heading in capitals these look like names
                break
            if _NAME_WORD.match(text) and text not in _NOT_PERSON and (j == i or j not in self.at or self._names_person(j)):
                j += 1
            elif j > i and (text.lower() in PARTICLES or text == "-") and j + 1 < len(self.words):
                if not _NAME_WORD.match(self.words[j + 1].text) and text != "-":
                    break
                j += 1
            else:
                break
        while j > i and self.words[j - 1].text in ("-", "’s", "'s"):
            j -= 1
        return j

    def _names_person(self, i: int) -> bool:
        return i in self.at and self.at[i].entry.kind == "person"

    def _text(self, first: int, last: int) -> str:
        return self.draft.text[self.words[first].start : self.words[last - 1].end]

    def _person_text(self, first: int, last: int) -> str:
        """A person's name without what stands before it: "Minority Whip Dick Durbin" as the model sees it, Dick Durbin."""
        inner = [i for i, end in self.people.items() if first < i and i + 1 < end == last]
        return self._text(min(inner, default=first), last)

    def _locative(self, i: int) -> bool:
        return i > 0 and self.lower[i - 1] in _LOCATIVE

    def _after_possessive(self, i: int) -> int:
        return i + 1 if i < len(self.words) and self.words[i].text in ("’s", "'s", "’", "'") else i
