from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.model import (
    ABOUT_ANOTHER_ACT,
    Actor,
    Document,
    Event,
    EventCode,
    Figure,
    Made,
    Mark,
    Place,
    Qualifier,
    Quote,
    Role,
    Span,
    Statement,
    Status,
    Tie,
    TieType,
    Topic,
    When,
    statement_from_dict,
    statement_id,
    statement_to_dict,
)

TEXT = "France condemned the shelling of the town on Monday. “We will answer,” said its foreign minister."
NAMES = st.text(st.characters(categories=["L"]), min_size=1, max_size=12)
ACTORS = st.builds(Actor, st.sampled_from(["FRA", "RUS", "NATO", "WEST"]), NAMES | st.just("")) | st.builds(
    Actor, st.just("-"), NAMES
)
SPANS = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 40)).map(
    lambda p: Span.of(TEXT, p[0], min(len(TEXT), p[0] + p[1]))
)
SHARED = {
    "evidence": st.lists(SPANS, min_size=1, max_size=3).map(tuple),
    "according_to": st.lists(ACTORS, max_size=2).map(tuple),
    "marks": st.lists(st.builds(Mark, st.sampled_from(Role), SPANS, st.sampled_from(["", "FRA"])), max_size=3).map(tuple),
    "made_by": st.none() | st.builds(Made, coder=NAMES, stage=NAMES, score=st.sampled_from([0.0, 0.25, 1.0])),
}
WHENS = st.none() | st.sampled_from(["2021", "2021-12", "2021-12-15", "2021-12-06/2021-12-10"]).map(When)
TOPICS = st.lists(st.sampled_from(Topic), max_size=2, unique=True).map(tuple)
SOME_ACTORS = st.lists(ACTORS, min_size=1, max_size=3).map(tuple)
CODES_WITH_OBJECT = st.sampled_from(EventCode).flatmap(
    lambda code: st.tuples(
        st.just(code),
        st.lists(st.sampled_from(EventCode), max_size=2).map(tuple) if code in ABOUT_ANOTHER_ACT else st.just(()),
    )
)


@st.composite
def statements(draw: Callable[..., object]) -> Statement:
    shared = {name: draw(strategy) for name, strategy in SHARED.items()}
    kind = draw(st.sampled_from(["event", "quote", "figure", "tie"]))
    if kind == "event":
        code, objects = draw(CODES_WITH_OBJECT)
        return Event(
            actors=draw(SOME_ACTORS),
            recipients=draw(SOME_ACTORS),
            code=code,
            object=objects,
            status=draw(st.sampled_from(Status)),
            date=draw(WHENS),
            place=draw(st.none() | st.builds(Place, NAMES, st.sampled_from(["", "FRA"]))),
            topics=draw(TOPICS),
            **shared,
        )
    if kind == "quote":
        speaker, addressee = draw(st.none() | ACTORS), draw(st.none() | ACTORS)
        return Quote(words=draw(NAMES), speaker=speaker, addressee=addressee, via=draw(SOME_ACTORS), **shared)
    if kind == "figure":
        numbers = st.integers(-(10**9), 10**9).map(float) | st.floats(-1e6, 1e6)
        return Figure(
            value=draw(numbers),
            value_to=draw(st.none() | numbers),
            unit=draw(NAMES),
            what=draw(NAMES),
            about=draw(SOME_ACTORS),
            period=draw(WHENS),
            qualifier=draw(st.none() | st.sampled_from(Qualifier)),
            **shared,
        )
    members = draw(st.lists(ACTORS, min_size=2, max_size=3).map(tuple))
    holds = draw(st.sampled_from([True, False, "formerly"]))
    return Tie(type=draw(st.sampled_from(TieType)), members=members, holds=holds, topics=draw(TOPICS), **shared)


@given(statements())
def test_the_written_form_gives_the_same_statement_back(statement: Statement) -> None:
    through_json = json.loads(json.dumps(statement_to_dict(statement)))
    assert statement_from_dict(through_json) == statement


