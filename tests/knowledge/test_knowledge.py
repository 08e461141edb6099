"""Asking the tables: names, offices, suggestions, a user's own actors."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from comity.knowledge import Knowledge, KnowledgeError, Resolver


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.load()


@pytest.mark.parametrize(
    ("asked", "key"),
    [("china", "CHN"), ("Chinese", "CHN"), ("CHN", "CHN"), ("chn", "CHN"), ("Xi Jinping", "CHN:Xi Jinping"),
     ("xi jinping", "CHN:Xi Jinping"),
     ("the Kremlin", "RUS"), ("Ankara", "TUR"), ("nato", "NATO"), ("european union", "EU"), ("u.s.", "USA"), ("UK", "GBR"),
     ("cote d'ivoire", "CIV"), ("RUS:Vladimir Putin", "RUS:Vladimir Putin"), ("erdogan", "TUR:Recep Tayyip Erdoğan"),
     ("hamas", "PSE:Hamas"), ("pentagon", "USA:Defense Department"), ("south korean", "KOR"), ("Hezbollah", "LBN:Hezbollah")],
)  # fmt: skip
def test_what_people_type(knowledge: Knowledge, asked: str, key: str) -> None:
    assert knowledge.find(asked)[0].key == key


def test_an_unknown_name_gets_suggestions(knowledge: Knowledge) -> None:
    assert knowledge.find("Rusia") == []
    assert any(name.endswith("(RUS)") for name in knowledge.nearest("Rusia"))
    assert any("Zelensk" in name for name in knowledge.nearest("Volodymir Zelenski"))


def test_bush_by_date(knowledge: Knowledge) -> None:
    assert knowledge.find("George Bush", dt.date(1990, 1, 1))[0].key == "USA:George H. W. Bush"
    assert knowledge.find("George Bush", dt.date(2004, 1, 1))[0].key == "USA:George W. Bush"


def test_offices(knowledge: Knowledge) -> None:
    day = dt.date(2009, 5, 1)
    names = {
        office: knowledge.office_holder("RUS", office, day)
        for office in ("president", "prime minister", "foreign minister", "leader")
    }
    assert {office: entry and entry.name for office, entry in names.items()} == {
        "president": "Dmitry Medvedev",
        "prime minister": "Vladimir Putin",
        "foreign minister": "Sergey Lavrov",
        "leader": "Dmitry Medvedev",
    }
    assert knowledge.office_holder("RUS", "shoemaker", day) is None
    assert knowledge.office_holder("XXX", "president", day) is None


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [("DEU", "2012-01-01", "Angela Merkel"), ("IRN", "2012-01-01", "Ali Khamenei"), ("GBR", "2012-01-01", "David Cameron"),
     ("SAU", "2012-01-01", "Abdullah"), ("VNM", "2012-01-01", "Nguyen Phu Trong"), ("UN", "2012-01-01", "Ban Ki-moon"),
     ("TUR", "2012-01-01", "Recep Tayyip Erdoğan"), ("IND", "2012-01-01", "Manmohan Singh"),
     ("POL", "1985-01-01", "Wojciech Jaruzelski")],
)  # fmt: skip
def test_the_leader_is_who_has_the_power(knowledge: Knowledge, code: str, day: str, name: str) -> None:
    found = knowledge.office_holder(code, "leader", dt.date.fromisoformat(day))
    assert found is not None
    assert found.name == name


def test_labels(knowledge: Knowledge) -> None:
    assert knowledge.label("RUS") == "Russia"
    assert knowledge.label("UKR") == "Ukraine"
    assert knowledge.label("CHN:Xi Jinping") == "Xi Jinping (China)"
    assert knowledge.label("-:Islamic State") == "Islamic State"
    assert knowledge.label("NATO") == "NATO"


def test_a_user_adds_and_overrides(tmp_path: Path) -> None:
    file = tmp_path / "actors.yml"
    file.write_text(
        "RUS:Northern Shipping: [Northern Shipping]\n"
        "USA:Georgia: {names: [Georgia], kind: institution}\n"
        "NOR:Kari Nordmann:\n"
        "  names: [Nordmann]\n"
        "  terms: [[fisheries minister, 2020-01-01, 2024-01-01]]\n",
        encoding="utf-8",
    )
    knowledge = Knowledge(file)
    found = knowledge.find("Georgia")[0]
    assert found.key == "USA:Georgia"
    assert str(file) in found.reasons[0] and "line 2" in found.reasons[0]
    assert knowledge.find("Northern Shipping")[0].key == "RUS:Northern Shipping"
    holder = knowledge.office_holder("NOR", "fisheries minister", dt.date(2022, 1, 1))
    assert holder is not None
    assert holder.key == "NOR:Kari Nordmann"
    assert Resolver(knowledge).resolve("Northern Shipping").key == "RUS:Northern Shipping"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("RUS:X: 3\n", "line 1"),
        ("RUS:X: [a]\nRUS:Y: {names: [1]}\n", "line 2"),
        ("RUS:X: {terms: [[president, 2001]]}\n", "line 1"),
        ("- a\n- b\n", "expected actor keys"),
        ("RUS:X: [a\n", "not valid YAML"),
        ("RUS:X: {names: [a], kind: planet}\n", "kind"),
        ("RUS:X: {names: [a], colour: red}\n", "colour"),
        ("nowhere land:X: [a]\n", "nowhere land"),
    ],
)
def test_a_broken_file_of_actors_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "actors.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=told) as error:
        Knowledge(file)
    assert str(file) in str(error.value)


def test_a_missing_file_of_actors_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be read"):
        Knowledge(tmp_path / "none.yml")


def test_reasons_say_why() -> None:
    found = Resolver(Knowledge.load()).resolve("the Russian president", dt.date(2009, 5, 1))
    assert "2008-05-07–2012-05-07" in found.reasons[0]
    assert found.candidates[0].key == "RUS:Dmitry Medvedev"


def test_those_named_before_decide() -> None:
    resolver = Resolver(Knowledge.load())
    day = dt.date(2003, 5, 13)
    assert resolver.resolve("Ivanov", day).keys == ()
    assert resolver.resolve("Ivanov", day, seen=["RUS:Sergei Ivanov"]).key == "RUS:Sergei Ivanov"
    assert resolver.resolve("the president", day).kind == "open"
    assert resolver.resolve("the president", day, seen=["FRA"]).key == "FRA:Jacques Chirac"
    assert resolver.resolve("Nordmann", day, seen=["NOR:Kari Nordmann"]).key == "NOR:Kari Nordmann"


@pytest.mark.parametrize(
    "text", ["", " ", "the", "'s", "of", "-", "—", "the former", "x" * 5000, "president of", "ex-", "\x00", "U.S.-"]
)
def test_odd_words_are_open_and_no_error(text: str) -> None:
    found = Resolver(Knowledge.load()).resolve(text, dt.date(2003, 5, 13))
    assert found.kind in ("open", "state", "nobody")
