"""`comity explain`: why a sentence gives what it gives, and why another gives nothing."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

import comity
from comity.cli.app import register
from comity.cli.base import app

TEXT = (
    "Oslo warned Minsk of sanctions if the airliner was not freed. The harbour is deep and old. "
    "Warsaw denied that it had shelled the village."
)


@pytest.fixture(scope="module")
def explained() -> list[comity.reading.explaining.Explained]:  # type: ignore[name-defined]
    return comity.explain(TEXT, date="2021-06-01")


def test_a_statement_comes_with_its_words_and_reason(explained: list) -> None:  # type: ignore[type-arg]
    event = explained[0].statements[0]
    assert (str(event.code), event.actors[0].key, event.recipients[0].key) == ("THREATEN", "NOR", "BLR")
    assert "act head: THREATEN" in event.made_by.reason
    assert explained[0].text == TEXT[explained[0].start : explained[0].end]


def test_a_plain_sentence_has_neither(explained: list) -> None:  # type: ignore[type-arg]
    assert explained[1].statements == ()
    assert all(c.act.score < 0.5 for c in explained[1].candidates)


def test_an_act_without_a_second_party_is_told_with_the_parts_seen(explained: list) -> None:  # type: ignore[type-arg]
    fell = explained[2].candidates[0]
    assert fell.words == "shelled"
    assert str(fell.act.code) == "ASSAULT"
    assert "nobody was found to whom" in fell.act.reason
    assert any("POL" in part.keys for part in fell.parts)


def test_the_command_says_the_same() -> None:
    register("explain")
    shown = CliRunner().invoke(app, ["explain", TEXT, "--date", "2021-06-01"])
    assert shown.exit_code == 0, shown.output
    assert "THREATEN" in shown.output
    assert "gave no event" in shown.output
    records = json.loads(CliRunner().invoke(app, ["explain", "-", "--format", "json"], input=TEXT).output)
    assert [len(r["statements"]) > 0 for r in records] == [True, False, False]
    assert records[2]["fallen"][0]["words"] == "shelled"


def test_an_empty_text_is_refused_in_words() -> None:
    register("explain")
    shown = CliRunner().invoke(app, ["explain", "   "])
    assert shown.exit_code == 2
    assert "Traceback" not in shown.output
