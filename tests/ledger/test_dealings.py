"""Counts over the whole ledger, and the narrow rows that they are made from, on both stores."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.knowledge.codebooks import is_friction
from comity.ledger import Ledger, Query, revisions, store
from comity.ledger.pairs import events_by_pair, partners_of
from comity.ledger.rows import dealings_of
from comity.ledger.tallies import events_by_day
from comity.model import Actor, Event, EventCode, Status
from comity.reading import Reading
from comity.relations import judging, match_waiting
from tests.ledger.conftest import reading

CODES = ["NOR", "CHL", "PER"]
PARTIES = st.lists(st.sampled_from([*CODES, "NOR:Jonas Gahr Store", "CHL:Gabriel Boric"]), max_size=3, unique=True)


def events(number: int) -> Reading:
    """A reading whose events have parties of every make: to others, together, of one code, on both sides."""
    whole = reading(number)
    first = next(s for s in whole.statements if isinstance(s, Event))
    sides: list[tuple[list[str], list[str]]] = [
        (["NOR", "NOR:Jonas Gahr Store"], ["CHL", "PER"]),
        (["PER", "NOR", "CHL:Gabriel Boric"], []),
        (["NOR"], ["NOR:Jonas Gahr Store"]),
        (["CHL", "PER"], ["PER"]),
    ]
    made = tuple(
        replace(
            first,
            object=(),
            code=list(EventCode)[(number + k) % 16],
            status=Status.PLANNED if (number + k) % 5 == 0 else Status.HAPPENED,
            actors=tuple(Actor.parse(key) for key in does),
            recipients=tuple(Actor.parse(key) for key in takes),
            date=None if k % 2 else first.date,
        )
        for k, (does, takes) in enumerate(sides)
    )
    return Reading(whole.document, made, whole.coder)


@given(PARTIES, PARTIES)
def test_each_two_codes_of_an_event_stand_once_and_nobody_is_left_out(does: list[str], takes: list[str]) -> None:
    if not does or len(does) + len(takes) < 2:
        return  # no event
    event = next(s for s in reading(1).statements if isinstance(s, Event))
    event = replace(event, actors=tuple(map(Actor.parse, does)), recipients=tuple(map(Actor.parse, takes)))
    found = dealings_of(event)
    assert len(found) == len(set(found))
    assert {code for one, other, _ in found for code in (one, other) if code} == {
        actor.code for actor in (*event.actors, *event.recipients)
    }
    assert all(together == (one < other and not takes) for one, other, together in found if other)


@pytest.fixture
def ledger(tmp_path: Path, both_stores: str) -> Ledger:
    book = Ledger(tmp_path / "a.db")
    book.add_many([events(number) for number in range(12)])
    match_waiting(book)
    return book


def hold(book: Ledger) -> None:
    """All counts are those of the statements that stand."""
    homes = book.occurrence_ids(row.id for row in book.statements())
    pairs: set[tuple[str, str, str, str]] = set()
    actors: set[tuple[str, str, str, str]] = set()
    days: set[tuple[str, str, str]] = set()
    for row in book.statements(Query(kinds=("event",))):
        event = row.statement
        assert isinstance(event, Event)
        if event.status is Status.HAPPENED:
            home, day = homes.get(row.id, row.id), event.date.first.isoformat() if event.date else row.document_date or ""
            days.add((day, event.code, home))
            actors |= {(actor.code, day, event.code, home) for actor in (*event.actors, *event.recipients)}
            pairs |= {(one, other, event.code, home) for one, other, _ in dealings_of(event) if other}
    by_pair = Counter((one, other, is_friction(code)) for one, other, code, _ in pairs)
    assert events_by_pair(book) == {(a, b): (by_pair[a, b, False], by_pair[a, b, True]) for a, b, _ in by_pair}
    for code in CODES:
        met = {(b if a == code else a, kind, home) for a, b, kind, home in pairs if code in (a, b)}
        assert {other: a + b for other, a, b in partners_of(book, code)} == Counter(other for other, _, _ in met)
        assert events_by_day(book, actor=code).total() == sum(actor == code for actor, *_ in actors)
    by_day: Counter[str] = Counter()
    for (first, _, _), number in events_by_day(book).items():
        by_day[first] += number
    assert by_day == Counter(day for day, _, _ in days)


def test_counts_are_those_of_the_statements(ledger: Ledger) -> None:
    hold(ledger)
    assert sum(sum(balance) for balance in events_by_pair(ledger).values()) > 50


def test_what_is_rejected_or_read_anew_is_counted_no_more(ledger: Ledger) -> None:
    rows = ledger.statements(Query(kinds=("event",)))
    rejected = judging.reject(ledger, rows[0].id, analyst="ann")
    hold(ledger)
    judging.undo(ledger, rejected)
    again = events(3)
    ledger.add(Reading(again.document, again.statements[:2], "hand-2"))
    match_waiting(ledger)
    hold(ledger)


def test_merged_events_are_counted_once(ledger: Ledger) -> None:
    chosen = [r for r in ledger.statements(Query(kinds=("event",), actor="NOR", with_actor="CHL")) if r.statement.recipients]  # type: ignore[union-attr]
    one, other = chosen[0], next(r for r in chosen if r.document_id != chosen[0].document_id)
    judging.merge(ledger, one.id, other.id, analyst="ann")
    match_waiting(ledger)
    hold(ledger)


def test_two_actors_may_be_asked_for_in_either_order(ledger: Ledger) -> None:
    everything = ledger.statements(Query(kinds=("event",)))
    asked = [*CODES, "NOR:Jonas Gahr Store"]
    for one, other in permutations(asked, 2):
        if one.partition(":")[0] == other.partition(":")[0]:
            continue
        wanted = {
            row.id
            for row in everything
            if all(any(a.is_of(key) for a in (*row.statement.actors, *row.statement.recipients)) for key in (one, other))  # type: ignore[union-attr]
        }
        query = Query(kinds=("event",), actor=one, with_actor=other)
        assert {row.id for row in ledger.statements(query)} == wanted
        assert ledger.count(query) == len(wanted)
    orders = [ledger._rarer_second(Query(actor=one, with_actor=other))[0] for one, other in permutations(asked, 2)]
    assert all(
        (query.with_actor or "").startswith("NOR:")
        for query in orders
        if "NOR:Jonas Gahr Store" in (query.actor, query.with_actor)
    )
    events = {code: sum(sum(balance) for (one, _), balance in events_by_pair(ledger).items() if one == code) for code in CODES}
    states = [query for query in orders if ":" not in f"{query.actor}{query.with_actor}"]
    assert all(events[query.actor or ""] >= events[query.with_actor or ""] for query in states)
    assert len({events[code] for code in CODES}) > 1


def test_days_and_persons_narrow_the_counts(ledger: Ledger) -> None:
    december = events_by_day(ledger, first_day="2019-12-01", last_day="2019-12-31")
    later = events_by_day(ledger, first_day="2020-01-01")
    assert december.total() + later.total() == events_by_day(ledger).total()
    assert {first for first, _, _ in december} == {"2019-12-01"}
    person = {partner: a + b for partner, a, b in partners_of(ledger, "NOR:Jonas Gahr Store")}
    state = {partner: a + b for partner, a, b in partners_of(ledger, "NOR")}
    assert person.keys() <= state.keys() and all(person[code] <= state[code] for code in person)
    assert 0 < events_by_day(ledger, actor="NOR:Jonas Gahr Store").total() < events_by_day(ledger, actor="NOR").total()


def test_an_older_ledger_is_given_the_same_rows(tmp_path: Path) -> None:
    with Ledger(tmp_path / "new.db") as book:
        book.add_many([events(number) for number in range(12)])
        match_waiting(book)
        columns = "statement_id, one, other, together, code, status, first_day, last_day, occurrence_id"
        wanted = book.ask(f"SELECT {columns} FROM dealings ORDER BY statement_id, one, other")
        judging.reject(book, wanted[0][0], analyst="ann")
    shutil.copy(tmp_path / "new.db", tmp_path / "old.db")
    engine = store.sqlite_engine(tmp_path / "old.db", read_only=False)
    with engine.begin() as connection:  # what the revision before had
        for table in ("dealings", "pair_counts", "day_counts"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
        connection.exec_driver_sql("DROP INDEX statements_by_day")
        connection.exec_driver_sql("DROP INDEX statements_by_code")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0003'")
    engine.dispose()
    assert "0003" in revisions.OLDER
    with Ledger(tmp_path / "old.db") as book:
        assert book.ask(f"SELECT {columns} FROM dealings ORDER BY statement_id, one, other") == wanted
        assert len(wanted) > 60
        hold(book)
