"""Events told by hand-made documents, for the tests of what is made of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from comity.model import Actor, Document, Event, EventCode, Figure, Made, Place, Span, Statement, Status, When
from comity.reading import Reading

MADE = Made(coder="hand-1", stage="hand", score=0.8)


def actors(*keys: str) -> tuple[Actor, ...]:
    return tuple(Actor.parse(key) for key in keys)


def told(
    text: str,
    code: EventCode,
    who: Sequence[str],
    whom: Sequence[str] = (),
    *,
    date: str | None = None,
    status: Status = Status.HAPPENED,
    says: Sequence[str] = (),
    about: Sequence[EventCode] = (),
    place: str = "",
) -> tuple[str, Event]:
    """A sentence and the event that it tells."""
    event = Event(
        actors=actors(*who),
        recipients=actors(*whom),
        code=code,
        object=tuple(about),
        status=status,
        date=When(date) if date else None,
        place=Place.parse(place) if place else None,
        according_to=actors(*says),
        evidence=(Span.of(text, 0, len(text)),),
        made_by=MADE,
    )
    return text, event


def counted(
    text: str, value: float, unit: str, about: Sequence[str], *, since: str = "", says: Sequence[str] = ()
) -> tuple[str, Figure]:
    """A sentence and the figure that it gives."""
    figure = Figure(
        value=value,
        unit=unit,
        about=actors(*about),
        period=When(since) if since else None,
        according_to=actors(*says),
        evidence=(Span.of(text, 0, len(text)),),
        made_by=MADE,
    )
    return text, figure


def document(publisher: str, day: str, *sentences: tuple[str, Statement], title: str = "", coder: str = "hand-1") -> Reading:
    """A document of these sentences, with evidence moved to where they stand; a sentence told twice stands once."""
    text, statements = "", []
    places: dict[str, int] = {}
    for sentence, statement in sentences:
        start = places.setdefault(sentence, len(text))
        moved = tuple(Span(s.start + start, s.end + start, s.text) for s in statement.evidence)
        statements.append(replace(statement, evidence=moved))
        text += sentence + "\n" if start == len(text) else ""
    text = text.rstrip("\n")
    own = Document(text=text, publisher=publisher, date=dt.date.fromisoformat(day), title=title)
    return Reading(own, tuple(statements), coder)
