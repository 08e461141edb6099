"""Whom pronouns and phrases such as "the two leaders" mean: precise rather than greedy, plainly open where two would do."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from comity.knowledge import Knowledge
from comity.model import Actor
from comity.reading.antecedents import Ranker
from comity.reading.draft import Draft, Mention
from comity.reading.grammar import mentions_at, subject
from comity.reading.pronouns import Pronouns, is_person

_HE = frozenset({"he", "him", "his", "she", "her", "himself", "herself"})
_TELLERS = frozenset({"he", "she", "they"})
_IT = frozenset({"it", "its"})
_THEY = frozenset({"they", "them", "their", "themselves"})
_PAIR = {
    "leaders",
    "countries",
    "sides",
    "presidents",
    "nations",
    "states",
    "parties",
    "governments",
    "ministers",
    "men",
    "heads",
}
_TOGETHER = frozenset({"leaders", "presidents", "sides"})
_COUNTRY = frozenset({"country", "nation", "kingdom", "republic", "homeland"})
_BODIES = {
    **dict.fromkeys(("group", "movement", "party", "faction", "militia"), frozenset({"group"})),
    **dict.fromkeys(("organization", "organisation"), frozenset({"organisation", "group", "company"})),
    **dict.fromkeys(("alliance", "bloc", "union", "coalition"), frozenset({"organisation"})),
    **dict.fromkeys(("agency", "watchdog"), frozenset({"organisation", "institution", "company"})),
    **dict.fromkeys(("company", "firm", "airline", "carrier"), frozenset({"company"})),
    **dict.fromkeys(("network", "broadcaster", "newspaper"), frozenset({"medium"})),
}
"""Nouns for bodies that have been named, and the kinds of entries that each may mean."""
_THE = frozenset({"the", "this", "that", "his", "her", "its", "their"})
_HEADS = re.compile(r"the heads of state\b", re.IGNORECASE)
_OF = re.compile(r"\s+of\s+(?:the\s+)?")
_OF_STATE = re.compile(r"heads of state\b")
_FORMATS = (  # numbers of states that are always the same; some only in a text about another state
    (re.compile(r"(?:two|both) Koreas\b", re.IGNORECASE), ("PRK", "KOR"), ""),
    (re.compile(r"three European (?:countries|nations|powers|states|governments)\b"), ("GBR", "FRA", "DEU"), "IRN"),
)
_DESCRIBED = 5  # words from the noun back to its "the"
_CLAUSES = 2  # clauses outwards whose subjects a pronoun may mean
_REACH = 3  # sentences back in which a person stays in mind


class Coreference:
    """Adds mentions for pronouns, "the two sides" and "both" where one reading stands out."""

    name = "coreference"
    requires = frozenset({"sentences", "readings", "mentions"})
    assigns = frozenset({"mentions"})

    def __init__(self, knowledge: Knowledge | None = None) -> None:
        self.knowledge = knowledge or Knowledge.load()

    def __call__(self, draft: Draft) -> None:
        """Adds to `mentions`."""
        by_sentence: dict[int, list[Mention]] = {}
        for mention in draft.mentions:
            by_sentence.setdefault(mention.sentence, []).append(mention)
        pronouns = Pronouns(draft, Ranker.load())
        for index, sentence in enumerate(draft.sentences):
            here = by_sentence.setdefault(index, [])
            for position in range(len(sentence.words)):
                self._take(here, self._description(draft, by_sentence, index, position))
            here[:] = sorted((_of_several(draft.text, m, here) for m in here), key=lambda m: m.start)
            meant = pronouns.sentence(index, here)
            for position in range(len(sentence.words)):
                self._take(here, self._pronoun(draft, by_sentence, index, position, meant.get(position, ())))
            here.sort(key=lambda m: m.start)
        every = [mention for row in by_sentence.values() for mention in row]
        draft.mentions = sorted(every, key=lambda m: (m.start, m.end))

    @staticmethod
    def _take(here: list[Mention], found: Mention | None) -> None:
        if found and len(found.actors) > 1:  # "the two leaders" are no group of one state
            inside = ("nominal", "name") if found.kind == "name" else ("nominal",)
            here[:] = [m for m in here if m.kind not in inside or m.end <= found.start or m.start >= found.end]
        if found and not any(m.start < found.end and m.end > found.start for m in here):
            here.append(found)

    def _pronoun(
        self, draft: Draft, by_sentence: dict[int, list[Mention]], index: int, position: int, meant: tuple[Actor, ...]
    ) -> Mention | None:
        """Whom a pronoun means: whom the ranking takes, or else the subject of its clause or what was named last."""
        here, word = by_sentence[index], draft.sentences[index].words[position]
        lower = word.text.lower()
        if lower in _TELLERS and (teller := self._teller(draft, here, index, position)) is not None:
            return teller
        if meant and self._agrees(draft, here, index, position, lower, meant):
            return Mention(word.start, word.end, index, "pronoun", meant, 0.7, "the likeliest of what is named before it")
        if lower in _HE:
            own = self._own(draft, here, index, position, _is_person)
            return own or self._person(draft, by_sentence, index, word.start, word.end)
        if lower in _IT:
            own = self._own(draft, here, index, position, _is_body)
            return own or self._state(by_sentence, index, word.start, word.end)
        if lower in _THEY:
            own = self._own(draft, here, index, position, _is_group)
            return own or self._several(draft, by_sentence, index, word.start, word.end)
        return None

    def _description(self, draft: Draft, by_sentence: dict[int, list[Mention]], index: int, position: int) -> Mention | None:
        """Whom "the two leaders", "both", "the country" or "the alliance" means, where the word is the noun of such a phrase."""
        words = draft.sentences[index].words
        word, lower = words[position], words[position].text.lower()
        before = words[position - 1] if position else None
        after = words[position + 1] if position + 1 < len(words) else None
        the = before is not None and before.text.lower() == "the"
        if lower in _TOGETHER and before is not None and the:
            if after is None or after.text.lower() not in ("of", "from", "in"):
                return self._pair(by_sentence, index, before.start, word.end, lower)
        elif lower in _COUNTRY and (first := _determiner(draft, index, position)) is not None:
            pointing = words[first].text.lower() in ("this", "that")
            return self._country(by_sentence, index, words[first].start, word.end, pointing, first < position - 1)
        elif lower in _BODIES and (first := _determiner(draft, index, position)) is not None:
            return self._body(by_sentence, index, words[first].start, word.end, lower)
        elif lower == "heads" and before is not None and _HEADS.match(draft.text, before.start):
            return self._pair(by_sentence, index, before.start, words[position + 2].end, lower)
        elif lower in ("two", "both", "three") and (found := self._format(draft, by_sentence, index, word.start)) is not None:
            return found
        elif lower in ("two", "both") and after is not None and after.text.lower() in _PAIR:
            end = words[position + 3].end if _OF_STATE.match(draft.text, after.start) else after.end
            start = before.start if before is not None and the else word.start
            return self._pair(by_sentence, index, start, end, after.text.lower())
        elif lower == "two" and the and _alone(draft, index, position):
            return self._pair(by_sentence, index, word.start, word.end, "leaders")
        elif (lower == "both" and _alone(draft, index, position)) or (lower == "pair" and position):
            return self._pair(by_sentence, index, word.start, word.end, "both")
        return None

    @staticmethod
    def _format(draft: Draft, by_sentence: dict[int, list[Mention]], index: int, start: int) -> Mention | None:
        """ "The two Koreas"; in a text about Iran, "the three European countries"."""
        for words, codes, about in _FORMATS:
            match = words.match(draft.text, start)
            if match and (not about or any(a.code == about for row in by_sentence.values() for m in row for a in m.actors)):
                return Mention(start, match.end(), index, "name", tuple(map(Actor, codes)), 0.8, f"“{match[0]}”")
        return None

    def _agrees(
        self, draft: Draft, here: list[Mention], index: int, position: int, lower: str, actors: tuple[Actor, ...]
    ) -> bool:
        """Whether what the ranking says may stand: "its" is rather the subject of its clause, "they" no one person, "he" no state."""
        if lower in _HE and not any(actor.name for actor in actors):
            return False
        if lower in ("its", "their"):
            fits = _is_body if lower == "its" else _is_group
            return self._own(draft, here, index, position, fits) is None
        return lower not in _THEY or len(actors) > 1 or not is_person(actors[0])

    @staticmethod
    def _before(by_sentence: dict[int, list[Mention]], index: int, start: int) -> list[list[Mention]]:
        """Mentions before `start`, sentence by sentence, nearest sentence first."""
        rows = [[m for m in by_sentence.get(index, []) if m.end <= start]]
        return rows + [by_sentence.get(i, []) for i in range(index - 1, max(-1, index - 1 - _REACH), -1)]

    @staticmethod
    def _own(draft: Draft, here: list[Mention], index: int, position: int, fits: Callable[[Mention], bool]) -> Mention | None:
        """The subject of the clause that the pronoun stands in, where it is another word and fits: "Iran … its ships"."""
        reading = draft.readings[index]
        if position >= len(reading.words):
            return None
        word, node, left = draft.sentences[index].words[position], reading.heads[position], _CLAUSES
        while node >= 0 and left:
            holder = subject(reading, node) if reading.tags[node] == "VERB" else None
            if holder is not None and holder < position:
                mention = mentions_at(draft, index, holder, {index: here})
                plural = reading.tags[holder] == "NOUN" and reading.words[holder].lower().endswith("s")
                if mention is not None and mention.end <= word.start and fits(mention) and not (plural and fits is _is_body):
                    return Mention(word.start, word.end, index, "pronoun", mention.actors, 0.75, "the subject of its clause")
                left -= 1
            node = reading.heads[node]
        return None

    @staticmethod
    def _teller(draft: Draft, here: list[Mention], index: int, position: int) -> Mention | None:
        """Whoever tells of it themselves: the first "he" of what somebody said is as a rule that somebody."""
        reading = draft.readings[index]
        if position >= len(reading.words) or reading.relations[position] != "nsubj":
            return None
        verb = reading.heads[position]
        if verb < 0 or reading.relations[verb] != "ccomp" or reading.heads[verb] < 0:
            return None
        holder = subject(reading, reading.heads[verb])
        mention = mentions_at(draft, index, holder, {index: here}) if holder is not None and holder < position else None
        word = draft.sentences[index].words[position]
        fits = _is_group if word.text.lower() == "they" else _is_person
        if mention is None or mention.end > word.start or not fits(mention):
            return None
        return Mention(word.start, word.end, index, "pronoun", mention.actors, 0.75, "the one who tells of it")

    def _country(
        self, by_sentence: dict[int, list[Mention]], index: int, start: int, end: int, pointing: bool, described: bool
    ) -> Mention | None:
        """ "The country", "his country": the state of what its sentence names first; "that country": the one named last.

        "The war-torn country" is told of as if anew: rather what the sentence before has named.
        """
        rows = self._before(by_sentence, index, start)[:2]
        for row in reversed(rows) if described else rows:
            states = [m.actors[0].code for m in row if len(m.actors) == 1 and len(m.actors[0].code) == 3]
            if states:
                state, why = (states[-1], "last") if pointing else (states[0], "first")
                return Mention(start, end, index, "nominal", (Actor(state),), 0.55, f"the state named {why} before it")
        return None

    def _body(self, by_sentence: dict[int, list[Mention]], index: int, start: int, end: int, noun: str) -> Mention | None:
        """ "The group", "the alliance": the body of that kind that was named last; none where a sentence names two."""
        for row in self._before(by_sentence, index, start):
            named = [m for m in row if m.kind in ("name", "group", "organisation") and len(m.actors) == 1]
            bodies = {m.actors[0] for m in named if self._is_kind(m.actors[0], _BODIES[noun])}
            if bodies:
                if len(bodies) > 1:
                    return None
                return Mention(start, end, index, "nominal", tuple(bodies), 0.6, f"the {noun} named before")
        return None

    def _is_kind(self, actor: Actor, kinds: frozenset[str]) -> bool:
        entry = self.knowledge.by_key.get(actor.key)
        if entry is None:  # a body that no table has may be of any kind
            return actor.name[:1].isupper() and not is_person(actor) and "medium" not in kinds
        return entry.kind in kinds

    def _person(self, draft: Draft, by_sentence: dict[int, list[Mention]], index: int, start: int, end: int) -> Mention | None:
        for distance, row in enumerate(self._before(by_sentence, index, start)):
            persons = [m for m in row if _is_person(m)]
            if persons:
                first = next((m for m in persons if distance and _is_subject(draft, m)), persons[0])
                score = 0.8 - 0.1 * distance - (0.15 if len({m.actors for m in persons}) > 1 else 0.0)
                return Mention(start, end, index, "pronoun", first.actors, score, "the person named first before it")
        return None

    def _several(self, draft: Draft, by_sentence: dict[int, list[Mention]], index: int, start: int, end: int) -> Mention | None:
        first, second = ([*self._before(by_sentence, index, start), []])[:2]
        for distance, row in enumerate((first, [m for m in second if _is_subject(draft, m)])):
            groups = [m for m in row if m.kind in ("group", "nominal", "demonym") or len(m.actors) > 1]
            groups = [m for m in groups if _is_group(m)]
            if groups:
                score = 0.6 - 0.1 * distance
                return Mention(start, end, index, "pronoun", groups[0].actors, score, "the group named first before it")
        if first:
            return None
        return self._pair(by_sentence, index, start, end, "leaders")

    def _state(self, by_sentence: dict[int, list[Mention]], index: int, start: int, end: int) -> Mention | None:
        for row in self._before(by_sentence, index, start)[:2]:
            states = [
                m for m in row if len(m.actors) == 1 and (not m.actors[0].name or m.kind == "group") and m.kind != "place"
            ]
            if states and len({m.actors for m in states}) == 1:
                return Mention(start, end, index, "pronoun", states[-1].actors, 0.6, "the one state named before it")
        return None

    def _pair(self, by_sentence: dict[int, list[Mention]], index: int, start: int, end: int, noun: str) -> Mention | None:
        want_persons = noun in ("leaders", "presidents", "ministers", "men", "heads")
        seen: list[Actor] = []
        for row in self._before(by_sentence, index, start):
            together = [m for m in row if len(m.actors) == 2]
            if together and not seen:
                two = (
                    together[0].actors
                    if want_persons
                    else tuple(Actor(a.code) if a.code != "-" else a for a in together[0].actors)
                )
                return Mention(start, end, index, "pronoun", two, 0.7, "the two spoken of before")
            for mention in row:
                for actor in mention.actors:
                    key = actor if want_persons else Actor(actor.code) if actor.code != "-" else actor
                    if want_persons and not is_person(actor):
                        continue
                    if key not in seen and all(key.code != other.code for other in seen):
                        seen.append(key)
            if len(seen) == 2:
                return Mention(start, end, index, "pronoun", tuple(seen), 0.7, "the two named before")
            if len(seen) > 2:
                break
        return self._document_pair(by_sentence, index, start, end, want_persons)

    @staticmethod
    def _document_pair(
        by_sentence: dict[int, list[Mention]], index: int, start: int, end: int, want_persons: bool
    ) -> Mention | None:
        """The two that the text up to here names most, where they stand out; by their leaders' names where it names them."""
        counts: dict[str, int] = {}
        persons: dict[str, Actor] = {}
        for i in range(index + 1):
            for mention in by_sentence.get(i, []):
                for actor in mention.actors:
                    if actor.code != "-" and mention.end <= start:
                        person = is_person(actor) and mention.kind in ("name", "office")
                        if want_persons and not person:
                            continue
                        persons.setdefault(actor.code, actor)
                        counts[actor.code] = counts.get(actor.code, 0) + 1
        top = sorted(counts.items(), key=lambda pair: -pair[1])
        if len(top) < 2 or (len(top) > 2 and top[2][1] > 0.6 * top[1][1]):
            return None
        pair = tuple(persons[code] if want_persons else Actor(code) for code, _ in top[:2])
        return Mention(start, end, index, "pronoun", pair, 0.55, "the two that the text names most")


