"""What other coders have coded comes in under their name, in the columns of their public documentation."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity import api
from comity.documents import Problem
from comity.exchange.cameo_actors import cameo_actor, icews_actor, polecat_actors
from comity.exchange.coded_events import (
    GDELT_1_COLUMNS,
    GDELT_2_COLUMNS,
    ICEWS_COLUMNS,
    POLECAT_COLUMNS,
    Coder,
    read_coded_events,
    recognise,
)
from comity.ledger import Ledger, Query
from comity.model import Actor, Event, EventCode, Topic
from comity.reading import Reading


def line(columns: tuple[str, ...] | list[str], **cells: str) -> str:
    named = {name.replace("_", " ") if " " in " ".join(columns) else name: value for name, value in cells.items()}
    assert set(named) <= set(columns), set(named) - set(columns)
    return "\t".join(named.get(name, "") for name in columns)


GDELT = {
    "GLOBALEVENTID": "700123456",
    "SQLDATE": "20211215",
    "Actor1Code": "RUSGOV",
    "Actor1Name": "RUSSIA",
    "Actor2Code": "CHN",
    "Actor2Name": "CHINA",
    "EventCode": "042",
    "NumArticles": "10",
    "DATEADDED": "20211216",
    "SOURCEURL": "https://example.org/a",
}


def events(path: Path) -> list[Event]:
    return [
        statement
        for item in read_coded_events(path)
        if isinstance(item, Reading)
        for statement in item.statements
        if isinstance(statement, Event)
    ]


def test_the_columns_are_as_many_as_documented() -> None:
    assert (len(GDELT_1_COLUMNS), len(GDELT_2_COLUMNS), len(ICEWS_COLUMNS), len(POLECAT_COLUMNS)) == (58, 61, 20, 40)


@pytest.mark.parametrize(
    ("columns", "added", "coder"),
    [
        (GDELT_1_COLUMNS, "20211216", Coder.GDELT_1),
        (GDELT_1_COLUMNS[:-1], "20211216", Coder.GDELT_1),
        (GDELT_2_COLUMNS, "20211216103000", Coder.GDELT_2),
    ],
)
def test_gdelt(tmp_path: Path, columns: tuple[str, ...], added: str, coder: Coder) -> None:
    cells = {name: value for name, value in (GDELT | {"DATEADDED": added}).items() if name in columns}
    file = tmp_path / "day.export.CSV"
    file.write_text(line(columns, **cells) + "\n" + line(columns, **cells | {"EventCode": "010"}) + "\n")
    readings = list(read_coded_events(file))
    reading, skipped = readings
    assert isinstance(reading, Reading) and isinstance(skipped, Problem)
    assert skipped.kind == "skipped" and "1 rows left out: each CAMEO 01" in skipped.reason
    (event,) = reading.statements
    assert isinstance(event, Event)
    assert (event.actors, event.recipients, event.code) == ((Actor("RUS"),), (Actor("CHN"),), EventCode.CONSULT)
    assert event.date and event.date.iso == "2021-12-15"
    assert [a.key for a in event.according_to] == [f"-:{coder}"]
    assert event.made_by and event.made_by.reason.startswith("700123456 CAMEO 042; 10 articles")
    assert str(reading.document.date) == "2021-12-16" and reading.document.publisher == str(coder)
    assert event.evidence[0].text == reading.document.text.splitlines()[0]


def test_icews(tmp_path: Path) -> None:
    row = {
        "Event_ID": "25000001",
        "Event_Date": "2014-03-18",
        "Source_Name": "Vladimir Putin",
        "Source_Country": "Russian Federation",
        "CAMEO_Code": "112",
        "Target_Name": "Citizen (Ukraine)",
        "Target_Country": "Ukraine",
        "Story_ID": "77",
    }
    file = tmp_path / "events.2014.tab"
    file.write_text("\t".join(ICEWS_COLUMNS) + "\n" + line(ICEWS_COLUMNS, **row) + "\n")
    (event,) = events(file)
    assert [a.key for a in event.actors] == ["RUS:Vladimir Putin"] and [a.key for a in event.recipients] == ["UKR:citizen"]
    assert event.code is EventCode.ACCUSE and event.made_by and "story 77" in event.made_by.reason


def test_polecat(tmp_path: Path) -> None:
    row = {
        "Event_ID": "RUS20230301-1",
        "Event_Date": "2023-03-01",
        "Event_Type": "THREATEN",
        "Event_Mode": "violent",
        "Contexts": "military;nuclear_weapons",
        "Actor_Name": "Russia",
        "Actor_Country": "RUS",
        "Recipient_Name": "Poland;Lithuania",
        "Recipient_Country": "POL;LTU",
        "Publication_Date": "2023-03-02",
    }
    file = tmp_path / "polecat.txt"
    file.write_text("\t".join(POLECAT_COLUMNS) + "\n" + line(POLECAT_COLUMNS, **row) + "\n")
    (event,) = events(file)
    assert [a.key for a in event.recipients] == ["POL", "LTU"] and event.code is EventCode.THREATEN
    assert event.topics == (Topic.MILITARY, Topic.NUCLEAR_WEAPONS)


def test_petrarch(tmp_path: Path) -> None:
    file = tmp_path / "events.txt"
    file.write_text("20080804\tSDNREB\tSDN\t190\tstory-1\tExample Wire\n")
    (event,) = events(file)
    assert [a.key for a in event.actors] == ["SDN:rebels"] and event.code is EventCode.ASSAULT


@pytest.mark.parametrize(
    ("code", "name", "key"),
    [
        ("RUS", "RUSSIA", "RUS"),
        ("USAGOV", "WASHINGTON", "USA"),
        ("AFGINSTAL", "TALIBAN", "AFG:insurgents"),
        ("ROM", "ROMANIA", "ROU"),
        ("IGOUNO", "UNITED NATIONS", "UN"),
        ("IGOEUREEC", "EUROPEAN UNION", "EU"),
        ("REB", "REBEL GROUP", "-:Rebel Group"),
        ("NGO", "CHARITY", None),
        ("", "", None),
    ],
)
def test_cameo_actors(code: str, name: str, key: str | None) -> None:
    found = cameo_actor(code, name)
    assert (found.key if found else None) == key


def test_names_of_others_as_keys() -> None:
    assert icews_actor("Government (China)", "China") == Actor("CHN")
    assert icews_actor("China", "China") == Actor("CHN")
    assert icews_actor("European Union", "") == Actor("EU")
    assert icews_actor("Nobody", "Atlantis") is None
    assert polecat_actors("None", "RUS") == [Actor("RUS")]
    assert polecat_actors("Hakan Fidan", "TUR") == [Actor("TUR", "Hakan Fidan")]
    assert polecat_actors("", "") == [None]


def test_a_file_of_nobody_is_said_and_a_short_row_named(tmp_path: Path) -> None:
    other = tmp_path / "cats.csv"
    other.write_text("name,age\nTom,3\n")
    (problem,) = read_coded_events(other)
    assert isinstance(problem, Problem) and problem.kind == "error" and "GDELT" in problem.reason
    short = tmp_path / "short.tab"
    short.write_text("\t".join(ICEWS_COLUMNS) + "\n1\t2014-03-18\n")
    (problem,) = read_coded_events(short)
    assert isinstance(problem, Problem) and problem.origin.endswith("line 2") and "has 2 cells" in problem.reason
    (problem,) = read_coded_events(tmp_path / "none.tab")
    assert isinstance(problem, Problem) and "cannot be read" in problem.reason
    assert recognise("") is None


def test_many_rows_become_documents_of_one_day(tmp_path: Path) -> None:
    days = ["20211216"] * 7 + ["20211217"] * 2
    rows = [line(GDELT_1_COLUMNS, **GDELT | {"GLOBALEVENTID": str(i), "DATEADDED": day}) for i, day in enumerate(days)]
    file = tmp_path / "x.CSV"
    file.write_text("\n".join(rows) + "\n")
    sizes = [len(r.statements) for r in read_coded_events(file, rows_per_document=5) if isinstance(r, Reading)]
    assert sizes == [5, 2, 2]


def test_they_stand_in_the_ledger_under_their_coder(tmp_path: Path) -> None:
    file = tmp_path / "x.CSV"
    file.write_text(line(GDELT_1_COLUMNS, **GDELT) + "\n")
    with Ledger(tmp_path / "a.db") as ledger:
        assert api.import_statements(ledger, [file]).statements == 1
        assert api.import_statements(ledger, [file]).statements == 1 and ledger.count() == 1
        (row,) = ledger.statements(Query(says="-:GDELT 1.0"))
        assert row.publisher == "GDELT 1.0"
        with pytest.raises(ValueError, match="say who coded"):
            api.import_statements(ledger, [tmp_path])
