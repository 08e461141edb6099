"""Who takes part in an act whose sentence does not say so: "the ministry denounced the conclusions of the summit".

A linear ranking of those whom the text names nearby, and of "nobody", by readable features: the part that the model sees a
mention of theirs take, how near and how often they are named, what they did with the known party before. The weights
(`weights/absent_parties.json`) are made by `training/absent_parties.py` from the gold's training documents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from comity.model import Actor, Event, EventCode
from comity.reading.acts import Act
from comity.reading.draft import Draft
from comity.reading.labels import ROLES
from comity.reading.linear import shared_out, weights_of
from comity.reading.situations import Candidate, Side, Situation, situation

SURE = 0.9  # an act must be as sure as this before a party is looked for outside of its sentence's say
LIKELY = 0.35  # and the party as likely; set on the development gold
_TOGETHER = 4  # at most so many are supplied at once


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
        return cls(weights_of("absent_parties"))

    def chances(self, at: Situation) -> list[float]:
        """The chance of each candidate; what is left of 1 is nobody's."""
        get = self.weights.get
        scores = [sum(get(name, 0.0) for name in features(at, one)) for one in at.candidates]
        none = sum(get(name, 0.0) for name in nobody(at))
        return [round(chance, 6) for chance in shared_out([*scores, none])[:-1]]


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
    chosen = chosen[:_TOGETHER]
    return [actor for i in chosen if (actor := at.candidates[i].actor)], round(sum(chances[i] for i in chosen), 4)
