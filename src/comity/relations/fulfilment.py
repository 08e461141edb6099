"""The terms of a pledge, and how well a later event answers it."""

from __future__ import annotations

import datetime as dt
import heapq
import re
from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from comity.ledger import Row
from comity.model import MUTUAL, Event, EventCode, Status, When
from comity.model.codes import PledgeStatus
from comity.reading.time_grammar import find as find_times
from comity.relations.later_events import LaterEvents
from comity.relations.matching import FAMILY, Told, when_of

FORGOTTEN = dt.timedelta(days=3 * 365)
"""Silence this long after a pledge without a due date is neither keeping nor breaking."""
_NEAR = dt.timedelta(days=31)  # "this month" is a time to keep a promise by, "this year" mostly is not
_CONDITION = re.compile(r"\b(?:if|unless|provided that|on condition that|as long as)\b[^.;]{3,160}", re.IGNORECASE)
_LIKELY = frozenset({EventCode.CONSULT, EventCode.COOPERATE, EventCode.AID, EventCode.RETREAT, EventCode.CONCEDE})
_A_YEAR = dt.timedelta(days=365)  # a promise without a due date is rather answered within it
_SHORTLY = dt.timedelta(days=31)  # after it was due, as late as what is late by little
_WITHDRAWN = 0.6  # the score of a refusal to do what was promised
# The weights that `_Terms` both adds up and bounds a score by.
_BY_THEM = 0.25  # by the promiser, to the addressee
Reason = tuple[str, float]
_THE_SAME: Reason = ("the same persons", 0.15)
_OTHERS: Reason = ("other persons", -0.05)
_THERE = 0.2  # at the place named
_ON_THE_DAY = 0.4  # when it was due
_LATE, _LONG_OVERDUE = -0.25, -0.4  # more than a year after a promise without a due date; long after it was due
_MOST_BY_WORDS = 0.25  # what words in common can add
_ROUNDING = 0.001  # what a score may gain by being rounded
_TELLING = 3  # words that a promise without a stated act must share with what may keep it


class PledgeKind(StrEnum):
    """Promise (or agreement), plan, or threat."""

    PROMISE = "promise"
    PLAN = "plan"
    THREAT = "threat"


@dataclass(frozen=True, slots=True)
class Answer:
    """A later event that may fulfil, break or withdraw a pledge; `reasons` are the features that made its score."""

    row: Row
    effect: PledgeStatus
    score: float
    reasons: tuple[Reason, ...]

    @property
    def date(self) -> str | None:
        """When it happened."""
        event = self.row.statement
        own = event.date if isinstance(event, Event) else None
        return own.iso if own else self.row.document_date


def kind_of(event: Event) -> PledgeKind | None:
    """Promise, plan or threat; None where the event is none of them."""
    if event.status is Status.DENIED:
        return None
    if event.code is EventCode.THREATEN and event.status is Status.HAPPENED:
        return PledgeKind.THREAT
    if event.code is EventCode.AGREE and event.status is Status.HAPPENED:
        return PledgeKind.PROMISE
    return PledgeKind.PLAN if event.status is Status.PLANNED else None


def made_on(event: Event, row: Row) -> When | None:
    """When it was made: on its own date, but on the day of its document where that date lies ahead (it is when it is due)."""
    published = When(row.document_date) if row.document_date else None
    ahead = event.status is Status.PLANNED or (event.date and published and event.date.last > published.last)
    return published if ahead else when_of(row)


def due_on(event: Event, row: Row) -> When | None:
    """The latest stretch of time after the pledge that its sentences name; a plan's own date where it lies ahead."""
    if row.document_date is None:
        return None
    made = dt.date.fromisoformat(row.document_date)
    ahead = [event.date] if event.date and event.date.last > made else []
    for span in event.evidence:
        named = (f.when for f in find_times(span.text, made) if f.when and f.when.last > made)
        ahead += [when for when in named if when.first > made or when.last - when.first <= _NEAR]
    return max(ahead, key=lambda when: when.last) if ahead else None


def condition_of(event: Event) -> str:
    """The words behind "if" or "unless" in its sentences; empty where there are none."""
    found = (_CONDITION.search(span.text) for span in event.evidence)
    return next((match[0].strip() for match in found if match), "")


def content_of(event: Event) -> tuple[EventCode, ...]:
    """What is promised or threatened: its object, of a plan its own type."""
    return event.object if event.object else (event.code,) if event.status is Status.PLANNED else ()


def answers(pledge: Told, due: When | None, later: LaterEvents, own: Container[str], least: float, most: int) -> list[Answer]:
    """The few later events that answer a pledge best, with at least this score; `own` are ids of its own tellings.

    None is looked for more than `FORGOTTEN` after the pledge was made, or after it was due.
    """
    made = made_on(pledge.event, pledge.row)
    if made is None:
        return []
    terms = _Terms(pledge, made, due)
    until = _days_on(max(made.last, due.last) if due else made.last, FORGOTTEN)
    soon = min(until, _days_on(due.last, _SHORTLY) if due else _days_on(made.last, _A_YEAR))
    found: list[Answer] = []
    scores: list[float] = []  # the best few, the lowest of them first: what scores below it need not be looked into
    for (after, last), codes in product(((made.last, soon), (soon, until)), terms.answering):
        for other in later.between(pledge, terms.worth_reading(codes, least, late=after == soon), after, last):
            if other.row.id not in own and (answer := terms.answered_by(other, least)):
                found.append(answer)
                (heapq.heappush if len(scores) < most else heapq.heappushpop)(scores, answer.score)
                least = scores[0] if len(scores) == most else least
    return sorted(found, key=lambda a: (-a.score, a.date or "", a.row.id))[:most]


