from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from comity.cli.app import register
from comity.cli.base import app

register()


def run(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["actors", *words], env={"COLUMNS": "160"})
    assert done.exit_code == code, done.output
    return done.output


def test_a_name_means_another_at_another_date() -> None:
    first = {
        day: json.loads(run("search", "Bush", "--date", day, "--format", "json"))[0]["key"]
        for day in ("1991-01-17", "2003-03-20")
    }
    assert first == {"1991-01-17": "USA:George H. W. Bush", "2003-03-20": "USA:George W. Bush"}


def test_show_gives_terms_with_their_sources() -> None:
    said = run("show", "Angela Merkel")
    assert "2005-11-22" in said and "2021-12-08" in said and "source" in said
    assert "Dioncounda Traoré" in run("show", "Mali", "--date", "2013-02-01")
    terms = json.loads(run("show", "DEU", "--format", "json"))
    assert any(t["holder"].startswith("Angela Merkel") and t["from"] == "2005-11-22" for t in terms)


def test_explain_says_why_or_why_not() -> None:
    assert "RUS:Dmitry Medvedev" in run("explain", "the Russian president", "--date", "2009-05-01")
    assert "because" in run("explain", "the Russian president", "--date", "2009-05-01")
    assert ": open" in run("explain", "former President Bush", "--date", "2013-04-25")
    record = json.loads(run("explain", "Georgia", "--sentence", "He was born in Atlanta, Georgia.", "--format", "json"))[0]
    assert (record["kind"], record["keys"]) == ("place", [])


def test_own_actors_go_first(tmp_path: Path) -> None:
    own = tmp_path / "own.yml"
    own.write_text("NOR:Kari Nordmann:\n  names: [Nordmann]\n", encoding="utf-8")
    assert "NOR:Kari Nordmann" in run("search", "Nordmann", "--actors", str(own))
    broken = tmp_path / "broken.yml"
    broken.write_text("NOR:Kari Nordmann:\n  colour: red\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["actors", "search", "Nordmann", "--actors", str(broken)])
    assert done.exit_code != 0 and "broken.yml" in f"{done.output}{done.exception}"


@pytest.mark.parametrize("words", [("show", "Qwertyuiop"), ("search", "x", "--date", "soon")])
def test_slips_end_in_words(words: tuple[str, ...]) -> None:
    assert "nobody" in (said := run(*words, code=2)) or "YYYY-MM-DD" in said
