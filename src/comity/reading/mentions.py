"""Who is named: names of the tables, titles and offices, groups by their noun, and persons that no table knows.

"Russian President Vladimir Putin", "the Kremlin", "Iranian-backed militias", "rebels in Darfur" each become a mention with
an actor key. What they are resolved by stands in the mention's reason. Pronouns and "the two leaders" are left to
`comity.reading.coreference`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from comity.knowledge import Entry, Gazetteer, Knowledge
from comity.model import Actor
from comity.reading.draft import Draft, Mention
from comity.reading.memory import Memory
from comity.reading.noun_mentions import NounMentions
from comity.reading.sentence_words import Lookup, Unit, opposed
from comity.reading.titles import name_holders, titles_before

_PLACES = frozenset("in at near outside around inside into across throughout within".split())
_OWN_COUNCIL = frozenset({"RUS", "UKR"})  # states whose offices mean their own by "the Security Council"
_MEDIA = frozenset({"state media", "TASS", "Interfax", "BBC", "Reuters", "AFP", "Associated Press", "CNN", "VOA", "Al Jazeera"})


class Mentions:
    """Finds the mentions of each sentence by names, titles, offices and group nouns."""

    name = "mentions"
    requires = frozenset({"document", "sentences", "readings"})
    assigns = frozenset({"mentions", "publisher_state"})

    def __init__(self, knowledge: Knowledge | None = None) -> None:
        self.knowledge = knowledge or Knowledge.load()
        self.gazetteer = Gazetteer.load(self.knowledge)
        self.lookup = Lookup(self.knowledge)

    def __call__(self, draft: Draft) -> None:
        """Writes `mentions` and `publisher_state`."""
        draft.publisher_state = self._official(draft.document.publisher)
        memory = Memory(draft.document.date, publisher=draft.publisher_state)
        units = self._units(draft)
        for index, items in sorted(units.items()):  # the whole text tells where unnamed actors belong
            for unit in items:
                code = unit.entry.code
                medium = unit.entry.key.partition(":")[2] in _MEDIA
                if code in self.knowledge.states and not medium and not opposed(draft.sentences[index], unit.first):
                    words = draft.sentences[index].words
                    before = words[unit.first - 1].text.lower() if unit.first else ""
                    place = unit.entry.kind == "place" or before in _PLACES
                    memory.named.setdefault(index, []).append((unit.first, code, place))
                if unit.entry.kind in ("state", "people", "seat", "capital"):
                    memory.counts[code] = memory.counts.get(code, 0) + 1
        for index, sentence in enumerate(draft.sentences):
            found = _SentenceMentions(self.lookup, draft, index, sentence, units.get(index, []), memory).run()
            draft.mentions += sorted(found, key=lambda m: m.start)
            name_holders(draft, index)
            for mention in draft.mentions:
                if mention.sentence == index:
                    for noun in titles_before(draft, mention):  # "the commissioner" afterwards
                        memory.nouns[noun] = mention.actors[0].key, index

    def _official(self, publisher: str) -> str | None:
        """The state that a publisher speaks for: `President of Russia`, `White House`; None for the press."""
        for match in self.gazetteer.matches(publisher):
            entry = match.entries[0]
            if entry.kind in ("state", "people", "seat", "institution") and entry.code in self.knowledge.states:
                return None if entry.key.partition(":")[2] in _MEDIA else entry.code
        return None

    def _units(self, draft: Draft) -> dict[int, list[Unit]]:
        units: dict[int, list[Unit]] = {}
        for match in self.gazetteer.matches(draft.text):
            index = draft.sentence_at(match.start)
            words = draft.sentences[index].words
            covered = [i for i, w in enumerate(words) if w.start < match.end and w.end > match.start]
            if covered and words[covered[0]].start == match.start:
                entry = self.choose(match.entries, draft.document.date)
                units.setdefault(index, []).append(Unit(covered[0], covered[-1] + 1, entry))
        return units

    def choose(self, entries: Sequence[Entry], day: dt.date | None) -> Entry:
        """Which bearer of a name is meant at a date: one in office first, then the nearest in time."""
        if len(entries) == 1:
            return entries[0]
        return min(entries, key=lambda e: (e.kind == "place", e.kind == "person" and not e.active(day), e.distance(day)))


class _SentenceMentions(NounMentions):
    """The mentions of one sentence, left to right."""

    def run(self) -> list[Mention]:
        i = 0
        while i < len(self.words):
            found = (
                self._led(i)
                or self._short(i)
                or self._named(i)
                or self._titled(i)
                or self._wide(i)
                or self._noun(i)
                or self._unknown_person(i)
                or self._unknown_body(i)
            )
            i = max(i + 1, found or 0)
        return self.found

    def _of_another_state(self, unit: Unit) -> Entry | None:
        """ "King Abdullah of Jordan", where the name alone would be the Saudi king's."""
        at = unit.last + 1
        if self.lower[unit.last : at] != ["of"] or at not in self.at or self.at[at].entry.kind != "state":
            return None
        state, surname = self.at[at].entry.code, self.words[unit.last - 1].text
        if state == unit.entry.code:
            return None
        monarch = self.lookup.knowledge.office_holder(state, "monarch", self.memory.day)
        return monarch if monarch is not None and surname in monarch.name.split() else None

    def _named(self, i: int) -> int | None:
        unit = self.at.get(i)
        if unit is None:
            return None
        entry = unit.entry
        if entry.kind == "person":
            actor = Actor.parse(entry.key)
            if (other := self._of_another_state(unit)) is not None:
                actor, entry = Actor.parse(other.key), other
            self.memory.met(actor, self._text(unit.first, unit.last))
            self.memory.met(actor, entry.name)
            # "President Xi" of the tables, where the text goes on with a part of the same name: "Jinping"
            whole = next((last for first, last in self.people.items() if first < unit.last < last), unit.last)
            known = all(word.text in entry.name.split() for word in self.words[unit.last : whole])
            return self._emit(i, whole if known else unit.last, "name", entry.key, 0.98, f"name of {entry.name}")
        if entry.kind in ("state", "people", "seat", "capital", "organisation") and (
            not opposed(self.draft.sentences[self.index], i) and (end := self._with_agent(unit))
        ):
            return end
        if entry.kind == "group" and (agent := self._agent(unit.last)) and not agent[3]:  # "Hamas militants"
            return self._emit(i, agent[0], "name", entry.key, 0.9, f"{agent[1]} of {entry.name}")
        if entry.kind == "people" and opposed(self.draft.sentences[self.index], i):
            return self._against(unit)
        if entry.kind in ("place", "capital") and (entry.kind == "place" or self._locative(i)):
            return self._emit(i, unit.last, "place", entry.code, 0.5, f"place in {entry.code}")
        if entry.kind == "people":
            return self._emit(i, unit.last, "demonym", entry.code, 0.85, f"demonym of {entry.name}")
        if entry.key == "UN:Security Council" and self.memory.publisher in _OWN_COUNCIL and unit.last - i == 2:
            return self._emit(i, unit.last, "name", f"{self.memory.publisher}:Security Council", 0.7, "the publisher's own")
        kind = "locative" if entry.kind == "state" and self._locative(i) else "name"
        if entry.kind in ("organisation", "institution"):  # "the court" afterwards
            for word in self.lower[i : unit.last]:
                self.memory.nouns[word] = entry.key, self.index
        return self._emit(i, unit.last, kind, entry.key, 0.95, f"name of the {entry.kind} {entry.name}")
