"""Who is named: names of the tables, titles and offices, groups by their noun, and persons that no table knows.

"Russian President Vladimir Putin", "the Kremlin", "Iranian-backed militias", "rebels in Darfur" each become a mention with
an actor key. What they are resolved by stands in the mention's reason. Pronouns and "the two leaders" are left to
`comity.reading.coreference`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from comity.knowledge import Entry, Gazetteer, Knowledge, agent_nouns
from comity.model import Actor
from comity.reading.draft import Draft, Mention, Sentence, Word
from comity.reading.encoder import Name
from comity.reading.titles import name_holders, titles_before

_LOCATIVE = frozenset("in at near outside around inside into from across throughout towards toward to off within of".split())
_OFFICES = ("president", "prime minister", "foreign minister", "defence minister", "finance minister", "interior minister")
_PLACES = frozenset("in at near outside around inside into across throughout within".split())
_NO_MODIFIER = frozenset(
    (
        "in at on of to for from by with and or but that which who whose is are was were be been has have had will would "
        "said says saying told as after before when while if than then not also its his her their this these those a an "
        "the against over into about between under during through since until because where how more most it he she they "
        "we i you"
    ).split()
)
_ELSEWHERE = frozenset({"to", "in", "on", "with", "against", "about", "over", "by", "near", "toward", "towards", "between"})
_TITLES = re.compile(r"(?:Mr|Mrs|Ms|Dr|Sir|Lord|Gen|Col|Lt|Maj|Adm|Capt|Sen|Rep|Gov|Amb|Prof|Senator|Ambassador|General|Ayatollah|Sheikh|Mullah|Prince|Princess|Queen|King|Pope|Chancellor|Admiral|Colonel|Justice|Judge|Archbishop|Congressman|Spokesman|Spokeswoman|Secretary|Commissioner|Professor)\.?$")  # fmt: skip
_NAME_WORD = re.compile(r"[A-ZÀ-ÖØ-ÞŠŽČĆŁ][\w’'.-]*$")
_PARTICLE = frozenset("al el bin ibn von van der de da dos del la le den ben abu ul".split())
_FORMER = re.compile(r"\b(?:former|ex-|late|then-)\s*$", re.IGNORECASE)
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
_MEDIA = frozenset({"state media", "TASS", "Interfax", "BBC", "Reuters", "AFP", "Associated Press", "CNN", "VOA", "Al Jazeera"})
_MAX_MODIFIERS = 3
_POSSESSIVE = frozenset({"his", "her", "its", "their"})
# What a state weighs as the home of unnamed actors: in the same sentence before or after them, then less with each sentence
# back; the whole text's share is only a tie-break.
_HERE_BEFORE, _HERE_AFTER, _NOT_FIRST, _FADE, _WHOLE_TEXT, _PUBLISHER = 1.0, 0.7, 0.7, 0.6, 0.1, 0.8
_PLACED, _ACTING = 1.5, 0.7  # for crowds and rebels: states named as a place, and those named otherwise
_RECENT = 6  # sentences back that weigh
_SAME_NOUN = 4  # sentences back in which "the court" means the court named before
_SURE = 0.6  # the model's score from which an unknown name is taken up


@dataclass(slots=True)
class _Unit:
    """A name found by the gazetteer, as a range of a sentence's words."""

    first: int
    last: int  # past the last word
    entry: Entry


_JOINING = frozenset("and of the in at by for with to on from".split())
_LONG_NAME = 5  # letters; shorter surnames one letter apart are mostly two people


