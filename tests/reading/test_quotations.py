"""Who said what, in texts of our own: (text, [(speaker, words) …])."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.model import Document, Quote
from comity.reading import ChainReader
from comity.reading.quotation_marks import marked_pieces

CASES = [
    ("before", "German Chancellor Olaf Scholz said: “We stand by our word.”", [("DEU:Olaf Scholz", "We stand by our word.")]),
    ("after", "“We stand by our word,” German Chancellor Olaf Scholz said.", [("DEU:Olaf Scholz", "We stand by our word")]),
    (
        "a director, not the institute",
        "Delta Research Institute Director Ana Ruiz, in remarks to reporters, said, “This year the river stayed in its bed.”",
        [("-:Ana Ruiz", "This year the river stayed in its bed.")],
    ),
    ("inverted", "“We stand by our word,” said Olaf Scholz.", [("DEU:Olaf Scholz", "We stand by our word")]),
    (
        "interrupted",
        "“We stand by our word,” Olaf Scholz said. “Nobody should doubt it.”",
        [("DEU:Olaf Scholz", "We stand by our word Nobody should doubt it.")],
    ),
    (
        "straight marks",
        'Olaf Scholz told reporters that "the door is open for talks".',
        [("DEU:Olaf Scholz", "the door is open for talks")],
    ),
    (
        "after a question, with more about the speaker",
        "“Who would have believed that we would come so far?” Olaf Scholz said, looking out on the crowd. “I would,” Emmanuel "
        "Macron said to the press.",
        [
            ("DEU:Olaf Scholz", "Who would have believed that we would come so far?"),
            ("FRA:Emmanuel Macron", "I would"),
        ],
    ),
    (
        "announced by a paragraph",
        "Olaf Scholz spoke in Berlin.\n\nHe said:\n\n“We have a situation in which our towns are poor.”",
        [("DEU:Olaf Scholz", "We have a situation in which our towns are poor.")],
    ),
    (
        "unclosed",
        "“We stand by our word, Olaf Scholz said.\n\nNothing else happened that day in Berlin.",
        [("DEU:Olaf Scholz", "We stand by our word")],
    ),
    (
        "next paragraph",
        "Olaf Scholz spoke in Berlin.\n\n“We have waited for an answer from Moscow for weeks,” he said.",
        [("DEU:Olaf Scholz", "We have waited for an answer from Moscow for weeks")],
    ),
    (
        "passed on",
        "“Our friendship has no equal,” Xi Jinping told Vladimir Putin, according to Kremlin spokesman Dmitry Peskov.",
        [("CHN:Xi Jinping", "Our friendship has no equal")],
    ),
    ("scare quotes", "The so-called “experts” left the hall and the “big game” went on.", []),
    (
        "transcript",
        "Vladimir Putin: Dear colleagues, we begin our work today.\n\nXi Jinping: Thank you for the warm welcome in Moscow.",
        [
            ("RUS:Vladimir Putin", "Dear colleagues, we begin our work today."),
            ("CHN:Xi Jinping", "Thank you for the warm welcome in Moscow."),
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_speakers(reader: ChainReader, text: str, expected: list[tuple[str, str]]) -> None:
    reading = reader.read(Document(text=text, date=dt.date(2022, 2, 4)))
    found = [s for s in reading.statements if isinstance(s, Quote)]
    assert [(q.speaker.key if q.speaker else None, q.words) for q in found] == expected


def test_who_passed_words_on_and_to_whom_they_went(reader: ChainReader) -> None:
    text = next(row[1] for row in CASES if row[0] == "passed on")
    (quote,) = [s for s in reader.read(Document(text=text, date=dt.date(2022, 2, 4))).statements if isinstance(s, Quote)]
    assert [a.key for a in quote.via] == ["RUS:Dmitry Peskov"]
    assert quote.addressee is not None and quote.addressee.key == "RUS:Vladimir Putin"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab .,\"“”«»'\n", max_size=80))
def test_pieces_lie_inside_and_do_not_overlap(text: str) -> None:
    pieces = marked_pieces(text, 0, len(text))
    for piece in pieces:
        assert 0 <= piece.outer[0] < piece.inner[0] < piece.inner[1] <= piece.outer[1] <= len(text)
    assert all(a.outer[1] <= b.outer[0] + 1 for a, b in itertools.pairwise(pieces))


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("The talks went on until Friday. Vladimir Putin: a life in three chapters, the new book is called.", 0),
        ("The talks went on.\nVladimir Putin: We shall go on with our work tomorrow morning.", 1),
        ("Talks went on. * * * Vladimir Putin: We shall go on with our work tomorrow morning.", 1),
        ("Talks began. Vladimir Putin: We begin our work. Xi Jinping: Thank you for the welcome here.", 2),
    ],
    ids=[
        "one head within a paragraph",
        "one head at the beginning of a line",
        "one head after asterisks",
        "two heads within a paragraph",
    ],
)
def test_what_makes_a_transcript(reader: ChainReader, text: str, turns: int) -> None:
    draft = reader.draft(Document(text=text, date=dt.date(2022, 2, 4)))
    assert sum(q.transcript_turn for q in draft.quotations) == turns
