"""Offices and groups by their nouns: `Iran's foreign minister`, `rebels in Darfur`, `the government`, `his counterpart`."""

from __future__ import annotations

import re
from collections.abc import Callable

from comity.reading.person_mentions import PersonMentions
from comity.reading.sentence_words import Unit, opposed
from comity.reading.wide_groups import WideGroups

_ELSEWHERE = frozenset({"foreign", "another", "overseas"})  # whoever is of some other state than the ones at hand
_OFFICES = ("president", "prime minister", "foreign minister", "defence minister", "finance minister", "interior minister")
_DESCRIBING = frozenset({"amod", "compound", "acl"})  # what a participle is to the noun that it stands before
_NO_MODIFIER = frozenset(
    (
        "in at on of to for from by with and or but that which who whose is are was were be been has have had will would "
        "said says saying told as after before when while if than then not also its his her their this these those a an "
        "the against over into about between under during through since until because where how more most it he she they "
        "we i you"
    ).split()
)
_FORMER = re.compile(r"\b(?:former|ex-|late|then-)\s*$", re.IGNORECASE)
_MAX_MODIFIERS = 3
_ALWAYS_CAPITAL = frozenset({"islamists", "maoists", "muslims", "christians"})
_ONLY_IN = {
    "chancellor": frozenset({"DEU", "AUT"}),
    "federal chancellor": frozenset({"DEU", "AUT"}),
    "taoiseach": frozenset({"IRL"}),
}
_POSSESSIVE = frozenset({"his", "her", "its", "their"})
_SAME_NOUN = 4  # sentences back in which "the court" means the court named before


