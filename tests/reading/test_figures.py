"""Figures of whole sentences: their unit and what they count."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.model import Document, Figure
from comity.reading import ChainReader

CASES = [
    ("Norway sold Poland 10 billion cubic metres of gas from the Barents Sea shelf.", "cubic meter", "cubic metres of gas"),
    ("Israel seized 300 square kilometres of land in Syria.", "square kilometer", "square kilometres of land"),
    ("Norway sent Chad 40 trucks.", "truck", "trucks"),
]


@pytest.mark.parametrize(("text", "unit", "what"), CASES, ids=[row[1] for row in CASES])
def test_units_and_what_is_counted(reader: ChainReader, text: str, unit: str, what: str) -> None:
    (figure,) = [s for s in reader.read(Document(text=text, date=dt.date(2021, 12, 15))).statements if isinstance(s, Figure)]
    assert figure.unit == unit
    assert figure.what in (what, what.partition(" of ")[0])  # whole, or without what it is of


def test_what_is_counted_is_not_cut_in_the_middle_of_a_phrase(reader: ChainReader) -> None:
    text = "Gazprom will supply China with 10 billion cubic metres of gas a year from the fields of the Russian Far East."
    (figure,) = [s for s in reader.read(Document(text=text, date=dt.date(2021, 12, 15))).statements if isinstance(s, Figure)]
    assert figure.what.startswith("cubic metres of gas")
    assert not figure.what.endswith(("the", "Russian", "Far", "from", "of"))


def test_a_count_has_the_time_that_hangs_on_it_not_the_one_beside_it(reader: ChainReader) -> None:
    text = "Friday's talks of Ruto and Museveni, the 12th time that both presidents have spoken since 2018, ran late."
    (figure,) = [s for s in reader.read(Document(text=text, date=dt.date(2021, 12, 15))).statements if isinstance(s, Figure)]
    assert (figure.value, figure.unit, str(figure.period)) == (12, "meeting", "2018/2021-12-15")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Kenya's new road is a bond between two neighbours of Uganda.", []),
        ("Kenya lent Uganda between two and three million dollars.", [2e6]),
        ("Between two and three Kenyan soldiers were killed in Somalia.", [2]),
        ("Two ships of the Kenyan navy sailed between two islands of Tanzania.", [2]),
    ],
)
def test_who_stands_between_two_is_not_counted(reader: ChainReader, text: str, values: list[float]) -> None:
    found = [s for s in reader.read(Document(text=text, date=dt.date(2021, 12, 15))).statements if isinstance(s, Figure)]
    assert [figure.value for figure in found] == values
