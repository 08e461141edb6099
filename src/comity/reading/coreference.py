"""Whom pronouns and phrases such as "the two leaders" mean: precise rather than greedy, plainly open where two would do."""

from __future__ import annotations

from collections.abc import Callable

from comity.model import Actor
from comity.reading.antecedents import Ranker
from comity.reading.descriptions import Descriptions, of_several
from comity.reading.draft import Draft, Mention
from comity.reading.grammar import mentions_at, subject
from comity.reading.pronouns import Pronouns, is_person

_HE = frozenset({"he", "him", "his", "she", "her", "himself", "herself"})
_TELLERS = frozenset({"he", "she", "they"})
_IT = frozenset({"it", "its"})
_THEY = frozenset({"they", "them", "their", "themselves"})
_CLAUSES = 2  # clauses outwards whose subjects a pronoun may mean


class Coreference(Descriptions):
    """Adds mentions for pronouns, "the two sides" and "both" where one reading stands out."""

    name = "coreference"
    requires = frozenset({"sentences", "readings", "mentions"})
    assigns = frozenset({"mentions"})

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
            here[:] = sorted((of_several(draft.text, m, here) for m in here), key=lambda m: m.start)
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
