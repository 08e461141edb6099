"""Blocs: planted ones are found again, whatever the numbering, and frustration is counted as documented."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.ledger import Ledger
from comity.model import EventCode
from comity.relations.signed_blocs import Line, blocs, blocs_through_time, partition, signed_lines, write_graph
from tests.relations.hand import document, told

pytestmark = pytest.mark.usefixtures("both_stores")


def line(one: str, other: str, weight: float) -> Line:
    return Line(one, other, 0, 0, (), 0.0, weight)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 4), st.integers(3, 6))
def test_planted_blocs_are_found(seed: int, count: int, size: int) -> None:
    rng = random.Random(seed)
    names = [f"N{i:02d}" for i in range(count * size)]
    rng.shuffle(names)
    home = {name: i % count for i, name in enumerate(names)}
    lines = [line(a, b, rng.uniform(1, 3) * (1 if home[a] == home[b] else -1)) for a in names for b in names if a < b]
    found, frustration = partition(lines)
    assert frustration == 0.0
    assert {frozenset(bloc) for bloc in found} == {frozenset(n for n in names if home[n] == k) for k in range(count)}


def test_noise_is_counted_as_frustration() -> None:
    lines = [line("A", "B", 2.0), line("C", "D", 2.0), line("A", "C", -3.0), line("B", "D", -3.0), line("A", "D", 1.0)]
    found, frustration = partition(lines)
    assert found == (("A", "B"), ("C", "D")) and frustration == round(1 / 11, 4)


def test_three_enemies_are_three_blocs() -> None:
    found, frustration = partition([line("A", "B", -1), line("B", "C", -1), line("A", "C", -1)])
    assert (found, frustration) == ((("A",), ("B",), ("C",)), 0.0)


def test_activity_alone_makes_no_friends() -> None:
    """Pairs that share what chance gives two so active have no line between them."""
    events = {(a, b): (40, 40) for a in "ABCD" for b in "ABCD" if a < b}
    assert signed_lines(events, Counter(), least=1) == ()


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    book = Ledger(tmp_path / "a.db")
    friends = [("NOR", "SWE"), ("NOR", "DNK"), ("SWE", "DNK"), ("PER", "CHL"), ("PER", "BOL"), ("CHL", "BOL")]
    for year in (2019, 2020):
        sentences = []
        for number, (a, b) in enumerate(friends):
            for k in range(4):
                day = f"{year}-0{k + 1}-1{number}"
                sentences.append(told(f"{a} aided {b} in case {k} of {year}.", EventCode.AID, [a], [b], date=day))
        for number, (a, b) in enumerate([("NOR", "PER"), ("SWE", "CHL"), ("DNK", "BOL"), ("NOR", "CHL")]):
            for k in range(3):
                day = f"{year}-0{k + 1}-2{number}"
                sentences.append(told(f"{a} blamed {b} in case {k} of {year}.", EventCode.ACCUSE, [a], [b], date=day))
        book.add(document("Wire", f"{year}-12-01", *sentences))
    return book


def test_blocs_of_a_ledger_and_through_time(ledger: Ledger) -> None:
    found = blocs(ledger)
    assert set(found.blocs) == {("DNK", "NOR", "SWE"), ("BOL", "CHL", "PER")} and found.frustration == 0.0
    assert found.of("SWE") == found.of("NOR") != found.of("PER") and found.of("FRA") is None
    assert found.core(found.of("NOR") or 0) in ("DNK", "NOR", "SWE")
    through = blocs_through_time(ledger, "year", first_day="2018-01-01")
    assert [label for label, _ in through] == ["2019", "2020"]
    assert blocs(ledger, last_day="2018-12-31").blocs == ()


@pytest.mark.parametrize("suffix", [".graphml", ".gexf"])
def test_the_network_as_a_file(ledger: Ledger, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"net{suffix}"
    write_graph(blocs(ledger), file)
    assert b"NOR" in file.read_bytes() and ElementTree.parse(file) and not list(tmp_path.glob("*.part"))
    with pytest.raises(ValueError, match="graphml or"):
        write_graph(blocs(ledger), tmp_path / "net.png")
