"""Who takes part in an act whose sentence does not say so: "the ministry denounced the conclusions of the summit".

A linear ranking of those whom the text names nearby, and of "nobody", by readable features: the part that the model sees a
mention of theirs take, how near and how often they are named, what they did with the known party before. The weights
(`weights/absent_parties.json`) are made by `training/absent_parties.py` from the gold's training documents.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from comity.knowledge import Knowledge
from comity.model import Actor, Event, EventCode
from comity.reading.acts import Act, bystanders, role_scores
from comity.reading.draft import Draft, Mention
from comity.reading.encoder import Scores
from comity.reading.labels import ROLES

SURE = 0.9  # an act must be as sure as this before a party is looked for outside of its sentence's say
LIKELY = 0.35  # and the party as likely; set on the development gold
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


def _step(number: float, steps: Sequence[float]) -> int:
    """How many steps a number has reached."""
    return sum(number >= step for step in steps)


def features(at: Situation, one: Candidate) -> list[str]:
    """What speaks for or against somebody as the missing side of an act; each also by the side, and whether the other is known."""
    plain = list(dict.fromkeys(_features(at, one)))
    kind = f"{at.side}, {'other known' if at.known else 'none known'}"
    return [*plain, *(f"{kind}: {name}" for name in plain)]


def _features(at: Situation, one: Candidate) -> Iterator[str]:
    code = at.act.code
    own = one.name in at.known
    yield "own state" if own else "another"
    if own:
        yield f"own state, {code}"
        yield f"own state of {at.standing}"
        yield f"own state of {at.standing}, {code}"
    yield from _by_place(at, one) if one.here else _from_afar(at, one)
    rank = sum(other.times > one.times for other in at.candidates)
    yield f"named oftener: {_step(rank, (1, 2, 3, 5, 8))}"
    yield f"times named {_step(one.times, (1, 2, 3, 5, 8, 13))}"
    if one.opens:
        yield "in the first sentence"
    yield from _by_history(at, one, own)
    for name, who in (("publisher", at.publisher), ("speaker", at.speaker), ("spoken to", at.spoken_to)):
        if who == one.name:
            yield name
    if one.name in at.sources:
        yield "source"
    yield "of no state" if one.name.startswith("-") else "a state" if len(one.name) == 3 else "an organisation"


def _by_place(at: Situation, one: Candidate) -> Iterator[str]:
    mine = ROLES.index(at.side)
    other = ROLES.index("recipient" if at.side == "actor" else "actor")
    source = ROLES.index("source")
    part, wrong, told = (max(scores[role] for _, _, scores in one.here) for role in (mine, other, source))
    yield f"here, part {_step(part, (0.02, 0.05, 0.1, 0.2, 0.35, 0.5))}"
    yield f"here, other part {_step(wrong, (0.05, 0.2, 0.5))}"
    yield f"here, as source {_step(told, (0.2, 0.5))}"
    mention, words, _ = max(one.here, key=lambda found: found[2][mine])
    trigger = at.act.words[0]
    yield f"here as {mention.kind}"
    yield f"here {'before' if words[0] < trigger else 'after'} a {'noun' if at.noun else 'verb'}"
    yield f"here, words between {_step(abs(words[0] - trigger), (2, 4, 7, 12, 20))}"
    yield f"here, {at.act.code}"


def _from_afar(at: Situation, one: Candidate) -> Iterator[str]:
    yield f"sentences back {_step(one.before, (2, 3, 4, 6, 9, 50))}"
    yield f"afar, {at.act.code}"
    if one.after <= 1:
        yield "in the next sentence"


def _by_history(at: Situation, one: Candidate, own: bool) -> Iterator[str]:
    steps = (1, 2, 4, 7)
    if not own:
        met = [event for event in at.told if one.name in event.parties and at.known & event.parties]
        if met:
            yield "an event with the known one"
            yield f"an event with the known one, back {_step(min(event.back for event in met), steps)}"
        for event in met:
            doers, takers = (event.actors, event.recipients or event.actors)
            mine, theirs = (doers, takers) if at.side == "actor" else (takers, doers)
            yield "the same way" if one.name in mine and at.known & theirs else "the other way round"
            if event.code is at.act.code:
                yield "the same type with the known one"
    alike = [
        event.back
        for event in at.told
        if event.code is at.act.code and one.name in (event.actors if at.side == "actor" else event.recipients or event.actors)
    ]
    if alike:
        yield f"the same part in this type, back {_step(min(alike), steps)}"
    if at.told and at.told[-1].back <= 2:
        if one.name in at.told[-1].actors:
            yield f"actor just before, {at.side}"
        if one.name in at.told[-1].recipients:
            yield f"recipient just before, {at.side}"


def nobody(at: Situation) -> list[str]:
    """What speaks for or against the answer that none of those named is meant."""
    act, word = at.act, "noun" if at.noun else "verb"
    return [
        "nobody",
        f"nobody, {at.side}",
        f"nobody, {act.code}",
        f"nobody, {act.code}, {at.side}",
        f"nobody, {word}",
        f"nobody, {word}, {at.side}",
        f"nobody, act {_step(act.score, (0.6, 0.7, 0.8, 0.9, 0.97))}",
        f"nobody, {act.status}",
        f"nobody, known {len(at.known)}",
        f"nobody beside {at.standing}",
        f"nobody among {_step(len(at.candidates), (1, 2, 3, 5, 8))}",
        f"nobody, {'quoted' if at.speaker else 'told'}",
    ]


class Ranker:
    """Shares out the chance of being the missing side among candidates and nobody, by weights of feature names."""

    def __init__(self, weights: dict[str, float]) -> None:
        self.weights = weights

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> Ranker:
        """The shipped weights."""
        text = (files("comity.reading") / "weights" / "absent_parties.json").read_text(encoding="utf-8")
        return cls(json.loads(text))

    def chances(self, at: Situation) -> list[float]:
        """The chance of each candidate; what is left of 1 is nobody's."""
        get = self.weights.get
        scores = [sum(get(name, 0.0) for name in features(at, one)) for one in at.candidates]
        none = sum(get(name, 0.0) for name in nobody(at))
        most = max([none, *scores])
        parts = [math.exp(score - most) for score in scores]
        whole = sum(parts) + math.exp(none - most)
        return [round(part / whole, 6) for part in parts]


