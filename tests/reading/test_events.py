"""Events of whole sentences, and the merging of an act told several times."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.model import ABOUT_ANOTHER_ACT, Actor, Document, Event, EventCode, Mark, Role, Span, Status, When
from comity.reading import ChainReader, default_reader
from comity.reading.events import merge, with_guess

DAY = dt.date(2021, 12, 15)
FRANCE, CHAD, MALI = Actor("FRA"), Actor("TCD"), Actor("MLI")
TEXT = "France met Chad. Later the French president told Chad more."


def event(start: int, end: int, **fields: object) -> Event:
    base = Event(
        actors=(FRANCE,),
        recipients=(CHAD,),
        code=EventCode.REQUEST,
        evidence=(Span.of(TEXT, start, end),),
        date=When("2021-12-15"),
    )
    return replace(base, **fields)  # type: ignore[arg-type]


def test_an_act_told_twice_is_one_event_with_both_pieces_of_evidence() -> None:
    merged = merge([event(0, 16), event(17, 58, actors=(Actor("FRA", "Emmanuel Macron"),))])
    assert len(merged) == 1
    assert [s.start for s in merged[0].evidence] == [0, 17]
    assert merged[0].actors == (Actor("FRA", "Emmanuel Macron"),)


def test_the_exacter_date_stays() -> None:
    merged = merge([event(0, 16, date=When("2021-12")), event(17, 58, date=When("2021-12-14"))])
    assert [str(e.date) for e in merged] == [str(When("2021-12-14"))]


def test_another_source_status_date_object_or_party_is_another_statement() -> None:
    first = event(0, 16, object=(EventCode.AID,))
    for other in (
        {"according_to": (MALI,)},
        {"status": Status.DENIED},
        {"date": When("2020-01-01")},
        {"object": (EventCode.RETREAT,)},
        {"recipients": (MALI,)},
        {"actors": (CHAD,), "recipients": (FRANCE,)},
    ):
        assert len(merge([first, replace(event(17, 58, object=(EventCode.AID,)), **other)])) == 2


def test_the_sides_of_a_mutual_act_have_no_order() -> None:
    meeting = event(0, 16, code=EventCode.CONSULT, actors=(FRANCE, CHAD), recipients=())
    assert len(merge([meeting, replace(meeting, actors=(CHAD, FRANCE))])) == 1


def found(reader: ChainReader, text: str) -> list[Event]:
    return [s for s in reader.read(Document(text=text, date=DAY)).statements if isinstance(s, Event)]


def sides(e: Event) -> tuple[set[str], set[str]]:
    return {a.code for a in e.actors}, {r.code for r in e.recipients}


def test_who_did_what_to_whom(reader: ChainReader) -> None:
    cases = [
        ("France condemned Belarus on Monday.", EventCode.ACCUSE, ({"FRA"}, {"BLR"})),
        ("Belarus was condemned by France on Monday.", EventCode.ACCUSE, ({"FRA"}, {"BLR"})),
        ("Canada imposed sanctions on Myanmar.", EventCode.SANCTION, ({"CAN"}, {"MMR"})),
        ("Turkey urged Greece to withdraw its ships.", EventCode.REQUEST, ({"TUR"}, {"GRC"})),
        ("Emmanuel Macron met Olaf Scholz in Paris.", EventCode.CONSULT, ({"FRA", "DEU"}, set())),
    ]
    for text, code, parties in cases:
        assert (code, parties) in [(e.code, sides(e)) for e in found(reader, text)], text


def test_plain_past_takes_the_documents_day(reader: ChainReader) -> None:
    (event,) = [
        e for e in found(reader, "France condemned Belarus over the arrests of journalists.") if e.code is EventCode.ACCUSE
    ]
    assert event.date == When(DAY.isoformat())


def test_an_attribution_gives_the_source(reader: ChainReader) -> None:
    events = found(reader, "Olaf Scholz said that Turkey had attacked Greece.")
    assert events and all({a.key for a in e.according_to} == {"DEU:Olaf Scholz"} for e in events)


def test_nobody_acts_on_their_own_state_as_such(reader: ChainReader) -> None:
    text = "Vladimir Putin promised that Russia would keep its word. Emmanuel Macron accused France's own press."
    for e in found(reader, text):
        own = {a.code for a in e.actors}
        assert not any(r.code in own and not r.name for r in e.recipients)


_WORDS = st.sampled_from(
    "France Belarus Putin Macron NATO rebels police condemned met attacked promised denied not if will sanctions on said that "
    'and . , " they the two leaders talks troops in Kyiv yesterday'.split()
)


@settings(max_examples=40, deadline=None)
@given(st.lists(_WORDS, min_size=1, max_size=40))
def test_events_of_any_words_have_a_legal_shape(words: list[str]) -> None:
    text = " ".join(words)
    for e in found(default_reader(), text):
        assert e.actors and len(e.actors) + len(e.recipients) >= 2
        assert not set(e.actors) & set(e.recipients)
        assert not e.object or e.code in ABOUT_ANOTHER_ACT
        for span in (*e.evidence, *(m.span for m in e.marks)):
            assert text[span.start : span.end] == span.text


def test_whoever_backs_a_demand_is_not_asked(reader: ChainReader) -> None:
    text = "Vladimir Putin met Xi Jinping in Beijing. China backed Russia's demand for security guarantees in Europe."
    found = [s for s in reader.read(Document(text=text, date=DAY)).statements if isinstance(s, Event)]
    assert not [e for e in found if e.code is EventCode.REQUEST and {r.code for r in e.recipients} == {"CHN"}]
    assert [e for e in found if e.code is EventCode.SUPPORT and {a.code for a in e.actors} == {"CHN"}]


def test_who_is_talked_about_takes_no_part_in_the_talks(reader: ChainReader) -> None:
    text = "The French foreign minister and the Russian foreign minister held talks on Ukraine and Syria in Geneva."
    meetings = [e for e in found(reader, text) if e.code is EventCode.CONSULT]
    assert meetings and all(sides(e) == ({"FRA", "RUS"}, set()) for e in meetings)


def test_a_time_of_what_follows_is_not_the_acts(reader: ChainReader) -> None:
    text = "Canada urged Myanmar to free the prisoners, starting next week with the sick."
    (event,) = [e for e in found(reader, text) if e.code is EventCode.REQUEST]
    assert event.date == When(DAY.isoformat())


def test_a_time_at_the_beginning_is_the_acts_however_long_its_subject(reader: ChainReader) -> None:
    text = (
        "On Monday, thousands of Belarusian protesters in red and white coats, many of them with flowers, flags and drums in "
        "their hands, protested against the government of Belarus."
    )
    events = [e for e in found(reader, text) if e.code is EventCode.PROTEST]
    assert events and {str(e.date) for e in events} == {str(When("2021-12-13"))}


def test_a_time_of_what_an_act_is_about_is_not_the_acts(reader: ChainReader) -> None:
    blamed = [
        e for e in found(reader, "Norway condemned Belarus for the August 2020 crackdown.") if e.actors == (Actor("NOR"),)
    ]
    assert [(e.code, str(e.date)) for e in blamed] == [(EventCode.ACCUSE, "2021-12-15")]


def test_what_is_told_as_known_is_not_dated_by_the_news(reader: ChainReader) -> None:
    dates = {e.code: e.date for e in found(reader, "Egypt rejected the agreement that Turkey and Libya signed.")}
    assert dates[EventCode.REJECT] == When("2021-12-15")
    assert [date for code, date in dates.items() if code is not EventCode.REJECT] == [None]
    dates = {e.code: e.date for e in found(reader, "Japan and India held talks after China condemned Australia.")}
    assert dates == {EventCode.CONSULT: When("2021-12-15"), EventCode.ACCUSE: None}


def test_a_guessed_object_stands_only_where_no_telling_has_a_likely_one() -> None:
    trigger = Mark(Role.TRIGGER, Span.of(TEXT, 7, 10))
    guesses = {trigger.span: EventCode.AID}
    assert with_guess(event(0, 16, marks=(trigger,)), guesses).object == (EventCode.AID,)
    assert with_guess(event(0, 16, marks=(trigger,), object=(EventCode.RETREAT,)), guesses).object == (EventCode.RETREAT,)
    assert with_guess(event(0, 16), guesses).object == ()


def test_a_stance_on_a_state_is_not_taken_towards_it(reader: ChainReader) -> None:
    events = found(reader, "Russia firmly supports China's position on Taiwan.")
    assert events and all("TWN" not in sides(e)[0] | sides(e)[1] for e in events)


def test_what_was_asked_of_another_is_not_asked_of_the_one_who_is_told(reader: ChainReader) -> None:
    text = "Emmanuel Macron met Xi Jinping on Tuesday. He told Xi Jinping that France had asked Washington for guarantees."
    asked = [e for e in found(reader, text) if e.code is EventCode.REQUEST]
    assert asked and not any("CHN" in sides(e)[1] for e in asked)


def test_whoever_praises_by_saying_so_is_no_source_of_it(reader: ChainReader) -> None:
    praise = [
        e for e in found(reader, "Emmanuel Macron said he wholeheartedly supported Kenya.") if e.code is EventCode.SUPPORT
    ]
    assert praise and all(e.according_to == () for e in praise)
    shelling = [e for e in found(reader, "Emmanuel Macron said that Turkey had shelled Greece.") if e.code is EventCode.ASSAULT]
    assert shelling and all({a.code for a in e.according_to} == {"FRA"} for e in shelling)


@pytest.mark.parametrize(
    ("text", "giver", "taker"),
    [
        ("China is facing a diplomatic boycott of the Games from the United States.", "USA", "CHN"),
        ("Turkey, which is facing a boycott from Greece, closed the border.", "GRC", "TUR"),
        ("Belarus has drawn threats from Poland over the migrants.", "POL", "BLR"),
        ("Serbia won warm praise from Hungary for the decision.", "HUN", "SRB"),
        ("Ethiopia met with criticism from Egypt over the dam.", "EGY", "ETH"),
        ("Riyadh was the target of an Iranian missile attack.", "IRN", "SAU"),
    ],
)
def test_who_gets_an_act_from_another_does_not_do_it(reader: ChainReader, text: str, giver: str, taker: str) -> None:
    events = found(reader, text)
    assert ((Actor(giver),), (Actor(taker),)) in [(e.actors, e.recipients) for e in events]


@pytest.mark.parametrize(
    ("text", "giver", "takers"),
    [
        ("Cuba and Iran are under the same pressure from the United States.", "USA", {"CUB", "IRN"}),
        ("Lukashenko, facing threats of harsh Polish sanctions, backed down.", "POL", {"BLR"}),
    ],
)
def test_who_is_under_pressure_or_faces_threats_takes_them(
    reader: ChainReader, text: str, giver: str, takers: set[str]
) -> None:
    assert ({giver}, takers) in [sides(e) for e in found(reader, text)]


def test_a_time_after_an_occasion_is_the_occasions(reader: ChainReader) -> None:
    (boycott,) = found(reader, "China is facing a boycott of the Games this winter from the United States.")
    assert boycott.date is None
    condemned = found(reader, "France condemned the boycott of the Games by China on Monday.")[0]
    assert condemned.date == When("2021-12-13")


def test_an_act_under_an_if_is_possible(reader: ChainReader) -> None:
    attack = [
        e for e in found(reader, "Serbia would help if the Croats decided to attack Bosnia.") if e.code is EventCode.ASSAULT
    ]
    assert [(e.status, sides(e)) for e in attack] == [(Status.POSSIBLE, ({"HRV"}, {"BIH"}))]


def test_whoever_tells_of_a_meeting_was_not_at_it(reader: ChainReader) -> None:
    talks = found(reader, "Presidents Putin and Macron discussed a fund, Dmitry Peskov said.")
    assert {a.name for e in talks for a in e.actors} == {"Vladimir Putin", "Emmanuel Macron"}
    assert {s.name for e in talks for s in e.according_to} == {"Dmitry Peskov"}


def test_a_meeting_is_not_dated_by_those_that_it_is_counted_with(reader: ChainReader) -> None:
    text = "The meeting of Putin and Macron on Tuesday, the ninth time they have met since 2017, was short."
    assert {str(e.date) for e in found(reader, text)} == {str(When("2021-12-14")), str(When("2017/2021-12-15"))}


@pytest.mark.parametrize(
    "text",
    [
        "Officials did not say whether Monday's attack by Iran on Israel killed anyone.",
        "The eventual agreement between Iran and Saudi Arabia was signed in Beijing on Friday.",
    ],
)
def test_a_fact_stays_a_fact_whatever_is_asked_about_it(reader: ChainReader, text: str) -> None:
    assert {e.status for e in found(reader, text)} == {Status.HAPPENED}


def test_only_whose_act_it_is_is_condemned_for_it(reader: ChainReader) -> None:
    blamed = [
        e
        for e in found(reader, "Iran's attack on Israel drew condemnation from France.")
        if e.code is EventCode.ACCUSE and sides(e)[0] == {"FRA"}
    ]
    assert [sides(e)[1] for e in blamed] == [{"IRN"}]


def test_whoever_wins_a_battle_has_fought_it(reader: ChainReader) -> None:
    assert ({"ISR"}, {"LBN"}) in [sides(e) for e in found(reader, "Israel won the battle against Hezbollah.")]


def test_whoever_tells_of_their_own_talks_was_at_them(reader: ChainReader) -> None:
    talks = found(reader, "Kim Jong Un told reporters of talks with Xi and Putin in Beijing.")
    assert {a.code for e in talks if e.code is EventCode.CONSULT for a in e.actors} == {"PRK", "CHN", "RUS"}


def test_who_is_asked_stands_before_what_is_asked(reader: ChainReader) -> None:
    asked = found(reader, "Tehran repeated demands for the Dutch to lift the sanctions.")
    assert ({"IRN"}, {"NLD"}) in [sides(e) for e in asked if e.code is EventCode.REQUEST]


def test_whose_offer_is_taken_up_is_answered(reader: ChainReader) -> None:
    answered = found(reader, "Togo accepted Benin's proposal that both states share the port.")
    assert ({"TGO"}, {"BEN"}) in [sides(e) for e in answered if e.code is EventCode.AGREE]
    assert ({"BEN"}, {"TGO"}) in [sides(e) for e in answered if e.code is EventCode.REQUEST]


def test_what_would_be_done_is_possible(reader: ChainReader) -> None:
    told = found(reader, "Turkey would attack the rebels if they crossed the border.")
    assert {e.status for e in told if e.code is EventCode.ASSAULT} == {Status.POSSIBLE}


def test_a_private_person_tells_of_a_refusal_and_a_spokesman_utters_it(reader: ChainReader) -> None:
    for who, sources in (("Oleg Kuznetsov, a professor in Kazan,", {"Oleg Kuznetsov"}), ("Dmitry Peskov", set())):
        refused = found(reader, f"{who} said Russia had rejected the offer of Japan.")
        assert {s.name for e in refused if e.code is EventCode.REJECT for s in e.according_to} == sources


@pytest.mark.parametrize(
    ("text", "code", "parties"),
    [
        ("Police clashed with protesters in Nairobi on Monday.", "ASSAULT", {"KEN:police", "KEN:protesters"}),
        ("The army and the rebels of Chad held talks in Doha.", "CONSULT", {"TCD:army", "TCD:rebels"}),
    ],
)
def test_rulers_and_those_who_rise_against_them_are_two_parties(
    reader: ChainReader, text: str, code: str, parties: set[str]
) -> None:
    (event,) = [e for e in found(reader, text) if e.code == code]
    assert {actor.key for actor in (*event.actors, *event.recipients)} == parties


def test_who_sanctions_is_taken_from_what_was_told_before(reader: ChainReader) -> None:
    text = "The United States imposed sanctions on Chad in May. Chad then faced sanctions for ten years."
    sanctions = [e for e in found(reader, text) if e.code == "SANCTION"]
    assert {(e.actors[0].code, e.recipients[0].code) for e in sanctions} == {("USA", "TCD")}
    assert sum(len(e.evidence) for e in sanctions) == 2


def test_a_threat_is_no_sanction_that_somebody_else_tells_of(reader: ChainReader) -> None:
    text = "The United States threatened Chad with sanctions. The European Union said sanctions on Chad were possible."
    assert not [e for e in found(reader, text) if e.code == "SANCTION" and e.actors[0].code == "USA"]


def test_protesters_against_the_government_are_one_party(reader: ChainReader) -> None:
    for event in found(reader, "Anti-government protesters in Kenya attacked the offices of a newspaper."):
        assert "KEN:government" not in {actor.key for actor in event.actors}