def _determiner(draft: Draft, index: int, position: int) -> int | None:
    """The "the" or "this" before a noun, with describing words between: "the war-torn country"; None where it names a state."""
    words, tags = draft.sentences[index].words, draft.readings[index].tags
    at = position - 1
    while at >= 0 and position - at <= _DESCRIBED and words[at].text.lower() not in _THE:
        if at >= len(tags) or not (tags[at] in ("ADJ", "PROPN", "NOUN", "ADV", "VERB") or words[at].text == "-"):
            return None
        if any(m.sentence == index and m.start <= words[at].start < m.end for m in draft.mentions):
            return None
        at -= 1
    return at if at >= 0 and words[at].text.lower() in _THE else None


def _of_several(text: str, mention: Mention, here: list[Mention]) -> Mention:
    """ "The soldiers of the two countries": soldiers of both, where the noun alone was given to the nearest."""
    if mention.kind != "nominal" or len(mention.actors) != 1 or not mention.actors[0].name:
        return mention
    owner = next((m for m in here if len(m.actors) > 1 and _OF.fullmatch(text, mention.end, m.start)), None)
    if owner is None or any(actor.code == "-" for actor in owner.actors):
        return mention
    actors = tuple(dict.fromkeys(Actor(actor.code, mention.actors[0].name) for actor in owner.actors))
    return replace(mention, actors=actors, reason="of the several named behind it")


