from __future__ import annotations

from pathlib import Path

import pytest

from comity.ledger import Ledger, Query
from comity.model import EventCode
from comity.relations import match_waiting, readouts_of
from comity.relations.readouts import Standing, compare_readouts
from tests.relations.hand import document, told

MET = told("Boe and Moe spoke by telephone today.", EventCode.CONSULT, ["RUS:Boe", "USA:Moe"], date="2021-12-07")
THEIRS = told("Moe and Boe held a call on Tuesday.", EventCode.CONSULT, ["RUS:Boe", "USA:Moe"], date="2021-12-07")
AGREED = told("They agreed to exchange 20 prisoners.", EventCode.AGREE, ["RUS:Boe", "USA:Moe"], about=[EventCode.RETREAT])
AGREED_TOO = told(
    "The two agreed on an exchange of 18 prisoners.", EventCode.AGREE, ["USA:Moe", "RUS:Boe"], about=[EventCode.RETREAT]
)

pytestmark = pytest.mark.usefixtures("both_stores")
BLAMED = told("Moe condemned the shelling of Ukraine.", EventCode.ACCUSE, ["USA:Moe"], ["RUS:Boe"], about=[EventCode.ASSAULT])
NEAR = told("Ukrainian wheat was spoken of, too.", EventCode.CONSULT, ["RUS:Boe", "USA:Moe"])


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    book = Ledger(tmp_path / "a.db")
    book.add(document("White House", "2021-12-07", THEIRS, AGREED_TOO, BLAMED, title="Readout"))
    book.add(document("Kremlin", "2021-12-07", MET, AGREED, title="Telephone conversation"))
    match_waiting(book)
    return book


def test_what_the_other_side_leaves_out(ledger: Ledger) -> None:
    call = next(row.id for row in ledger.statements(Query(codes=("CONSULT",))))
    found = readouts_of(ledger, [call])
    sides = [account.publisher for account in found.accounts]
    rows = {(row.kind, row.subject): dict(zip(sides, row.cells, strict=True)) for row in found.rows}
    ukraine = rows["actor", "Ukraine"]
    assert ukraine["White House"].words == (BLAMED[0],)
    assert ukraine["Kremlin"].standing is Standing.NOT_MENTIONED
    blame = next(cells for (kind, subject), cells in rows.items() if kind == "act" and "ACCUSE" in subject)
    assert blame["Kremlin"].standing is Standing.NOT_MENTIONED


def test_what_both_tell_is_one_row_with_what_differs(ledger: Ledger) -> None:
    documents = [row.id for row in ledger.documents()]
    found = readouts_of(ledger, documents)
    (agreed,) = (row for row in found.rows if row.kind == "act" and "AGREE" in row.subject)
    assert all(cell.standing is Standing.MENTIONED for cell in agreed.cells)
    assert any(line.startswith("numbers: ") and "20" in line and "18" in line for line in agreed.differences)


def test_something_near_is_unclear_not_missing(tmp_path: Path) -> None:
    book = Ledger(tmp_path / "a.db")
    other = told("The shelling was condemned by nobody.", EventCode.CONSULT, ["RUS:Boe", "USA:Moe"])
    for publisher, sentence in (("A", BLAMED), ("B", other)):
        book.add(document(publisher, "2021-12-07", sentence))
    found = readouts_of(book, [row.id for row in book.documents()])
    (act,) = (row for row in found.rows if row.kind == "act")
    assert {cell.standing for cell in act.cells} == {Standing.MENTIONED, Standing.UNCLEAR}
    assert next(cell.nearest for cell in act.cells if cell.standing is Standing.UNCLEAR) == other[0]


def test_one_account_cannot_be_compared(ledger: Ledger) -> None:
    blame = next(row.id for row in ledger.statements(Query(codes=("ACCUSE",))))
    with pytest.raises(ValueError, match="only one document"):
        readouts_of(ledger, [blame])
    with pytest.raises(ValueError, match="at least two"):
        compare_readouts([])
