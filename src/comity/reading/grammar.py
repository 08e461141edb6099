"""Small questions to a sentence's dependency tree, shared by the stages that lean on it."""

from __future__ import annotations

from comity.reading.draft import Draft, Mention
from comity.reading.encoder import SentenceReading

SUBJECTS = frozenset({"nsubj", "csubj"})
_PASSES_ON = frozenset({"xcomp", "conj", "advcl", "acl", "parataxis"})


def subject(reading: SentenceReading, verb: int) -> int | None:
    """The subject of a verb, its own or the one it shares: of "saying" in "he left, saying …", of a coordinated verb."""
    seen: set[int] = set()
    node = verb
    while node >= 0 and node not in seen:
        seen.add(node)
        for child in reading.children[node]:
            if reading.relations[child] in SUBJECTS and reading.tags[child] not in ("SCONJ",):
                return child
        relation = reading.relations[node]
        if relation == "acl":  # "a letter saying", "the minister denying": what the participle hangs on
            return reading.heads[node]
        if relation not in _PASSES_ON:
            return None
        node = reading.heads[node]
    return None


def oblique(reading: SentenceReading, word: int, prepositions: frozenset[str]) -> int | None:
    """The first noun that hangs on a word by one of the prepositions ("talks with", "told to")."""
    for child in reading.children[word]:
        if reading.relations[child] in ("obl", "nmod", "obj", "iobj"):
            for case in reading.children[child]:
                if reading.relations[case] == "case" and reading.words[case].lower() in prepositions:
                    return child
    return None


def conjuncts(reading: SentenceReading, word: int) -> list[int]:
    """A word with those coordinated to it: "France, Germany and Poland"."""
    found = [word]
    for child in reading.children[word]:
        if reading.relations[child] == "conj":
            found += conjuncts(reading, child)
    return found


_CLAUSES = frozenset({"root", "ccomp", "advcl", "acl", "parataxis"})


def clause(reading: SentenceReading, word: int) -> int:
    """The head of the clause that a word stands in: the nearest verb above it, or what stands for one."""
    while reading.heads[word] >= 0:
        verb = reading.tags[word] in ("VERB", "AUX") and reading.relations[word] not in ("aux", "cop")
        if verb or reading.relations[word] in _CLAUSES:
            break
        word = reading.heads[word]
    return word


ASKED_FOR = frozenset(
    "proposal proposals offer offers invitation invitations request requests demand demands call calls plea pleas plan idea "
    "appeal appeals ultimatum suggestion suggestions overture overtures terms bid".split()
)
"""Nouns for what one asks of another or offers, and may be granted or refused."""


def above(reading: SentenceReading, word: int) -> list[int]:
    """A word with those that it hangs on, up to the root."""
    found = [word]
    while reading.heads[found[-1]] >= 0 and reading.heads[found[-1]] not in found:
        found.append(reading.heads[found[-1]])
    return found


def mentions_at(draft: Draft, sentence: int, word: int, cache: dict[int, list[Mention]]) -> Mention | None:
    """The mention that a word belongs to or heads: the smallest one over the word, else one in its name or apposition."""
    words = draft.sentences[sentence].words
    here = cache.get(sentence)
    if here is None:
        here = cache[sentence] = [m for m in draft.mentions if m.sentence == sentence]
    start, end = words[word].start, words[word].end
    over = [m for m in here if m.start <= start and m.end >= end]
    reading = draft.readings[sentence]
    if over:
        smallest = min(over, key=lambda m: (m.end - m.start, m.start))
        if smallest.kind in ("group", "nominal") and word < len(reading.words):  # "the ambassador, Nikki Haley": the name
            for child in reading.children[word]:
                if reading.relations[child] in ("appos", "flat", "nmod", "compound") and words[child].start > end:
                    named = [m for m in here if m.start <= words[child].start and m.end >= words[child].end]
                    if named and named[0].kind == "name" and named[0].actors[0].name[:1].isupper():
                        return named[0]
        return smallest
    for child in reading.children[word] if word < len(reading.words) else ():
        if reading.relations[child] in ("flat", "appos", "compound", "amod", "nmod") and child < len(words):
            if reading.relations[child] == "nmod" and words[child].start < start:
                continue
            inner = [m for m in here if m.start <= words[child].start and m.end >= words[child].end]
            if inner and (reading.relations[child] in ("flat", "appos") or inner[0].kind in ("demonym", "name")):
                return inner[0]
    return None
