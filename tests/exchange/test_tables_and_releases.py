"""What the ledger gives out: tables in others' columns that can be read back, and releases that can be cited and asked."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity import api
from comity.cli.commands.exchange import TableName
from comity.exchange.columns import COLUMNS
from comity.exchange.event_tables import TABLES, cameo_code
from comity.exchange.queries import query_release
from comity.exchange.releases import TABLES as RELEASED
from comity.exchange.releases import ReleaseError, check_release, write_release
from comity.exchange.tabular import to_csv
from comity.knowledge import cameo
from comity.ledger import Ledger, Query
from comity.model import Event, EventCode, Status
from comity.relations import match_waiting
from tests.relations.hand import counted, document, told

pytestmark = pytest.mark.usefixtures("both_stores")

DAY = dt.date(2026, 1, 2)
VISIT = told("Chile received the king of Norway.", EventCode.CONSULT, ["CHL", "NOR:Harald V"], date="2021-05-03")
AGAIN = told("Norway's king was in Chile.", EventCode.CONSULT, ["CHL", "NOR:Harald V"], date="2021-05-03")
BLAME = told("Peru blamed rebels in Chad.", EventCode.ACCUSE, ["PER"], ["TCD:rebels"], date="2021-05-04")
VAGUE = told("Kenya aided Uganda that year.", EventCode.AID, ["KEN"], ["UGA"], date="2021")
PLAN = told("Japan will help Peru.", EventCode.AID, ["JPN"], ["PER"], date="2021-06", status=Status.PLANNED)
UNION = told("The EU praised Kenya and Peru.", EventCode.SUPPORT, ["EU"], ["KEN", "PER"], date="2021-05-05")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "a.db") as book:
        book.add(document("Wire", "2021-05-04", VISIT, BLAME, VAGUE, PLAN, UNION))
        book.add(document("Gazette", "2021-05-04", AGAIN, counted("They met 3 times.", 3, "meeting", ["CHL", "NOR"])))
        match_waiting(book)
        yield book


def test_every_type_has_a_cameo_code_that_converts_back() -> None:
    for code in EventCode:
        assert cameo()[cameo_code(code)].plover is code


def test_the_command_offers_every_table() -> None:
    assert {name.value for name in TableName} == set(TABLES)


def rows_again(tmp_path: Path, ledger: Ledger, name: str) -> set[tuple[object, ...]]:
    chosen = TABLES[name]
    text = to_csv(chosen.make(ledger, (Status.HAPPENED,)), delimiter="\t", columns=chosen.columns)
    file = tmp_path / f"{name}.tsv"
    file.write_text(text if chosen.header else text.partition("\n")[2], encoding="utf-8")
    with Ledger(tmp_path / f"{name}.db") as other:
        done = api.import_statements(other, [file])
        assert not done.problems
        return {
            (e.code, tuple(a.code for a in e.actors), tuple(a.code for a in e.recipients), e.date and e.date.iso)
            for row in other.statements(Query(kinds=("event",)))
            if isinstance(e := row.statement, Event)
        }


def test_a_polecat_table_can_be_read_back(tmp_path: Path, ledger: Ledger) -> None:
    assert rows_again(tmp_path, ledger, "polecat") == {
        (EventCode.CONSULT, ("CHL",), ("NOR",), "2021-05-03"),
        (EventCode.ACCUSE, ("PER",), ("TCD",), "2021-05-04"),
        (EventCode.SUPPORT, ("EU",), ("KEN", "PER"), "2021-05-05"),
    }


def test_a_gdelt_table_can_be_read_back_pair_by_pair(tmp_path: Path, ledger: Ledger) -> None:
    assert rows_again(tmp_path, ledger, "gdelt") == {
        (EventCode.CONSULT, ("CHL",), ("NOR",), "2021-05-03"),
        (EventCode.ACCUSE, ("PER",), ("TCD",), "2021-05-04"),
        (EventCode.SUPPORT, ("EU",), ("KEN",), "2021-05-05"),
        (EventCode.SUPPORT, ("EU",), ("PER",), "2021-05-05"),
    }
    (visit,) = (row for row in TABLES["gdelt"].make(ledger, (Status.HAPPENED,)) if row["Actor1Code"] == "CHL")
    assert (visit["NumMentions"], visit["NumSources"], visit["NumArticles"]) == (2, 2, 2)  # one event, told twice
    assert visit["EventRootCode"] == "04" and visit["QuadClass"] == 1


def test_dyads_by_month_and_year(ledger: Ledger) -> None:
    months = {(row["iso_a"], row["iso_b"]): row for row in TABLES["dyad-month"].make(ledger, (Status.HAPPENED,))}
    assert set(months) == {("CHL", "NOR"), ("NOR", "CHL"), ("PER", "TCD")}  # the union is no state, the year no month
    chile = months["CHL", "NOR"]
    assert (chile["month"], chile["cow_a"], chile["gw_b"]) == ("2021-05", 155, 385)
    assert (chile["events"], chile["reports"], chile["verbal_cooperation"], chile["consult"]) == (1, 2, 1, 1)
    years = {(row["iso_a"], row["iso_b"]) for row in TABLES["dyad-year"].make(ledger, (Status.HAPPENED,))}
    assert ("KEN", "UGA") in years
    (plan,) = TABLES["dyad-month"].make(ledger, (Status.PLANNED,))
    assert plan["iso_a"] == "JPN" and plan["aid"] == 1


def test_quadruples(ledger: Ledger) -> None:
    rows = [tuple(row.values()) for row in TABLES["quadruples"].make(ledger, (Status.HAPPENED,))]
    assert ("PER", "ACCUSE", "TCD:rebels", "2021-05-04") in rows and len(rows) == 4


def test_a_release_is_whole_described_and_the_same_each_time(tmp_path: Path, ledger: Ledger) -> None:
    done = write_release(ledger, tmp_path / "r1", version="1", date=DAY)
    assert done.rows["events"] == 6 and done.changes is None and check_release(tmp_path / "r1") == []
    write_release(ledger, tmp_path / "again", version="1", date=DAY)
    for file in (tmp_path / "r1").iterdir():
        assert file.read_bytes() == (tmp_path / "again" / file.name).read_bytes()
    package = json.loads((tmp_path / "r1/datapackage.json").read_text())
    described = {r["path"]: [f["name"] for f in r["schema"]["fields"]] for r in package["resources"]}
    assert set(described) == {f"{name}.parquet" for name in RELEASED}
    rows = query_release(tmp_path / "r1", "SELECT * FROM events ORDER BY id")
    assert list(rows[0]) == described["events.parquet"] == list(COLUMNS["events"])
    assert {row["code"] for row in rows} == {"CONSULT", "ACCUSE", "AID", "SUPPORT"}
    accuracy = json.loads((tmp_path / "r1/accuracy.json").read_text())
    assert any("event: dyad" in section["figures"] for section in accuracy)
    assert "@misc" in (tmp_path / "r1/citation.bib").read_text()
    assert not list(tmp_path.glob("*.part"))


def test_what_changed_since_the_release_before(tmp_path: Path, ledger: Ledger) -> None:
    write_release(ledger, tmp_path / "r1", version="1", date=DAY)
    same = write_release(ledger, tmp_path / "same", version="1b", date=DAY, previous=tmp_path / "r1")
    assert same.changes and not any((same.changes.added, same.changes.changed, same.changes.withdrawn))
    gone = next(row for row in ledger.statements(Query(codes=("ACCUSE",))))
    ledger.add(document("Wire", "2021-05-04", VISIT, VAGUE, PLAN, UNION, coder="hand-1"))  # another text
    from comity.relations.judging import reject

    reject(ledger, gone.id, analyst="Ada", note="no")
    done = write_release(ledger, tmp_path / "r2", version="2", date=DAY, previous=tmp_path / "r1")
    assert done.changes and done.changes.withdrawn == (gone.id,) and len(done.changes.added) == 4
    with (tmp_path / "r2/changes.csv").open(newline="") as stream:
        assert {row["what"] for row in csv.DictReader(stream)} == {"added", "withdrawn"}
    assert json.loads((tmp_path / "r2/manifest.json").read_text())["since"] == "1"


def test_a_release_that_is_broken_or_in_the_way_is_said(tmp_path: Path, ledger: Ledger) -> None:
    write_release(ledger, tmp_path / "r1", version="1", date=DAY)
    with pytest.raises(ReleaseError, match="exists and is not empty"):
        write_release(ledger, tmp_path / "r1", version="2", date=DAY)
    with pytest.raises(ReleaseError, match="is no release of comity"):
        write_release(ledger, tmp_path / "r2", version="2", date=DAY, previous=tmp_path)
    (tmp_path / "r1/ties.parquet").write_bytes(b"x")
    (tmp_path / "r1/notes.txt").write_text("x")
    assert check_release(tmp_path / "r1") == [
        "notes.txt is not in the manifest",
        "ties.parquet has changed since the release was written",
    ]
    with pytest.raises(ReleaseError, match="is no whole release"):
        query_release(tmp_path / "r1", "SELECT 1")


@pytest.mark.parametrize(
    "question",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "COPY events TO 'stolen.csv'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SELECT nothing FROM nowhere",
        "not sql",
    ],
)
def test_sql_reaches_the_release_alone(tmp_path: Path, ledger: Ledger, question: str) -> None:
    write_release(ledger, tmp_path / "r1", version="1", date=DAY)
    with pytest.raises(ReleaseError, match="cannot be answered"):
        query_release(tmp_path / "r1", question)
    assert check_release(tmp_path / "r1") == []
