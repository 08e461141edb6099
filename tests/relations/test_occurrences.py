from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.ledger import Ledger, Query
from comity.model import EventCode, Status
from comity.reading import Reading
from comity.relations import Occurrence, judging, match_waiting, occurrences_of
from comity.relations.clustering import average_linkage, components
from tests.relations.hand import document, told

CALL_US = told(
    "President Moe called President Boe today about the canal.", EventCode.CONSULT, ["USA:Moe"], ["RUS:Boe"], date="2021-12-07"
)
CALL_RU = told(
    "Boe and Moe spoke by telephone; the canal was discussed.", EventCode.CONSULT, ["RUS:Boe", "USA:Moe"], date="2021-12-07"
)

pytestmark = pytest.mark.usefixtures("both_stores")
NEXT_CALL = told("Moe called Boe again.", EventCode.CONSULT, ["USA:Moe"], ["RUS:Boe"], date="2021-12-20")
BLAME = told("Moe blamed Russia for the closed lock.", EventCode.ACCUSE, ["USA:Moe"], ["RUS"], date="2021-12-07")
BLAME_BACK = told("Boe blamed America for the closed lock.", EventCode.ACCUSE, ["RUS:Boe"], ["USA"], date="2021-12-07")
DENIED = told(
    "The ministry denied that its ships had shelled Chilean boats.", EventCode.ASSAULT, ["PER"], ["CHL"],
    date="2021-12-05", status=Status.DENIED, says=["PER:ministry"],
)  # fmt: skip
SHELLED = told("Peruvian ships shelled Chilean boats on Sunday.", EventCode.ASSAULT, ["PER"], ["CHL"], date="2021-12-05")


def every(ledger: Ledger) -> list[Occurrence]:
    return occurrences_of(ledger, ledger.statements(Query(kinds=("event",))))


def groups(ledger: Ledger) -> set[frozenset[str]]:
    return {frozenset(row.id for row in o.rows) for o in every(ledger)}


def filled(path: Path, *readings: Reading) -> Ledger:
    ledger = Ledger(path)
    for reading in readings:
        ledger.add(reading)
        match_waiting(ledger)
    return ledger


def test_two_sides_tell_of_one_call(tmp_path: Path) -> None:
    ledger = filled(
        tmp_path / "a.db", document("White House", "2021-12-07", CALL_US, BLAME), document("Kremlin", "2021-12-08", CALL_RU)
    )
    call = next(o for o in every(ledger) if len(o.rows) == 2)
    assert {w.publisher for w in call.witnesses} == {"White House", "Kremlin"}
    assert (call.reports, call.sources) == (2, 2)
    assert len(every(ledger)) == 2


@pytest.mark.parametrize(("one", "other"), [(CALL_US, NEXT_CALL), (BLAME, BLAME_BACK), (CALL_US, BLAME)])
def test_what_stays_apart(tmp_path: Path, one: object, other: object) -> None:
    ledger = filled(tmp_path / "a.db", document("A", "2021-12-07", one), document("B", "2021-12-08", other))  # type: ignore[arg-type]
    assert len(every(ledger)) == 2


def test_a_denial_is_a_witness_of_what_it_denies(tmp_path: Path) -> None:
    ledger = filled(tmp_path / "a.db", document("A", "2021-12-06", SHELLED), document("B", "2021-12-06", DENIED))
    (occurrence,) = every(ledger)
    assert {w.status for w in occurrence.witnesses} == {Status.HAPPENED, Status.DENIED}
    assert set(occurrence.contested["status"]) == {"happened", "denied"}
    assert occurrence.leading.publisher == "A"


def test_two_acts_of_one_document_are_two_events(tmp_path: Path) -> None:
    again = told("Moe also blamed Russia for the dredger.", EventCode.ACCUSE, ["USA:Moe"], ["RUS"], date="2021-12-07")
    assert len(every(filled(tmp_path / "a.db", document("A", "2021-12-07", BLAME, again)))) == 2


SENTENCES = [CALL_US, CALL_RU, NEXT_CALL, BLAME, BLAME_BACK, DENIED, SHELLED]
READINGS = [
    document(f"Paper {i}", f"2021-12-{8 + i:02d}", *[SENTENCES[(i * 3 + k) % len(SENTENCES)] for k in range(1 + i % 3)])
    for i in range(8)
]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(READINGS))))
def test_any_order_ends_in_the_same_occurrences(tmp_path_factory: pytest.TempPathFactory, order: list[int]) -> None:
    base = tmp_path_factory.mktemp("order")
    straight = filled(base / "a.db", *READINGS)
    shuffled = filled(base / "b.db", *[READINGS[i] for i in order])
    at_once = Ledger(base / "c.db")
    for reading in READINGS:
        at_once.add(reading)
    match_waiting(at_once)
    assert groups(straight) == groups(shuffled) == groups(at_once)


