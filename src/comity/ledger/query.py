"""What can be asked of a ledger, and the SQL for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, exists, func, select, text, true

from comity.ledger.schema import documents, judgements, statement_actors, statements, topics

_PARTIES = ("actor", "recipient", "speaker", "addressee", "member", "about")
_SOURCES = ("source", "via", "speaker")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question to the ledger; every field narrows the answer, an empty one does not.

    Actor keys may be codes alone (`RUS`: the state and everyone of it) or whole keys (`RUS:Vladimir Putin`: that one).
    `actor` and `with_actor` take part in any role; `says` is a source or a speaker. Days are ISO dates; a statement
    without a date of its own counts under its document's.
    """

    kinds: tuple[str, ...] = ()
    actor: str | None = None
    with_actor: str | None = None
    codes: tuple[str, ...] = ()
    status: str | None = None
    says: str | None = None
    topic: str | None = None
    first_day: str | None = None
    last_day: str | None = None
    search: str | None = None
    publisher: str | None = None
    document: str | None = None
    min_score: float = 0.0
    rejected: bool = False  # also those that an analyst has rejected
    limit: int | None = None
    offset: int = 0


def _bears(key: str, roles: tuple[str, ...]) -> Any:
    column = statement_actors.c.key if ":" in key else statement_actors.c.code
    return exists().where(statement_actors.c.statement_id == statements.c.id, column == key, statement_actors.c.role.in_(roles))


def search_words(typed: str) -> str:
    """What somebody typed as an FTS5 query: every word must occur; nothing typed is an operator."""
    words = re.findall(r"\w+", typed)
    return " ".join(f'"{word}"' for word in words) or '""'


def conditions(query: Query) -> Any:
    """The WHERE clause of a query over `statements` joined with `documents`."""
    s: Any = statements.c
    wanted: list[Any] = []
    if query.kinds:
        wanted.append(s.kind.in_(query.kinds))
    for key in (query.actor, query.with_actor):
        if key:
            wanted.append(_bears(key, _PARTIES))
    if query.actor and query.with_actor and query.actor.partition(":")[0] == query.with_actor.partition(":")[0]:
        wanted.append(_twice(query.actor.partition(":")[0]))
    if query.codes:
        wanted.append(s.code.in_(query.codes))
    if query.status:
        wanted.append(s.status == query.status)
    if query.says:
        wanted.append(_bears(query.says, _SOURCES))
    if query.topic:
        wanted.append(exists().where(topics.c.statement_id == s.id, topics.c.topic == query.topic))
    if query.first_day:
        wanted.append(s.last_day >= query.first_day)
    if query.last_day:
        wanted.append(s.first_day <= query.last_day)
    if query.publisher:
        wanted.append(documents.c.publisher == query.publisher)
    if query.document:
        wanted.append(s.document_id == query.document)
    if query.min_score:
        wanted.append(s.score >= query.min_score)
    if not query.rejected:
        judged = exists().where(
            judgements.c.statement_id == s.id, judgements.c.verb.in_(("reject", "amend")), judgements.c.undone.is_(None)
        )
        wanted.append(~judged)
    if query.search:
        hits = text(
            "statements.id IN (SELECT e.statement_id FROM evidence_search f JOIN evidence e ON e.rowid = f.rowid "
            "WHERE evidence_search MATCH :words)"
        ).bindparams(words=search_words(query.search))
        wanted.append(hits)
    return and_(true(), *wanted)


def _twice(code: str) -> Any:
    """Both sides of one state: the state must take part at least twice."""
    parties = statement_actors
    count = (
        select(func.count())
        .select_from(parties)
        .where(parties.c.statement_id == statements.c.id, parties.c.code == code, parties.c.role.in_(_PARTIES))
        .scalar_subquery()
    )
    return count >= 2


def row_columns() -> Any:
    """The columns of `rows.row_of`, selected from statements with their documents."""
    s: Any = statements.c
    d: Any = documents.c
    return select(s.id, s.body, s.document_id, s.first_seen, d.title, d.publisher, d.date, d.url).join(
        documents, d.id == s.document_id
    )


def select_statements(query: Query) -> Select[Any]:
    """The rows of a query, newest first and in the order of the text within a document."""
    s: Any = statements.c
    d: Any = documents.c
    chosen: Any = (
        row_columns()
        .where(conditions(query))
        .order_by(s.first_day.desc().nulls_last(), d.date.desc().nulls_last(), s.document_id, s.start, s.id)
    )
    if query.limit is not None:
        chosen = chosen.limit(query.limit)
    paged: Select[Any] = chosen.offset(query.offset) if query.offset else chosen
    return paged
