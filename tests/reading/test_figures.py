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
    text = "The call between Xi and Putin on Wednesday, the 37th time the two have met since 2013, was long."
    (figure,) = [s for s in reader.read(Document(text=text, date=dt.date(2021, 12, 15))).statements if isinstance(s, Figure)]
    assert (figure.value, figure.unit, str(figure.period)) == (37, "meeting", "2013/2021-12-15")
