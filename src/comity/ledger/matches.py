"""What the matching of events needs of a ledger: who waits, who is near, which links and groups are known."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, text, update

from comity.ledger import counts, schema
from comity.ledger.query import ROWS, in_chunks
from comity.ledger.rows import Row, row_of
from comity.model import Event

_MOST_TERMS = 100  # places to look in one question


def waiting(connection: Connection) -> list[str]:
    """Documents that were read since their events were matched last, day by day: those of a day lie near in every index."""
    d: Any = schema.documents.c
    query: Any = select(d.id).where(d.matched.is_(None), d.coder.is_not(None)).order_by(d.date, d.id)
    return list(connection.execute(query).scalars())


def events_of(connection: Connection, *, documents: Iterable[str] = (), statements: Iterable[str] = ()) -> list[Row]:
    """The events of documents, and those with given ids."""
    # Kinds are told apart here: asked for in the question, they tempt the planner to read all events of the ledger.
    found = []
    for column, values in (("s.document_id", documents), ("s.id", statements)):
        for chunk in in_chunks(values):
            query = text(f"{ROWS} WHERE {column} IN :chosen ORDER BY s.id")
            chosen = query.bindparams(bindparam("chosen", expanding=True))
            found += [row_of(*row) for row in connection.execute(chosen, {"chosen": chunk})]
    return [row for row in found if isinstance(row.statement, Event)]


def put_blocks(connection: Connection, rows: Sequence[Mapping[str, str]]) -> None:
    """Notes under which pairs, families and days events are to be looked for; those of the same statements are replaced."""
    b: Any = schema.event_blocks
    for chunk in in_chunks(row["statement_id"] for row in rows):
        connection.execute(delete(b).where(b.c.statement_id.in_(chunk)))
    if rows:
        connection.execute(insert(b), list(rows))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where an event's other tellings are looked for: a pair and family, and days (ISO) that theirs must touch.

    None of them may begin before `begun_since`: the index is read from there on, and not from the pair's first event.
    """

    pair: str
    family: str
    first_day: str
    last_day: str
    begun_since: str

    def met_by(self, first_day: str, last_day: str) -> bool:
        """Whether the days of a block of this pair and family are those looked for."""
        return self.begun_since <= first_day <= self.last_day and last_day >= self.first_day


def near(connection: Connection, wanted: Sequence[Wanted]) -> list[tuple[str, str, str, str, str]]:
    """(statement, pair, family, first day, last day) of all blocks that any of the wanted is met by."""
    found: list[tuple[str, str, str, str, str]] = []
    at = "?" if connection.dialect.name == "sqlite" else "%s"
    term = f"(pair = {at} AND family = {at} AND first_day BETWEEN {at} AND {at} AND last_day >= {at})"
    for i in range(0, len(wanted), _MOST_TERMS):
        some = wanted[i : i + _MOST_TERMS]
        terms = " OR ".join([term] * len(some))
        sql = f"SELECT statement_id, pair, family, first_day, last_day FROM event_blocks WHERE {terms}"
        values = [value for w in some for value in (w.pair, w.family, w.begun_since, w.last_day, w.first_day)]
        found += [tuple(row) for row in connection.exec_driver_sql(sql, tuple(values))]
    return found


def put_links(connection: Connection, links: Iterable[tuple[str, str, float, Sequence[tuple[str, float]]]]) -> None:
    """Stores matches of two events; known ones of the same pair are replaced."""
    e: Any = schema.event_links
    rows = []
    for one, other, score, reasons in links:
        low, high = sorted((one, other))
        rows.append({"one": low, "other": high, "score": score, "reasons": json.dumps(reasons)})
    if rows:
        known = delete(e).where(e.c.one == bindparam("low"), e.c.other == bindparam("high"))
        connection.execute(known, [{"low": row["one"], "high": row["other"]} for row in rows])
        connection.execute(insert(e), rows)


def scores_of(connection: Connection, statements: Iterable[str]) -> dict[frozenset[str], float]:
    """The scores of all links that touch any of the statements."""
    e: Any = schema.event_links.c
    found = {}
    for chunk in in_chunks(statements):
        for end in (e.one, e.other):  # each by its own index
            rows = connection.execute(select(e.one, e.other, e.score).where(end.in_(chunk)))
            found.update({frozenset((one, other)): score for one, other, score in rows})
    return found


def put_members(connection: Connection, groups: Iterable[Sequence[str]]) -> None:
    """Writes down which statements are one occurrence; its id is the smallest of theirs."""
    groups = [sorted(group) for group in groups]
    homes = {statement: group[0] for group in groups for statement in group}
    known = _homes(connection, homes)
    moving = [group for group in groups if any(known.get(statement, statement) != group[0] for statement in group)]
    with counts.kept(connection, (statement for group in moving for statement in group)):
        _put_homes(connection, {statement: home for statement, home in homes.items() if known.get(statement) != home})


def _homes(connection: Connection, statements: Iterable[str]) -> dict[str, str]:
    """The occurrences of those statements that have been matched."""
    m: Any = schema.occurrence_members.c
    found: dict[str, str] = {}
    for chunk in in_chunks(statements):
        rows = connection.execute(select(m.statement_id, m.occurrence_id).where(m.statement_id.in_(chunk)))
        found.update((statement, home) for statement, home in rows)
    return found


def _put_homes(connection: Connection, homes: Mapping[str, str]) -> None:
    m: Any = schema.occurrence_members
    for chunk in in_chunks(homes):
        connection.execute(delete(m).where(m.c.statement_id.in_(chunk)))
    if homes:
        connection.execute(insert(m), [{"statement_id": statement, "occurrence_id": home} for statement, home in homes.items()])
    d: Any = schema.dealings
    home: Any = select(m.c.occurrence_id).where(m.c.statement_id == d.c.statement_id).scalar_subquery()
    for chunk in in_chunks(homes):
        moved = update(d).where(d.c.statement_id.in_(chunk), d.c.occurrence_id != home)
        connection.execute(moved.values(occurrence_id=home))


def mark_matched(connection: Connection, documents: Iterable[str]) -> None:
    """The documents' events have been matched as their coders read them."""
    d: Any = schema.documents
    for chunk in in_chunks(documents):
        connection.execute(update(d).where(d.c.id.in_(chunk)).values(matched=d.c.coder))


def unmark_companions(connection: Connection, document: str) -> None:
    """Documents that share an occurrence with this one must be matched again, since its own events change."""
    s, m, d = schema.statements.c, schema.occurrence_members.c, schema.documents
    own: Any = select(m.occurrence_id).join(schema.statements, s.id == m.statement_id).where(s.document_id == document)
    others: Any = select(s.document_id).join(schema.occurrence_members, m.statement_id == s.id).where(m.occurrence_id.in_(own))
    connection.execute(update(d).where(d.c.id.in_(others)).values(matched=None))


def unmark_statements(connection: Connection, statements: Iterable[str]) -> None:
    """The documents of these statements must be matched again."""
    s, d = schema.statements.c, schema.documents
    for chunk in in_chunks(statements):
        homes: Any = select(s.document_id).where(s.id.in_(chunk))
        connection.execute(update(d).where(d.c.id.in_(homes)).values(matched=None))


def drop_statement(connection: Connection, statement: str) -> None:
    """Takes out one statement; only an analyst's own may be."""
    s: Any = schema.statements
    with counts.kept(connection, [statement]):
        connection.execute(delete(s).where(s.c.id == statement, s.c.coder.startswith("analyst:")))
