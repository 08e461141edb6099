"""Markup in a text is not read, and every character keeps its place."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.model import Document, Event
from comity.reading import default_reader
from comity.reading.markup import unmarked

PLAIN = [
    ("**Oslo** and *Lima* signed.", "  Oslo   and  Lima  signed."),
    ("***Communiqué***", "   Communiqué   "),
    ("the 3<sup>rd</sup> round", "the 3     rd       round"),
    ("<!-- page 2 -->\nTalks", "               \nTalks"),
    ('a <a href="https://example.org/x">statement</a> on it', "a " + " " * 32 + "statement     on it"),
    ("a [statement](https://example.org/x_(1)) on it", "a [statement](https://example.org/x_(1)) on it"),
    ("a [statement](https://example.org/x) on it", "a  statement " + " " * 23 + " on it"),
    (r"Article 4\. No arms", "Article 4 . No arms"),
]
KEPT = [
    "* * *",
    "* first\n* second",
    "5 < 7 and 9 > 8",
    "he [the envoy] left",
    "f(x)",
    "2*3*4 tons",
    "snake_case_name",
    "a<b",
    r"C:\temp",
    "<U.S. officials left>",
    "<A spokesman spoke>",
    "<B-52 bombers>",
    "a <b and c> d",
    "[1]      2",
]


@pytest.mark.parametrize(("text", "plain"), PLAIN)
def test_markup_is_blank(text: str, plain: str) -> None:
    assert unmarked(text) == plain


@pytest.mark.parametrize("text", KEPT)
def test_what_only_looks_like_markup_stays(text: str) -> None:
    assert unmarked(text) == text


@given(st.text(st.sampled_from("ab *_<>[](){}!-/\\\nsup:#https"), max_size=80))
def test_every_character_keeps_its_place(text: str) -> None:
    plain = unmarked(text)
    assert len(plain) == len(text)
    assert all(a == b or (b == " " and a != "\n") for a, b in zip(text, plain, strict=True))


def test_events_and_their_evidence_come_out_of_marked_up_text() -> None:
    said = "On May 3<sup>rd</sup>, *Kenya* [accused](https://example.org/press/3) **Ethiopia** of shelling its border posts."
    text = f"**Statement**\n\n{said}"
    document = Document(text=text, date=dt.date(2019, 5, 4))
    events = [s for s in default_reader().read(document).statements if isinstance(s, Event) and s.code == "ACCUSE"]
    assert [(e.actors[0].code, e.recipients[0].code) for e in events] == [("KEN", "ETH")]
    assert text[events[0].evidence[0].start : events[0].evidence[0].end] == events[0].evidence[0].text
    assert events[0].date is not None and events[0].date.iso == "2019-05-03"
