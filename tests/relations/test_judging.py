from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from comity.ledger import Ledger, LedgerError, Query, UnknownStatementError
from comity.model import Event, EventCode, Status
from comity.reading import Reading
from comity.relations import judging, match_waiting
from tests.relations.hand import document, told

pytestmark = pytest.mark.usefixtures("both_stores")

THREAT = told("Peru threatened Chile with a tariff.", EventCode.THREATEN, ["PER"], ["CHL"], date="2021-05-01")
PRAISE = told("Peru praised Chile for its ports.", EventCode.SUPPORT, ["PER"], ["CHL"], date="2021-05-01")
READING = document("Paper", "2021-05-02", THREAT, PRAISE)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    book = Ledger(tmp_path / "a.db")
    book.add(READING)
    match_waiting(book)
    return book


def events(ledger: Ledger) -> dict[EventCode, str]:
    rows = ledger.statements(Query(kinds=("event",)))
    return {row.statement.code: row.id for row in rows if isinstance(row.statement, Event)}


def test_a_rejected_statement_is_left_out_and_can_come_back(ledger: Ledger) -> None:
    number = judging.reject(ledger, events(ledger)[EventCode.THREATEN], analyst="ann", note="a joke")
    assert set(events(ledger)) == {EventCode.SUPPORT}
    assert len(ledger.statements(Query(rejected=True))) == 2
    judging.undo(ledger, number)
    assert set(events(ledger)) == {EventCode.SUPPORT, EventCode.THREATEN}
    assert [j.undone is None for j in judging.judgements(ledger, undone=True)] == [False]
    with pytest.raises(LedgerError, match="no judgement"):
        judging.undo(ledger, number)


def test_judgements_survive_reading_again(ledger: Ledger) -> None:
    judging.reject(ledger, events(ledger)[EventCode.THREATEN], analyst="ann")
    judging.accept(ledger, events(ledger)[EventCode.SUPPORT], analyst="ann")
    accepted = events(ledger)[EventCode.SUPPORT]
    threat = READING.statements[0]
    assert isinstance(threat, Event)
    otherwise = replace(threat, status=Status.POSSIBLE)  # the same act in other words: another id
    ledger.add(Reading(READING.document, (otherwise,), "hand-2"))
    assert events(ledger) == {EventCode.SUPPORT: accepted}


def test_an_amended_statement_takes_the_place_of_the_first(ledger: Ledger) -> None:
    first = events(ledger)[EventCode.THREATEN]
    number, better = judging.amend(ledger, first, {"code": "REQUEST", "status": "planned"}, analyst="ann")
    assert events(ledger) == {EventCode.REQUEST: better, EventCode.SUPPORT: events(ledger)[EventCode.SUPPORT]}
    made = ledger.get(better).statement.made_by
    assert made is not None and made.coder == "analyst:ann"
    ledger.add(Reading(READING.document, READING.statements, "hand-2"))
    assert EventCode.REQUEST in events(ledger) and EventCode.THREATEN not in events(ledger)
    judging.undo(ledger, number)
    assert EventCode.THREATEN in events(ledger) and EventCode.REQUEST not in events(ledger)


def test_what_cannot_be_amended_is_said(ledger: Ledger) -> None:
    first = events(ledger)[EventCode.THREATEN]
    for changes, words in (({"colour": "red"}, "no field"), ({"code": "SHOUT"}, "SHOUT"), ({"code": "THREATEN"}, "nothing")):
        with pytest.raises(ValueError, match=words):
            judging.amend(ledger, first, changes, analyst="ann")
    with pytest.raises(UnknownStatementError):
        judging.reject(ledger, "zzzz", analyst="ann")


def test_the_queue_asks_for_doubt_and_weight_first(ledger: Ledger) -> None:
    attack = told("Peru bombed a Chilean harbour.", EventCode.ASSAULT, ["PER"], ["CHL"], date="2021-05-01")
    ledger.add(document("Other paper", "2021-05-02", attack))
    found = judging.queue(ledger)
    assert found[0].row.id == events(ledger)[EventCode.ASSAULT]
    assert [q.need for q in found] == sorted((q.need for q in found), reverse=True) and len(found) == 3
    judging.accept(ledger, found[0].row.id, analyst="ann")
    assert len(judging.queue(ledger)) == 2


def test_judgements_become_training_rows(ledger: Ledger) -> None:
    judging.reject(ledger, events(ledger)[EventCode.THREATEN], analyst="ann")
    judging.accept(ledger, events(ledger)[EventCode.SUPPORT], analyst="bob")
    rows = judging.training_rows(ledger)
    assert [(row["label"], row["analyst"]) for row in rows] == [(False, "ann"), (True, "bob")]
    assert rows[0]["text"] == THREAT[0]
