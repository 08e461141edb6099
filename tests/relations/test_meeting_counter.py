from __future__ import annotations

from pathlib import Path

import pytest

from comity.ledger import Ledger
from comity.model import EventCode, Status
from comity.relations import match_waiting, meetings
from comity.relations.meeting_counter import form_of
from tests.relations.hand import counted, document, told

pytestmark = pytest.mark.usefixtures("both_stores")

BOTH = ["NOR:Moe", "CHL:Boe"]
READINGS = [
    document(
        "Oslo Gazette", "2020-03-02",
        told("Moe telephoned Boe on Monday.", EventCode.CONSULT, ["NOR:Moe"], ["CHL:Boe"], date="2020-03-02"),
    ),
    document(
        "Santiago Mail", "2020-03-03",
        told("The presidents held a phone call on Monday.", EventCode.CONSULT, BOTH, date="2020-03-02"),
        told("Moe will visit Chile in May.", EventCode.CONSULT, BOTH, date="2020-05", status=Status.PLANNED),
    ),
    document(
        "Oslo Gazette", "2021-06-10",
        told("Boe received Moe.", EventCode.CONSULT, ["CHL:Boe"], ["NOR:Moe"], date="2021-06-09", place="Santiago, CHL"),
        told("Norway and Chile held fishery talks in the 1990s.", EventCode.CONSULT, ["NOR", "CHL"], date="1990/1999"),
        told("Moe, Boe and the Peruvian leader met.", EventCode.CONSULT, ["NOR:Moe", "CHL:Boe"], ["PER"], date="2021-06-09"),
        counted("It was their fifth meeting since 2019, Moe said.", 5, "meeting", BOTH, since="2019/2021", says=["NOR:Moe"]),
        counted("Trade grew by 5 percent.", 5, "percent", BOTH),
    ),
]  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    book = Ledger(tmp_path / "a.db")
    for reading in READINGS:
        book.add(reading)
    match_waiting(book)
    return book


def test_reports_of_one_call_are_one_meeting(ledger: Ledger) -> None:
    found = meetings(ledger, "NOR", "CHL")
    assert [(m.date, m.form) for m in found.happened] == [("2021-06-09", "visit"), ("2020-03-02", "call")]
    assert found.forms == {"call": 1, "visit": 1}
    assert found.happened[1].occurrence.reports == 2 and found.happened[0].place == "Santiago, CHL"


def test_plans_and_vague_mentions_are_listed_but_not_counted(ledger: Ledger) -> None:
    found = meetings(ledger, "NOR", "CHL")
    uncounted = {m.date: m.status for m in found.meetings if not m.counts}
    assert uncounted == {"2020-05": Status.PLANNED, "1990/1999": Status.HAPPENED}


def test_their_own_count_stands_beside_the_ledgers(ledger: Ledger) -> None:
    (claim,) = meetings(ledger, "NOR", "CHL").claims
    assert (claim.claimed, claim.held, claim.since, claim.until) == (5, 2, "2019-01-01", "2021-06-10")
    assert claim.verdict == "the ledger holds 2, 3 fewer"


def test_persons_and_days_narrow_the_count(ledger: Ledger) -> None:
    assert len(meetings(ledger, "NOR", "CHL", between=("NOR:Moe", "CHL:Boe")).meetings) == 3
    assert meetings(ledger, "NOR", "CHL", between=("NOR:Poe", "CHL:Boe")).meetings == ()
    assert len(meetings(ledger, "NOR", "CHL", first_day="2021-01-01").happened) == 1


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("held talks via videoconference", "video"),
        ("spoke on the phone", "call"),
        ("at the summit in Lima", "summit"),
        ("paid a visit to Quito", "visit"),
        ("a new round of talks", "talks"),
        ("met", "meeting"),
    ],
)
def test_forms(words: str, form: str) -> None:
    assert form_of([words]) == form
