"""Events: acts with their parties settled, dated, attributed, and told once however often the text tells them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from comity.knowledge import Knowledge
from comity.model import MUTUAL, Actor, Event, EventCode, Made, Mark, Place, Role, Span, Status, When
from comity.reading.absent_parties import supplied
from comity.reading.acts import Act, Party, propose
from comity.reading.attribution import sources_at
from comity.reading.confidence import confidence
from comity.reading.draft import Draft, Fallen, TimeExpression
from comity.reading.event_time import act_time
from comity.reading.grammar import clause
from comity.reading.parties import complete, said_by_speaker, speaking_turn
from comity.reading.pronouns import is_person
from comity.reading.situations import identity
from comity.reading.statuses import status_of
from comity.reading.topics import topics_of

_PERFORMED = frozenset(
    {EventCode.AGREE, EventCode.REQUEST, EventCode.ACCUSE, EventCode.REJECT, EventCode.THREATEN, EventCode.CONCEDE}
)
"""Types of acts that one does by speaking."""
_DONE_TOGETHER = frozenset({EventCode.CONSULT, EventCode.COOPERATE})
"""Types whose parties all take part alike, whoever stands first in the sentence."""
_A_YEAR = dt.timedelta(days=366)
_OF_ALL_ACTORS = MUTUAL | {EventCode.ASSAULT, EventCode.SUPPORT}
"""Types that several actors may do to each other: they clash, they sign."""


class Events:
    """Writes events down from the model's acts."""

    name = "events"
    requires = frozenset({"document", "sentences", "readings", "times", "mentions", "quotations", "attributions"})
    assigns = frozenset({"events", "fallen"})

    def __init__(self, coder: str) -> None:
        self.coder = coder
        self.on_absent: Callable[[Draft, Act, list[Actor], list[Actor], list[Event]], None] | None = None
        """Told of each act that lacks a party, with the parties that it has and the events before: for training."""

    def __call__(self, draft: Draft) -> None:
        """Writes `events`, and as `fallen` the acts that lack a party."""
        found: list[Event] = []
        guesses: dict[Span, EventCode] = {}
        for index in range(len(draft.sentences)):
            for act in propose(draft, index):
                event = self._event(draft, act, found)
                if isinstance(event, Event):
                    found.append(event)
                    if act.guess is not None:
                        guesses[event.marks[0].span] = act.guess
                else:
                    draft.fallen.append(event)
        draft.events = [with_guess(event, guesses) for event in merge(found)]

    def _event(self, draft: Draft, act: Act, before: list[Event]) -> Event | Fallen:
        words = draft.sentences[act.sentence].words
        start, end = words[act.words[0]].start, words[act.words[-1]].end
        sources, source_spans = sources_at(draft, start, end)
        act = _without_teller(draft, act, source_spans)
        actors, recipients = _keys(act.actors), _keys(act.recipients)
        recipients = [r for r in recipients if r not in actors]
        reason = f"act head: {act.code} {act.score:.2f}, next {act.runner_up[0]} {act.runner_up[1]:.2f}"
        actors, recipients, added = complete(draft, act, actors, recipients, before)
        if added:
            reason = f"{reason}; {added}"
        actors, recipients = _settled(act.code, actors, recipients)
        score = min([act.score, *(party.score for party in (*act.actors, *act.recipients))])
        if missing := _missing(act.code, actors, recipients):
            if self.on_absent is not None:
                self.on_absent(draft, act, actors, recipients, before)
            found = supplied(draft, act, actors, recipients, before)
            if found is None:
                return fallen(draft, act, missing)
            actors, recipients = _settled(act.code, *found[:2])
            if still := _missing(act.code, actors, recipients):
                return fallen(draft, act, still)
            reason, score = f"{reason}; {missing}: by the text around, {found[2]:.2f}", min(score, found[2])
        status = status_of(draft.readings[act.sentence], act)
        date, time, why = act_time(draft, act.sentence, act.words, status)
        day = draft.document.date
        if (
            date is None
            and day is not None
            and status is Status.HAPPENED
            and act.code in _PERFORMED
            and said_by_speaker(draft, act)
        ):
            date, why = When(day.isoformat()), "done by saying it, on the document's day"
        reason = f"{reason}; {why}"
        sources = self._sources(draft, act, actors, sources)
        sentence = draft.sentences[act.sentence]
        return Event(
            actors=tuple(actors),
            recipients=tuple(recipients),
            code=act.code,
            object=act.objects,
            status=status,
            date=date,
            place=self._place(draft, act),
            topics=topics_of(draft.text[sentence.start : sentence.end]),
            according_to=sources,
            evidence=(draft.span(sentence.start, sentence.end),),
            marks=_marks(draft, act, time, (start, end), source_spans),
            made_by=Made(coder=self.coder, stage=self.name, reason=reason, score=round(confidence(score), 3)),
        )

    @staticmethod
    def _sources(draft: Draft, act: Act, actors: list[Actor], sources: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Whose word it is. Who demands, accuses, promises or praises by speaking is the actor, not a source of it.

        What a turn of a transcript tells of, other than such acts of its speaker, is according to the speaker.
        """
        if not sources:
            turn = speaking_turn(draft, act)
            if turn is not None and turn.speaker is not None:
                sources = (turn.speaker,)
        praises = act.code is EventCode.SUPPORT and len(actors) == 1
        if act.code in _PERFORMED or praises:
            sources = tuple(
                s for s in sources if all(s != a and not (s.code == a.code != "-" and _speaks_for(s)) for a in actors)
            )
        return sources

    @staticmethod
    def _place(draft: Draft, act: Act) -> Place | None:
        """A place or state that stands behind "in", "at" or the like, nearest to the trigger: a place, then a state."""
        words = draft.sentences[act.sentence].words
        middle = words[act.words[0]].start
        places = [
            m
            for m in draft.mentions
            if m.sentence == act.sentence and m.kind in ("place", "locative") and abs(m.start - middle) < 90 and m.actors
            if _IN.search(draft.text, max(0, m.start - 24), m.start)
        ]
        if not places:
            return None
        best = min(places, key=lambda m: (m.kind != "place", abs(m.start - middle)))
        return Place(draft.text[best.start : best.end].replace(",", ""), best.actors[0].code)


_IN = re.compile(
    r"\b(?:in|at|near|outside|inside|across|throughout|around)\s+(?:the\s+)?(?:(?:cit(?:y|ies)|town|village|port|capital|region|province) of\s+)?"
    r"(?:(?:northern|southern|eastern|western|central|nearby|neighbou?ring|occupied)\s+)?$",
    re.IGNORECASE,
)


def with_guess(event: Event, guesses: Mapping[Span, EventCode]) -> Event:
    """An event with its likeliest object, where none of its tellings has a likely one: two of them keep no tellings apart."""
    guess = None if event.object else next((guesses[mark.span] for mark in event.marks if mark.span in guesses), None)
    return event if guess is None else replace(event, object=(guess,))


def _settled(code: EventCode, actors: list[Actor], recipients: list[Actor]) -> tuple[list[Actor], list[Actor]]:
    """Both sides without repeats, and those of what is done together on one side."""
    if code in _DONE_TOGETHER:
        actors, recipients = [*actors, *recipients], []
    actors = _distinct(actors)
    recipients = _abroad(code, actors, _distinct(recipients))
    if code in MUTUAL and len({a.code for a in actors}) > 1 and {r.code for r in recipients} <= {a.code for a in actors}:
        recipients = []
    return actors, recipients


def _missing(code: EventCode, actors: list[Actor], recipients: list[Actor]) -> str:
    """What the parties of an act lack to make it an event; empty where they do."""
    parties = [*actors, *recipients]
    if not parties:
        return "none of its parties was found"
    if not actors:
        return f"nobody was found who does it to {listed(recipients)}"
    if len(parties) < 2 or (not recipients and code not in _OF_ALL_ACTORS):
        return f"nobody was found to whom {listed(actors)} {'does' if len(actors) == 1 else 'do'} it"
    return ""


def listed(actors: list[Actor]) -> str:
    """Keys in a row."""
    return " and ".join(actor.key for actor in actors)


def fallen(draft: Draft, act: Act, reason: str) -> Fallen:
    """An act as one that fell, for a reason."""
    words = draft.sentences[act.sentence].words
    start, end = words[act.words[0]].start, words[act.words[-1]].end
    return Fallen(start, end, act.sentence, act.code, round(act.score, 3), reason)


def _speaks_for(source: Actor) -> bool:
    """Whether somebody's word can be their state's own act: not where a private person, whom no table knows, tells of it."""
    return not is_person(source) or source.key in Knowledge.load().by_key


def _without_teller(draft: Draft, act: Act, tellers: tuple[tuple[int, int], ...]) -> Act:
    """An act without those who tell of it, where it has its parties anyhow: "the two leaders discussed it, Ushakov said".

    `tellers` are the places where they are named. A noun that hangs on the telling itself may be the teller's own: "told reporters
    of talks with Xi and Putin".
    """
    reading, words = draft.readings[act.sentence], draft.sentences[act.sentence].words
    verb = words[clause(reading, act.words[0])]
    if act.code in _PERFORMED or any(a.cue is not None and a.cue[0] <= verb.start < a.cue[1] for a in draft.attributions):
        return act
    rest = tuple(p for p in act.actors if not any(p.mention.start < b and a < p.mention.end for a, b in tellers))
    if len(rest) == len(act.actors) or _missing(act.code, _keys(rest), _keys(act.recipients)):
        return act
    return replace(act, actors=rest)


_RULING = re.compile(r"\b(?:government|authorities|police|army|military|soldiers|troops|forces|junta|regime)\b")
_RISEN = re.compile(
    r"\b(?:rebels?|insurgents?|militants?|separatists?|opposition|anti-government|protesters?|demonstrators?|guerrillas?|gunmen|extremists?"
    r"|islamists?|mutineers?|rioters?|strikers?)\b"
)


def _stand(party: Party) -> str:
    """Whether somebody rules or rises against whoever does: "rebel forces" rise; empty where the name says neither."""
    name = party.mention.actors[0].name
    return "risen" if _RISEN.search(name) else "ruling" if _RULING.search(name) else ""


def _rivals(one: Party, other: Party) -> bool:
    """Whether two of one state stand on the two sides of it, each by words of its own: "anti-government protesters" are one."""
    apart = max(one.mention.start, other.mention.start) - min(one.mention.end, other.mention.end)
    return apart > 1 and {_stand(one), _stand(other)} == {"risen", "ruling"}


def _keys(parties: tuple[Party, ...]) -> list[Actor]:
    """The actors of one side. Of one state's several, all who are named stand, else the one that the model is surest of.

    Rulers and those who rise against them are two: "talks between the government and the rebels".
    """
    by_code: dict[str, list[Party]] = {}
    for party in parties:
        for actor in party.mention.actors[:1]:
            by_code.setdefault(identity(actor), []).append(party)
    kept: list[Actor] = []
    for group in by_code.values():
        named = [p for p in group if p.mention.kind == "name" and p.mention.actors[0].name]
        chosen = named if len(named) > 1 else [max(group, key=lambda p: (p in named, p.score))]
        rivals = [p for p in group if _rivals(chosen[0], p)]
        if rivals and len(chosen) == 1:
            chosen.append(max(rivals, key=lambda p: p.score))
        kept += [actor for party in chosen for actor in party.mention.actors]
    return kept


def _distinct(actors: list[Actor]) -> list[Actor]:
    """Without repeats; a state beside its own named office-holder is dropped."""
    unique = list(dict.fromkeys(actors))
    named = {a.code for a in unique if a.name and a.code != "-"}
    return [a for a in unique if a.name or a.code not in named]


def _abroad(code: EventCode, actors: list[Actor], recipients: list[Actor]) -> list[Actor]:
    """Recipients without the actors' own side, where somebody else is among them: "Putin pledged to Xi that Russia …".

    One does nothing to one's own state as such, save rebels and protesters: inside a state both sides have names.
    """
    own = {a.code for a in actors if a.code != "-"}
    others = [r for r in recipients if r.code not in own]
    within = code in (EventCode.ASSAULT, EventCode.PROTEST)
    return others or [r for r in recipients if r.name or within]


def _marks(
    draft: Draft,
    act: Act,
    time: TimeExpression | None,
    trigger: tuple[int, int],
    source_spans: tuple[tuple[int, int], ...],
) -> tuple[Mark, ...]:
    marks = [Mark(Role.TRIGGER, draft.span(*trigger))]
    for role, parties in ((Role.ACTOR, act.actors), (Role.RECIPIENT, act.recipients)):
        for party in parties:
            span = draft.span(party.mention.start, party.mention.end)
            marks.append(Mark(role, span, party.mention.actors[0].key))
    if time is not None:
        marks.append(Mark(Role.TIME, draft.span(time.start, time.end)))
    marks += [Mark(Role.SOURCE, draft.span(*span)) for span in source_spans]
    return tuple(marks)


def _side(actors: tuple[Actor, ...]) -> frozenset[str]:
    return frozenset(map(identity, actors))


def _same(a: Event, b: Event) -> bool:
    """Whether two events of one text are one act told twice: same type, parties, sources and status, and no two dates."""
    if (a.code, a.status) != (b.code, b.status) or _side(a.according_to) != _side(b.according_to):
        return False
    if a.code in MUTUAL and not (a.recipients and b.recipients):
        parties = [_side((*e.actors, *e.recipients)) for e in (a, b)]
        if parties[0] != parties[1]:
            return False
    elif _side(a.actors) != _side(b.actors) or _side(a.recipients) != _side(b.recipients):
        return False
    if a.object and b.object and not set(a.object) & set(b.object):
        return False
    if a.date is None or b.date is None:
        return True
    if any(when.last - when.first > _A_YEAR for when in (a.date, b.date)) and a.date != b.date:
        return False  # "since 2013" tells of many, one of which was yesterday
    return a.date.first <= b.date.last and b.date.first <= a.date.last


def merge(events: list[Event]) -> list[Event]:
    """One event for each act, with all its pieces of evidence; names and the exacter date are taken from whichever has them."""
    kept: list[Event] = []
    for event in events:
        for i, known in enumerate(kept):
            if _same(known, event):
                evidence = tuple(dict.fromkeys((*known.evidence, *event.evidence)))
                date = known.date or event.date
                if known.date and event.date and (event.date.last - event.date.first) < (known.date.last - known.date.first):
                    date = event.date
                better = max((known, event), key=lambda e: sum(bool(a.name) for a in (*e.actors, *e.recipients)))
                kept[i] = replace(
                    known,
                    actors=better.actors,
                    recipients=better.recipients,
                    object=known.object or event.object,
                    date=date,
                    place=known.place or event.place,
                    topics=tuple(dict.fromkeys((*known.topics, *event.topics)))[:4],
                    evidence=evidence,
                    marks=tuple(dict.fromkeys((*known.marks, *event.marks))),
                )
                break
        else:
            kept.append(event)
    return kept
