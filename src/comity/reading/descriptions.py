"""Whom a description means that takes up what was named: "the two leaders", "both", "the country", "the alliance".

One reading must stand out; where two would do, the description stays open.
"""

from __future__ import annotations

import re
from dataclasses import replace

from comity.knowledge import Knowledge
from comity.model import Actor
from comity.reading.draft import Draft, Mention
from comity.reading.pronouns import is_person

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
_NEIGHBOUR = frozenset({"neighbor", "neighbour"})
_NAMED_NEXT = re.compile(r",?\s+")
_NEIGHBOURING = frozenset({"neighboring", "neighbouring"})
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
_REACH = 3  # sentences back in which somebody stays in mind


class Descriptions:
    """Finds whom descriptions mean, for the stage that also reads pronouns."""

    def __init__(self, knowledge: Knowledge | None = None) -> None:
        self.knowledge = knowledge or Knowledge.load()

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
        elif (
            lower in _COUNTRY | _NEIGHBOUR and before is not None and (first := _determiner(draft, index, position)) is not None
        ):
            if lower in _NEIGHBOUR or before.text.lower() in _NEIGHBOURING:
                if any(_NAMED_NEXT.fullmatch(draft.text, word.end, m.start) for m in by_sentence.get(index, [])):
                    return None  # "its neighbour, Somalia"
                return self._neighbour(by_sentence, index, words[first].start, word.end)
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

    @staticmethod
    def _before(by_sentence: dict[int, list[Mention]], index: int, start: int) -> list[list[Mention]]:
        """Mentions before `start`, sentence by sentence, nearest sentence first."""
        rows = [[m for m in by_sentence.get(index, []) if m.end <= start]]
        return rows + [by_sentence.get(i, []) for i in range(index - 1, max(-1, index - 1 - _REACH), -1)]

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

    def _neighbour(self, by_sentence: dict[int, list[Mention]], index: int, start: int, end: int) -> Mention | None:
        """ "Its neighbour", "the neighbouring country": the one state besides the sentence's first that is named nearest before."""
        rows = self._before(by_sentence, index, start)
        states = [[m.actors[0].code for m in row if len(m.actors) == 1 and len(m.actors[0].code) == 3] for row in rows]
        if not states[0]:
            return None
        found = next((others for row in states if (others := set(row) - {states[0][0]})), set())
        if len(found) != 1:
            return None
        return Mention(start, end, index, "nominal", (Actor(found.pop()),), 0.55, "the other state named before it")

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


def of_several(text: str, mention: Mention, here: list[Mention]) -> Mention:
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
