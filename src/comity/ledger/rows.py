"""What a ledger gives back, and how a statement becomes rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from comity.model import Document, Event, Figure, Quote, Statement, Tie, statement_from_dict, statement_to_dict

_PARSED = 10_000  # statements kept as objects: some 30 MB


@dataclass(frozen=True, slots=True)
class Row:
    """A statement with its id and the document it stands in."""

    id: str
    statement: Statement
    document_id: str
    title: str
    publisher: str
    document_date: str | None
    url: str
    first_seen: str


@dataclass(frozen=True, slots=True)
class Source:
    """A place where a document's text was published."""

    given_id: str
    url: str
    publisher: str
    date: str | None
    title: str
    origin: str


@dataclass(frozen=True, slots=True)
class Run:
    """A coder's going through documents: when it began and ended (None where it was interrupted), and what it read."""

    id: int
    coder: str
    began: str
    ended: str | None
    documents: int
    statements: int


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document of the ledger, with its numbers; `text` only where it was asked for."""

    id: str
    given_id: str
    title: str
    date: str | None
    publisher: str
    url: str
    coder: str | None
    statements: int
    sources: int
    near_duplicates: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class LedgerInfo:
    """A ledger in numbers."""

    location: str
    schema: str
    documents: int
    sources: int
    near_duplicates: int
    statements: dict[str, int]
    publishers: dict[str, int]
    first_date: str | None
    last_date: str | None
    coders: dict[str, int]


def row_of(identifier: str, body: str, document: str, seen: str, title: str, publisher: str, date: str | None, url: str) -> Row:
    """A row from the columns of `query.ROWS`."""
    return Row(identifier, _statement(body), document, title, publisher, date, url, seen)


@lru_cache(maxsize=_PARSED)
def _statement(body: str) -> Statement:
    """A statement from its written form; one page asks for the same rows several times, and so do the next ones."""
    return statement_from_dict(json.loads(body))


def actors_of(statement: Statement) -> Iterator[tuple[str, int, str, str]]:
    """(role, position, key, code) of everybody in a statement."""
    match statement:
        case Event():
            sides = {"actor": statement.actors, "recipient": statement.recipients}
        case Quote():
            sides = {
                "speaker": (statement.speaker,) if statement.speaker else (),
                "addressee": (statement.addressee,) if statement.addressee else (),
                "via": statement.via,
            }
        case Figure():
            sides = {"about": statement.about}
        case Tie():
            sides = {"member": statement.members}
    for role, actors in {**sides, "source": statement.according_to}.items():
        for position, actor in enumerate(actors):
            yield role, position, actor.key, actor.code


def dealings_of(event: Event) -> list[tuple[str, str, bool]]:
    """(code of who acts, code of whom it acts on or with, whether they act together) for each two codes in an event.

    Those who act together stand in alphabetical order. Where all parties are of one code, it stands alone beside an empty one.
    """
    does, takes = ({actor.code for actor in side} for side in (event.actors, event.recipients))
    found = [(a, b, False) for a in does for b in takes if a != b]
    if not takes:
        found = [(a, b, True) for a in does for b in does if a < b]
    return sorted(found) or [(code, "", False) for code in does]


def statement_values(statement: Statement, identifier: str, document: Document, now: str) -> dict[str, Any]:
    """The columns of a statement's own row."""
    first_day, last_day, dated = _days(statement, document)
    code = statement.code if isinstance(statement, Event) else statement.type if isinstance(statement, Tie) else None
    made = statement.made_by
    return {
        "id": identifier,
        "document_id": document.fingerprint,
        "kind": statement.kind,
        "code": str(code) if code else None,
        "status": str(statement.status) if isinstance(statement, Event) else None,
        "first_day": first_day,
        "last_day": last_day,
        "dated": int(dated),
        "start": statement.evidence[0].start,
        "score": made.score if made else 1.0,
        "coder": made.coder if made else "",
        "body": json.dumps(statement_to_dict(statement), ensure_ascii=False, separators=(",", ":")),
        "first_seen": now,
    }


def dealing_values(statement: Statement, identifier: str, document: Document) -> list[dict[str, Any]]:
    """The rows of `dealings` of a statement: none where it is no event."""
    if not isinstance(statement, Event):
        return []
    first_day, last_day, _ = _days(statement, document)
    shared = {
        "statement_id": identifier,
        "code": str(statement.code),
        "status": str(statement.status),
        "first_day": first_day,
        "last_day": last_day,
        "occurrence_id": identifier,
    }
    return [{**shared, "one": a, "other": b, "together": int(both)} for a, b, both in dealings_of(statement)]


def _days(statement: Statement, document: Document) -> tuple[str | None, str | None, bool]:
    """First and last day of a statement, and whether they are its own; else those of its document."""
    own = statement.date if isinstance(statement, Event) else statement.period if isinstance(statement, Figure) else None
    if own is not None:
        return own.first.isoformat(), own.last.isoformat(), True
    day = document.date.isoformat() if document.date else None
    return day, day, False
