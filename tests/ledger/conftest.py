"""Readings made by hand, so that the ledger is tested without a reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from comity.model import Actor, Document, Event, EventCode, Figure, Made, Quote, Span, Statement, Tie, TieType, Topic, When
from comity.reading import Reading

NAMES = ["Norway", "Chile", "Peru", "Kenya", "Japan"]
CODES = {"Norway": "NOR", "Chile": "CHL", "Peru": "PER", "Kenya": "KEN", "Japan": "JPN"}


def document(number: int, **fields: object) -> Document:
    a, b = NAMES[number % 5], NAMES[(number + 1) % 5]
    text = (
        f"{a} accused {b} of overfishing in case {number}. “We regret it,” said a minister of {b}. They met {number + 2} times."
    )
    day = dt.date(2020, 1, 1) + dt.timedelta(days=number)
    defaults = {"text": text, "id": f"doc-{number}", "date": day, "publisher": "Example Wire", "title": f"Case {number}"}
    return Document(**{**defaults, **fields})  # type: ignore[arg-type]


def reading(number: int, coder: str = "hand-1", **fields: object) -> Reading:
    item = document(number, **fields)
    text = item.text
    a, b = (Actor(CODES[n]) for n in (NAMES[number % 5], NAMES[(number + 1) % 5]))
    first, rest = text.index("."), text.index("They")
    made = Made(coder=coder, stage="hand", reason="by hand", score=0.5 + (number % 5) / 10)
    spans = (Span.of(text, 0, first + 1),)
    minister = Actor(b.code, "Minister")
    statements: list[Statement] = [
        Event(
            actors=(a,),
            recipients=(b,),
            code=EventCode.ACCUSE,
            object=(EventCode.COERCE,),
            date=When("2019-12"),
            topics=(Topic.ENVIRONMENT,),
            evidence=spans,
            made_by=made,
        ),
        Quote(words="We regret it", speaker=minister, evidence=(Span.of(text, first + 3, first + 15),), made_by=made),
        Figure(value=number + 2.0, unit="meeting", about=(a, b), evidence=(Span.of(text, rest, len(text)),), made_by=made),
        Tie(type=TieType.DISPUTE, members=(a, b), evidence=spans, according_to=(minister,), made_by=made),
    ]
    return Reading(item, tuple(statements), coder)


@pytest.fixture
def read_by_hand() -> Callable[..., Reading]:
    return reading
