"""An analyst's judgements: accept, reject, amend, merge, split, close; the queue of what needs one; their export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from comity.knowledge import plover
from comity.ledger import Ledger, Query, Row, matches
from comity.ledger import judgements as store
from comity.ledger.errors import LedgerError
from comity.ledger.judgements import Judgement, Verb
from comity.ledger.writing import write_statements
from comity.model import (
    Document,
    Event,
    EventCode,
    Made,
    Statement,
    statement_from_dict,
    statement_id,
    statement_to_dict,
)
from comity.model.codes import PledgeStatus
from comity.relations.matcher import match_waiting


class UnknownJudgementError(LedgerError):
    """There is no judgement of this number."""


def _record(ledger: Ledger, verb: Verb, row: Row, **values: Any) -> int:
    with ledger.transaction() as connection:
        return store.record(connection, verb, row.id, row.statement, row.document_id, **values)


def accept(ledger: Ledger, identifier: str, *, analyst: str, note: str = "") -> int:
    """Confirms a statement; returns the judgement's number. Raises `UnknownStatementError`."""
    return _record(ledger, Verb.ACCEPT, ledger.get(identifier), analyst=analyst, note=note)


def reject(ledger: Ledger, identifier: str, *, analyst: str, note: str = "") -> int:
    """Leaves a statement out of every answer; returns the judgement's number."""
    return _record(ledger, Verb.REJECT, ledger.get(identifier), analyst=analyst, note=note)


_FIXED = frozenset({"kind", "evidence", "marks", "made_by"})
_LISTS = frozenset({"actors", "recipients", "object", "topics", "according_to", "members", "about", "via"})


def written_fields(statement: Statement) -> dict[str, str]:
    """The fields of a statement that can be amended, each as it is written to amend it."""
    data = {name: value for name, value in statement_to_dict(statement).items() if name not in _FIXED}
    lists = {name: ", ".join(map(str, value)) for name, value in data.items() if isinstance(value, list)}
    plain = {name: "" if value is None else str(value) for name, value in data.items()}
    return {**plain, **lists, **({"holds": plain["holds"].lower()} if "holds" in plain else {})}


def amended(statement: Statement, changes: Mapping[str, str]) -> Statement:
    """A statement with fields changed, written as on the command line. Raises `ValueError` with what was expected."""
    data = statement_to_dict(statement)
    for name, value in changes.items():
        if name not in data or name in _FIXED:
            fields = sorted(set(data) - _FIXED)
            raise ValueError(f"a {statement.kind} has no field {name!r} to amend; it has: {', '.join(fields)}")
        if name in _LISTS:
            data[name] = [part.strip() for part in value.split(",") if part.strip()]
        elif name == "holds":
            data[name] = {"true": True, "false": False}.get(value.lower(), value)
        else:
            data[name] = value or None
    data["marks"] = []  # they point at the words of the fields as the machine had them
    return statement_from_dict(data)


def amend(ledger: Ledger, identifier: str, changes: Mapping[str, str], *, analyst: str, note: str = "") -> tuple[int, str]:
    """Puts a better version in a statement's place; returns the judgement's number and the better statement's id."""
    row = ledger.get(identifier)
    made = Made(coder=f"analyst:{analyst}", stage="judgement", reason=note or f"amends {row.id}", score=1.0)
    better = replace(amended(row.statement, changes), made_by=made)
    number = statement_id(better, row.document_id)
    if number == row.id:
        raise ValueError("nothing would change")
    document = ledger.document(row.document_id)
    with ledger.transaction() as connection:
        judged = store.record(
            connection, Verb.AMEND, row.id, row.statement, row.document_id, analyst=analyst, note=note, amended=number
        )
        published = dt.date.fromisoformat(row.document_date) if row.document_date else None
        home = Document(text=document.text, date=published)
        write_statements(connection, home, {number: better}, {}, store.now())
        matches.unmark_statements(connection, [row.id, number])
    match_waiting(ledger)
    return judged, number


def _pair(ledger: Ledger, verb: Verb, one: str, other: str, analyst: str, note: str) -> int:
    first, second = ledger.get(one), ledger.get(other)
    if not isinstance(first.statement, Event) or not isinstance(second.statement, Event):
        raise LedgerError("only events can be merged and split; `comity show ID` says what a statement is")
    with ledger.transaction() as connection:
        opposite = Verb.SPLIT if verb is Verb.MERGE else Verb.MERGE
        for judgement in store.find(connection, statements=[first.id], verbs=[opposite]):
            if {judgement.statement_id, judgement.other_id} == {first.id, second.id}:
                store.undo(connection, judgement.id)
        number = store.record(
            connection, verb, first.id, first.statement, first.document_id, analyst=analyst, note=note, other_id=second.id
        )
        matches.unmark_statements(connection, [first.id, second.id])
    match_waiting(ledger)
    return number


