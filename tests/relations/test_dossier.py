from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from comity.ledger import Ledger
from comity.model import Actor, Event, EventCode, Quote, Status, When
from comity.reading import Reading
from comity.relations import dossier
from tests.ledger.conftest import reading

pytestmark = pytest.mark.usefixtures("both_stores")


@pytest.fixture
def read_by_hand() -> Callable[..., Reading]:
    return reading


def with_statements(base: Reading, *statements: object, text: str = "") -> Reading:
    return replace(base, statements=tuple(statements))  # type: ignore[arg-type]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "a.db")


def test_groups(ledger: Ledger, read_by_hand: Callable[..., Reading]) -> None:
    ledger.add(read_by_hand(0))
    found = dossier(ledger, "NOR", "CHL")
    assert [len(group) for group in (found.events, found.promises, found.quotes, found.figures, found.ties)] == [1, 0, 0, 1, 1]
    assert (
        found.documents == 1 and found.publishers == ("Example Wire",) and found.first_date == found.last_date == "2020-01-01"
    )


def test_promises_and_plans_stand_apart(ledger: Ledger, read_by_hand: Callable[..., Reading]) -> None:
    base = read_by_hand(0)
    event = base.statements[0]
    assert isinstance(event, Event)
    promise = replace(event, code=EventCode.AGREE, object=(EventCode.AID,))
    plan = replace(event, code=EventCode.CONSULT, object=(), status=Status.PLANNED)
    ledger.add(with_statements(base, event, promise, plan))
    found = dossier(ledger, "CHL", "NOR")
    assert len(found.events) == 1 and len(found.promises) == 2


def test_one_side_alone_is_not_between_them(ledger: Ledger, read_by_hand: Callable[..., Reading]) -> None:
    base = read_by_hand(0)
    event = base.statements[0]
    assert isinstance(event, Event)
    together = replace(event, actors=(Actor("NOR"), Actor("CHL")), recipients=(Actor("PER"),))
    ledger.add(with_statements(base, together))
    assert dossier(ledger, "NOR", "CHL").events == ()
    assert len(dossier(ledger, "NOR", "PER").events) == 1


def test_a_statement_of_several_documents_is_one_row_with_its_reports(
    ledger: Ledger, read_by_hand: Callable[..., Reading]
) -> None:
    base = read_by_hand(0)
    ledger.add(base)
    document = replace(base.document, text=base.document.text + " Reprinted.", publisher="Another Paper", id="again")
    ledger.add(replace(base, document=document))
    found = dossier(ledger, "NOR", "CHL")
    (row,) = found.events
    assert len(row.reports) == 2 and set(row.publishers) == {"Example Wire", "Another Paper"}


def test_quotes_between_the_two_and_days(ledger: Ledger, read_by_hand: Callable[..., Reading]) -> None:
    base = read_by_hand(0)
    quote = base.statements[1]
    assert isinstance(quote, Quote)
    ledger.add(with_statements(base, replace(quote, addressee=Actor("NOR", "Minister"))))
    assert len(dossier(ledger, "NOR", "CHL").quotes) == 1
    assert dossier(ledger, "NOR", "CHL", first_day="2021-01-01").quotes == ()


def test_a_reprint_of_the_next_day_tells_the_same_acts(ledger: Ledger, read_by_hand: Callable[..., Reading]) -> None:
    base = read_by_hand(0)
    event = base.statements[0]
    assert isinstance(event, Event)
    long = " ".join(f"Sentence {i} of the story tells of boat {i * 7} and of harbour {i * 3}." for i in range(40))
    for number, day in enumerate(("2020-01-01", "2020-01-02")):
        document = replace(
            base.document,
            text=f"{base.document.text} {long}{'!' * number}",
            date=dt.date.fromisoformat(day),
            publisher=f"Paper {number}",
        )
        ledger.add(replace(base, document=document, statements=(replace(event, date=When(day)),)))
    (row,) = dossier(ledger, "NOR", "CHL").events
    assert len(row.reports) == 2 and row.row.document_date == "2020-01-01"
