"""What a text tells around an act that lacks a side: who is named nearby, as whom, and what was told before.

Those whom `comity.reading.absent_parties` ranks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from comity.knowledge import Knowledge
from comity.model import Actor, Event, EventCode
from comity.reading.acts import Act, bystanders, role_scores
from comity.reading.draft import Draft, Mention
from comity.reading.encoder import Scores
from comity.reading.labels import ROLES

_REACH = 6  # sentences back in which somebody is near; who is named most in the text is near everywhere
_OFTEN = 4  # so many are named most
_EVENTS = 14  # events told before that are looked at
_SEEMS = 0.35  # how much of a part the model must see
_TO_RULERS = frozenset({EventCode.REQUEST, EventCode.ACCUSE, EventCode.REJECT, EventCode.THREATEN})
_OFFICIAL = re.compile(
    r"\b(?:government|ministr(?:y|ies)|ministers?|president|officials?|spokes\w+|ambassadors?|diplomats?|parliament|senate|congress|"
    r"council|court|police|army|military|forces|troops|navy|authorit(?:y|ies)|cabinet|leaders?|embass(?:y|ies)|department|agency)\b",
    re.IGNORECASE,
)
Side = Literal["actor", "recipient"]


def identity(actor: Actor) -> str:
    """What one stands for among candidates: the state or organisation, or of those who belong to none, themselves."""
    return actor.code if actor.code != "-" else actor.key


@dataclass(slots=True)
class Candidate:
    """Somebody whom the text names: where, and with which words nearest to the act."""

    name: str
    here: list[tuple[Mention, list[int], Scores]] = field(default_factory=list)
    before: int = 99  # sentences back to the last mention
    after: int = 99
    times: int = 0
    opens: bool = False
    named: list[tuple[int, Actor]] = field(default_factory=list)  # how many sentences back, and as whom; the nearest last
    actor: Actor | None = None  # as whom it would take part


@dataclass(frozen=True, slots=True)
class Told:
    """An event told before: how many sentences back, and its parties."""

    back: int
    code: EventCode
    actors: frozenset[str]
    recipients: frozenset[str]

    @property
    def parties(self) -> frozenset[str]:
        """All of them."""
        return self.actors | self.recipients


@dataclass(frozen=True, slots=True)
class Situation:
    """An act that lacks a side, with what the text tells around it."""

    act: Act
    side: Side
    known: frozenset[str]
    standing: str  # what the known one is: a state, an official, a named or a described one
    noun: bool
    told: tuple[Told, ...]
    candidates: tuple[Candidate, ...]
    speaker: str
    spoken_to: str
    sources: frozenset[str]
    publisher: str


def situation(draft: Draft, act: Act, side: Side, known: Sequence[Actor], before: Sequence[Event]) -> Situation:
    """What is known where an act lacks a side; `before` are the events that the text tells before it."""
    reading, sentence = draft.readings[act.sentence], draft.sentences[act.sentence]
    told = tuple(_told(draft, act, event) for event in before[-_EVENTS:])
    start = sentence.words[act.words[0]].start
    quotation = next((q for q in draft.quotations if q.start <= start < q.end), None)
    ends = {
        "speaker": identity(quotation.speaker) if quotation and quotation.speaker else "",
        "spoken_to": identity(quotation.addressee) if quotation and quotation.addressee else "",
    }
    return Situation(
        act=act,
        side=side,
        known=frozenset(map(identity, known)),
        standing=_standing(known),
        noun=reading.tags[act.words[0]] in ("NOUN", "PROPN"),
        told=told,
        candidates=tuple(_candidates(draft, act, side, known, told)),
        sources=frozenset(
            identity(source)
            for attribution in draft.attributions
            if attribution.start < sentence.end and attribution.end > sentence.start
            for source in attribution.sources
        ),
        publisher=draft.publisher_state or "",
        **ends,
    )


def _standing(known: Sequence[Actor]) -> str:
    if not known:
        return "nobody"
    if not known[0].name:
        return "a state"
    if _OFFICIAL.search(known[0].name):
        return "an official"
    return "named" if known[0].name[:1].isupper() else "described"


def _told(draft: Draft, act: Act, event: Event) -> Told:
    back = act.sentence - draft.sentence_at(event.evidence[0].start)
    return Told(back, event.code, frozenset(map(identity, event.actors)), frozenset(map(identity, event.recipients)))


def _candidates(draft: Draft, act: Act, side: Side, known: Sequence[Actor], told: Iterable[Told]) -> Iterator[Candidate]:
    found: dict[str, Candidate] = {}
    for mention in draft.mentions:
        for actor in mention.actors:
            if _reports(actor):
                continue
            one = found.setdefault(identity(actor), Candidate(identity(actor)))
            one.opens = one.opens or mention.sentence == 0
            if mention.sentence > act.sentence:
                one.after = min(one.after, mention.sentence - act.sentence)
                continue
            one.times += 1
            one.named.append((act.sentence - mention.sentence, actor))
            if mention.sentence < act.sentence:
                one.before = act.sentence - mention.sentence
    onlookers = bystanders(draft.readings[act.sentence], list(act.words))
    for mention, words, scores in role_scores(draft, act):
        for actor in mention.actors:
            if onlookers.intersection(words):  # whoever backs another's demand is not asked
                found.pop(identity(actor), None)
            elif identity(actor) in found:
                found[identity(actor)].here.append((mention, words, scores))
    lately = {name for event in told if event.back <= _REACH + 2 for name in event.parties}
    often = sorted(found.values(), key=lambda one: -one.times)[:_OFTEN]
    for one in found.values():
        if one.named and (one.here or one.before <= _REACH or one.name in lately or one in often):
            own = one.name in map(identity, known)
            one.actor = _another(one, act.code, side, known) if own else _nearest(one, act, side)
            if one.actor is not None:
                yield one


@lru_cache(maxsize=10_000)
def _reports(actor: Actor) -> bool:
    """Whether somebody is a medium: it tells of acts, and is not meant by them."""
    entry = Knowledge.load().by_key.get(actor.key)
    return actor.name == "press" or (entry is not None and entry.kind == "medium")


def _nearest(one: Candidate, act: Act, side: Side) -> Actor:
    """As whom the act's sentence names somebody, with the words that rather take the part, or else the text before it."""
    role, trigger = ROLES.index(side), act.words[0]
    here = [
        (scores[role], -abs(words[0] - trigger), mention) for mention, words, scores in one.here if len(mention.actors) == 1
    ]
    return max(here, key=lambda found: found[:2])[2].actors[0] if here else one.named[-1][1]


def _another(one: Candidate, code: EventCode, side: Side, known: Sequence[Actor]) -> Actor | None:
    """Somebody else of the known party's state, named in this sentence or the one before; its government, for crowds that ask."""
    if len({identity(actor) for actor in known}) > 1 or one.name.startswith("-"):
        return None
    names = {actor.name for actor in known}
    if _standing(known) in ("a state", "an official"):  # they act on their own state where their sentence seems to say so
        role = ROLES.index(side)
        taking = [mention for mention, _, scores in one.here if scores[role] >= _SEEMS and len(mention.actors) == 1]
        return next((m.actors[0] for m in taking if m.actors[0].name and m.actors[0].name not in names), None)
    if side == "recipient" and code in _TO_RULERS:
        rulers = [actor for _, actor in one.named if _OFFICIAL.search(actor.name)]
        return rulers[-1] if rulers else Actor(one.name, "government")
    others = [actor for back, actor in one.named if back <= 1 and actor.name and actor.name not in names]
    return others[-1] if others else None