def supplied(
    draft: Draft, act: Act, actors: list[Actor], recipients: list[Actor], before: list[Event]
) -> tuple[list[Actor], list[Actor], float] | None:
    """The parties of a sure act with those that its sentence leaves out, and how likely they are; None where nobody is likely."""
    if act.score < SURE or (actors and recipients):
        return None
    chance = 1.0
    sides: tuple[Side, ...] = ("actor", "recipient")
    for side in sides:
        mine, others = (actors, recipients) if side == "actor" else (recipients, actors)
        if mine:
            continue
        found, likely = _likeliest(situation(draft, act, side, others, before))
        chance *= likely
        if chance < LIKELY:
            return None
        if act.code is EventCode.PROTEST and not others and found[0].code != "-":
            return [Actor(found[0].code, "protesters")], [Actor(found[0].code, "government")], chance
        actors, recipients = (found, recipients) if side == "actor" else (actors, found)
    return actors, recipients, chance


def _likeliest(at: Situation) -> tuple[list[Actor], float]:
    """The likeliest candidate, with those nearly as likely who stood beside it in an event told before; and their chance."""
    chances = Ranker.load().chances(at)
    if not chances:
        return [], 0.0
    best = max(range(len(chances)), key=chances.__getitem__)
    beside: set[str] = set()
    if at.side == "recipient":
        beside.update(
            *(side for event in at.told for side in (event.actors, event.recipients) if at.candidates[best].name in side)
        )
    chosen = [i for i, one in enumerate(at.candidates) if i == best or (one.name in beside and chances[i] >= chances[best] / 2)]
    chosen.sort(key=lambda i: -chances[i])
    chosen = chosen[:_OFTEN]
    return [actor for i in chosen if (actor := at.candidates[i].actor)], round(sum(chances[i] for i in chosen), 4)