@dataclass(slots=True)
class Memory:
    """What a document has named so far, for later short forms."""

    day: dt.date | None
    persons: dict[str, tuple[Actor, str]] = field(default_factory=dict)  # surname → person
    named: dict[int, list[tuple[int, str, bool]]] = field(default_factory=dict)  # sentence → (word, state, a mere place)
    last_seen: dict[str, int] = field(default_factory=dict)  # key of a person → the sentence that names it last
    counts: dict[str, int] = field(default_factory=dict)
    nouns: dict[str, tuple[str, int]] = field(default_factory=dict)  # noun → the last key it was part of, and its sentence
    publisher: str | None = None  # the state that an official publisher speaks for

    def home(self, sentence: int, word: int, role: str = "", fits: Callable[[str], bool] | None = None) -> str | None:
        """The state that unnamed actors at a word belong to: the one named around it most closely, of those that fit.

        An official publisher's own offices are its state's; its other groups only where nothing nearer is named. Crowds and
        rebels are rather where something takes place than with whoever is named as acting.
        """
        official, on_the_spot = role in ("office", "government"), role in ("armed group", "people")
        if official and self.publisher and (fits is None or fits(self.publisher)):
            return self.publisher
        weight = {self.publisher: _PUBLISHER} if self.publisher and not on_the_spot else {}
        total = sum(self.counts.values()) or 1
        for code, count in self.counts.items():
            weight[code] = weight.get(code, 0.0) + _WHOLE_TEXT * count / total
        for age in range(_RECENT + 1):
            seen: dict[str, float] = {}
            for position, code, place in self.named.get(sentence - age, ()):
                first = 1.0 if not seen else _NOT_FIRST
                near = first if age else _HERE_BEFORE if position < word else _HERE_AFTER
                near *= (_PLACED if place else _ACTING) if on_the_spot else 1.0
                seen[code] = max(seen.get(code, 0.0), near)
            for code, near in seen.items():
                weight[code] = weight.get(code, 0.0) + near * _FADE**age
        fitting = {code: value for code, value in weight.items() if fits is None or fits(code)}
        return max(fitting or weight, key=lambda code: weight[code], default=None)

    def met(self, actor: Actor, name: str) -> None:
        """Notes a person by each part of the name that may stand for it later."""
        for part in name.split():
            if len(part) > 1 and part[0].isupper() and part[1:2] != "." and part.lower() not in _PARTICLE:
                self.persons.setdefault(part, (actor, name))
        self.persons[name.split()[-1]] = (actor, name)


