"""The command line as a person and as a program use it, in a process of its own."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import comity

COMITY = [sys.executable, "-m", "comity"]


def run(*arguments: object, cwd: Path, code: int = 0, stdin: str | None = None) -> str:
    environment = {**os.environ, "COLUMNS": "160", "NO_COLOR": "1"}
    environment.pop("COMITY_LEDGER", None)
    done = subprocess.run(
        [*COMITY, *map(str, arguments)], cwd=cwd, env=environment, capture_output=True, text=True, input=stdin, check=False
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, examples: Path) -> Path:
    """A folder with a ledger of the examples."""
    folder = tmp_path_factory.mktemp("home")
    said = run("add", examples, cwd=folder)
    assert "9 added" in said and "comity.db" in said
    return folder


def test_adding_again_changes_nothing(home: Path, examples: Path) -> None:
    before = run("info", "--format", "json", cwd=home)
    assert "9 unchanged; 0 statements" in run("add", examples, cwd=home)
    assert run("info", "--format", "json", cwd=home) == before


def test_the_dossier_names_both_sides_and_who_says_so(home: Path) -> None:
    said = run("dossier", "russia", "Chinese", cwd=home)
    assert "Russia – China" in said
    for part in ("Events", "Quotes", "Figures", "Ties", "who says so", "Example Wire", "2 reports"):
        assert part in said
    narrowed = run("dossier", "RUS", "CHN", "--from", "2022-01-01", "--format", "json", cwd=home)
    assert json.loads(narrowed) and len(narrowed) < len(run("dossier", "RUS", "CHN", "--format", "json", cwd=home))


@pytest.mark.parametrize("kind", ["events", "quotes", "figures", "ties", "documents"])
def test_listings_in_every_format(home: Path, kind: str, tmp_path: Path) -> None:
    records = json.loads(run(kind, "--format", "json", cwd=home))
    assert records
    lines = [json.loads(line) for line in run(kind, "--format", "jsonl", cwd=home).splitlines()]
    assert lines == records
    rows = list(csv.DictReader(io.StringIO(run(kind, "--format", "csv", cwd=home))))
    assert [row["id"] for row in rows] == [r["id"] for r in records]
    file = tmp_path / "a.parquet"
    run(kind, "--format", "parquet", "--output", file, cwd=home)
    assert pq.read_table(file).column("id").to_pylist() == [r["id"] for r in records]
    assert records[0]["id"][:8] in run(kind, cwd=home)


def test_filters_narrow(home: Path) -> None:
    everything = json.loads(run("events", "--format", "json", cwd=home))
    consults = json.loads(run("events", "--code", "CONSULT", "--format", "json", cwd=home))
    assert 0 < len(consults) < len(everything) and {r["code"] for r in consults} == {"CONSULT"}
    russian = json.loads(run("events", "--actor", "Moscow", "--with", "United States", "--format", "json", cwd=home))
    keys = [{k.partition(":")[0] for k in [*r["actors"], *r["recipients"]]} for r in russian]
    assert russian and all({"RUS", "USA"} <= k for k in keys)
    assert len(json.loads(run("events", "--limit", "2", "--format", "json", cwd=home))) == 2


def test_a_statement_opens_to_its_words_and_its_reason(home: Path) -> None:
    quote = json.loads(run("quotes", "--search", "alliance", "--format", "json", cwd=home))[0]
    said = run("show", quote["id"][:8], cwd=home)
    for part in ("This relationship even exceeds an alliance", "speaker", "Xi Jinping", "why", "score", "published by"):
        assert part in said
    assert "no statement has the id" in run("show", "zzzz", cwd=home, code=1)


def test_reading_leaves_no_ledger_and_writes_a_file_a_document(tmp_path: Path, examples: Path) -> None:
    run("read", examples, "--out", tmp_path / "out", cwd=tmp_path)
    assert len(list((tmp_path / "out").glob("*.jsonl"))) == 9 and not (tmp_path / "comity.db").exists()
    record = json.loads((tmp_path / "out" / "g7-2021-12-12.jsonl").read_text().splitlines()[0])
    assert {"kind", "according_to", "evidence", "made_by"} <= record.keys()
    assert "says" in run("read", examples / "2022-01-10-denial.md", cwd=tmp_path)


def test_reading_standard_input(tmp_path: Path) -> None:
    text = "On Monday Kenya condemned the arrest of its ambassador in Peru. Peru’s foreign minister met the envoy in Lima."
    said = run("read", "-", "--format", "jsonl", "--date", "2020-03-04", cwd=tmp_path, stdin=text)
    assert all(json.loads(line)["document"] == "stdin" for line in said.splitlines())


def test_a_broken_file_is_named_and_the_rest_is_read(tmp_path: Path, examples: Path) -> None:
    (tmp_path / "bad.json").write_text("{")
    said = run("add", tmp_path / "bad.json", examples / "2022-01-10-denial.md", cwd=tmp_path, code=3)
    assert "bad.json: is not valid JSON" in said and "1 added" in said and "1 in error" in said


def test_actors_nobody_knows_get_candidates(home: Path) -> None:
    said = run("events", "--actor", "Rusia", cwd=home, code=2)
    assert "nobody is known as" in said and "Russia" in said


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("events", "--from", "yesterday"), "is no day"),
        (("events", "--code", "SMILE"), "SMILE"),
        (("events", "--topic", "cooking"), "is no topic"),
        (("codebook", "999"), "no CAMEO code"),
        (("read", "x.txt", "--format", "csv"), "table or jsonl"),
    ],
)
def test_wrong_words_are_explained(home: Path, arguments: tuple[str, ...], complaint: str) -> None:
    (home / "x.txt").write_text("A plain text about nothing in particular, long enough to be read.")
    assert complaint in run(*arguments, cwd=home, code=2)


def test_a_missing_ledger_is_explained(tmp_path: Path) -> None:
    assert "make one with: comity add" in run("events", cwd=tmp_path, code=1).replace("\n", " ")


def test_the_ledger_of_the_environment_is_taken(tmp_path: Path, home: Path) -> None:
    environment = {**os.environ, "COMITY_LEDGER": str(home / "comity.db")}
    done = subprocess.run(
        [*COMITY, "info", "--format", "json"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout)[0]["documents"] == 9


def test_terminal_escapes_of_a_document_do_not_reach_the_terminal(tmp_path: Path) -> None:
    hostile = "\x1b]0;owned\x07\x1b[2J[bold]Kenya[/bold]\u202e"
    text = "Kenya condemned Peru on Monday. “We will not wait,” Kenya’s foreign minister said."
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"text": text, "title": hostile, "publisher": hostile, "id": "h", "date": "2020-03-04"}))
    run("add", file, cwd=tmp_path)
    for command in (("documents",), ("events",), ("quotes",), ("read", file)):
        said = run(*command, cwd=tmp_path)
        assert "\x1b" not in said and "\u202e" not in said and "\x07" not in said
    assert "[bold]Kenya[/bold]" in run("documents", cwd=tmp_path).replace("\n", "")


def test_codebook(tmp_path: Path) -> None:
    assert "THREATEN" in run("codebook", cwd=tmp_path)
    assert "ultimatum" in run("codebook", "THREATEN", cwd=tmp_path)
    assert json.loads(run("codebook", "042", "--format", "json", cwd=tmp_path))[0]["PLOVER"] == "CONSULT"


def test_every_command_teaches_with_an_example(tmp_path: Path) -> None:
    listing = run("--help", cwd=tmp_path)
    for name in ("read", "add", "dossier", "events", "quotes", "figures", "ties", "show", "documents", "info", "codebook"):
        assert name in listing
        assert f"comity {name}" in run(name, "--help", cwd=tmp_path)


def test_the_same_in_python(home: Path, examples: Path, tmp_path: Path) -> None:
    (reading,) = comity.read("France condemned Russia on Monday.", date="2022-03-01")
    assert reading.document.date is not None
    with comity.Ledger(home / "comity.db") as ledger:
        found = comity.dossier(ledger, "RUS", "CHN")
        assert found.events and found.documents >= 5
    with comity.Ledger(tmp_path / "b.db") as ledger:
        done = comity.add(ledger, [examples, tmp_path / "missing.txt"])
        assert sum(done.outcomes.values()) == 9 and done.failed
    assert len(comity.read(examples)) == 9
    with pytest.raises(comity.DocumentError):
        comity.read(tmp_path / "missing.txt")


def test_all_names_are_there_and_sorted() -> None:
    assert comity.__all__ == sorted(comity.__all__, key=lambda n: (n.startswith("__") is False and n[0].islower(), n))
    for name in comity.__all__:
        assert getattr(comity, name).__doc__ or name == "__version__" or name == "Statement"
    with pytest.raises(AttributeError):
        _ = comity.nothing  # type: ignore[attr-defined]
