from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.ledger import Ledger, Outcome, Query, UnknownStatementError
from comity.model import Event, EventCode, Figure, Quote, Tie
from comity.reading import Reading

pytestmark = pytest.mark.usefixtures("both_stores")

ByHand = Callable[..., Reading]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "a.db")


def test_what_goes_in_comes_out(ledger: Ledger, read_by_hand: ByHand) -> None:
    one = read_by_hand(1)
    assert ledger.add(one) is Outcome.ADDED
    rows = ledger.statements()
    assert {row.statement for row in rows} == set(one.statements)
    for row in rows:
        text = ledger.document(row.document_id).text
        assert all(text[s.start : s.end] == s.text for s in row.statement.evidence)


def test_facets_add_up_to_the_statements(ledger: Ledger, read_by_hand: ByHand) -> None:
    ledger.add(read_by_hand(1))
    ledger.add(read_by_hand(2))
    found = ledger.facets()
    assert sum(found["kind"].values()) == ledger.count()
    for kind, count in found["kind"].items():
        assert ledger.count(Query(kinds=(kind,))) == count
        inside = ledger.facets(Query(kinds=(kind,)))
        assert inside["kind"] == {kind: count}
        for publisher, published in inside["publisher"].items():
            assert ledger.count(Query(kinds=(kind,), publisher=publisher)) == published
    assert ledger.facets(Query(search="no such words anywhere")) == {}


def test_adding_twice_changes_nothing(ledger: Ledger, read_by_hand: ByHand) -> None:
    ledger.add(read_by_hand(1))
    before = ledger.statements()
    assert ledger.add(read_by_hand(1)) is Outcome.UNCHANGED
    assert ledger.statements() == before and ledger.info().documents == 1


def test_the_same_text_elsewhere_is_another_source(ledger: Ledger, read_by_hand: ByHand) -> None:
    ledger.add(read_by_hand(1))
    assert ledger.add(read_by_hand(1, publisher="Another Paper", id="x")) is Outcome.ANOTHER_SOURCE
    info = ledger.info()
    assert (info.documents, info.sources) == (1, 2)
    row = ledger.document("x")
    assert row.sources == 2 and {s.publisher for s in ledger.sources(row.id)} == {"Example Wire", "Another Paper"}


def test_a_newer_coder_replaces_what_changed_and_keeps_the_rest(ledger: Ledger, read_by_hand: ByHand) -> None:
    ledger.add(read_by_hand(1))
    old = {row.statement.kind: row for row in ledger.statements()}
    newer = read_by_hand(1, coder="hand-2")
    event = newer.statements[0]
    assert isinstance(event, Event)
    changed = replace(newer, statements=(replace(event, code=EventCode.REJECT), *newer.statements[1:3]))
    assert ledger.add(changed) is Outcome.REREAD
    new = {row.statement.kind: row for row in ledger.statements()}
    assert new["quote"].id == old["quote"].id and new["quote"].first_seen == old["quote"].first_seen
    assert new["event"].id != old["event"].id and "tie" not in new
    assert ledger.info().coders == {"hand-2": 1} and ledger.check() == []


def test_near_duplicates_are_linked_not_merged(ledger: Ledger, read_by_hand: ByHand) -> None:
    long = " ".join(f"Sentence number {i} tells of boat {i * 7} and of harbour {i * 3}." for i in range(40))
    a = read_by_hand(1)
    b = read_by_hand(2)
    ledger.add(replace(a, document=replace(a.document, text=a.document.text + " " + long)))
    ledger.add(replace(b, document=replace(b.document, text=b.document.text + " " + long)))
    rows = ledger.documents()
    assert [row.near_duplicates for row in rows] == [1, 1]
    assert ledger.near_duplicates([rows[0].id])[0][2] > 0.5


def test_near_duplicates_are_found_by_a_ledger_opened_again(tmp_path: Path, read_by_hand: ByHand) -> None:
    long = " ".join(f"Sentence number {i} tells of boat {i * 7} and of harbour {i * 3}." for i in range(40))
    for number in (1, 2):
        item = read_by_hand(number)
        with Ledger(tmp_path / "a.db") as ledger:
            ledger.add(replace(item, document=replace(item.document, text=item.document.text + " " + long)))
    with Ledger(tmp_path / "a.db") as ledger:
        assert ledger.info().near_duplicates == 1


@pytest.fixture
def filled(ledger: Ledger, read_by_hand: ByHand) -> Ledger:
    for number in range(10):
        ledger.add(read_by_hand(number))
    return ledger


def kinds(rows: list[object]) -> set[str]:
    return {type(row.statement).__name__ for row in rows}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        (Query(), 40),
        (Query(kinds=("event",)), 10),
        (Query(kinds=("event", "tie")), 20),
        (Query(actor="NOR", kinds=("event",)), 4),
        (Query(actor="NOR", with_actor="CHL", kinds=("event",)), 2),
        (Query(actor="CHL", with_actor="NOR", kinds=("event",)), 2),
        (Query(actor="CHL:Minister"), 2),
        (Query(says="CHL:Minister", kinds=("tie",)), 2),
        (Query(codes=("ACCUSE",)), 10),
        (Query(codes=("AID",)), 0),
        (Query(topic="environment"), 10),
        (Query(status="denied"), 0),
        (Query(kinds=("event",), first_day="2019-12-15"), 10),
        (Query(kinds=("event",), first_day="2020-01-01"), 0),
        (Query(kinds=("quote",), first_day="2020-01-03", last_day="2020-01-05"), 3),
        (Query(search="case 7"), 2),
        (Query(search="regret"), 10),
        (Query(min_score=0.85), 8),
        (Query(publisher="Example Wire", limit=7), 7),
        (Query(publisher="Nobody"), 0),
    ],
)
def test_queries(filled: Ledger, query: Query, count: int) -> None:
    assert len(filled.statements(query)) == count
    assert filled.count(query) == (40 if query.limit else count)


