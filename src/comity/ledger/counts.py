"""Counts of distinct events that happened, by pair of actors, by day and by actor and day, kept right by whatever writes rows.

Home, the blocs and the charts ask for the counts of all days: added up when they are asked for, they cost a walk through
every event of the ledger. An event of several tellings counts once, so what changes about one telling is counted over all
of its occurrence, before and after; the difference goes into the tables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from comity.knowledge.codebooks import is_friction
from comity.ledger import schema
from comity.ledger.query import NOT_REJECTED, in_chunks

_HAPPENED = text(
    "SELECT d.one, d.other, d.code, d.occurrence_id, d.first_day, d.last_day FROM dealings d "
    f"WHERE d.statement_id IN :chosen AND d.status = 'happened' AND {NOT_REJECTED}"
).bindparams(bindparam("chosen", expanding=True))
_TO_PAIRS = text(
    "INSERT INTO pair_counts (one, other, cooperation, friction) VALUES (:one, :other, :cooperation, :friction) "
    "ON CONFLICT (one, other) DO UPDATE SET cooperation = pair_counts.cooperation + excluded.cooperation, "
    "friction = pair_counts.friction + excluded.friction"
)
_TO_DAYS = text(
    "INSERT INTO day_counts (actor, first_day, last_day, code, events) VALUES (:actor, :first_day, :last_day, :code, :events) "
    "ON CONFLICT (actor, first_day, last_day, code) DO UPDATE SET events = day_counts.events + excluded.events"
)


@dataclass(slots=True)
class _Counted:
    """Distinct events: by (one, other, whether of friction), and by (actor or empty, first day, last day, type)."""

    pairs: Counter[tuple[str, str, bool]] = field(default_factory=Counter)
    days: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)

    def less(self, before: _Counted) -> _Counted:
        """What has come to be more, and as negative numbers what has come to be less."""
        pairs, days = Counter(self.pairs), Counter(self.days)
        pairs.subtract(before.pairs)
        days.subtract(before.days)
        return _Counted(pairs, days)


def added(connection: Connection, statements: Iterable[str]) -> None:
    """Counts statements of documents that the ledger did not hold before."""
    _write(connection, _counted(connection, statements))


@contextmanager
def kept(connection: Connection, statements: Iterable[str]) -> Iterator[None]:
    """Keeps the counts right while these statements are written, judged, grouped anew or deleted."""
    touched = _sharing(connection, statements)
    before = _counted(connection, touched)
    yield
    _write(connection, _counted(connection, touched).less(before))


def companions(connection: Connection, statements: Iterable[str]) -> set[str]:
    """All members of the occurrences that the statements belong to."""
    m: Any = schema.occurrence_members.c
    found: set[str] = set()
    for chunk in in_chunks(statements):
        ids = select(m.occurrence_id).where(m.statement_id.in_(chunk))
        found.update(connection.execute(select(m.statement_id).where(m.occurrence_id.in_(ids))).scalars())
    return found


def _sharing(connection: Connection, statements: Iterable[str]) -> set[str]:
    """These and all whose occurrence bears the same id as one of theirs.

    An occurrence is called after a statement, also while that one is written anew and waits to be matched again.
    """
    m: Any = schema.occurrence_members.c
    named = set(statements)
    for chunk in in_chunks(set(named)):
        named.update(connection.execute(select(m.occurrence_id).where(m.statement_id.in_(chunk))).scalars())
    found = set(named)
    for chunk in in_chunks(named):
        found.update(connection.execute(select(m.statement_id).where(m.occurrence_id.in_(chunk))).scalars())
    return found


def _counted(connection: Connection, statements: Iterable[str]) -> _Counted:
    pairs, days = set[tuple[str, ...]](), set[tuple[str, ...]]()
    for chunk in in_chunks(statements):
        for one, other, code, occurrence, first, last in connection.execute(_HAPPENED, {"chosen": chunk}):
            if other:
                pairs.add((one, other, code, occurrence))
            if first is not None:
                days.update((actor, first, last, code, occurrence) for actor in {"", one, other})
    return _Counted(
        Counter((one, other, is_friction(code)) for one, other, code, _ in pairs),
        Counter((actor, first, last, code) for actor, first, last, code, _ in days),
    )


def _write(connection: Connection, change: _Counted) -> None:
    changed = sorted({(one, other) for (one, other, _), number in change.pairs.items() if number})
    if changed:
        rows = [
            {"one": a, "other": b, "cooperation": change.pairs[a, b, False], "friction": change.pairs[a, b, True]}
            for a, b in changed
        ]
        connection.execute(_TO_PAIRS, rows)
    by_day = [
        {"actor": actor, "first_day": first, "last_day": last, "code": code, "events": number}
        for (actor, first, last, code), number in sorted(change.days.items())
        if number
    ]
    if by_day:
        connection.execute(_TO_DAYS, by_day)
