"""The terms of a pledge, and how well a later event answers it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum

from comity.ledger import Row
from comity.model import MUTUAL, Event, EventCode, Status, When
from comity.model.codes import PledgeStatus
from comity.reading.time_grammar import find as find_times
from comity.relations.later_events import LaterEvents
from comity.relations.matching import FAMILY, Told

FORGOTTEN = dt.timedelta(days=3 * 365)
"""Silence this long after a pledge without a due date is neither keeping nor breaking."""
_NEAR = dt.timedelta(days=31)  # "this month" is a time to keep a promise by, "this year" mostly is not
_CONDITION = re.compile(r"\b(?:if|unless|provided that|on condition that|as long as)\b[^.;]{3,160}", re.IGNORECASE)
_LIKELY = frozenset({EventCode.CONSULT, EventCode.COOPERATE, EventCode.AID, EventCode.RETREAT, EventCode.CONCEDE})
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
    reasons: tuple[tuple[str, float], ...]

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
    return published if ahead else Told(row).when


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


def _names(event: Event) -> frozenset[str]:
    return frozenset(a.key for a in (*event.actors, *event.recipients) if a.name)


def answers(pledge: Told, due: When | None, later: LaterEvents, own: Container[str], least: float) -> list[Answer]:
    """The later events that answer a pledge with at least this score, best first; `own` are ids of its own tellings.

    None is looked for more than `FORGOTTEN` after the pledge was made, or after it was due.
    """
    made = made_on(pledge.event, pledge.row)
    if made is None:
        return []
    content = content_of(pledge.event)
    families = frozenset(FAMILY[code] for code in (*content, EventCode.REJECT)) if content else None
    until = _years_on(max(made.last, due.last) if due else made.last)
    ahead = (other for other in later.between(pledge, families, made.last, until) if other.row.id not in own)
    found = [answer for other in ahead if (answer := fulfilment(pledge, made, due, other)) and answer.score >= least]
    return sorted(found, key=lambda a: (-a.score, a.date or "", a.row.id))


def _years_on(day: dt.date) -> dt.date:
    return day + FORGOTTEN if day < dt.date.max - FORGOTTEN else dt.date.max


def fulfilment(pledge: Told, made: When, due: When | None, later: Told) -> Answer | None:
    """How well a later event answers a pledge made before it; None where it does not bear on it."""
    promise, event = pledge.event, later.event
    when = later.when
    if when is None or when.first <= made.last:
        return None
    wanted = content_of(promise)
    alike = event.code in wanted or any(FAMILY[event.code] == FAMILY[code] for code in wanted)
    if wanted and not alike and event.code is not EventCode.REJECT:
        return None
    does, takes = pledge.sides
    if promise.code is EventCode.AGREE and event.code is EventCode.REJECT and {a.code for a in event.actors} <= does:
        if not set(event.object) & set(wanted):
            return None
        return Answer(later.row, PledgeStatus.WITHDRAWN, 0.6, (("a refusal of the same act", 0.6),))
    if event.status not in (Status.HAPPENED, Status.DENIED):
        return None
    doers, takers = later.sides
    if event.code in MUTUAL:
        if not (doers | takers) >= (does | takes):
            return None
        by = ("both parties", 0.2)
    elif doers & does and takers & (takes | does):
        by = ("by the promiser, to the addressee", 0.25)
    else:
        return None
    shared = pledge.words & later.words
    if event.code in wanted:
        reasons = [("the same type of act", 0.3)]
    elif alike:
        reasons = [("a type like it", 0.1)]
    elif not wanted and event.code in _LIKELY and len(shared) >= _TELLING:
        reasons = [("the promise names no act, its words do", 0.2)]
    else:
        return None
    reasons.append(by)
    reasons.append(("the same persons", 0.15) if _names(promise) & _names(event) else ("other persons", -0.05))
    if due is not None:
        early, late = (due.first - when.last).days, (when.first - due.last).days
        if late > 0:
            reasons.append(("after it was due", -0.1 if late <= 31 else -0.4))
        elif early > 31:
            reasons.append(("well before it was due", -0.15))
        else:
            reasons.append(("on the day it was due", 0.4) if due.first == due.last else ("when it was due", 0.25))
    elif (when.first - made.last).days > 365:
        reasons.append(("more than a year later", -0.25))
    reasons.append(("words", round(min(0.25, 0.04 * len(shared)), 2)))
    if promise.place and event.place:
        here = promise.place.name == event.place.name
        reasons.append(("the place named", 0.2) if here else ("another place", -0.2))
    elif promise.place and promise.place.name.lower() in " ".join(s.text for s in event.evidence).lower():
        reasons.append(("the place named", 0.15))
    score = round(min(1.0, max(0.0, sum(weight for _, weight in reasons))), 3)
    threat = promise.code is EventCode.THREATEN
    if event.status is Status.DENIED:
        effect = PledgeStatus.NOT_CARRIED_OUT if threat else PledgeStatus.BROKEN
    else:
        effect = PledgeStatus.CARRIED_OUT if threat else PledgeStatus.KEPT
    return Answer(later.row, effect, score, tuple(reasons))
