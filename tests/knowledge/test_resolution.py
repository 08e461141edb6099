"""The table of cases: mentions in sentences of our own, with a date, and whom they mean."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from comity.knowledge import Knowledge, Resolver

CASES = Path(__file__).parent / "cases"
COLUMNS = ["mention", "sentence", "date", "expected", "note"]


def rows() -> list[tuple[str, dict[str, str]]]:
    found = []
    for path in sorted(CASES.glob("*.tsv")):
        with path.open(encoding="utf-8") as stream:
            reader = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
            assert reader.fieldnames == COLUMNS, f"{path.name}: expected the columns {COLUMNS}"
            found += [(f"{path.stem}:{reader.line_num}", row) for row in reader]
    return found


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return Resolver(Knowledge.load())


@pytest.mark.parametrize(("place", "row"), [pytest.param(place, row, id=place) for place, row in rows()])
def test_case(resolver: Resolver, place: str, row: dict[str, str]) -> None:
    found = resolver.resolve(row["mention"], dt.date.fromisoformat(row["date"]), sentence=row["sentence"])
    place_of = f"place:{found.candidates[0].entry.code}" if found.kind == "place" else ""
    got = place_of or " + ".join(found.keys) or found.kind
    assert got == row["expected"], f"{row['mention']} ({row['note']}): {found.reasons}"


def test_there_are_three_hundred_cases_and_none_twice() -> None:
    cases = rows()
    assert len(cases) >= 300
    asked = [(row["mention"], row["sentence"], row["date"]) for _, row in cases]
    assert len(set(asked)) == len(asked)


def test_the_mention_stands_in_its_sentence() -> None:
    for place, row in rows():
        assert row["mention"].lower() in row["sentence"].lower(), place
