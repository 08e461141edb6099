"""Who takes part in an act whose sentence does not say so."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.model import Actor, Document, Event, EventCode, Status
from comity.reading import ChainReader
from comity.reading.absent_parties import SURE, Ranker, features, nobody, supplied
from comity.reading.acts import Act
from comity.reading.draft import Draft
from comity.reading.situations import situation

TURKEY = Actor("TUR", "Ministry of Foreign Affairs")
TEXT = (
    "The foreign ministers of Greece and Cyprus met in Athens on Tuesday. CNN carried their words live. "
    "On Wednesday the Turkish foreign ministry denounced the outcome."
)


def draft_of(reader: ChainReader, text: str) -> Draft:
    return reader.draft(Document(text=text, date=dt.date(2021, 12, 16)))


def act_of(draft: Draft, word: str, code: EventCode = EventCode.ACCUSE, score: float = 0.97) -> Act:
    for number, sentence in enumerate(draft.sentences):
        for index, one in enumerate(sentence.words):
            if one.text == word:
                return Act(number, (index,), code, score, ("REJECT", 0.01), Status.HAPPENED, (), (), ())
    raise AssertionError(word)


def weigh(monkeypatch: pytest.MonkeyPatch, **weights: float) -> None:
    """Puts a ranking of a few plain weights in the place of the shipped one."""
    ranker = Ranker({name.replace("_", " "): weight for name, weight in weights.items()})
    monkeypatch.setattr(Ranker, "load", classmethod(lambda cls: ranker))


def test_those_named_nearby_are_candidates_and_media_are_not(reader: ChainReader) -> None:
    draft = draft_of(reader, TEXT)
    at = situation(draft, act_of(draft, "denounced"), "recipient", [TURKEY], draft.events)
    names = {one.name for one in at.candidates}
    assert {"GRC", "CYP"} <= names
    assert not any(one.actor is not None and one.actor.name == "CNN" for one in at.candidates)


def test_an_official_does_nothing_to_its_own_state_unless_the_sentence_seems_to_say_so(reader: ChainReader) -> None:
    draft = draft_of(reader, TEXT)
    at = situation(draft, act_of(draft, "denounced"), "recipient", [TURKEY], draft.events)
    assert "TUR" not in {one.name for one in at.candidates}


def test_chances_are_shared_out_with_nobody(reader: ChainReader) -> None:
    draft = draft_of(reader, TEXT)
    at = situation(draft, act_of(draft, "denounced"), "recipient", [TURKEY], draft.events)
    chances = Ranker.load().chances(at)
    assert len(chances) == len(at.candidates) and all(0.0 <= chance <= 1.0 for chance in chances)
    assert sum(chances) < 1.0
    assert Ranker({}).chances(at) == [round(1 / (len(chances) + 1), 6)] * len(chances)
    assert all(isinstance(name, str) for one in at.candidates for name in (*features(at, one), *nobody(at)))


def test_the_likeliest_is_supplied_with_those_who_stood_beside_it(reader: ChainReader, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = draft_of(reader, TEXT)
    assert any(event.code is EventCode.CONSULT for event in draft.events)
    weigh(monkeypatch, another=4.0)
    found = supplied(draft, act_of(draft, "denounced"), [TURKEY], [], draft.events)
    assert found is not None
    actors, recipients, chance = found
    assert actors == [TURKEY] and {actor.code for actor in recipients} == {"GRC", "CYP"}
    assert chance > 0.9


def test_where_nobody_is_likely_nobody_is_supplied(reader: ChainReader, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = draft_of(reader, TEXT)
    weigh(monkeypatch, nobody=6.0)
    assert supplied(draft, act_of(draft, "denounced"), [TURKEY], [], draft.events) is None


def test_an_unsure_act_gets_no_party(reader: ChainReader, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = draft_of(reader, TEXT)
    weigh(monkeypatch, another=4.0)
    unsure = act_of(draft, "denounced", score=SURE - 0.01)
    assert supplied(draft, unsure, [TURKEY], [], draft.events) is None


def test_a_crowd_without_a_name_protests_against_its_government(reader: ChainReader, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = draft_of(reader, "Kenya has seen much this spring. The protests went on into the night.")
    weigh(monkeypatch, another=4.0)
    found = supplied(draft, act_of(draft, "protests", EventCode.PROTEST), [], [], [])
    assert found is not None
    assert found[:2] == ([Actor("KEN", "protesters")], [Actor("KEN", "government")])


def test_an_event_says_that_a_party_was_supplied(reader: ChainReader, monkeypatch: pytest.MonkeyPatch) -> None:
    weigh(monkeypatch, another=4.0, nobody=-4.0)
    events = [e for e in draft_of(reader, TEXT).events if e.code is EventCode.ACCUSE]
    assert events and all(isinstance(e, Event) for e in events)
    for event in events:
        assert {a.code for a in event.actors} == {"TUR"}
        assert event.made_by is not None and "by the text around" in event.made_by.reason
