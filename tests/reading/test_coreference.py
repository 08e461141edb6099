"""Whom pronouns and "the two leaders" mean, and that they stay open where two readings would do."""

from __future__ import annotations

import datetime as dt

from comity.model import Document
from comity.reading import ChainReader

DAY = dt.date(2021, 12, 15)
CALL = "Vladimir Putin had a telephone conversation with Emmanuel Macron. "


def keys(reader: ChainReader, text: str, words: str) -> set[str]:
    draft = reader.draft(Document(text=text, date=DAY))
    start = text.rindex(words)
    return {a.key for m in draft.mentions if m.start < start + len(words) and m.end > start for a in m.actors}


def test_he_is_the_subject_of_the_sentence_before(reader: ChainReader) -> None:
    text = "Emmanuel Macron called Vladimir Putin on Friday. He asked for more time."
    assert keys(reader, text, "He") == {"FRA:Emmanuel Macron"}


def test_its_is_the_subject_of_its_clause(reader: ChainReader) -> None:
    text = "Uzbekistan has stopped allowing American planes to fly from its air base."
    assert keys(reader, text, "its") == {"UZB"}


def test_the_two_leaders_are_the_two_named(reader: ChainReader) -> None:
    both = {"RUS:Vladimir Putin", "FRA:Emmanuel Macron"}
    for words in ("The two leaders", "The presidents", "They"):
        assert keys(reader, f"{CALL}{words} discussed the grain trade.", words) == both


def test_the_two_countries_are_their_states(reader: ChainReader) -> None:
    assert keys(reader, f"{CALL}Trade between the two countries has grown.", "the two countries") == {"RUS", "FRA"}


def test_both_sides_are_those_spoken_of_before_not_a_third_party(reader: ChainReader) -> None:
    text = f"{CALL}He criticised NATO at length. The two presidents agreed to talk again. Both sides will send experts."
    assert keys(reader, text, "Both sides") == {"RUS", "FRA"}


def test_the_country_is_the_state_spoken_of(reader: ChainReader) -> None:
    text = "Venezuela's defense minister says his country may buy new planes."
    assert keys(reader, text, "his country") == {"VEN"}


def test_they_stay_open_where_three_persons_were_named(reader: ChainReader) -> None:
    text = "Emmanuel Macron, Vladimir Putin and Joe Biden spoke. They agreed on little."
    assert len(keys(reader, text, "They")) in (0, 3)
