"""Judgements: what a named analyst decided about a statement. They outrank the machine, and can be undone.

Each is a row of its own; nothing is ever overwritten. An accepted statement stays when a newer coder does not find it
again. A rejected one is left out of every answer, also when a newer coder finds it in slightly other words. An amended one
is left out, and its better version stands in the ledger as the analyst's.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select, update

from comity.ledger import counts, schema
from comity.model import Event, Statement, Tie, statement_from_dict, statement_to_dict


class Verb(StrEnum):
    """What an analyst may decide."""

    ACCEPT = "accept"
    REJECT = "reject"
    AMEND = "amend"
    MERGE = "merge"  # two statements tell of one event
    SPLIT = "split"  # two statements tell of two events
    CLOSE = "close"  # a pledge has this status


_ONE_OF = {Verb.ACCEPT, Verb.REJECT, Verb.AMEND}  # a later one of these takes the place of an earlier one


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision: by whom, when, about which statement (and which other), with a note.

    `statement` is the judged statement as it stood; `amended` the better version (amend), or a status (close).
    """

    id: int
    made: str
    analyst: str
    verb: Verb
    statement_id: str
    other_id: str | None
    document_id: str
    note: str
    statement: Statement
    amended: str | None
    undone: str | None


def _written(statement: Statement) -> str:
    return json.dumps(statement_to_dict(statement), ensure_ascii=False, separators=(",", ":"))


def now() -> str:
    """This moment, as the ledger writes it."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def record(
    connection: Connection,
    verb: Verb,
    statement_id: str,
    statement: Statement,
    document_id: str,
    *,
    analyst: str,
    note: str = "",
    other_id: str | None = None,
    amended: str | None = None,
) -> int:
    """Writes a judgement down; an earlier one that it takes the place of is undone. Returns its number."""
    with counts.kept(connection, [statement_id]):
        return _record(connection, verb, statement_id, statement, document_id, analyst, note, other_id, amended)


def _record(
    connection: Connection,
    verb: Verb,
    statement_id: str,
    statement: Statement,
    document_id: str,
    analyst: str,
    note: str,
    other_id: str | None,
    amended: str | None,
) -> int:
    j: Any = schema.judgements
    rivals = _ONE_OF if verb in _ONE_OF else {verb} if verb is Verb.CLOSE else set()
    if rivals:
        earlier = (j.c.statement_id == statement_id, j.c.verb.in_(sorted(rivals)), j.c.undone.is_(None))
        connection.execute(update(j).where(*earlier).values(undone=now()))
    key = connection.execute(
        insert(j).values(
            made=now(),
            analyst=analyst,
            verb=str(verb),
            statement_id=statement_id,
            other_id=other_id,
            document_id=document_id,
            note=note,
            body=_written(statement),
            amended=amended,
        )
    ).inserted_primary_key
    return int(key[0]) if key else 0


def undo(connection: Connection, number: int) -> None:
    """Takes a judgement back; it stays on record."""
    j: Any = schema.judgements
    judged = connection.execute(select(j.c.statement_id).where(j.c.id == number)).scalars()
    with counts.kept(connection, judged):
        connection.execute(update(j).where(j.c.id == number, j.c.undone.is_(None)).values(undone=now()))


def find(
    connection: Connection,
    *,
    statements: Iterable[str] | None = None,
    document: str | None = None,
    verbs: Iterable[Verb] | None = None,
    undone: bool = False,
    number: int | None = None,
) -> list[Judgement]:
    """Judgements, oldest first; those that were undone only where asked for."""
    j: Any = schema.judgements.c
    query: Any = select(
        j.id, j.made, j.analyst, j.verb, j.statement_id, j.other_id, j.document_id, j.note, j.body, j.amended, j.undone
    ).order_by(j.id)
    if statements is not None:
        listed = sorted(set(statements))
        query = query.where(j.statement_id.in_(listed) | j.other_id.in_(listed))
    if document is not None:
        query = query.where(j.document_id == document)
    if verbs is not None:
        query = query.where(j.verb.in_([str(verb) for verb in verbs]))
    if number is not None:
        query = query.where(j.id == number)
    if not undone:
        query = query.where(j.undone.is_(None))
    return [
        Judgement(i, made, who, Verb(verb), one, other, home, note, statement_from_dict(json.loads(body)), amended, gone)
        for i, made, who, verb, one, other, home, note, body, amended, gone in connection.execute(query)
    ]


def _alike(a: Statement, b: Statement) -> bool:
    """Whether a newer coder's statement is a judged one in slightly other words: same kind, type, parties and place."""
    if a.kind != b.kind or not any(x.start < y.end and y.start < x.end for x in a.evidence for y in b.evidence):
        return False
    match a, b:
        case Event(), Event():
            sides = ({x.code for x in a.actors}, {x.code for x in a.recipients})
            return a.code is b.code and sides == ({x.code for x in b.actors}, {x.code for x in b.recipients})
        case Tie(), Tie():
            return a.type is b.type and {x.code for x in a.members} == {x.code for x in b.members}
    return a.evidence[0].start == b.evidence[0].start


def carry_over(connection: Connection, document: str, new: Mapping[str, Statement]) -> set[str]:
    """Readies a document's judgements for a new reading: which old statements stay, and rejections of the new ones."""
    found = find(connection, document=document, verbs=_ONE_OF)
    for judgement in found:
        if judgement.verb is Verb.ACCEPT or judgement.statement_id in new:
            continue
        for identifier, statement in new.items():
            if _alike(judgement.statement, statement):
                record(
                    connection,
                    Verb.REJECT,
                    identifier,
                    statement,
                    document,
                    analyst=judgement.analyst,
                    note=f"carried over from {judgement.statement_id}: {judgement.note}",
                )
    s: Any = schema.statements.c
    amended = connection.execute(select(s.id).where(s.document_id == document, s.coder.startswith("analyst:"))).scalars()
    return {j.statement_id for j in found if j.verb is Verb.ACCEPT} | set(amended)
