"""On whose word a stretch of text is told."""

from __future__ import annotations

from comity.model import NOBODY_NAMED, Actor, Document
from comity.reading import ChainReader
from comity.reading.attribution import sources_at
from comity.reading.draft import Attribution, Draft

XI, MEDIA = Actor("CHN", "Xi Jinping"), Actor("CHN", "state media")
TEXT = "State media say that Xi said that the talks went well."


def test_inner_sources_come_first() -> None:
    draft = Draft(Document(text=TEXT))
    draft.attributions = [
        Attribution(((12, 53),), (MEDIA,), ((0, 11),), (12, 15)),
        Attribution(((29, 53),), (XI,), ((21, 23),), (24, 28)),
    ]
    assert sources_at(draft, 38, 43) == ((XI, MEDIA), ((21, 23), (0, 11)))
    assert sources_at(draft, 21, 23)[0] == (MEDIA,)
    assert sources_at(draft, 0, 5)[0] == ()


def test_a_cue_does_not_report_itself() -> None:
    draft = Draft(Document(text=TEXT))
    draft.attributions = [Attribution(((12, 53),), (MEDIA,), (), (12, 15))]
    assert sources_at(draft, 12, 15)[0] == ()


def test_a_named_source_stands_before_an_unnamed_one() -> None:
    draft = Draft(Document(text=TEXT))
    draft.attributions = [Attribution(((0, 53),), (NOBODY_NAMED,)), Attribution(((29, 53),), (XI,))]
    assert sources_at(draft, 38, 43)[0] == (XI,)
    assert sources_at(draft, 0, 5)[0] == (NOBODY_NAMED,)


def sources(reader: ChainReader, text: str, words: str) -> set[str]:
    start = text.index(words)
    return {a.key for a in sources_at(reader.draft(Document(text=text)), start, start + len(words))[0]}


def test_forms_of_attribution(reader: ChainReader) -> None:
    cases = [
        ("Olaf Scholz said that Turkey had attacked Greece.", "attacked", {"DEU:Olaf Scholz"}),
        ("According to Olaf Scholz, Turkey attacked Greece.", "attacked", {"DEU:Olaf Scholz"}),
        ("Turkey attacked Greece, Olaf Scholz said.", "attacked", {"DEU:Olaf Scholz"}),
        ("Turkey reportedly attacked Greece.", "attacked", {"-:unnamed"}),
        ("Turkey attacked Greece.", "attacked", set()),
        ("“Turkey attacked Greece,” Olaf Scholz said.", "attacked", {"DEU:Olaf Scholz"}),
    ]
    for text, words, expected in cases:
        assert sources(reader, text, words) == expected, text


def test_what_follows_the_speaker_is_told_by_the_text_itself(reader: ChainReader) -> None:
    text = "“Turkey really wants peace,” Emmanuel Macron said, and soon the cameras were gone and he was waving to the crowd."
    assert sources(reader, text, "wants peace") == {"FRA:Emmanuel Macron"}
    assert sources(reader, text, "waving") == set()
    text = "He promised help, the French minister said late on Monday, when the ships had left."
    assert sources(reader, text, "promised help") and not sources(reader, text, "ships had left")
