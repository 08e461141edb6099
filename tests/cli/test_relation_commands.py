"""The commands that judge, import and compare, as a person types them; the others run in the tests of the docs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from comity.cli.app import register
from comity.cli.base import app
from comity.ledger import Ledger
from comity.model import EventCode, statement_to_dict
from comity.relations import match_waiting
from tests.relations.hand import document, told

register()
THREAT = told("Peru threatened Chile with a tariff by June 2021.", EventCode.THREATEN, ["PER"], ["CHL"], date="2021-05-01")
SAME = told("A tariff was threatened by Peru against Chile.", EventCode.THREATEN, ["PER"], ["CHL"], date="2021-05-01")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    with Ledger(path) as ledger:
        ledger.add(document("Lima Post", "2021-05-01", THREAT, title="One"))
        ledger.add(document("Santiago Post", "2021-05-02", SAME, title="Two"))
        match_waiting(ledger)
    return path


def run(book: Path, *words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--ledger", str(book)], env={"COLUMNS": "160", "COMITY_ANALYST": "ann"})


def records(book: Path, *words: str) -> list[dict[str, object]]:
    done = run(book, *words, "--format", "json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    return found


def test_occurrences_tell_events_from_reports(book: Path) -> None:
    (one,) = records(book, "occurrences", "--actor", "Peru")
    assert (one["reports"], one["sources"]) == (2, 2) and len(one["statements"]) == 2  # type: ignore[arg-type]
    assert "1 · 2 · 2" in run(book, "occurrences").stdout
    assert "no occurrence" in run(book, "occurrences", "--witnesses", "3").stdout


def test_confidence_narrows_a_listing(book: Path) -> None:
    assert len(records(book, "events", "--min-confidence", "0.8")) == 2
    assert records(book, "events", "--min-confidence", "0.81") == []


def test_judging_by_hand(book: Path) -> None:
    first, second = (str(row["id"]) for row in records(book, "events"))
    assert "judgement 1" in run(book, "judge", "reject", first, "--note", "a joke").stdout
    assert [row["id"] for row in records(book, "events")] == [second]
    assert records(book, "judge", "list")[0]["analyst"] == "ann"
    assert "undone" in run(book, "judge", "undo", "1").stdout
    assert len(records(book, "events")) == 2
    assert run(book, "judge", "split", first, second).exit_code == 0
    assert len(records(book, "occurrences")) == 2
    assert run(book, "judge", "close", first, "withdrawn").exit_code == 0
    assert {row["status"] for row in records(book, "pledges")} >= {"withdrawn"}
    assert run(book, "judge", "amend", second, "--set", "code=REQUEST").exit_code == 0
    assert {row["code"] for row in records(book, "events")} == {"THREATEN", "REQUEST"}


def test_to_is_a_day_or_the_addressee_of_a_pledge(book: Path) -> None:
    every = records(book, "pledges")
    assert every
    addressee = every[0]["addressee"][0]
    assert records(book, "pledges", "--to", addressee) == records(book, "pledges", "--to-actor", addressee) != []
    assert records(book, "pledges", "--to", "1900-01-01") == []


def test_slips_are_said_in_words(book: Path) -> None:
    first = str(records(book, "events")[0]["id"])
    for words, said in (
        (("judge", "amend", first, "--set", "status"), "FIELD=VALUE"),
        (("judge", "amend", first, "--set", "status=maybe"), "maybe"),
        (("readouts", first[:3] + "zz", first), "no document"),
        (("pledges", "--due-before", "soon"), "YYYY-MM-DD"),
    ):
        done = run(book, *words)
        assert done.exit_code != 0 and said in f"{done.output}{done.exception}"


def test_import_takes_what_others_coded_and_names_what_is_broken(tmp_path: Path) -> None:
    folder = tmp_path / "gold"
    (folder / "docs").mkdir(parents=True)
    reading = document("Lima Post", "2021-05-01", THREAT)
    text = reading.document.text
    for name in ("good", "bad", "lost"):
        line = statement_to_dict(reading.statements[0]) if name != "bad" else {"kind": "event", "sent": ["not in the text"]}
        (folder / f"{name}.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
        if name != "lost":
            record = {"id": name, "publisher": name, "date": "2021-05-01", "text": f"{text} It was {name}."}
            (folder / "docs" / f"{name}.json").write_text(json.dumps(record), encoding="utf-8")
    book = tmp_path / "a.db"
    done = CliRunner().invoke(app, ["import", str(folder), "--coder", "team 1", "--ledger", str(book)])
    assert done.exit_code == 3
    assert "1 documents with 1 statements" in done.output
    assert "bad.jsonl, line 1" in done.output and "lost.json does not exist" in done.output
    with Ledger(book) as ledger:
        made = ledger.statements()[0].statement.made_by
        assert made is not None and (made.coder, made.stage) == ("team 1", "import")
