"""Persons by title and name, and persons and bodies that no table knows, with the state that they belong to."""

from __future__ import annotations

import re

from rapidfuzz.distance import Levenshtein

from comity.model import Actor
from comity.reading.memory import WHOLE_TEXT
from comity.reading.sentence_words import LONG_NAME, SentenceWords

_ELSEWHERE = frozenset(
    {"to", "for", "in", "on", "with", "against", "about", "over", "by", "near", "toward", "towards", "between"}
)
_TITLES = re.compile(r"(?:Mr|Mrs|Ms|Dr|Sir|Lord|Gen|Col|Lt|Maj|Adm|Capt|Sen|Rep|Gov|Amb|Prof|Senator|Ambassador|General|Ayatollah|Sheikh|Mullah|Prince|Princess|Queen|King|Pope|Chancellor|Admiral|Colonel|Justice|Judge|Archbishop|Congressman|Spokesman|Spokeswoman|Secretary|Commissioner|Professor)\.?$")  # fmt: skip


# Short names that mean somebody where a text is about their state: "the House", "the North" (in texts about Korea).
_KOREA = frozenset({"PRK", "KOR"})
_SHORT = {
    "House": (frozenset({"USA"}), "USA:House of Representatives"),
    "North": (_KOREA, "PRK"),
    "South": (_KOREA, "KOR"),
}
_WORLDWIDE = frozenset("international multinational world global arab asian african pan-african".split())
_OWN_OFFICES = {"secretary of state": "USA", "secretary of defense": "USA", "congressman": "USA", "congresswoman": "USA"}
"""Offices that one state alone calls so."""
# What speaks for a state as the home of a person whom no table knows, fitted on half of the gold's training documents: how near
# it is named (`Memory.weights`), and besides its name right before or behind the person's, how that name sounds there, and its
# share of all that the text names.
_BESIDE, _SOUND, _IN_TEXT = 2.0, 0.3, 1.6
_STRANGE = -1.5  # a name that sounds like nobody's there: every state has minorities
_LED = frozenset({"administration", "government", "cabinet", "regime"})


