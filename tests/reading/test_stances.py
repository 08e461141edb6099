"""What somebody wants, thinks or asks without saying it: whose it is, and that it makes nobody a source."""

from __future__ import annotations

import pytest

from comity.model import Document
from comity.reading import ChainReader
from comity.reading.attribution import sources_at
from comity.reading.stances import lemma


def held(reader: ChainReader, text: str) -> list[tuple[str, str]]:
    """(whose, what) of each stance of a text."""
    draft = reader.draft(Document(text=text))
    found = [a for a in draft.attributions if not a.told]
    return [(text[slice(*a.source_spans[0])], text[a.start : a.end]) for a in found]


@pytest.mark.parametrize(
    ("text", "whose", "what"),
    [
        ("Norway wants to close two of its northern harbours.", "Norway", "to close two of its northern harbours"),
        ("The senators questioned the wisdom of the treaty.", "The senators", "the wisdom of the treaty"),
        ("Chile is proposing a common market for energy.", "Chile", "a common market for energy"),
        ("Portugal rejected the plan for the islands.", "Portugal", "the plan for the islands"),
        ("The plan was questioned by the senators.", "the senators", "The plan"),
        ("Mongolia is worried about the price of coal.", "Mongolia", "the price of coal"),
    ],
)
def test_a_stance_has_its_holder(reader: ChainReader, text: str, whose: str, what: str) -> None:
    assert held(reader, text) == [(whose, what)]


def test_what_is_held_has_no_source(reader: ChainReader) -> None:
    text = "Norway wants Denmark to close its northern harbours."
    draft = reader.draft(Document(text=text))
    assert [a for a in draft.attributions if not a.told]
    at = text.index("close")
    assert sources_at(draft, at, at + 5) == ((), ())


def test_a_stance_in_others_words_is_theirs_alone(reader: ChainReader) -> None:
    assert held(reader, "Olaf Scholz said that Norway wants to close two harbours.") == []
    assert held(reader, "“Norway wants to close two harbours,” Olaf Scholz said.") == []


@pytest.mark.parametrize(
    ("form", "base"), [("wanted", "want"), ("urges", "urge"), ("denied", "deny"), ("begging", "beg"), ("knew", "know")]
)
def test_forms_of_a_verb(form: str, base: str) -> None:
    assert lemma(form) == base


def test_a_form_of_no_listed_verb() -> None:
    assert lemma("walked") is None
