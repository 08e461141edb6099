"""Who is named: tables, titles, offices, groups and the states that unnamed ones belong to."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.model import Document
from comity.reading import ChainReader

DAY = dt.date(2021, 12, 15)


def keys(reader: ChainReader, text: str, words: str, day: dt.date | None = DAY, publisher: str = "") -> list[str]:
    """The keys of the mention that covers the last occurrence of `words`."""
    draft = reader.draft(Document(text=text, date=day, publisher=publisher))
    start = text.rindex(words)
    over = [m for m in draft.mentions if m.start < start + len(words) and m.end > start]
    return [a.key for m in over[:1] for a in m.actors]


@pytest.mark.parametrize(
    ("text", "words", "key"),
    [
        ("Russian President Vladimir Putin spoke.", "Vladimir Putin", "RUS:Vladimir Putin"),
        ("The Kremlin rejected the draft.", "Kremlin", "RUS"),
        ("Colombia signed the accord.", "Colombia", "COL"),
        ("Moldovan police arrested two men.", "police", "MDA:police"),
        ("Kenya's parliament passed the bill.", "parliament", "KEN:parliament"),
        ("NATO condemned the test.", "NATO", "NATO"),
        ("Rebels in Darfur attacked a convoy.", "Rebels", "SDN:rebels"),
    ],
)
def test_named_actors_get_their_key(reader: ChainReader, text: str, words: str, key: str) -> None:
    assert keys(reader, text, words) == [key]


def test_an_office_is_its_holder_at_the_documents_date(reader: ChainReader) -> None:
    text = "The Russian president signed the decree."
    assert keys(reader, text, "Russian president", dt.date(2010, 5, 1)) == ["RUS:Dmitry Medvedev"]
    assert keys(reader, text, "Russian president", dt.date(2020, 5, 1)) == ["RUS:Vladimir Putin"]


def test_a_surname_means_the_person_named_before(reader: ChainReader) -> None:
    text = "Deputy Foreign Minister Ousmane Bakari of Niger landed in Algiers. Bakari met his hosts for an hour."
    assert keys(reader, text, "Bakari") == ["NER:Ousmane Bakari"]


def test_unnamed_groups_belong_to_the_state_named_nearest(reader: ChainReader) -> None:
    text = (
        "Peru and Chile have traded barbs all year.\nIn Nepal, officials called for calm on Friday. Police arrested forty "
        "demonstrators near the palace.\nPeru and Chile will meet again in May. Peru wants a treaty and Chile does not."
    )
    assert keys(reader, text, "demonstrators") == ["NPL:demonstrators"]


def test_a_foreign_leader_is_nobody_of_the_states_at_hand(reader: ChainReader) -> None:
    text = "China's president received Egypt's president. No foreign leader had come to Beijing for a year."
    assert keys(reader, text, "leader") == []


def test_a_possessive_gives_a_group_to_its_owner(reader: ChainReader) -> None:
    text = "Ecuador's president said on Friday that Peru had accepted and that his government would sign."
    assert keys(reader, text, "government")[0].startswith("ECU")


def test_protesters_against_a_state_are_not_its_own(reader: ChainReader) -> None:
    text = "South Korean police detained anti-Japanese protesters in Seoul."
    assert keys(reader, text, "protesters")[0].startswith("KOR")


def test_a_noun_with_the_article_takes_up_the_body_named_before(reader: ChainReader) -> None:
    text = "The International Court of Justice heard Serbia's case on Monday. Lawyers from Croatia spoke. The court adjourned."
    assert keys(reader, text, "court")[0] == keys(reader, text, "International Court of Justice")[0]


@pytest.mark.parametrize(
    ("text", "words", "key"),
    [
        ("Peru asked other countries for help.", "other countries", "-:other countries"),
        ("World powers met in Lima.", "World powers", "-:world powers"),
        ("Kenya spoke with Asian officials about rice.", "Asian officials", "-:Asian officials"),
        ("Under international pressure Chad gave in.", "international", "-:international community"),
        ("The donors will meet Nepal in May.", "donors", "-:donors"),
    ],
)
def test_groups_of_no_one_state(reader: ChainReader, text: str, words: str, key: str) -> None:
    assert keys(reader, text, words) == [key]


def test_a_described_country_is_the_one_told_of_before(reader: ChainReader) -> None:
    text = "Laos lies among mountains. Brazil sold its trucks to the landlocked country."
    assert keys(reader, text, "landlocked country") == ["LAO"]


def test_europe_is_a_party_where_it_acts_or_is_dealt_with_and_else_a_place(reader: ChainReader) -> None:
    for text, kind in (
        ("Tehran resumed its talks with Europe on Monday.", "name"),
        ("Tehran held talks in Europe on Monday.", "place"),
        ("Baku will sell Europe more gas this winter.", "place"),
    ):
        draft = reader.draft(Document(text=text, date=DAY))
        (found,) = [m for m in draft.mentions if text[m.start : m.end] == "Europe"]
        assert (found.kind, [a.key for a in found.actors]) == (kind, ["EU"]), text


def test_an_office_that_one_state_alone_has_tells_the_home_of_whoever_holds_it(reader: ChainReader) -> None:
    text = "Peru welcomed the offer. Deputy Assistant Secretary of State Orla Quennell spoke in Lima with Peruvian farmers."
    assert keys(reader, text, "Orla Quennell") == ["USA:Orla Quennell"]


@pytest.mark.parametrize(
    ("text", "words", "key"),
    [
        ("The Normandy Format did not meet this year.", "Normandy Format", "-:Normandy Format"),
        ("Angola welcomed the decision of OPEC+ on Sunday.", "OPEC+", "-:OPEC+"),
        ("Bolivian mariners blocked the port.", "mariners", "BOL:mariners"),
        ("Nigerian tribesmen attacked the convoy.", "tribesmen", "NGA:tribesmen"),
    ],
)
def test_formats_have_names_and_nouns_for_people_are_known(reader: ChainReader, text: str, words: str, key: str) -> None:
    assert keys(reader, text, words) == [key]


def test_you_is_the_one_a_turn_is_spoken_to(reader: ChainReader) -> None:
    text = (
        "President of Russia Vladimir Putin: Mr President, I am glad to welcome you to Sochi.\n\n"
        "President of Türkiye Recep Tayyip Erdogan: Thank you, it is good to be here again."
    )
    draft = reader.draft(Document(text=text, date=dt.date(2019, 10, 22), publisher="President of Russia"))
    meant = [m.actors[0].code for m in draft.mentions if text[m.start : m.end] == "you"]
    assert meant == ["TUR", "RUS"]


def test_a_bloc_is_known_where_a_sentence_begins(reader: ChainReader) -> None:
    assert keys(reader, "The West condemned the vote in Minsk.", "West") == ["WEST"]


def test_a_chancellor_is_of_a_state_that_has_one(reader: ChainReader) -> None:
    text = "The Federal Chancellor met Vladimir Putin in Sochi. Germany and Russia signed three papers."
    assert keys(reader, text, "Federal Chancellor", dt.date(2005, 6, 1)) == ["DEU:Gerhard Schröder"]


def test_our_country_is_the_publishers_own(reader: ChainReader) -> None:
    text = "The President thanked Poland for its help to our country."
    assert keys(reader, text, "our", publisher="President of Ukraine") == ["UKR"]
    assert keys(reader, text, "our", publisher="The Daily Example") == []


def test_an_article_of_a_surname_may_be_spelt_otherwise(reader: ChainReader) -> None:
    text = "Cairo will host the talks. Egypt wants a truce, President Al-Sisi said."
    assert keys(reader, text, "Al-Sisi") == ["EGY:Abdel Fattah el-Sisi"]


def test_a_king_is_of_the_state_that_is_named_behind_him(reader: ChainReader) -> None:
    assert keys(reader, "King Abdullah of Jordan flew home.", "Abdullah", dt.date(2007, 11, 5)) == ["JOR:Abdullah II"]


def test_our_minister_is_the_publishers(reader: ChainReader) -> None:
    text = "Mike Pompeo of the United States landed in Sochi, and our Foreign Minister has told me about your talks."
    assert keys(reader, text, "Foreign Minister", dt.date(2019, 5, 14), "Kremlin") == ["RUS:Sergey Lavrov"]


def test_the_security_council_of_a_state_that_has_its_own(reader: ChainReader) -> None:
    text = "The President held a meeting with permanent members of the Security Council."
    assert keys(reader, text, "Security Council", publisher="Kremlin") == ["RUS:Security Council"]
    assert keys(reader, text, "Security Council", publisher="The Daily Example") == ["UN:Security Council"]


@pytest.mark.parametrize(
    ("text", "words", "key"),
    [
        ("NATO met in Riga. A day later the alliance sent two frigates.", "the alliance", "NATO"),
        ("The Taliban took the town. On Friday the movement claimed the bridge too.", "the movement", "AFG:Taliban"),
        ("The A.U. sent observers to Chad.", "A.U.", "AU"),
    ],
)
def test_a_body_is_known_by_its_kind_and_its_points(reader: ChainReader, text: str, words: str, key: str) -> None:
    assert keys(reader, text, words) == [key]


def test_of_two_bodies_neither_is_simply_the_alliance(reader: ChainReader) -> None:
    text = "NATO and the European Union met in Riga. A day later the alliance sent two frigates."
    assert keys(reader, text, "the alliance") == []


def test_another_first_name_is_another_person(reader: ChainReader) -> None:
    text = "Mexico objects to the wall. Rodolfo Napolitano, the governor of a Mexican state, said so in Tijuana."
    assert keys(reader, text, "Napolitano", dt.date(2010, 5, 1)) == ["MEX:Rodolfo Napolitano"]


def test_a_surname_without_its_accents_is_the_same(reader: ChainReader) -> None:
    text = "Slovenia wants to join. Mr Drnovsek flew to Brussels."
    assert keys(reader, text, "Drnovsek", dt.date(2001, 6, 1)) == ["SVN:Janez Drnovšek"]


def test_a_state_is_no_ones_surname(reader: ChainReader) -> None:
    text = "Norway and the African Union suspect Iran of hiding a mine."
    assert keys(reader, text, "Iran") == ["IRN"]


def test_the_president_of_an_official_publisher_is_its_own(reader: ChainReader) -> None:
    text = "The King of Norway came to Kyiv. The President thanked him for the frigate."
    found = keys(reader, text, "The President", dt.date(2022, 5, 1), publisher="President of Ukraine")
    assert found == ["UKR:Volodymyr Zelenskyy"]


def test_whoever_is_for_a_state_is_not_of_it(reader: ChainReader) -> None:
    text = "Pro-Russian demonstrators gathered in the Moldovan capital."
    found = keys(reader, text, "demonstrators")
    assert found and not any(key.startswith("RUS") for key in found)


def test_whoever_a_speech_is_by_says_i_even_if_no_table_knows_them(reader: ChainReader) -> None:
    text = "Good morning. I have come to warn Belarus."
    document = Document(
        text=text, title="Remarks by Dr. Ingrid Solberg at the Harbour Forum", publisher="White House", date=DAY
    )
    draft = reader.draft(document)
    assert [a.key for m in draft.mentions for a in m.actors if text[m.start : m.end] == "I"] == ["USA:Ingrid Solberg"]


@pytest.mark.parametrize(("name", "home"), [("Kenichi Watanabe", "JPN"), ("Alejandro Quispe", "PER")])
def test_whoever_no_table_knows_is_at_home_where_the_name_is(reader: ChainReader, name: str, home: str) -> None:
    text = f"Peru and Japan argued over tuna. {name} rejected the charge."
    assert keys(reader, text, name) == [f"{home}:{name}"]


def test_whose_somebody_is_counts_more_than_who_stands_before(reader: ChainReader) -> None:
    text = "Officials heard from the U.S. envoy and Jomo Kariuki, an aide to Kenya's president."
    assert keys(reader, text, "Jomo Kariuki") == ["KEN:Jomo Kariuki"]


def test_a_surname_that_is_a_common_word_is_known_by_its_title(reader: ChainReader) -> None:
    text = "The minister met Stockwell Day of Canada. Mr Day praised the talks."
    assert keys(reader, text, "Mr Day") == ["CAN:Stockwell Day"]


def test_the_two_koreas_are_two(reader: ChainReader) -> None:
    assert keys(reader, "The two Koreas traded barbs.", "two Koreas") == ["PRK", "KOR"]


def test_the_three_that_dealt_with_iran(reader: ChainReader) -> None:
    text = "Iran rejected the offer of the three European countries on Monday."
    assert keys(reader, text, "three European countries") == ["GBR", "FRA", "DEU"]


def test_westerners_are_of_the_west(reader: ChainReader) -> None:
    assert keys(reader, "Westerners left the town.", "Westerners") == ["WEST"]


def test_a_verb_names_nobody(reader: ChainReader) -> None:
    assert keys(reader, "Kenya will guard the bridge of its port.", "guard") == []
    assert keys(reader, "Kenya sent a guard to the bridge.", "guard") == ["KEN:guard"]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Nigeria sent soldiers to Mali.", "Nigeria", ["NGA"]),
        ("The IMF urged African governments to save.", "IMF", ["IMF"]),
        ("The WHO urged Peru to act.", "WHO", ["WHO"]),
        ("Chad freed opposition leaders.", "Chad", ["TCD"]),
        ("Kenyan-trained soldiers left.", "soldiers", ["KEN:soldiers"]),
        ("The Kenyan elected parliament met.", "parliament", ["KEN:parliament"]),
    ],
)
def test_a_verb_ends_a_name_and_a_participle_does_not(reader: ChainReader, text: str, words: str, found: list[str]) -> None:
    assert keys(reader, text, words) == found


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Kenyan troops left Somalia. Kenya accused its neighbor of theft.", "its neighbor", ["SOM"]),
        ("Ghana closed its border with Togo. Ghana said the neighbouring country lied.", "the neighbouring country", ["TGO"]),
        ("Chad and Sudan met. Kenya accused the neighbouring country of theft.", "the neighbouring country", []),
        ("Ghana praised Togo. Kenya accused its neighbour Somalia of theft.", "its neighbour", ["KEN"]),
        ("Ghana praised Togo. Kenya left its smaller neighbor, Somalia.", "neighbor", []),
        ("Kenya has peace, said the neighbouring country.", "the neighbouring country", []),
    ],
)
def test_a_neighbour_is_the_one_other_state_that_was_named(
    reader: ChainReader, text: str, words: str, found: list[str]
) -> None:
    assert keys(reader, text, words) == found