class Mentions:
    """Finds the mentions of each sentence by names, titles, offices and group nouns."""

    name = "mentions"
    requires = frozenset({"document", "sentences", "readings"})
    assigns = frozenset({"mentions"})

    def __init__(self, knowledge: Knowledge | None = None) -> None:
        self.knowledge = knowledge or Knowledge.load()
        self.gazetteer = Gazetteer.load(self.knowledge)
        self.nouns = agent_nouns()
        self.longest_noun = max(len(noun.split()) for noun in self.nouns)

    def __call__(self, draft: Draft) -> None:
        """Writes `mentions`."""
        memory = Memory(draft.document.date, publisher=self._official(draft.document.publisher))
        units = self._units(draft)
        for index, items in sorted(units.items()):  # the whole text tells where unnamed actors belong
            for unit in items:
                code = unit.entry.code
                medium = unit.entry.key.partition(":")[2] in _MEDIA
                if code in self.knowledge.states and not medium and not _opposed(draft.sentences[index], unit.first):
                    words = draft.sentences[index].words
                    before = words[unit.first - 1].text.lower() if unit.first else ""
                    place = unit.entry.kind == "place" or before in _PLACES
                    memory.named.setdefault(index, []).append((unit.first, code, place))
                if unit.entry.kind in ("state", "people", "seat", "capital"):
                    memory.counts[code] = memory.counts.get(code, 0) + 1
        for index, sentence in enumerate(draft.sentences):
            found = _SentenceMentions(self, draft, index, sentence, units.get(index, []), memory).run()
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

    def _units(self, draft: Draft) -> dict[int, list[_Unit]]:
        units: dict[int, list[_Unit]] = {}
        for match in self.gazetteer.matches(draft.text):
            index = draft.sentence_at(match.start)
            words = draft.sentences[index].words
            covered = [i for i, w in enumerate(words) if w.start < match.end and w.end > match.start]
            if covered and words[covered[0]].start == match.start:
                entry = self.choose(match.entries, draft.document.date)
                units.setdefault(index, []).append(_Unit(covered[0], covered[-1] + 1, entry))
        return units

    def choose(self, entries: Sequence[Entry], day: dt.date | None) -> Entry:
        """Which bearer of a name is meant at a date: one in office first, then the nearest in time."""
        if len(entries) == 1:
            return entries[0]
        return min(entries, key=lambda e: (e.kind == "place", e.kind == "person" and not e.active(day), e.distance(day)))

    def surname(self, name: str, day: dt.date | None, memory: Memory) -> tuple[Actor, str, float] | None:
        """A person by surname: one whom the document has named, else an office holder of the document's time."""
        if name in memory.persons:
            return memory.persons[name][0], "named before by full name", 0.95
        bearers = [e for e in self.knowledge.surnames.get(name, ()) if e.active(day) or e.distance(day) <= 1]
        leading = [e for e in bearers if any(t.office not in ("elite", "official") and t.covers(day) for t in e.terms)]
        known = [e for e in leading or bearers if e.code in memory.counts]
        pool = known or [e for e in leading if e.source == "comity"]
        if not pool and day is None:  # an undated text: whoever led a state by that name, where all bearers are of one state
            led = [
                e for e in self.knowledge.surnames.get(name, ()) if any(t.office not in ("elite", "official") for t in e.terms)
            ]
            pool = led if len({e.code for e in led}) == 1 else [e for e in led if e.code in memory.counts]
        if not pool:
            return None
        by_hand = [e for e in pool if e.source == "comity"]
        best = max(by_hand or pool, key=lambda e: memory.counts.get(e.code, 0))
        return Actor.parse(best.key), f"surname of an office holder of that time ({best.name})", 0.8


def _opposed(sentence: Sentence, i: int) -> bool:
    """Whether a name stands in "anti-Japanese"."""
    before = "".join(w.text for w in sentence.words[max(0, i - 2) : i]).lower()
    return before.endswith(("anti-", "anti")) or sentence.words[i].text.lower().startswith("anti-")


