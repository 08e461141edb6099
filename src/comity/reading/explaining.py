"""Why a text gives the statements that it gives, sentence by sentence, and why other sentences give none."""

from __future__ import annotations

from dataclasses import dataclass

from comity.model import Document, Statement
from comity.reading.acts import ACT, PARTY, Act, parts, propose
from comity.reading.draft import Draft, Fallen
from comity.reading.events import fallen
from comity.reading.reader import ChainReader

_SEEN = 0.05  # a word that the model thinks less of is no candidate


@dataclass(frozen=True, slots=True)
class Part:
    """What a mention of a sentence takes part in an act as, for the model: its words, keys, role and score."""

    words: str
    keys: tuple[str, ...]
    role: str
    score: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """An act that did not become an event, why, and the parts that the sentence's mentions seemed to take in it."""

    words: str
    act: Fallen
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """A sentence with the statements that rest on it, and the acts in it that fell, likeliest first."""

    start: int
    end: int
    text: str
    statements: tuple[Statement, ...]
    candidates: tuple[Candidate, ...]


def explain(reader: ChainReader, document: Document) -> list[Explained]:
    """Every sentence of a document with its statements and their reasons (`made_by`), and with what fell.

    Of a sentence without any event, the word that comes nearest to an act is told, however unlikely.
    """
    draft = reader.draft(document)
    statements = draft.statements()
    found = []
    for index, sentence in enumerate(draft.sentences):
        here = tuple(s for s in statements if any(e.start < sentence.end and e.end > sentence.start for e in s.evidence))
        fell = [f for f in draft.fallen if f.sentence == index]
        acts = propose(draft, index, threshold=_SEEN)
        if not fell and not any(s.kind == "event" for s in here) and acts:
            best = max(acts, key=lambda act: act.score)
            fell = [fallen(draft, best, f"the model takes it for an act by {best.score:.2f} only, and {ACT:.2f} is needed")]
        candidates = [Candidate(draft.text[f.start : f.end], f, _parts(draft, acts, f)) for f in fell]
        candidates.sort(key=lambda candidate: -candidate.act.score)
        found.append(
            Explained(sentence.start, sentence.end, draft.text[sentence.start : sentence.end], here, tuple(candidates))
        )
    return found


def _parts(draft: Draft, acts: list[Act], fell: Fallen) -> tuple[Part, ...]:
    words = draft.sentences[fell.sentence].words
    act = next((a for a in acts if words[a.words[0]].start <= fell.start and words[a.words[-1]].end >= fell.end), None)
    if act is None:
        return ()
    return tuple(
        Part(draft.text[m.start : m.end], tuple(a.key for a in m.actors), role, score) for m, role, score in parts(draft, act)
    )


def part_in_words(part: Part) -> str:
    """`Kyiv [UKR] as recipient 0.41, less than the 0.56 needed`."""
    short = f", less than the {PARTY:.2f} needed" if part.score < PARTY else ""
    return f"“{part.words}” [{'; '.join(part.keys)}] as {part.role} {part.score:.2f}{short}"
