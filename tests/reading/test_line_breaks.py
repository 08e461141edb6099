"""Texts wrapped at a fixed width read as if they were not, and keep their offsets."""

from __future__ import annotations

import datetime as dt
import textwrap
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from comity.model import Document, Span, Statement
from comity.reading import ChainReader
from comity.reading.line_breaks import flowing

STORY = (
    "The foreign minister of Kenya met his Ugandan counterpart in Entebbe on Tuesday and accused Rwanda of arming the rebels "
    "who had shelled a market near the border. Rwanda's government rejected the charge. The two ministers called on the "
    "African Union to send observers, and President Museveni said that he would not negotiate with those who attack civilians."
)


def shape(statement: Statement) -> Statement:
    """A statement that does not rest on any words in particular: those hold the breaks of their text."""
    return replace(statement, evidence=(Span(0, 1, "x"),), marks=(), made_by=None)


def test_a_wrapped_text_gives_the_statements_of_the_flowing_one(reader: ChainReader) -> None:
    day = dt.date(2021, 12, 15)
    wrapped = textwrap.fill(STORY, 60)
    plain = reader.read(Document(text=STORY, date=day)).statements
    found = reader.read(Document(text=wrapped, date=day)).statements
    assert len(plain) >= 4
    assert [shape(s) for s in found] == [shape(s) for s in plain]
    assert all(wrapped[span.start : span.end] == span.text for s in found for span in (*s.evidence, *(m.span for m in s.marks)))


def test_breaks_that_end_something_stay() -> None:
    speakers = "MR. PRICE: We condemn the attack.\nQ: Will you act?\nMR. PRICE: We will see.\n"
    listed = "The sides agreed to:\n- open the border\n- free the crew\n1. by May\n2) at the latest"
    headed = "Joint statement\nThe ministers of Chile and Peru met on Monday.\nThey signed a treaty."
    for text in (speakers, listed, headed, "", "\n\n", "one line"):
        assert flowing(text) == text


def test_a_speaker_on_two_lines_begins_a_paragraph() -> None:
    talk = "I can see that the service has\ntransferred more than it\nhad planned in the\nfirst quarter of the year."
    answer = "Head of the Federal\nService Ivan Petrov: Yes."
    assert flowing(f"{talk}\n{answer}").split("\n") == [
        "I can see that the service has transferred more than it had planned in the first quarter of the year.",
        "Head of the Federal Service Ivan Petrov: Yes.",
    ]


def test_dates_and_dashes_at_the_beginning_of_a_line_open_nothing_inside_a_sentence() -> None:
    story = (
        "The envoys of Chile and Peru will meet in the old\ncustoms house of the port on December\n15. They met there for the\n"
    )
    aside = "first time in March, and the talks\n– the first in ten years – ended\nwithout a word to the press."
    assert "\n" not in flowing(story + aside)


def test_a_heading_over_a_wrapped_text_stays_apart() -> None:
    heading = "Russia and Ukraine Hold Peace Talks in Istanbul on Monday"
    story = (
        "The foreign minister of Turkey met his colleague in\nthe palace and asked both sides for\npatience, and for\na truce."
    )
    assert flowing(f"{heading}\n{story}").split("\n")[0] == heading


@given(st.text(alphabet="aB .:\n-", max_size=200))
def test_nothing_but_breaks_changes(text: str) -> None:
    flat = flowing(text)
    assert len(flat) == len(text)
    assert all(a == b or (a == "\n" and b == " ") for a, b in zip(text, flat, strict=True))
