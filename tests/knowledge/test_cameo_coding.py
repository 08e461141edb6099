"""What the words of an act add to its PLOVER type."""

from __future__ import annotations

import pytest

from comity.knowledge import cameo, plover
from comity.knowledge.cameo_coding import coding_of, rules
from comity.model import Actor, Event, EventCode, Made, Mark, Role, Span

CASES = [
    ("CONSULT", "Lisbon and Rabat held a long phone call on fishing.", "phone call", (), "041", "phone"),
    ("CONSULT", "The Portuguese premier visited Rabat.", "visited", (), "042", "visit"),
    ("CONSULT", "Rabat hosted the Portuguese premier.", "hosted", (), "043", "visit"),
    ("CONSULT", "The two negotiated until dawn.", "negotiated", (), "046", ""),
    ("CONSULT", "Portugal and Morocco met.", "met", (), "040", ""),
    ("SUPPORT", "Lisbon signed a treaty with Rabat.", "signed", (), "057", ""),
    ("SUPPORT", "Lisbon apologised to Rabat.", "apologised", (), "055", ""),
    ("SUPPORT", "Lisbon recognised the council in Tripoli.", "recognised", (), "054", ""),
    ("AGREE", "Lisbon promised Rabat missiles.", "promised", ("AID",), "0332", ""),
    ("AGREE", "Lisbon promised to see the envoys of Rabat.", "promised", ("CONSULT",), "036", ""),
    ("AGREE", "Lisbon promised.", "promised", (), "030", ""),
    ("REQUEST", "Rabat demanded that Madrid withdraw its boats.", "demanded", ("RETREAT",), "1056", "yield"),
    ("REQUEST", "Rabat asked Madrid for a loan of 10 million.", "asked", ("AID",), "0231", ""),
    ("REQUEST", "Rabat asked Madrid.", "asked", (), "020", ""),
    ("THREATEN", "Rabat threatened Madrid with sanctions.", "threatened", ("SANCTION",), "1312", "restrict"),
    ("THREATEN", "Rabat threatened to attack.", "threatened", ("ASSAULT",), "138", "violence"),
    ("SANCTION", "Madrid imposed an embargo on Rabat.", "imposed", (), "163", ""),
    ("SANCTION", "Madrid recalled its ambassador.", "recalled", (), "161", "withdraw"),
    ("COERCE", "Madrid deported the envoy.", "deported", (), "174", "deport"),
    ("ASSAULT", "Jets bombed the camp from the air.", "bombed", (), "195", "heavy-weapons"),
    ("ASSAULT", "Gunmen kidnapped the consul.", "kidnapped", (), "181", "abduct"),
    ("ASSAULT", "Troops attacked.", "attacked", (), "190", ""),
    ("PROTEST", "Dockers rioted.", "rioted", (), "145", "riot"),
    ("CONCEDE", "Madrid lifted the sanctions on Rabat.", "lifted", (), "085", ""),
    ("RETREAT", "Madrid withdrew its troops.", "withdrew", (), "0874", "disarm"),
    ("REJECT", "Madrid vetoed the draft.", "vetoed", (), "129", "yield"),
    ("ACCUSE", "Madrid summoned the envoy of Rabat to complain.", "summoned", (), "114", "allege"),
]


def event(code: str, text: str, trigger: str, objects: tuple[str, ...], made: Made | None = None) -> Event:
    at = text.index(trigger)
    return Event(
        actors=(Actor("ESP"),),
        recipients=(Actor("MAR"),),
        code=EventCode(code),
        object=tuple(map(EventCode, objects)),
        evidence=(Span(0, len(text), text),),
        marks=(Mark(Role.TRIGGER, Span(at, at + len(trigger), trigger)),),
        made_by=made,
    )


@pytest.mark.parametrize(("code", "text", "trigger", "objects", "wanted", "mode"), CASES)
def test_the_finest_code(code: str, text: str, trigger: str, objects: tuple[str, ...], wanted: str, mode: str) -> None:
    found = coding_of(event(code, text, trigger, objects))
    assert (found.code, found.root, found.mode) == (wanted, wanted[:2], mode)
    assert found.goldstein == (cameo()[wanted].goldstein_gdelt)
    kind = plover()[EventCode(code)]
    assert found.quad == kind.quad
    assert found.intensity == dict(kind.modes).get(mode, kind.intensity)


def test_every_rule_has_a_known_code_and_every_type_a_last_resort() -> None:
    assert set(rules()) == set(EventCode)
    for code, listed in rules().items():
        for rule in listed:
            assert rule.code in cameo(), (code, rule.code)
        assert listed[-1].holds("", "", frozenset()), code
        assert not any(rule.words or rule.near or rule.objects for rule in listed[-1:]), code


def test_an_imported_event_keeps_the_code_that_it_came_with() -> None:
    made = Made(coder="GDELT", stage="import", reason="1234 CAMEO 043; 5 articles", score=1.0)
    found = coding_of(event("CONSULT", "1234\t043", "043", (), made))
    assert (found.code, found.mode) == ("043", "visit")