class PersonMentions(SentenceWords):
    """Finds persons and bodies by their names."""

    def _led(self, i: int) -> int | None:
        """ "The Bush administration": the government of the state that a leader of that name led, nearest in time."""
        if i + 1 >= len(self.words) or self.lower[i + 1] not in _LED or not self.words[i].text[0].isupper():
            return None
        bearers = [e for e in self.lookup.knowledge.surnames.get(self.words[i].text, ()) if e.terms and len(e.code) == 3]
        if not bearers or (i in self.at and self.at[i].entry.kind != "person"):
            return None
        leader = min(bearers, key=lambda e: e.distance(self.memory.day))
        noun = self.lower[i + 1]
        return self._emit(i, i + 2, "group", f"{leader.code}:{noun}", 0.85, f"{noun} led by {leader.name}")

    def _short(self, i: int) -> int | None:
        """ "The House", "the North": by the state that the text has named before; "Europe" where it acts or is dealt with."""
        if self.words[i].text == "Europe":
            acts = i + 1 < len(self.tags) and self.tags[i + 1] in ("VERB", "AUX")
            if acts or (i and self.lower[i - 1] in ("with", "against", "between")):
                return self._emit(i, i + 1, "name", "EU", 0.55, "Europe as a party")
            return self._emit(i, i + 1, "place", "EU", 0.4, "Europe as a place")
        homes, key = _SHORT.get(self.words[i].text, (frozenset(), ""))
        if not i or self.lower[i - 1] != "the" or homes.isdisjoint(self.memory.counts):
            return None
        after = self.words[i + 1].text if i + 1 < len(self.words) else "."
        if after[0].isupper() or after == "-" or self.lower[i + 1 : i + 2] == ["of"]:
            return None
        return self._emit(i, i + 1, "name", key, 0.6, f"short for it in a text about {' and '.join(sorted(homes))}")

    def _titled_person(self, first: int, name_first: int, name_last: int, code: str) -> int:
        name = self._person_text(name_first, name_last)
        unit = self.at.get(name_first)
        if unit and unit.entry.kind == "person":
            actor, name_last = Actor.parse(unit.entry.key), max(name_last, unit.last)
            name = unit.entry.name
        elif (known := self.memory.persons.get(name.split()[-1])) and known[0].code == code:
            actor = known[0]
        elif hit := self.lookup.surname(name, self.memory.day, self.memory):
            actor = hit[0]
        else:
            actor = Actor(code, name.replace(":", " "))
        self.memory.met(actor, name)
        return self._emit(first, name_last, "name", actor.key, 0.95, f"{name}, with title")

    def _titled(self, i: int) -> int | None:
        """`President Xi`, `Foreign Minister Sergei Lavrov`, `Mr. Price` without a state before them."""
        start = i
        if _TITLES.match(self.words[i].text):
            start = i + 1
            if start < len(self.words) and (spoken_to := self._agent(start)) and spoken_to[3]:  # "Mr Prime Minister"
                return spoken_to[0]
        elif self.words[i].text[0].isupper() and (agent := self._agent(i)):
            start = agent[0]
        if start == i:
            return None
        end = self._person_name(start)
        if end == start and self.words[start : start + 1] and self.words[start].text in self.memory.persons:
            end = start + 1  # "Mr Day"
        if end == start:
            return None
        name = self._person_text(start, end)
        unit = self.at.get(start)
        if unit and unit.entry.kind == "person":
            self.memory.met(Actor.parse(unit.entry.key), unit.entry.name)
            return self._emit(i, max(end, unit.last), "name", unit.entry.key, 0.97, f"name of {unit.entry.name}")
        if hit := self.lookup.surname(name.split()[-1], self.memory.day, self.memory, name):
            return self._emit(i, end, "name", hit[0].key, hit[2], hit[1])
        code, reason = self._home_of_person(i, end, name)
        actor = Actor(code, name.replace(":", " "))
        self.memory.met(actor, name)
        return self._emit(i, end, "name", actor.key, 0.6, reason)

    def _home_of_person(self, first: int, last: int, name: str = "") -> tuple[str, str]:
        """The state of a person (of a body, without a name) that no table knows: by the words around it and how it sounds."""
        if self.lower[last : last + 1] == ["of"] and last + 1 in self.at and self.at[last + 1].entry.kind == "state":
            return self.at[last + 1].entry.code, f"not in the tables; of {self.at[last + 1].entry.name}"
        before = " ".join(self.lower[max(0, first - 3) : last])
        if home := next((code for office, code in _OWN_OFFICES.items() if f"{office} " in before), None):
            return home, "not in the tables; an office of that state alone"
        beside = dict(filter(None, (self._before(first), self._behind(last))))
        if not name and beside:
            return next(iter(beside.items()))
        weight = self.memory.weights(self.index, first, whole_text=_IN_TEXT if name else WHOLE_TEXT)
        for code in beside:
            weight[code] = weight.get(code, 0.0) + _BESIDE
        for code in weight if name else ():
            weight[code] += _SOUND * max(_STRANGE, self.lookup.knowledge.sounds_like(name, code))
        home = max(weight, key=lambda code: weight[code], default="-")
        how = "by the states named around and the sound of the name" if name else "the state that the text is most about here"
        return home, beside.get(home, f"not in the tables; {how}")

    def _before(self, first: int) -> tuple[str, str] | None:
        """The state named right before a person or body, and the reason in words."""
        for j in range(first - 1, max(-1, first - 11), -1):  # "the U.S. ambassador to Germany, Richard Grenell"
            if j in self.at and self.at[j].entry.kind != "person":
                if {*self.lower[max(0, j - 2) : j]} & _ELSEWHERE and not self._owns(j):
                    continue
                return self.at[j].entry.code, f"not in the tables; {self.at[j].entry.name} is named before"
            if self.lower[j] == "and" and all(word.text[0].isupper() for word in self.words[j + 1 : first + 1]):
                continue  # inside a title: "German Foreign and Security Policy Adviser Jens Ploetner"
            if self.words[j].text in (".", ";", "”", '"', "“") or self.lower[j] in ("said", "and", "that", "but", "told"):
                break
        return None

    def _behind(self, last: int) -> tuple[str, str] | None:
        """The state named right behind a person or body, and the reason in words."""
        if last < len(self.words) and self.words[last].text in (",", "of", "("):
            for j in range(last + 1, min(last + 12, len(self.words))):
                unit = self.at.get(j)
                if unit and unit.entry.kind != "person" and (self.lower[j - 1] not in _ELSEWHERE or self._owns(j)):
                    return self.at[j].entry.code, f"not in the tables; {self.at[j].entry.name} is named beside"
                if self.words[j].text in (",", ".", ";", "”", '"'):
                    break
        return None

    def _owns(self, i: int) -> bool:
        """Whether a state's name says whose somebody is, wherever: "talks with Kenya's envoy", "with French adviser Bonne"."""
        last = self.at[i].last
        return self._after_possessive(last) > last or (self.at[i].entry.kind == "people" and bool(self._agent(last)))

    def _unknown_person(self, i: int) -> int | None:
        """Capitalised words that bear a known surname, or that speak or are introduced as a person."""
        end = self._person_name(i)
        if end == i:
            return None
        name = self._person_text(i, end)
        role, office = self.lookup.nouns.get(name.split()[-1].lower(), ("", ""))
        if role == "government" or (office and i not in self.people):  # "Emergencies Minister", "Federal President"
            return None
        hit = self.lookup.surname(name.split()[-1], self.memory.day, self.memory, name)
        hit = hit or (self._spelt_otherwise(name) if end - i == 1 else None)
        if hit and (end - i > 1 or i > 0 or hit[2] > 0.9 or i in self.people or self._speaks(end)):
            first = name.split()[0]
            known = self.memory.persons.get(name.split()[-1])
            if end - i == 1 or known is None or first in known[1]:
                return self._emit(i, end, "name", hit[0].key, hit[2], hit[1])
        if (end - i >= 2 and (self._speaks(end) or self._introduced(end)) and not name.isupper()) or i in self.people:
            code, reason = self._home_of_person(i, end, name)
            actor = Actor(code, name.replace(":", " "))
            self.memory.met(actor, name)
            return self._emit(i, end, "name", actor.key, 0.5, reason)
        return None

    def _spelt_otherwise(self, surname: str) -> tuple[Actor, str, float] | None:
        """`Saree` after `Yahya Sarea`: the only person named before whose surname differs by one letter."""
        if len(surname) < LONG_NAME or not surname[0].isupper():
            return None
        near = {
            actor
            for known, (actor, name) in self.memory.persons.items()
            if len(known) >= LONG_NAME
            and name.split()[-1] == known
            and Levenshtein.distance(known, surname, score_cutoff=1) == 1
        }
        return (near.pop(), "named before in another spelling", 0.7) if len(near) == 1 else None

    def _unknown_body(self, i: int) -> int | None:
        """An organisation that the model sees and no table knows, at home where the words around it say."""
        end = self.bodies.get(i)
        if end is None or (end - i == 1 and not self.words[i].text.isupper()):
            return None
        inside = [unit for first, unit in self.at.items() if i <= first < end and unit.entry.kind != "person"]
        code = inside[0].entry.code if inside else "-" if self.lower[i] in _WORLDWIDE else self._home_of_person(i, end)[0]
        name = self._text(i, end).replace(":", " ")
        return self._emit(i, end, "organisation", f"{code}:{name}", 0.45, "an organisation by its looks, not in the tables")

    def _speaks(self, i: int) -> bool:
        return i < len(self.words) and self.lower[i] in ("said", "says", "told", "added", "warned", "announced", "has")

    def _introduced(self, i: int) -> bool:
        """Whether a comma and an office or profession follow: `Cheng Xiaohe, professor at …`."""
        if i + 1 >= len(self.words) or self.words[i].text != ",":
            return False
        return any(
            self._agent(j) or self.lower[j] in ("professor", "analyst", "expert", "director", "researcher", "founder")
            for j in range(i + 1, min(i + 7, len(self.words)))
        )