def _alone(draft: Draft, index: int, position: int) -> bool:
    """Whether a number counts what was named before, and nothing behind it: "the two discussed", "said both"."""
    following = draft.readings[index].tags[position + 1 : position + 2]
    return not following or following[0] in ("VERB", "AUX", "PUNCT", "ADP", "ADV")


def _is_person(mention: Mention) -> bool:
    """Whether a mention means one person by name."""
    if len(mention.actors) != 1 or mention.kind not in ("name", "office", "pronoun", "nominal"):
        return False
    return is_person(mention.actors[0])


def _is_body(mention: Mention) -> bool:
    """Whether a mention means a state, an organisation or one group."""
    return len(mention.actors) == 1 and mention.kind not in ("place", "locative") and not _is_person(mention)


def _is_group(mention: Mention) -> bool:
    """Whether a mention means several: a plural noun, or several actors."""
    return (
        len(mention.actors) > 1 or mention.actors[0].name[-1:] == "s" or mention.kind == "demonym" if mention.actors else False
    )


def _is_subject(draft: Draft, mention: Mention) -> bool:
    """Whether a word of the mention is the subject of a verb."""
    reading = draft.readings[mention.sentence]
    words = draft.sentences[mention.sentence].words[: len(reading.words)]
    return any(
        reading.relations[i] == "nsubj" for i, w in enumerate(words) if mention.start <= w.start and w.end <= mention.end
    )