class NounMentions(PersonMentions, WideGroups):
    """Finds actors by what they are."""

    def _with_agent(self, unit: Unit) -> int | None:
        """`Russian troops`, `Iran's foreign minister`, `US Deputy Secretary of State Wendy Sherman`."""
        code, start = unit.entry.code, self._after_possessive(unit.last)
        for skipped in range(_MAX_MODIFIERS + 1):
            p = start + skipped
            if p >= len(self.words):
                return None
            if agent := self._agent(p):
                end, noun, role, office = agent
                if (name_end := self._person_name(end)) > end:
                    return self._titled_person(unit.first, end, name_end, code)
                if noun == "counterpart" and (other := self._counterpart(code)):
                    return self._emit(unit.first, end, "office", other, 0.7, f"who holds the same office in {code}")
                if role == "office" and (held := self._holder(unit.first, code, office, noun)):
                    return self._emit(unit.first, end, "office", held[0], held[1], held[2])
                nxt = self._agent(end)
                if nxt and nxt[2] != "office":  # "Russian government officials"
                    end, noun = nxt[0], f"{noun} {nxt[1]}"
                return self._emit(unit.first, end, "group", f"{code}:{noun}", 0.9, f"{noun} of {code}")
            if self.lower[p] in _NO_MODIFIER or not self.words[p].text.replace("-", "a").isalnum() or p in self.at:
                return None
            if (
                p < len(self.tags) and self.tags[p] == "VERB" and self.relations[p] not in _DESCRIBING
            ):  # "the IMF urged African governments"
                return None
        return None

    def _against(self, unit: Unit) -> int:
        """ "anti-Japanese protesters": the crowd, at home elsewhere; of the adjective alone nothing."""
        agent = self._agent(unit.last)
        if agent is None or agent[3]:
            return unit.last
        code = self.memory.home(self.index, unit.first, agent[2], lambda state: state != unit.entry.code)
        if code is None or code == unit.entry.code:
            return agent[0]
        return self._emit(unit.first, agent[0], "nominal", f"{code}:{agent[1]}", 0.5, f"{agent[1]} against {unit.entry.name}")

    def _holder(self, first: int, code: str, office: str, noun: str) -> tuple[str, float, str] | None:
        before = self.draft.text[max(0, self.words[first].start - 12) : self.words[first].start]
        if _FORMER.search(before) or office == "leader":
            return (f"{code}:{noun}", 0.7, f"{noun} of {code}, not resolved to a name") if office != "leader" else None
        holder = self.lookup.knowledge.office_holder(code, office, self.memory.day)
        if holder is None:
            return f"{code}:{noun}", 0.75, f"{noun} of {code}, holder not known at that date"
        return holder.key, 0.9, f"{noun} of {code} on {self.memory.day or 'an unknown day'}: {holder.name}"

    def _noun(self, i: int) -> int | None:
        """`rebels in Darfur`, `the government`, `police`: a group or an office whose state the words or the text tell."""
        agent = self._agent(i)
        if agent is None:
            return None
        if self._agent(agent[0]) and opposed(self.draft.sentences[self.index], i):  # "anti-government protesters"
            return i + 1
        end, noun, role, office = agent
        if end - 1 < len(self.tags) and self.tags[end - 1] in ("ADJ", "VERB", "AUX", "ADV"):  # "military blocs", "to guard it"
            return None
        as_name = self.words[i].text[0].isupper() and i > 0 and self.lower[i - 1] not in ("the", "a", "an", "our", "its")
        if as_name and role != "legislature" and noun not in _ALWAYS_CAPITAL:  # "if Parliament were …"
            return None
        reason, score, code = "the state named nearest", 0.45, None
        for j in range(end, min(end + 4, len(self.words))):
            if j in self.at and self.at[j].entry.kind != "person":
                joined = self.lower[end:j]
                if joined and joined[0] in ("of", "in", "from", "near"):
                    code, score, reason = self.at[j].entry.code, 0.75, f"{noun} {' '.join(joined)} {self.at[j].entry.name}"
                break
        if code is None and noun == "president" and self.words[i].text[0].isupper() and self.lower[i - 1 : i] == ["the"]:
            own = self._in_office(self.memory.publisher, office) if self.memory.publisher else None
            if own:  # on kremlin.ru, "the President" is its own
                return self._emit(i, end, "nominal", own, 0.7, "the publisher's own president")
        if code is None and self.lower[i - 1 : i] == ["the"] and (known := self._known(noun)):
            return self._emit(i, end, "nominal", known, 0.6, f"the {noun} named before")
        if code is None and i and self.lower[i - 1] in _POSSESSIVE and (owner := self._owner()):
            code, score, reason = owner, 0.65, f"{noun} of the one named before"
        if code is None and i and self.lower[i - 1] == "our" and self.memory.publisher:
            code, score, reason = self.memory.publisher, 0.65, f"{noun} of the publisher's state"
        if code is None and noun == "counterpart" and (other := self._counterpart(None)):
            return self._emit(i, end, "nominal", other, 0.6, "the other side's holder of the same office")
        if code is None and office and (met := self._met_in(office, _ONLY_IN.get(noun))):
            return self._emit(i, end, "nominal", met, 0.7, f"the {noun} whom the text names")
        if code is None:
            if office and i and self.lower[i - 1] in _ELSEWHERE:  # "the first foreign leader to come"
                return None
            code = self.memory.home(self.index, i, role, self._has(office, _ONLY_IN.get(noun)) if office else None)
            if code is None:
                return None
        if office and office != "leader" and (held := self._holder(i, code, office, noun)):
            return self._emit(i, end, "nominal", held[0], min(score, held[1]), held[2])
        return self._emit(i, end, "nominal", f"{code}:{noun}", score, f"{noun}: {reason}")

    def _met_in(self, office: str, only: frozenset[str] | None = None) -> str | None:
        """Whoever holds an office among those that the text has named: the publisher's own first, else the last named."""
        held = {
            key: seen
            for key, seen in self.memory.last_seen.items()
            if (code := key.partition(":")[0]) in (only or (code,)) and self._in_office(code, office) == key
        }
        own = [key for key in held if key.partition(":")[0] == self.memory.publisher]
        return own[0] if own else max(held, key=held.__getitem__, default=None)

    def _counterpart(self, code: str | None) -> str | None:
        """Whom "his Swedish counterpart" means: who holds the office of the person named last in that state.

        Without a state, whoever of the persons named so far is of another one, best in the same office.
        """
        named = [m.actors[0].key for m in self.found if m.kind in ("name", "office") and m.actors[0].name[:1].isupper()]
        person = named[-1] if named else max(self.memory.last_seen, key=self.memory.last_seen.__getitem__, default="")
        home = person.partition(":")[0]
        offices = [office for office in _OFFICES if self._in_office(home, office) == person]
        if code is not None:
            held = [key for office in offices if (key := self._in_office(code, office))]
            if held or ("president" not in offices and "prime minister" not in offices):
                return held[0] if held else None
            leader = self.lookup.knowledge.office_holder(code, "leader", self.memory.day)
            return leader.key if leader else None
        others = {k: n for k, n in self.memory.last_seen.items() if k.partition(":")[0] not in (home, "-")}
        alike = {k: n for k, n in others.items() if any(self._in_office(k.partition(":")[0], o) == k for o in offices)}
        return max(alike or others, key=lambda key: others[key], default=None)

    def _in_office(self, code: str, office: str) -> str | None:
        holder = self.lookup.knowledge.office_holder(code, office, self.memory.day) if office != "leader" else None
        return holder.key if holder else None

    def _has(self, office: str, only: frozenset[str] | None = None) -> Callable[[str], bool]:
        """Whether a state has somebody in an office on the document's day, and is one of those that call it so."""
        return lambda code: code in (only or (code,)) and self._in_office(code, office) is not None

    def _known(self, noun: str) -> str | None:
        """The key that a noun was part of a few sentences before."""
        key, sentence = self.memory.nouns.get(noun, ("", -_SAME_NOUN - 1))
        return key if self.index - sentence <= _SAME_NOUN else None

    def _owner(self) -> str | None:
        """The state of whoever "his" or "its" refers to: as a rule the first named in the sentence."""
        codes = [m.actors[0].code for m in self.found if m.actors and m.kind not in ("place", "locative", "nominal")]
        return codes[0] if codes else None