def _days_on(day: dt.date, days: dt.timedelta) -> dt.date:
    return day + days if day < dt.date.max - days else dt.date.max


class _Terms:
    """A pledge, with all that does not change from one later event to the next."""

    def __init__(self, pledge: Told, made: When, due: When | None) -> None:
        promise = pledge.event
        self.words, self.persons = pledge.words, pledge.persons
        self.in_a_year = _days_on(made.last, _A_YEAR)
        self.due = (due.first, due.last) if due else None
        self.wanted = frozenset(content_of(promise))
        alike = {FAMILY[code] for code in self.wanted}
        self.alike = frozenset(code for code in FAMILY if FAMILY[code] in alike)
        self.answering = (self.wanted, (self.alike | {EventCode.REJECT}) - self.wanted) if self.wanted else (_LIKELY,)
        self.does, takes = pledge.sides
        self.parties = self.does | takes
        self.place = promise.place.name if promise.place else ""
        self.agreed = promise.code is EventCode.AGREE
        threat = promise.code is EventCode.THREATEN
        self.done = PledgeStatus.CARRIED_OUT if threat else PledgeStatus.KEPT
        self.not_done = PledgeStatus.NOT_CARRIED_OUT if threat else PledgeStatus.BROKEN

    def worth_reading(self, codes: frozenset[EventCode], least: float, *, late: bool) -> frozenset[EventCode]:
        """The types of events that may answer it with at least this score, as far as type and time alone can tell."""
        by_time = (_LATE if self.due is None else _LONG_OVERDUE) if late else _ON_THE_DAY if self.due else 0.0
        rest = _BY_THEM + (_THE_SAME if self.persons else _OTHERS)[1] + (_THERE if self.place else 0.0)
        return frozenset(
            code
            for code in codes
            if round(self._by_type(code)[1] + by_time + rest + _MOST_BY_WORDS, 3) >= least
            or (self.agreed and code is EventCode.REJECT and least <= _WITHDRAWN)
        )

    def answered_by(self, later: Told, least: float) -> Answer | None:
        """How well a later event answers it; None where it does not bear on it, or with a lower score than the least."""
        event = later.event
        if self.agreed and event.code is EventCode.REJECT and later.sides[0] <= self.does:
            withdrawn = event.status is Status.HAPPENED and self.wanted & set(event.object)
            reason = ("a refusal of the same act", _WITHDRAWN)
            return (
                Answer(later.row, PledgeStatus.WITHDRAWN, _WITHDRAWN, (reason,)) if withdrawn and least <= _WITHDRAWN else None
            )
        by = self._by(later)
        if by is None or (self.wanted and event.code not in self.alike):
            return None
        kind, persons = self._by_type(event.code), _OTHERS if self.persons.isdisjoint(later.persons) else _THE_SAME
        in_time, there = self._in_time(later), self._there(event) if self.place else None
        total = kind[1] + by[1] + persons[1] + (in_time[1] if in_time else 0.0) + (there[1] if there else 0.0)
        if total + _MOST_BY_WORDS < least - _ROUNDING:  # of most: their words need not be read
            return None
        shared = len(self.words & later.words)
        if total + 0.04 * shared < least - _ROUNDING or (not self.wanted and shared < _TELLING):
            return None
        words = ("words", round(min(_MOST_BY_WORDS, 0.04 * shared), 2))
        score = round(min(1.0, max(0.0, total + words[1])), 3)
        if score < least:
            return None
        reasons = tuple(reason for reason in (kind, by, persons, in_time, there, words) if reason)
        return Answer(later.row, self.not_done if event.status is Status.DENIED else self.done, score, reasons)

    def _by_type(self, code: EventCode) -> Reason:
        if not self.wanted:
            return "the promise names no act, its words do", 0.2
        return ("the same type of act", 0.3) if code in self.wanted else ("a type like it", 0.1)

    def _by(self, later: Told) -> Reason | None:
        """Whether it was done by those who must, to those whom it concerns."""
        doers, takers = later.sides
        if later.event.code in MUTUAL:
            return ("both parties", 0.2) if doers | takers >= self.parties else None
        if doers.isdisjoint(self.does) or takers.isdisjoint(self.parties):
            return None
        return "by the promiser, to the addressee", _BY_THEM

    def _in_time(self, later: Told) -> Reason | None:
        assert later.days is not None  # only events that have days are looked for
        first, last = later.days
        if self.due is None:
            return ("more than a year later", _LATE) if first > self.in_a_year else None
        begins, ends = self.due
        if first > ends:
            return "after it was due", -0.1 if first - ends <= _SHORTLY else _LONG_OVERDUE
        if (begins - last).days > 31:
            return "well before it was due", -0.15
        return ("on the day it was due", _ON_THE_DAY) if begins == ends else ("when it was due", 0.25)

    def _there(self, event: Event) -> Reason | None:
        if event.place:
            return ("the place named", _THERE) if self.place == event.place.name else ("another place", -0.2)
        named = self.place.lower() in " ".join(span.text for span in event.evidence).lower()
        return ("the place named", 0.15) if named else None
