from __future__ import annotations

from pathlib import Path

import pytest

from comity.ledger import Ledger
from comity.model import EventCode, Status
from comity.model.codes import PledgeStatus
from comity.reading import Reading
from comity.relations import PledgeKind, judging, match_waiting, pledges
from tests.relations.hand import counted, document, told

pytestmark = pytest.mark.usefixtures("both_stores")

PLEDGE = told(
    "Moe promised Boe to come to Lima in February next year.", EventCode.AGREE, ["NOR:Moe"], ["PER:Boe"],
    date="2021-12-15", about=[EventCode.CONSULT],
)  # fmt: skip
VISIT = told("Moe met Boe in Lima.", EventCode.CONSULT, ["NOR:Moe", "PER:Boe"], date="2022-02-04", place="Lima, PER")
NOTHING = told("Peru praised Norway.", EventCode.SUPPORT, ["PER"], ["NOR"], date="2022-06-01")
THREAT = told(
    "Norway threatened Peru with a ban by March 2022 if the nets were not returned.", EventCode.THREATEN, ["NOR"], ["PER"],
    date="2021-12-20", about=[EventCode.SANCTION],
)  # fmt: skip


def ledger_of(path: Path, *readings: Reading) -> Ledger:
    book = Ledger(path)
    for reading in readings:
        book.add(reading)
    match_waiting(book)
    return book


def test_a_promise_is_kept_by_what_follows(tmp_path: Path) -> None:
    book = ledger_of(tmp_path / "a.db", document("A", "2021-12-15", PLEDGE), document("B", "2022-02-04", VISIT))
    (pledge,) = pledges(book, actor="NOR", to="PER")
    assert (pledge.kind, pledge.promiser, pledge.addressee) == (PledgeKind.PROMISE, ("NOR:Moe",), ("PER:Boe",))
    assert pledge.due is not None and pledge.due.iso == "2022-02"
    assert pledge.status is PledgeStatus.KEPT and pledge.answers[0].date == "2022-02-04"
    assert ("when it was due", 0.25) in pledge.answers[0].reasons


def test_a_plan_is_kept_by_the_meeting_it_announced(tmp_path: Path) -> None:
    plan = told(
        "Moe will meet Boe on 4 February.", EventCode.CONSULT, ["NOR:Moe", "PER:Boe"], date="2022-02-04", status=Status.PLANNED
    )
    book = ledger_of(tmp_path / "a.db", document("A", "2022-01-20", plan), document("B", "2022-02-04", VISIT))
    (pledge,) = pledges(book, actor="NOR")
    assert (pledge.kind, pledge.made, pledge.status) == (PledgeKind.PLAN, "2022-01-20", PledgeStatus.KEPT)
    assert ("on the day it was due", 0.4) in pledge.answers[0].reasons


def test_silence_is_overdue_only_where_the_ledger_reaches(tmp_path: Path) -> None:
    early = ledger_of(tmp_path / "a.db", document("A", "2021-12-15", PLEDGE))
    assert pledges(early, actor="NOR")[0].status is PledgeStatus.OPEN
    late = ledger_of(tmp_path / "b.db", document("A", "2021-12-15", PLEDGE), document("B", "2022-06-01", NOTHING))
    assert pledges(late, actor="NOR")[0].status is PledgeStatus.OVERDUE
    assert pledges(late, due_before="2022-01-01") == []
    assert len(pledges(late, due_before="2022-03-01")) == 1
    assert pledges(late, actor="PER") == []


def test_the_other_party_or_an_earlier_act_keeps_nothing(tmp_path: Path) -> None:
    elsewhere = told("Moe met the Chilean leader.", EventCode.CONSULT, ["NOR:Moe", "CHL"], date="2022-02-04")
    before = told("Moe met Boe.", EventCode.CONSULT, ["NOR:Moe", "PER:Boe"], date="2021-11-01")
    book = ledger_of(
        tmp_path / "a.db", document("A", "2021-12-15", PLEDGE, before), document("B", "2022-06-01", elsewhere, NOTHING)
    )
    (pledge,) = pledges(book, actor="NOR", to="PER")
    assert pledge.status is PledgeStatus.OVERDUE and pledge.answers == ()


def test_a_refusal_withdraws_and_a_denial_breaks(tmp_path: Path) -> None:
    cancelled = told(
        "Moe did not meet Boe in Lima.", EventCode.CONSULT, ["NOR:Moe", "PER:Boe"], date="2022-02-04", status=Status.DENIED
    )
    book = ledger_of(tmp_path / "a.db", document("A", "2021-12-15", PLEDGE), document("B", "2022-02-05", cancelled))
    assert pledges(book, actor="NOR")[0].status is PledgeStatus.BROKEN


def test_threats_with_conditions(tmp_path: Path) -> None:
    banned = told("Norway banned Peruvian fish over the nets.", EventCode.SANCTION, ["NOR"], ["PER"], date="2022-02-20")
    done = ledger_of(tmp_path / "a.db", document("A", "2021-12-20", THREAT), document("B", "2022-02-20", banned))
    (threat,) = pledges(done, actor="NOR")
    assert threat.kind is PledgeKind.THREAT and threat.condition == "if the nets were not returned"
    assert threat.status is PledgeStatus.CARRIED_OUT
    quiet = ledger_of(tmp_path / "b.db", document("A", "2021-12-20", THREAT), document("B", "2022-06-01", NOTHING))
    assert pledges(quiet, actor="NOR")[0].status is PledgeStatus.CONDITION_NOT_MET


def test_less_than_promised_is_partly_kept(tmp_path: Path) -> None:
    words = "Norway promised Peru 100 boats by March 2022."
    promise = told(words, EventCode.AGREE, ["NOR"], ["PER"], date="2021-12-15", about=[EventCode.AID])
    given = told("Norway gave Peru 40 boats.", EventCode.AID, ["NOR"], ["PER"], date="2022-02-01")
    boats = counted(words, 100, "boat", ["NOR"]), counted(given[0], 40, "boat", ["NOR"])
    book = ledger_of(
        tmp_path / "a.db",
        document("A", "2021-12-15", promise, boats[0]),
        document("B", "2022-02-02", given, boats[1]),
    )
    (pledge,) = pledges(book, actor="NOR")
    assert pledge.status is PledgeStatus.PARTLY_KEPT and [q.value for q in pledge.quantities] == [100]


def test_an_analyst_closes_a_pledge(tmp_path: Path) -> None:
    book = ledger_of(tmp_path / "a.db", document("A", "2021-12-15", PLEDGE), document("B", "2022-06-01", NOTHING))
    pledge = pledges(book, actor="NOR")[0]
    judging.close(book, pledge.id, PledgeStatus.PARTLY_KEPT, analyst="ann", note="they met in Cusco")
    closed = pledges(book, actor="NOR")[0]
    assert closed.status is PledgeStatus.PARTLY_KEPT and "ann" in closed.because and "Cusco" in closed.because
    assert pledges(book, status=PledgeStatus.OVERDUE) == []


@pytest.mark.parametrize("status", list(PledgeStatus))
def test_every_status_can_be_given(tmp_path: Path, status: PledgeStatus) -> None:
    book = ledger_of(tmp_path / "a.db", document("A", "2021-12-15", PLEDGE))
    judging.close(book, pledges(book)[0].id, status, analyst="ann")
    assert [p.status for p in pledges(book, status=status)] == [status]