class _SentenceMentions:
    """The mentions of one sentence, left to right."""

    def __init__(
        self, stage: Mentions, draft: Draft, index: int, sentence: Sentence, units: list[_Unit], memory: Memory
    ) -> None:
        self.stage, self.draft, self.index, self.memory = stage, draft, index, memory
        self.words: tuple[Word, ...] = sentence.words
        self.lower = [w.text.lower() for w in self.words]
        self.at = {unit.first: unit for unit in units}
        names, self.tags = draft.readings[index].names, draft.readings[index].tags
        self.people = dict(self._untitled(name) for name in names if name.kind == "PER" and name.score >= _SURE)
        self.people = {first: last for first, last in self.people.items() if first < last}
        self.bodies = {name.first: name.last for name in names if name.kind == "ORG" and name.score >= _SURE}
        self.found: list[Mention] = []

    def run(self) -> list[Mention]:
        i = 0
        while i < len(self.words):
            found = self._named(i) or self._titled(i) or self._noun(i) or self._unknown_person(i) or self._unknown_body(i)
            i = max(i + 1, found or 0)
        return self.found

    def _untitled(self, name: Name) -> tuple[int, int]:
        """A person's words without the office that the model takes for a part of the name; nothing of an office alone."""
        first = name.first
        while first < name.last and self.stage.nouns.get(self.lower[first], ("", ""))[1]:
            first += 1
        return first, name.last

    # -- helpers ----------------------------------------------------------------------------------------------------

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
        for size in range(min(self.stage.longest_noun, len(self.words) - i), 0, -1):
            noun = " ".join(self.lower[i : i + size])
            if hit := self.stage.nouns.get(noun):
                return i + size, noun, *hit
        return None

    def _person_name(self, i: int) -> int:
        """Past the last word of a run of capitalised name words that begins at i; i where there is none."""
        if (seen := self.people.get(i)) and seen - i > 1:
            return seen
        j = i
        while j < len(self.words):
            text = self.words[j].text
            if text.lower() in _JOINING:  # in a heading in capitals these look like names
                break
            if _NAME_WORD.match(text) and text not in _NOT_PERSON and (j == i or j not in self.at or self._names_person(j)):
                j += 1
            elif j > i and (text.lower() in _PARTICLE or text == "-") and j + 1 < len(self.words):
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

    # -- the kinds of mention -----------------------------------------------------------------------------------------

    def _named(self, i: int) -> int | None:
        unit = self.at.get(i)
        if unit is None:
            return None
        entry = unit.entry
        if entry.kind == "person":
            actor = Actor.parse(entry.key)
            self.memory.met(actor, self._text(unit.first, unit.last))
            self.memory.met(actor, entry.name)
            # "President Xi" of the tables, where the text goes on with a part of the same name: "Jinping"
            whole = next((last for first, last in self.people.items() if first < unit.last < last), unit.last)
            known = all(word.text in entry.name.split() for word in self.words[unit.last : whole])
            return self._emit(i, whole if known else unit.last, "name", entry.key, 0.98, f"name of {entry.name}")
        if entry.kind in ("state", "people", "seat", "capital", "organisation") and (
            not _opposed(self.draft.sentences[self.index], i) and (end := self._with_agent(unit))
        ):
            return end
        if entry.kind == "group" and (agent := self._agent(unit.last)) and not agent[3]:  # "Hamas militants"
            return self._emit(i, agent[0], "name", entry.key, 0.9, f"{agent[1]} of {entry.name}")
        if entry.kind == "people" and _opposed(self.draft.sentences[self.index], i):
            return self._against(unit)
        if entry.kind in ("place", "capital") and (entry.kind == "place" or self._locative(i)):
            return self._emit(i, unit.last, "place", entry.code, 0.5, f"place in {entry.code}")
        if entry.kind == "people":
            return self._emit(i, unit.last, "demonym", entry.code, 0.85, f"demonym of {entry.name}")
        kind = "locative" if entry.kind == "state" and self._locative(i) else "name"
        if entry.kind in ("organisation", "institution"):  # "the court" afterwards
            for word in self.lower[i : unit.last]:
                self.memory.nouns[word] = entry.key, self.index
        return self._emit(i, unit.last, kind, entry.key, 0.95, f"name of the {entry.kind} {entry.name}")

    def _against(self, unit: _Unit) -> int:
        """ "anti-Japanese protesters": the crowd, at home elsewhere; of the adjective alone nothing."""
        agent = self._agent(unit.last)
        if agent is None or agent[3]:
            return unit.last
        code = self.memory.home(self.index, unit.first, agent[2], lambda state: state != unit.entry.code)
        if code is None or code == unit.entry.code:
            return agent[0]
        return self._emit(unit.first, agent[0], "nominal", f"{code}:{agent[1]}", 0.5, f"{agent[1]} against {unit.entry.name}")

    def _with_agent(self, unit: _Unit) -> int | None:
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
        return None

    def _holder(self, first: int, code: str, office: str, noun: str) -> tuple[str, float, str] | None:
        before = self.draft.text[max(0, self.words[first].start - 12) : self.words[first].start]
        if _FORMER.search(before) or office == "leader":
            return (f"{code}:{noun}", 0.7, f"{noun} of {code}, not resolved to a name") if office != "leader" else None
        holder = self.stage.knowledge.office_holder(code, office, self.memory.day)
        if holder is None:
            return f"{code}:{noun}", 0.75, f"{noun} of {code}, holder not known at that date"
        return holder.key, 0.9, f"{noun} of {code} on {self.memory.day or 'an unknown day'}: {holder.name}"

    def _titled_person(self, first: int, name_first: int, name_last: int, code: str) -> int:
        name = self._person_text(name_first, name_last)
        unit = self.at.get(name_first)
        if unit and unit.entry.kind == "person":
            actor, name_last = Actor.parse(unit.entry.key), max(name_last, unit.last)
            name = unit.entry.name
        elif (known := self.memory.persons.get(name.split()[-1])) and known[0].code == code:
            actor = known[0]
        elif hit := self.stage.surname(name, self.memory.day, self.memory):
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
        if end == start:
            return None
        name = self._person_text(start, end)
        unit = self.at.get(start)
        if unit and unit.entry.kind == "person":
            self.memory.met(Actor.parse(unit.entry.key), unit.entry.name)
            return self._emit(i, max(end, unit.last), "name", unit.entry.key, 0.97, f"name of {unit.entry.name}")
        if hit := self.stage.surname(name.split()[-1], self.memory.day, self.memory):
            return self._emit(i, end, "name", hit[0].key, hit[2], hit[1])
        code, reason = self._home_of_person(i, end)
        actor = Actor(code, name.replace(":", " "))
        self.memory.met(actor, name)
        return self._emit(i, end, "name", actor.key, 0.6, reason)

    def _home_of_person(self, first: int, last: int) -> tuple[str, str]:
        """The state of a person that no table knows: named in the words around it, else the document's most named one."""
        for j in range(first - 1, max(-1, first - 11), -1):  # "the U.S. ambassador to Germany, Richard Grenell"
            if j in self.at and self.at[j].entry.kind != "person":
                if (j and self.lower[j - 1] in _ELSEWHERE) or (j > 1 and self.lower[j - 2] in _ELSEWHERE):
                    continue
                return self.at[j].entry.code, f"not in the tables; {self.at[j].entry.name} is named before"
            if self.words[j].text in (".", ";", "”", '"', "“") or self.lower[j] in ("said", "and", "that", "but", "told"):
                break
        if last < len(self.words) and self.words[last].text in (",", "of", "("):
            for j in range(last + 1, min(last + 12, len(self.words))):
                if j in self.at and self.at[j].entry.kind != "person" and self.lower[j - 1] not in _ELSEWHERE:
                    return self.at[j].entry.code, f"not in the tables; {self.at[j].entry.name} is named beside"
                if self.words[j].text in (",", ".", ";", "”", '"'):
                    break
        return self.memory.home(self.index, first) or "-", "not in the tables; the state that the text is most about here"

    def _noun(self, i: int) -> int | None:
        """`rebels in Darfur`, `the government`, `police`: a group or an office whose state the words or the text tell."""
        agent = self._agent(i)
        if agent is None:
            return None
        end, noun, role, office = agent
        if end - 1 < len(self.tags) and self.tags[end - 1] == "ADJ":  # "military blocs"
            return None
        as_name = self.words[i].text[0].isupper() and i > 0 and self.lower[i - 1] not in ("the", "a", "an", "our", "its")
        if as_name and role != "legislature":  # "if Parliament were …"
            return None
        reason, score, code = "the state named nearest", 0.45, None
        for j in range(end, min(end + 4, len(self.words))):
            if j in self.at and self.at[j].entry.kind != "person":
                joined = self.lower[end:j]
                if joined and joined[0] in ("of", "in", "from", "near"):
                    code, score, reason = self.at[j].entry.code, 0.75, f"{noun} {' '.join(joined)} {self.at[j].entry.name}"
                break
        if code is None and self.lower[i - 1 : i] == ["the"] and (known := self._known(noun)):
            return self._emit(i, end, "nominal", known, 0.6, f"the {noun} named before")
        if code is None and i and self.lower[i - 1] in _POSSESSIVE and (owner := self._owner()):
            code, score, reason = owner, 0.65, f"{noun} of the one named before"
        if code is None and noun == "counterpart" and (other := self._counterpart(None)):
            return self._emit(i, end, "nominal", other, 0.6, "the other side's holder of the same office")
        if code is None and office and (met := self._met_in(office)):
            return self._emit(i, end, "nominal", met, 0.7, f"the {noun} whom the text names")
        if code is None:
            code = self.memory.home(self.index, i, role, self._has(office) if office else None)
            if code is None:
                return None
        if office and office != "leader" and (held := self._holder(i, code, office, noun)):
            return self._emit(i, end, "nominal", held[0], min(score, held[1]), held[2])
        return self._emit(i, end, "nominal", f"{code}:{noun}", score, f"{noun}: {reason}")

    def _met_in(self, office: str) -> str | None:
        """Whoever holds an office among those that the text has named: the publisher's own first, else the last named."""
        held = {
            key: seen
            for key, seen in self.memory.last_seen.items()
            if (holder := self._in_office(key.partition(":")[0], office)) is not None and holder == key
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
            leader = self.stage.knowledge.office_holder(code, "leader", self.memory.day)
            return leader.key if leader else None
        others = {k: n for k, n in self.memory.last_seen.items() if k.partition(":")[0] not in (home, "-")}
        alike = {k: n for k, n in others.items() if any(self._in_office(k.partition(":")[0], o) == k for o in offices)}
        return max(alike or others, key=lambda key: others[key], default=None)

    def _in_office(self, code: str, office: str) -> str | None:
        holder = self.stage.knowledge.office_holder(code, office, self.memory.day) if office != "leader" else None
        return holder.key if holder else None

    def _has(self, office: str) -> Callable[[str], bool]:
        """Whether a state has somebody in an office on the document's day."""
        return lambda code: self._in_office(code, office) is not None

    def _known(self, noun: str) -> str | None:
        """The key that a noun was part of a few sentences before."""
        key, sentence = self.memory.nouns.get(noun, ("", -_SAME_NOUN - 1))
        return key if self.index - sentence <= _SAME_NOUN else None

    def _owner(self) -> str | None:
        """The state of whoever "his" or "its" refers to: as a rule the first named in the sentence."""
        codes = [m.actors[0].code for m in self.found if m.actors and m.kind not in ("place", "locative", "nominal")]
        return codes[0] if codes else None

    def _unknown_person(self, i: int) -> int | None:
        """Capitalised words that bear a known surname, or that speak or are introduced as a person."""
        end = self._person_name(i)
        if end == i:
            return None
        name = self._person_text(i, end)
        hit = self.stage.surname(name.split()[-1], self.memory.day, self.memory)
        hit = hit or (self._spelt_otherwise(name) if end - i == 1 else None)
        if hit and (end - i > 1 or i > 0 or hit[2] > 0.9 or self._speaks(end)):
            first = name.split()[0]
            known = self.memory.persons.get(name.split()[-1])
            if end - i == 1 or known is None or first in known[1]:
                return self._emit(i, end, "name", hit[0].key, hit[2], hit[1])
        if (end - i >= 2 and (self._speaks(end) or self._introduced(end)) and not name.isupper()) or i in self.people:
            code, reason = self._home_of_person(i, end)
            actor = Actor(code, name.replace(":", " "))
            self.memory.met(actor, name)
            return self._emit(i, end, "name", actor.key, 0.5, reason)
        return None

    def _spelt_otherwise(self, surname: str) -> tuple[Actor, str, float] | None:
        """`Saree` after `Yahya Sarea`: the only person named before whose surname differs by one letter."""
        if len(surname) < _LONG_NAME or not surname[0].isupper():
            return None
        near = {
            actor
            for known, (actor, name) in self.memory.persons.items()
            if len(known) >= _LONG_NAME
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
        code = inside[0].entry.code if inside else self._home_of_person(i, end)[0]
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