def merge(ledger: Ledger, one: str, other: str, *, analyst: str, note: str = "") -> int:
    """Makes two statements one occurrence, whatever their scores; returns the judgement's number."""
    return _pair(ledger, Verb.MERGE, one, other, analyst, note)


def split(ledger: Ledger, one: str, other: str, *, analyst: str, note: str = "") -> int:
    """Keeps two statements in two occurrences, whatever their scores; returns the judgement's number."""
    return _pair(ledger, Verb.SPLIT, one, other, analyst, note)


def close(ledger: Ledger, identifier: str, status: PledgeStatus, *, analyst: str, note: str = "") -> int:
    """Gives a pledge its status; returns the judgement's number."""
    row = ledger.get(identifier)
    return _record(ledger, Verb.CLOSE, row, analyst=analyst, note=note, amended=str(status))


def undo(ledger: Ledger, number: int) -> None:
    """Takes a judgement back. Raises `UnknownJudgementError` where there is none that stands."""
    with ledger.transaction() as connection:
        found = store.find(connection, number=number)
        if not found:
            raise UnknownJudgementError(f"no judgement {number} stands; `comity judge list --undone` lists them all")
        store.undo(connection, number)
        judgement = found[0]
        touched = [judgement.statement_id, *([judgement.other_id] if judgement.other_id else [])]
        matches.unmark_statements(connection, touched)
        if judgement.verb is Verb.AMEND and judgement.amended:
            matches.drop_statement(connection, judgement.amended)
    match_waiting(ledger)


def judgements(ledger: Ledger, *, undone: bool = False) -> list[Judgement]:
    """All judgements, oldest first."""
    with ledger.snapshot() as connection:
        return store.find(connection, undone=undone)


def judgement_record(judgement: Judgement) -> dict[str, Any]:
    """A judgement as a flat record."""
    return {
        "id": judgement.id,
        "made": judgement.made,
        "analyst": judgement.analyst,
        "verb": str(judgement.verb),
        "statement": judgement.statement_id,
        "other": judgement.other_id,
        "amended": judgement.amended,
        "note": judgement.note,
        "undone": judgement.undone,
        "as_judged": statement_to_dict(judgement.statement),
    }


@dataclass(frozen=True, slots=True)
class Queued:
    """A statement that wants a look: `need` is its doubt (1 - score) times its consequence (0 to 1)."""

    row: Row
    score: float
    consequence: float
    need: float


def queue(ledger: Ledger, limit: int = 20) -> list[Queued]:
    """Events of low confidence and high consequence (PLOVER's intensity, from -10 to 10), not judged yet, neediest first."""
    with ledger.snapshot() as connection:
        judged = {j.statement_id for j in store.find(connection)}
    weight = {code: abs(kind.intensity) / 10 for code, kind in plover().items()}
    found = []
    for row in ledger.statements(Query(kinds=("event",))):
        event = row.statement
        if isinstance(event, Event) and row.id not in judged and event.made_by is not None:
            consequence = weight[EventCode(event.code)]
            found.append(Queued(row, event.made_by.score, consequence, round((1 - event.made_by.score) * consequence, 4)))
    return sorted(found, key=lambda q: (-q.need, q.row.id))[:limit]


def training_rows(ledger: Ledger) -> list[dict[str, Any]]:
    """Judged statements with the words they rest on: `label` is true for accepted and amended ones, false for rejected."""
    rows = []
    for judgement in judgements(ledger):
        if judgement.verb not in (Verb.ACCEPT, Verb.REJECT, Verb.AMEND):
            continue
        statement = judgement.statement
        if judgement.verb is Verb.AMEND and judgement.amended:
            statement = ledger.get(judgement.amended).statement
        rows.append(
            {
                "text": " ".join(span.text for span in statement.evidence),
                "label": judgement.verb is not Verb.REJECT,
                **statement_to_dict(statement),
                "document": judgement.document_id,
                "analyst": judgement.analyst,
                "note": judgement.note,
            }
        )
    return rows