@given(statements())
def test_ids_do_not_depend_on_how_a_statement_was_found(statement: Statement) -> None:
    data = statement_to_dict(statement)
    data["made_by"] = {"coder": "another", "stage": "other", "reason": "", "score": 0.5}
    data["marks"] = []
    assert statement_id(statement_from_dict(data), "f") == statement_id(statement, "f")
    assert statement_id(statement, "f") != statement_id(statement, "another text")


def test_ids_differ_where_the_statement_differs() -> None:
    evidence = (Span.of(TEXT, 0, 16),)
    parties = {"actors": (Actor("FRA"),), "recipients": (Actor("RUS"),), "evidence": evidence}
    accuse, reject = (Event(code=code, **parties) for code in (EventCode.ACCUSE, EventCode.REJECT))
    said = Event(code=EventCode.ACCUSE, according_to=(Actor("GBR", "BBC"),), **parties)
    assert len({statement_id(event, "f") for event in (accuse, reject, said)}) == 3


def test_an_id_is_the_same_on_every_machine() -> None:
    event = Event(actors=(Actor("FRA"),), recipients=(Actor("RUS"),), code=EventCode.ACCUSE, evidence=(Span.of(TEXT, 0, 16),))
    assert statement_id(event, "0123456789abcdef0123") == "1ceygva0zsq0"


def test_evidence_given_as_snippets_is_found_in_the_text() -> None:
    data = {
        "kind": "event",
        "actors": ["FRA"],
        "recipients": ["RUS"],
        "code": "ACCUSE",
        "sent": ["condemned the shelling"],
    }
    event = statement_from_dict(data, TEXT)
    assert event.evidence == (Span(7, 29, "condemned the shelling"),)
    with pytest.raises(ValueError, match="does not stand in"):
        statement_from_dict({**data, "sent": ["praised the shelling"]}, TEXT)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"kind": "rumour"}, "kind is event, quote, figure or tie"),
        ({"code": "EXPLAIN"}, "EXPLAIN"),
        ({"actors": []}, "needs an actor and a recipient"),
        ({"evidence": []}, "at least one piece of evidence"),
        ({"code": "ASSAULT", "object": "AID"}, "has no object"),
        ({"date": "last week"}, "YYYY"),
        ({"evidence": [{"start": 0, "end": 5, "text": "France"}]}, "offsets must fit"),
        ({"actors": ["-"]}, "needs a name"),
    ],
)
def test_what_breaks_the_contract_is_refused_in_words(change: dict[str, object], complaint: str) -> None:
    good = {
        "kind": "event",
        "actors": ["FRA"],
        "recipients": ["RUS"],
        "code": "ACCUSE",
        "evidence": [{"start": 0, "end": 6, "text": "France"}],
    }
    statement_from_dict(good)
    with pytest.raises(ValueError, match=complaint):
        statement_from_dict({**good, **change})


def test_a_missing_field_is_named() -> None:
    with pytest.raises(ValueError, match="'actors'"):
        statement_from_dict({"kind": "event", "code": "AID", "evidence": [{"start": 0, "end": 1, "text": "F"}]})


def test_a_document_without_id_is_known_by_its_text() -> None:
    assert Document(text=TEXT).id == Document(text=TEXT).fingerprint == Document(text=TEXT, id="x").fingerprint
    assert Document(text=TEXT + " ").id != Document(text=TEXT).id


def test_the_gold_files_speak_this_language(shared) -> None:  # type: ignore[no-untyped-def]
    read = 0
    for file in sorted((shared / "gold" / "dev").glob("*.jsonl")):
        text = json.loads((file.parent / "docs" / f"{file.stem}.json").read_text(encoding="utf-8"))["text"]
        for line in file.read_text(encoding="utf-8").splitlines():
            data = json.loads(line)
            if data.get("sent"):
                statement = statement_from_dict(data, text)
                assert all(text[s.start : s.end] == s.text for s in statement.evidence)
                read += 1
    assert read > 300