def test_reading_again_matches_again(tmp_path: Path) -> None:
    first, second = document("A", "2021-12-07", CALL_US), document("B", "2021-12-08", CALL_RU)
    ledger = filled(tmp_path / "a.db", first, second)
    assert len(every(ledger)) == 1
    newer = Reading(second.document, (), "hand-2")
    ledger.add(newer)
    match_waiting(ledger)
    (alone,) = every(ledger)
    assert len(alone.rows) == 1
    ledger.add(Reading(second.document, second.statements, "hand-3"))
    match_waiting(ledger)
    assert len(every(ledger)) == 1


def test_what_is_not_matched_yet_stands_alone(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "a.db")
    ledger.add(document("A", "2021-12-07", CALL_US))
    ledger.add(document("B", "2021-12-08", CALL_RU))
    assert len(every(ledger)) == 2


def test_merge_and_split_outrank_the_score(tmp_path: Path) -> None:
    ledger = filled(tmp_path / "a.db", document("A", "2021-12-07", CALL_US), document("B", "2021-12-08", CALL_RU))
    one, other = (row.id for row in ledger.statements(Query(kinds=("event",))))
    number = judging.split(ledger, one, other, analyst="ann")
    assert len(every(ledger)) == 2
    judging.undo(ledger, number)
    assert len(every(ledger)) == 1
    apart = filled(tmp_path / "b.db", document("A", "2021-12-07", CALL_US), document("B", "2021-12-21", NEXT_CALL))
    one, other = (row.id for row in apart.statements(Query(kinds=("event",))))
    judging.merge(apart, one, other, analyst="ann")
    assert len(every(apart)) == 1


def test_components_and_linkage() -> None:
    assert components("abcd", [("a", "c"), ("c", "b")]) == [["a", "b", "c"], ["d"]]
    chain = {frozenset("ab"): 0.9, frozenset("bc"): 0.9}
    assert average_linkage("abc", chain) == [["a", "b"], ["c"]]  # a and c have nothing in common
    assert average_linkage("abc", chain, apart=frozenset({frozenset("ab")})) == [["a"], ["b", "c"]]
    assert average_linkage("abc", {}, together=frozenset({frozenset("ac")})) == [["a", "c"], ["b"]]


@given(st.dictionaries(st.frozensets(st.sampled_from("abcdef"), min_size=2, max_size=2), st.floats(0, 1)), st.randoms())
def test_linkage_does_not_depend_on_order(scores: dict[frozenset[str], float], rng: random.Random) -> None:
    items = list(scores.items())
    rng.shuffle(items)
    nodes = list("abcdef")
    found = average_linkage(nodes, scores)
    rng.shuffle(nodes)
    assert average_linkage(nodes, dict(items)) == found
    assert sorted(n for group in found for n in group) == sorted("abcdef")


def test_a_long_chain_of_days_is_grouped_alike_in_any_order(tmp_path: Path) -> None:
    """Daily reports link to one another for weeks; each batch regroups what is near, and all come to the same."""
    rng = random.Random(4)
    papers = []
    for number in range(200):
        day = (dt.date(2021, 1, 1) + dt.timedelta(days=rng.randrange(45))).isoformat()
        code = rng.choice([EventCode.ASSAULT, EventCode.ACCUSE])
        words = f"Norway did {code.lower()} Peru near {rng.choice(['Lima', 'Bergen', 'Cusco'])} in case {number}."
        papers.append(document(f"Paper {number % 7}", day, told(words, code, ["NOR"], ["PER"], date=day), title=str(number)))
    found = []
    by_day = sorted(papers, key=lambda reading: (reading.document.date, reading.document.title))
    for order, batch in (("days", 200), ("days", 9), ("mixed", 23)):
        listed = by_day if order == "days" else rng.sample(papers, 200)
        with Ledger(tmp_path / f"{order}-{batch}.db") as ledger:
            for begin in range(0, 200, batch):
                ledger.add_many(listed[begin : begin + batch])
                match_waiting(ledger)
            found.append(dict(ledger.ask("SELECT statement_id, occurrence_id FROM occurrence_members")))
    assert len(found[0]) == 200 and found[0] == found[1] == found[2]
    assert len(set(found[0].values())) < 150
