"""The whole reader on the bundled examples."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.documents import read_documents
from comity.model import Document, Event, EventCode, Figure, Quote, Statement, Status, Tie, TieType, statement_to_dict
from comity.reading import ChainReader, default_reader


@pytest.fixture(scope="module")
def read(reader: ChainReader, examples: Path) -> dict[str, tuple[Document, tuple[Statement, ...]]]:
    documents = [d for d in read_documents([examples]) if isinstance(d, Document)]
    return {r.document.id: (r.document, r.statements) for r in reader.read_many(documents)}


def test_every_piece_of_evidence_and_every_mark_is_a_verbatim_slice(
    read: dict[str, tuple[Document, tuple[Statement, ...]]],
) -> None:
    seen = 0
    for document, statements in read.values():
        for statement in statements:
            for span in (*statement.evidence, *(m.span for m in statement.marks)):
                assert document.text[span.start : span.end] == span.text
                seen += 1
    assert seen > 100


def test_reading_is_reproducible(reader: ChainReader, read: dict[str, tuple[Document, tuple[Statement, ...]]]) -> None:
    for document, statements in reversed(read.values()):
        assert [statement_to_dict(s) for s in reader.read(document).statements] == [statement_to_dict(s) for s in statements]


def test_every_statement_says_who_made_it_and_why(
    reader: ChainReader, read: dict[str, tuple[Document, tuple[Statement, ...]]]
) -> None:
    for _, statements in read.values():
        for statement in statements:
            made = statement.made_by
            assert made is not None and made.coder == reader.coder and made.stage and made.reason and 0 <= made.score <= 1


def events(statements: tuple[Statement, ...]) -> list[tuple[str, frozenset[str], str]]:
    found = []
    for s in statements:
        if isinstance(s, Event):
            found.append((str(s.code), frozenset(a.code for a in (*s.actors, *s.recipients)), str(s.status)))
    return found


def test_the_news_report_gives_what_a_reader_takes_from_it(read: dict[str, tuple[Document, tuple[Statement, ...]]]) -> None:
    _, statements = read["news-2021-12-15"]
    assert ("CONSULT", frozenset({"CHN", "RUS"}), "happened") in events(statements)
    promises = [s for s in statements if isinstance(s, Event) and s.code is EventCode.AGREE]
    assert any({a.code for a in p.actors} == {"RUS"} and p.status is Status.HAPPENED for p in promises)
    meetings = [s for s in statements if isinstance(s, Figure) and s.value == 37]
    assert meetings and meetings[0].unit == "meeting" and "CHN:Xi Jinping" in {a.key for a in meetings[0].according_to}
    quotes = {q.words: q.speaker.key for q in statements if isinstance(q, Quote) and q.speaker}
    assert quotes["This relationship even exceeds an alliance"] == "CHN:Xi Jinping"
    ties = {(t.type, t.holds) for t in statements if isinstance(t, Tie)}
    assert (TieType.ALLIANCE, False) in ties and (TieType.BORDER, True) in ties


def test_nothing_is_read_where_nothing_political_happens(reader: ChainReader) -> None:
    text = (
        "The bakery on Mill Street opens at seven. Its owner, a retired teacher, sells eleven kinds of bread. In winter the "
        "queue reaches the bridge, and the striker of the local team comes for rolls before each match."
    )
    assert [s for s in reader.read(Document(text=text)).statements if isinstance(s, Event)] == []


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    if text.strip():
        for statement in default_reader().read(Document(text=text)).statements:
            assert all(text[s.start : s.end] == s.text for s in statement.evidence)
