"""Whom pronouns and "the two leaders" mean, and that they stay open where two readings would do."""

from __future__ import annotations

import datetime as dt

from comity.model import Document
from comity.reading import ChainReader
from comity.reading.antecedents import Phrase, Ranker, linked

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


def test_that_country_is_the_one_named_last(reader: ChainReader) -> None:
    text = "India will build a pipeline with Iran even though that country is under sanctions."
    assert keys(reader, text, "that country") == {"IRN"}


def test_she_is_the_woman_and_it_no_state_where_a_thing_was_named_last(reader: ChainReader) -> None:
    text = "Mrs. Jane Miller of Canada met Mr. John Brown of Kenya. She gave him a report."
    assert keys(reader, text, "She") == {"CAN:Jane Miller"}
    assert keys(reader, text, "him") == {"KEN:John Brown"}


def test_the_ranking_of_antecedents_prefers_what_agrees() -> None:
    weights = {"she|any": 0.1, "she|gender other": -5.0, "she|gender same": 1.0}
    man = Phrase(0, 0, 1, "person", words=("king",), form="bare", gender="he")
    woman = Phrase(0, 2, 3, "person", words=("queen",), form="bare", gender="she")
    she = Phrase(1, 0, 1, words=("she",), form="she")
    clusters = linked([man, woman, she], Ranker(weights))
    assert [len(c.phrases) for c in clusters] == [1, 2] and clusters[1].phrases[-1] is she


def test_a_government_is_led_by_whoever_gives_it_a_name(reader: ChainReader) -> None:
    text = "Chad protested. The Clinton administration condemned Libya."
    assert keys(reader, text, "Clinton administration") == {"USA:administration"}
    assert keys(reader, "South Korea said the North had fired a rocket.", "North") == {"PRK"}


def test_the_presidents_are_persons_not_the_firms_named_last(reader: ChainReader) -> None:
    text = (
        "Vladimir Putin met Xi Jinping in Beijing. Gazprom signed an agreement with the China National Petroleum Corporation. "
        "The two presidents had met 38 times."
    )
    assert keys(reader, text, "The two presidents") == {"RUS:Vladimir Putin", "CHN:Xi Jinping"}


def test_a_pronoun_means_a_person_of_its_own_paragraph(reader: ChainReader) -> None:
    text = (
        "Emmanuel Macron spoke in Lyon. He praised the firemen, and he thanked the mayor.\n\nIn Athens, Kyriakos Mitsotakis "
        "called the border line absurd. He will fly to Cairo."
    )
    assert keys(reader, text, "He will") == {"GRC:Kyriakos Mitsotakis"}


def test_a_pronoun_that_opens_a_paragraph_may_mean_somebody_of_the_one_before(reader: ChainReader) -> None:
    text = "Emmanuel Macron spoke in Lyon.\n\nHe praised the firemen."
    assert keys(reader, text, "He praised") == {"FRA:Emmanuel Macron"}


def test_the_heads_of_state_are_the_two_that_have_met(reader: ChainReader) -> None:
    text = "Vladimir Putin received Xi Jinping in Sochi. The heads of state voiced the same view of trade."
    assert keys(reader, text, "The heads of state") == {"RUS:Vladimir Putin", "CHN:Xi Jinping"}


def test_they_are_the_two_leaders_of_the_sentence_before(reader: ChainReader) -> None:
    text = f"{CALL}The two leaders discussed gas. They agreed to meet again."
    assert keys(reader, text, "They") == {"RUS:Vladimir Putin", "FRA:Emmanuel Macron"}


def test_the_two_are_two_persons_where_persons_were_named(reader: ChainReader) -> None:
    text = "President Kais Saied met President Alexander Lukashenko. The two discussed potash."
    assert keys(reader, text, "The two") == {"TUN:Kais Saied", "BLR:Alexander Lukashenko"}


def test_soldiers_of_both_countries_are_of_both(reader: ChainReader) -> None:
    text = f"{CALL}The soldiers of the two countries held an exercise."
    assert keys(reader, text, "soldiers") == {"RUS:soldiers", "FRA:soldiers"}


def test_both_before_a_name_and_two_ships_are_nobody_named_before(reader: ChainReader) -> None:
    assert keys(reader, "Vladimir Putin met Emmanuel Macron. Both Germany and Poland condemned it.", "Both") == set()
    assert keys(reader, "Iran bought two ships from China. The two were attacked by Israel.", "The two") == set()