def test_newest_first_and_pages(filled: Ledger) -> None:
    rows = filled.statements(Query(kinds=("quote",)))
    dates = [row.document_date for row in rows]
    assert dates == sorted(dates, reverse=True)
    assert filled.statements(Query(kinds=("quote",), limit=3, offset=4)) == rows[4:7]


def test_a_pair_of_one_state_needs_two_of_it(filled: Ledger) -> None:
    assert filled.statements(Query(actor="NOR", with_actor="NOR")) == []


def test_ids_by_their_beginning(filled: Ledger) -> None:
    row = filled.statements()[0]
    assert filled.get(row.id) == filled.get(row.id[:9]) == filled.get(row.id.upper()) == row
    with pytest.raises(UnknownStatementError, match="no statement has the id"):
        filled.get("zzzzzzzzzzzz")
    with pytest.raises(UnknownStatementError):
        filled.get("")
    with pytest.raises(UnknownStatementError, match="no document has the id"):
        filled.document("nowhere")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_nothing_typed_breaks_the_search(tmp_path_factory: pytest.TempPathFactory, typed: str) -> None:
    path = tmp_path_factory.getbasetemp() / "search.db"
    with Ledger(path) as ledger:
        ledger.statements(Query(search=typed))
        ledger.documents(search=typed)
        ledger.statements(Query(actor=typed or None, publisher=typed or None))


def test_figures_and_quotes_keep_their_fields(filled: Ledger) -> None:
    figure = next(r.statement for r in filled.statements(Query(kinds=("figure",))) if isinstance(r.statement, Figure))
    quote = next(r.statement for r in filled.statements(Query(kinds=("quote",))) if isinstance(r.statement, Quote))
    tie = next(r.statement for r in filled.statements(Query(kinds=("tie",))) if isinstance(r.statement, Tie))
    assert figure.unit == "meeting" and quote.words == "We regret it" and tie.holds is True


def test_searching_documents(filled: Ledger) -> None:
    found = [row.given_id for row in filled.documents(search="Peru 7")]
    assert "doc-7" in found and "doc-4" not in found
    assert filled.documents(limit=2)[0].given_id == "doc-9"


def test_runs_are_noted_and_an_interrupted_one_has_no_end(ledger: Ledger) -> None:
    first = ledger.begin_run("hand-1")
    ledger.end_run(first, documents=3, statements=12)
    second = ledger.begin_run("hand-2")
    newest, oldest = ledger.runs()
    assert (newest.id, newest.ended) == (second, None)
    assert (oldest.coder, oldest.documents, oldest.statements) == ("hand-1", 3, 12) and oldest.ended


def test_the_mark_changes_with_the_ledger_and_what_is_remembered_with_it(tmp_path: Path, read_by_hand: ByHand) -> None:
    with Ledger(tmp_path / "a.db") as writer, Ledger(tmp_path / "a.db", read_only=True) as reader:
        marks = [reader.mark()]
        counted = [reader.remembered("count", reader.count)]
        for number in range(3):
            writer.add(read_by_hand(number))
            marks.append(reader.mark())
            counted.append(reader.remembered("count", reader.count))
            assert reader.mark() == marks[-1]
        assert len(set(marks)) == 4 and counted == [0, 4, 8, 12]
        assert reader.remembered("count", lambda: -1) == 12


def test_a_ledger_changed_while_nobody_watched_has_another_mark(tmp_path: Path, read_by_hand: ByHand) -> None:
    with Ledger(tmp_path / "a.db") as writer:
        writer.add(read_by_hand(0))
    with Ledger(tmp_path / "a.db", read_only=True) as reader:
        first, again = reader.mark(), reader.mark()
    with Ledger(tmp_path / "a.db") as writer:
        writer.add(read_by_hand(1))
    with Ledger(tmp_path / "a.db", read_only=True) as reader:
        assert first == again != reader.mark()


def test_near_duplicates_are_found_whoever_wrote_the_earlier_one(tmp_path: Path, read_by_hand: ByHand) -> None:
    story = " ".join(f"Sentence {i} tells of boat {i * 7} and of harbour {i * 3}." for i in range(90))
    alike = [replace(r, document=replace(r.document, text=f"{r.document.text} {story}")) for r in map(read_by_hand, range(4))]
    with Ledger(tmp_path / "a.db") as one, Ledger(tmp_path / "a.db") as other:
        one.add(alike[0])
        other.add(alike[1])
        one.add_many([alike[2], read_by_hand(7), alike[3]])
        ids = [r.document.fingerprint for r in alike]
        found = {frozenset(pair[:2]) for pair in other.near_duplicates(ids)}
    assert found == {frozenset(pair) for pair in combinations(ids, 2)}
