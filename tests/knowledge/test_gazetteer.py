"""Names in running text."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.knowledge import Gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def keys(gazetteer: Gazetteer, text: str) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.entries[0].key) for m in gazetteer.matches(text)]


def test_names_on_word_borders(gazetteer: Gazetteer) -> None:
    assert keys(gazetteer, "Iranians, not Iranianness; Omani but no Romania-like Oman.") == [
        ("Iranians", "IRN"),
        ("Omani", "OMN"),
        ("Romania", "ROU"),
        ("Oman", "OMN"),
    ]


def test_the_longest_name_wins(gazetteer: Gazetteer) -> None:
    assert keys(gazetteer, "The New York Times asked Papua New Guinea and South Sudan.") == [
        ("New York Times", "USA:New York Times"),
        ("Papua New Guinea", "PNG"),
        ("South Sudan", "SSD"),
    ]


def test_case_matters(gazetteer: Gazetteer) -> None:
    assert keys(gazetteer, "They gave us turkey and china for the chad.") == []


def test_possessives_of_both_kinds(gazetteer: Gazetteer) -> None:
    assert keys(gazetteer, "Russia's Gazprom; China’s People’s Daily") == [
        ("Russia", "RUS"),
        ("Gazprom", "RUS:Gazprom"),
        ("China", "CHN"),
        ("People’s Daily", "CHN:state media"),
    ]


def test_a_headline_of_capitals(gazetteer: Gazetteer) -> None:
    text = "CHINA WARNS TAIWAN OVER ARMS SALES\nThe army said nothing. TALKS WITH IRAN\nWHO IS NEXT, ASKS FRENCH PAPER"
    assert keys(gazetteer, text) == [("CHINA", "CHN"), ("TAIWAN", "TWN"), ("FRENCH", "FRA")]


def test_treaties_and_seas_are_no_actors(gazetteer: Gazetteer) -> None:
    assert keys(gazetteer, "The Paris Agreement, the Persian Gulf, Turkish delight and the Korean War.") == []


def test_places_are_told_from_actors(gazetteer: Gazetteer) -> None:
    found = {m.kind for m in gazetteer.matches("The Vienna talks resumed.")}
    assert found == {"place"}
    assert [m.kind for m in gazetteer.matches("Vienna protested.")] == ["capital"]


def test_ministers_of_another_time_are_left_out_at_a_date() -> None:
    gazetteer, text = Gazetteer.load(), "Abdul Karim Brahawi met John Kerry."
    assert keys(gazetteer, text) == [("Abdul Karim Brahawi", "AFG:Abdul Karim Brahawi"), ("John Kerry", "USA:John Kerry")]
    assert [m.entries[0].key for m in gazetteer.matches(text, dt.date(2010, 1, 1))] == [
        "AFG:Abdul Karim Brahawi",
        "USA:John Kerry",
    ]
    assert [m.entries[0].key for m in gazetteer.matches(text, dt.date(2025, 1, 1))] == ["USA:John Kerry"]


def test_a_name_without_an_entry_is_left_out(gazetteer: Gazetteer) -> None:
    assert all(match.entries for match in gazetteer.matches("Jim Jordan met King Abdullah II of Jordan in Washington."))


@given(st.text(max_size=300))
def test_any_text_gives_ordered_matches_inside_it(text: str) -> None:
    reached = 0
    for match in Gazetteer.load().matches(text):
        assert reached <= match.start < match.end <= len(text)
        reached = match.end


@given(
    st.lists(st.sampled_from(["Iran", "Israel", "said", "the", "U.S.", "Xi Jinping", ",", "NATO", "—", "“", "in"]), max_size=12)
)
def test_names_are_found_wherever_they_stand(words: list[str]) -> None:
    text = " ".join(words)
    found = [text[m.start : m.end] for m in Gazetteer.load().matches(text)]
    wanted = [w for w in words if w in ("Iran", "Israel", "U.S.", "Xi Jinping", "NATO")]
    assert found == wanted
