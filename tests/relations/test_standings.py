"""Where two stand, and what changed: each line rests on rows, and nothing counts twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from comity.ledger import Ledger
from comity.model import EventCode, Span, Status, Tie, TieType
from comity.relations import Fact, changes, dossier, match_waiting, standing
from tests.relations.hand import MADE, actors, document, told

pytestmark = pytest.mark.usefixtures("both_stores")


def tie(text: str, kind: TieType, members: list[str], holds: bool) -> tuple[str, Tie]:
    return text, Tie(type=kind, members=actors(*members), holds=holds, evidence=(Span.of(text, 0, len(text)),), made_by=MADE)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    met = told("Norway and Peru met in Lima.", EventCode.CONSULT, ["NOR", "PER"], date="2021-03-01")
    promise = told(
        "Peru promised Norway to release the crew by June 2021.",
        EventCode.AGREE,
        ["PER"],
        ["NOR"],
        date="2021-03-01",
        about=[EventCode.RETREAT],
    )
    released = told("Peru released the crew to Norway.", EventCode.RETREAT, ["PER"], ["NOR"], date="2021-05-02")
    blamed = told("Norway accused Peru of delay.", EventCode.ACCUSE, ["NOR"], ["PER"], date="2021-04-10")
    old = told("Norway accused Peru of piracy.", EventCode.ACCUSE, ["NOR"], ["PER"], date="2018-04-10")
    denied = told(
        "Peru denied that it had met Norway.",
        EventCode.CONSULT,
        ["NOR", "PER"],
        date="2021-03-01",
        status=Status.DENIED,
        says=["PER"],
    )
    with Ledger(tmp_path / "a.db") as book:
        book.add(document("Wire", "2021-03-02", met, promise, tie("They are rivals.", TieType.RIVALRY, ["NOR", "PER"], True)))
        book.add(document("Gazette", "2021-03-02", replace_text(met, "Norway met Peru in Lima."), denied))
        book.add(document("Wire", "2021-04-11", blamed, old))
        again = tie("They are still rivals.", TieType.RIVALRY, ["NOR", "PER"], True)
        no_ally = tie("They are no allies.", TieType.ALLIANCE, ["NOR", "PER"], False)
        book.add(document("Wire", "2021-05-03", released, again, no_ally))
        match_waiting(book)
        yield book


def replace_text(pair: tuple[str, object], text: str) -> tuple[str, object]:
    return text, replace(pair[1], evidence=(Span.of(text, 0, len(text)),))  # type: ignore[type-var]


def facts(ledger: Ledger) -> dict[str, Fact]:
    found = standing(ledger, dossier(ledger, "NOR", "PER"))
    assert found.on == "2021-05-03"
    return {fact.about: fact for fact in found.facts}


def test_the_state_of_a_relation(ledger: Ledger) -> None:
    by = facts(ledger)
    assert by["contacts"].count == 1 and "the last on 2021-03-01" in by["contacts"].note
    assert by["events of friction in the year before"].count == 1  # the one of 2018 is older
    assert by["events of friction in the year before"].note == "NOR > PER: 1"
    assert by["promises that were answered"].note == "1 kept" and by["promises and plans that wait"].count == 0
    assert by["rivalries and disputes"].count >= 1 and by["ties that do not hold, or no more"].count == 1
    contested = by["events on which sources differ"]
    assert contested.count == 1 and len(contested.rows) == 2
    for fact in by.values():
        assert bool(fact.count) == bool(fact.rows)  # no number without rows to open


def test_what_changed_since_a_day(ledger: Ledger) -> None:
    found = dossier(ledger, "NOR", "PER")
    where = standing(ledger, found)
    news = changes(found, where, "2021-05-01")
    assert [row.row.statement.code for row in news.events] == [EventCode.RETREAT]  # type: ignore[union-attr]
    assert len(news.answered) == 1 and not news.promised
    assert [row.row.statement.type for row in news.ties] == [TieType.ALLIANCE]  # type: ignore[union-attr]
    assert changes(found, where, "2021-06-01").events == ()


def test_nothing_known(ledger: Ledger) -> None:
    found = standing(ledger, dossier(ledger, "KEN", "JPN"))
    assert found.on is None and not any(fact.count for fact in found.facts)
