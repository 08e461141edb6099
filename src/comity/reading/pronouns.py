"""Personal pronouns of the third person: whom the ranking of antecedents takes them to mean among all that a text names."""

from __future__ import annotations

from collections.abc import Iterator

from comity.knowledge import Knowledge
from comity.model import Actor
from comity.reading.antecedents import PERSONAL, Cluster, Phrase, Ranker, described
from comity.reading.draft import Draft, Mention
from comity.reading.encoder import SentenceReading

_REACH = 4  # sentences back
_CONSIDERED = 16  # clusters at most, the lately named ones
_SINGLE = frozenset({"he", "she"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_STANDING = frozenset({"nsubj", "obj", "iobj", "obl", "nmod", "conj", "appos", "root", "xcomp", "ccomp"})
_BEFORE = frozenset({"det", "amod", "compound", "nummod", "flat", "nmod"})


class Pronouns:
    """What pronouns mean, as a document is gone through once from its beginning."""

    def __init__(self, draft: Draft, ranker: Ranker) -> None:
        self._draft, self._ranker = draft, ranker
        self._clusters: list[Cluster] = []
        self._actors: dict[int, tuple[Actor, ...]] = {}  # id of a cluster → whom it means
        self._of: dict[object, Cluster] = {}  # actors, or the head of a phrase that names none → its cluster

    def sentence(self, index: int, mentions: list[Mention]) -> dict[int, tuple[Actor, ...]]:
        """Words of a sentence that are pronouns → the actors they mean, where they mean any that the text has named.

        `mentions` are those of the sentence; its pronouns and all that it names are remembered for the sentences after it.
        """
        reading = self._draft.readings[index]
        found: dict[int, tuple[Actor, ...]] = {}
        for phrase, actors in sorted(self._phrases(index, reading, mentions), key=lambda pair: pair[0].place):
            if phrase.form not in PERSONAL:
                self._remember(phrase, actors)
                continue
            near = [c for c in reversed(self._clusters) if index - c.phrases[-1].sentence <= _REACH]
            near.sort(key=lambda c: c.phrases[-1].place, reverse=True)
            best = self._ranker.best(phrase, self._of_this_paragraph(phrase, near)[:_CONSIDERED])
            if best is None:
                continue
            best.add(phrase)
            if actors := self._actors.get(id(best), ()):
                found[phrase.first] = actors
        return found

    def _of_this_paragraph(self, phrase: Phrase, near: list[Cluster]) -> list[Cluster]:
        """Without persons from farther up where this paragraph or the sentence before has named one.

        Agencies make a paragraph of each sentence: its first "he" is as a rule somebody of the sentence before.
        """
        if phrase.form not in _SINGLE:
            return near
        text, sentences = self._draft.text, self._draft.sentences
        first = phrase.sentence
        while first > max(0, phrase.sentence - _REACH) and "\n" not in text[sentences[first - 1].end : sentences[first].start]:
            first -= 1
        persons = [c for c in near if self._actors.get(id(c)) and any(p.kind == "person" for p in c.phrases)]
        local = [c for c in persons if c.phrases[-1].sentence >= min(first, phrase.sentence - 1)]
        return [c for c in near if c not in persons or c in local] if local else near

    def _remember(self, phrase: Phrase, actors: tuple[Actor, ...]) -> None:
        key: object = actors or phrase.words[phrase.head - phrase.first :]
        cluster = self._of.get(key)
        if cluster is None:
            cluster = self._of[key] = Cluster()
            self._clusters.append(cluster)
            self._actors[id(cluster)] = actors
        cluster.add(phrase)

    def _phrases(
        self, index: int, reading: SentenceReading, mentions: list[Mention]
    ) -> Iterator[tuple[Phrase, tuple[Actor, ...]]]:
        """The sentence's mentions, pronouns and other nouns, each with the actors it is known to mean."""
        words = self._draft.sentences[index].words[: len(reading.words)]
        taken: set[int] = set()
        for mention in mentions:
            inside = [i for i, w in enumerate(words) if mention.start <= w.start and w.end <= mention.end]
            if inside and mention.actors:
                taken.update(inside)
                yield described(Phrase(index, inside[0], inside[-1] + 1, _kind(mention)), reading), mention.actors
        for i in range(len(words)):
            if i in taken:
                continue
            if reading.tags[i] in _NOUNS and reading.relations[i] in _STANDING:
                first = min([i, *(c for c in reading.children[i] if c < i and reading.relations[c] in _BEFORE)])
                yield described(Phrase(index, first, i + 1, "thing"), reading), ()
            else:
                phrase = described(Phrase(index, i, i + 1), reading)
                if phrase.form in PERSONAL:
                    yield phrase, ()


def is_person(actor: Actor) -> bool:
    """Whether an actor is a person by name: not a state, a group by its noun, or a body that the tables know."""
    if not actor.name[:1].isupper():
        return False
    entry = Knowledge.load().by_key.get(actor.key)
    return entry is None or entry.kind == "person"


def _kind(mention: Mention) -> str:
    """What a mention names, in the words of the ranking."""
    if len(mention.actors) == 1 and is_person(mention.actors[0]) and mention.kind in ("name", "office", "nominal", "pronoun"):
        return "person"
    if mention.kind in ("nominal", "group", "people"):
        return "person" if mention.actors[0].name[-1:] == "s" else "organisation"
    return "place" if mention.kind in ("place", "locative") or len(mention.actors[0].code) == 3 else "organisation"
